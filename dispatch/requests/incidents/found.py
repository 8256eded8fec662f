"""The request that reported an incident first, among those of the last days: found with a bounded look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.requests.incidents.alike import LOOKED_AT, Alike, Reported, alike, read_reported
from dispatch.rules.decision import Facts
from dispatch.rules.index import RuleIndex
from models.folding import fold
from models.organisation.themes import DANGER
from models.store.organisations import InForce
from models.tables.acts import IncidentProposal
from models.tables.columns import table_of
from models.tables.requests import Entry, EntryKind, RequestRow
from models.vocabulary import OPEN_KINDS

_requests, _entries, _proposals = table_of(RequestRow), table_of(Entry), table_of(IncidentProposal)
#: Requests looked at, of so many that came last; of those at one place, how many are read for their matter.
LATEST, _CANDIDATES, _READ = 1000, 200, 30
_RANK = {"near": 0, "building": 1, "street": 2}


def reported(
    index: RuleIndex, at: datetime, subject: str, text: str, building: str | None, where: Any
) -> Reported:
    """What a message reports; `where` is its position in degrees, or None."""
    seen = index.look(Facts(received_at=at, subject=subject[:500], text=text[:LOOKED_AT]))
    themes = frozenset(key for key, score in seen.themes.items() if score.holds and key != DANGER.key)
    return read_reported(subject, text, themes, building, where)


def find_first(
    session: Session,
    in_force: InForce,
    index: RuleIndex,
    new: Reported,
    *,
    request_id: int,
    now: datetime,
    within: timedelta,
    metres: float,
) -> tuple[int, Alike] | None:
    """The open request that reported the same first, and how it is alike; None when there is none.

    What was joined to another or seems to be a report of another is none: that other one is.
    """
    if new.building is None and new.position is None and not new.streets:
        return None
    rows = _candidates(session, in_force, request_id, now - within)
    texts = _openings(session, [row.id for row in rows])
    found: list[tuple[bool, int, int, Alike]] = []
    read = 0
    for row in rows:
        building = in_force.building_key(row.building_id)
        where = (row.latitude, row.longitude) if row.latitude is not None else None
        text = texts.get(row.id, "")
        if not _may_be_there(new, row.subject, text, building, where, metres):
            continue
        seen = alike(new, reported(index, now, row.subject, text, building, where), metres)
        if seen is not None:
            found.append((not seen.is_sure, _RANK[seen.place], row.id, seen))
        read += 1
        if read == _READ:
            break
    best = min(found, key=lambda one: one[:3], default=None)
    return (best[2], best[3]) if best is not None else None


def _may_be_there(
    new: Reported, subject: str, text: str, building: str | None, where: Any, metres: float
) -> bool:
    """Whether its place alone may be that of the new one: asked before its matter, which costs more."""
    same_building = building is not None and building == new.building
    if not same_building and (new.position is None or where is None):
        said = fold(f"{subject} {text}")
        if not any(street.name[0] in said for street in new.streets):
            return False
    at_place = read_reported(subject, text, frozenset(["eclairage"]), building, where)
    somewhere = Reported(
        new.words, new.streets, frozenset(["eclairage"]), building=new.building, position=new.position
    )
    return alike(somewhere, at_place, metres) is not None


def _candidates(session: Session, in_force: InForce, request_id: int, since: datetime) -> list[Any]:
    organisation = in_force.organisation
    apart = [
        row_id
        for key, row_id in in_force.request_type_ids.items()
        if (kind := organisation.request_type(key)) is not None and kind.is_never_an_incident
    ]
    query = (
        sa.select(
            *(
                _requests.c[name]
                for name in ("id", "subject", "building_id", "latitude", "longitude", "service_id")
            )
        )
        .where(
            _requests.c.id > request_id - LATEST,
            _requests.c.id < request_id,
            _requests.c.state_kind.in_(OPEN_KINDS),
            _requests.c.created_at >= since,
            _requests.c.merged_into_id.is_(None),
            _requests.c.erased_at.is_(None),
            sa.or_(_requests.c.request_type_id.is_(None), _requests.c.request_type_id.not_in(apart)),
            ~sa.exists().where(_proposals.c.request_id == _requests.c.id, _proposals.c.settled_at.is_(None)),
        )
        .order_by(_requests.c.id)
        .limit(_CANDIDATES)
    )
    return list(session.connection().execute(query))


def _openings(session: Session, ids: Iterable[int]) -> Mapping[int, str]:
    """How each request began: the first characters of its first message."""
    rows = session.connection().execute(
        sa.select(_entries.c.request_id, sa.func.substr(_entries.c.text, 1, LOOKED_AT).label("text"))
        .where(_entries.c.request_id.in_(list(ids)), _entries.c.kind == EntryKind.MESSAGE_IN)
        .order_by(_entries.c.id.desc())
    )
    return {row.request_id: row.text for row in rows}
