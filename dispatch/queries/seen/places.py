"""Where the requests of a list are: at their own position, or at that of the building they are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.queries.narrowing.narrow import Narrowed, narrow
from dispatch.queries.narrowing.walked import unseen
from dispatch.queries.seen.cards import in_hand, requests
from dispatch.queries.seen.wanted import Wanted
from dispatch.sight.viewer import Viewer
from models.store.looking.reads import Reads
from models.store.organisations import InForce
from models.tables.columns import OPEN_HERE, columns_of
from models.vocabulary import StateKind

#: Requests that one map shows, the newest: of more, the filter asks for fewer.
MOST = 5000
#: Of so many in one box the newest are found by walking from the newest on; fewer are read by their places.
MANY = 20_000
_COLUMNS = columns_of(requests, "id", "latitude", "longitude", "building_id", "state_kind")
_open_here: sa.ColumnElement[Any] = sa.literal_column(OPEN_HERE.replace("state_kind", "request.state_kind"))
_KIND = {each.value: each for each in StateKind}


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the world, in degrees; it does not cross the 180th meridian."""

    south: float = -90.0
    west: float = -180.0
    north: float = 90.0
    east: float = 180.0

    def holds(self, latitude: float, longitude: float) -> bool:
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east


EVERYWHERE = Box()


@dataclass(frozen=True, slots=True)
class Place:
    """One request and where it is, in degrees."""

    id: int
    latitude: float
    longitude: float
    kind: StateKind
    is_late: bool


def read_places(
    session: Session,
    reads: Reads,
    viewer: Viewer,
    in_force: InForce,
    wanted: Wanted,
    now: datetime,
    box: Box = EVERYWHERE,
    most: int = MOST,
) -> tuple[list[Place], bool]:
    """The places in `box` of the list that `wanted` asks for, newest first, at most `most`; and whether there
    are more. Raises TooMuchToLookAt.
    """
    sites = {
        in_force.building_ids[each.key]: (each.latitude, each.longitude)
        for each in in_force.organisation.buildings
        if each.latitude is not None and each.longitude is not None and each.key in in_force.building_ids
    }
    inside = [row_id for row_id, place in sites.items() if box.holds(*place)]
    narrowed = narrow(session, reads, viewer, in_force, wanted, now)
    ways = _ways(box, inside)
    if wanted.late or wanted.state == "ouvertes":
        rows = _by_place(session, narrowed, [way & _open_here for way in ways], now, most + 1)
    elif wanted.building in in_force.building_ids:
        of_one = requests.c.building_id == in_force.building_ids[wanted.building]
        rows = _from_newest(session, narrowed, of_one, ways, now, most + 1)
    elif _are_many(session, narrowed, ways):
        rows = _from_newest(session, narrowed, sa.true(), ways, now, most + 1)
    else:
        rows = _by_place(session, narrowed, ways, now, most + 1)
    places = []
    for row_id, latitude, longitude, building, kind, is_late in rows[:most]:
        at = sites[building] if latitude is None else (latitude, longitude)
        places.append(Place(row_id, at[0], at[1], _KIND[kind], bool(is_late)))
    return places, len(rows) > most


def _ways(box: Box, inside: Sequence[int]) -> list[sa.ColumnElement[bool]]:
    """How a request is in `box`: by its own position, or by that of its building, one of `inside`."""
    latitude, longitude, building = requests.c.latitude, requests.c.longitude, requests.c.building_id
    own = latitude.between(box.south, box.north) & longitude.between(box.west, box.east)
    of_building = latitude.is_(None) & longitude.is_(None) & building.in_(inside)
    return [own, of_building] if inside else [own]


def _are_many(session: Session, narrowed: Narrowed, ways: Sequence[sa.ColumnElement[bool]]) -> bool:
    """Whether so many are there that the newest of all are soon found."""
    rough = unseen(narrowed.rough)
    each = [sa.select(sa.literal(1)).select_from(requests).where(way, *rough) for way in ways]
    some = sa.union_all(*each).limit(MANY).subquery()
    return session.connection().execute(sa.select(sa.func.count()).select_from(some)).scalar_one() == MANY


def _from_newest(
    session: Session,
    narrowed: Narrowed,
    among: sa.ColumnElement[bool],
    ways: Sequence[sa.ColumnElement[bool]],
    now: datetime,
    most: int,
) -> list[Any]:
    """Walked from the newest on, of those `among` which an index has in that order."""
    where = (among, *unseen([*narrowed.rough, sa.or_(*ways)]), *narrowed.fine)
    return _rows(session, narrowed.source, where, requests.c.id, now, most)


def _by_place(
    session: Session, narrowed: Narrowed, ways: Sequence[sa.ColumnElement[bool]], now: datetime, most: int
) -> list[Any]:
    """Read by place and put in order then; a statement for each way, as either has an index of its own."""
    where = (*unseen(narrowed.rough), *narrowed.fine)
    # An order that no index has.
    order = requests.c.id + 0
    rows = [row for way in ways for row in _rows(session, narrowed.source, (way, *where), order, now, most)]
    return sorted(rows, key=itemgetter(0), reverse=True)


def _rows(
    session: Session,
    source: sa.FromClause,
    where: Sequence[sa.ColumnElement[bool]],
    order: sa.ColumnElement[int],
    now: datetime,
    most: int,
) -> list[Any]:
    is_late = sa.type_coerce(in_hand & (requests.c.due_at < now), sa.Integer())
    query = (
        sa.select(*_COLUMNS, is_late.label("is_late"))
        .select_from(source)
        .where(*where)
        .order_by(order.desc())
        .limit(most)
    )
    return list(session.connection().execute(query).all())
