"""Open requests around a place, before one more is written: whoever writes it may know them again."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.queries.seen.cards import in_hand, requests
from dispatch.requests.incidents.found import reported
from dispatch.requests.incidents.lately import apart_types, openings
from dispatch.rules.distance import metres_apart
from dispatch.rules.index import RuleIndex
from models.store.organisations import InForce

#: How far away they may be, in metres; how many are looked at, the newest, and how many are shown.
METRES, _LOOKED, MOST = 100.0, 30, 5
#: Metres of a degree of latitude, and of longitude at the equator.
_DEGREE = 111_320.0
Position = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Around:
    """An open request near by: metres away, None when it is about the same building and neither says where.
    `is_alike`: it seems to be about the same matter.
    """

    request_id: int
    metres: int | None
    is_alike: bool


def open_around(
    session: Session,
    in_force: InForce,
    index: RuleIndex,
    visible: sa.ColumnElement[bool],
    *,
    subject: str,
    text: str,
    building: str,
    position: Position | None,
) -> list[Around]:
    """The open requests at that building, and within METRES of that position; `visible` is what the reader
    may see. About the same matter first, then the newest; never what concerns one person alone.
    """
    places = _places(in_force.building_ids.get(building), position)
    if not places:
        return []
    rows = _look(session, in_force, visible, sa.or_(*places))
    texts = openings(session, [row.id for row in rows])
    asked = reported(index, subject, text, building or None, position)
    found = []
    for row in rows:
        there = (row.latitude, row.longitude) if row.latitude is not None else None
        metres = metres_apart(position, there) if position is not None and there is not None else None
        is_there = building and row.building_id == in_force.building_ids.get(building)
        if not is_there and (metres is None or metres > METRES):
            continue
        key = in_force.building_key(row.building_id)
        told = reported(index, row.subject, texts.get(row.id, ""), key, there)
        is_alike = bool(asked.themes & told.themes) or len(asked.words & told.words) > 1
        found.append(Around(row.id, round(metres) if metres is not None else None, is_alike))
    found.sort(key=lambda each: not each.is_alike)
    return found[:MOST]


def _places(building_id: int | None, position: Position | None) -> list[sa.ColumnElement[bool]]:
    places: list[sa.ColumnElement[bool]] = []
    if building_id is not None:
        places.append(requests.c.building_id == building_id)
    if position is not None:
        north = METRES / _DEGREE
        east = north / max(math.cos(math.radians(position[0])), 0.01)
        places.append(
            sa.and_(
                requests.c.latitude.between(position[0] - north, position[0] + north),
                requests.c.longitude.between(position[1] - east, position[1] + east),
            )
        )
    return places


def _look(
    session: Session, in_force: InForce, visible: sa.ColumnElement[bool], there: sa.ColumnElement[bool]
) -> Sequence[Any]:
    query = (
        sa.select(*(requests.c[name] for name in ("id", "subject", "building_id", "latitude", "longitude")))
        .where(
            there,
            in_hand,
            visible,
            requests.c.erased_at.is_(None),
            requests.c.merged_into_id.is_(None),
            sa.or_(
                requests.c.request_type_id.is_(None), requests.c.request_type_id.not_in(apart_types(in_force))
            ),
        )
        .order_by(requests.c.id.desc())
        .limit(_LOOKED)
    )
    return session.connection().execute(query).all()
