"""Open requests of the last days as their first messages told them, for whoever looks for the same incident.

Several hundred are asked for with each batch of messages, and nearly all are those of the batch before: only
what can change of a request is asked for again, the others are remembered as they were read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.requests.incidents.alike import LOOKED_AT, Reported, read_reported
from dispatch.rules.index import RuleIndex
from models.store.batching.rows import batch_of
from models.store.organisations import InForce
from models.tables.acts import PENDING, IncidentProposal
from models.tables.columns import columns_of, table_of
from models.tables.requests import Entry, EntryKind, RequestRow
from models.vocabulary import OPEN_KINDS

_requests, _entries, _proposals = table_of(RequestRow), table_of(Entry), table_of(IncidentProposal)
#: Requests are looked for among the newest of so many ids (PostgreSQL leaves some out).
LATEST = 5000
#: Candidates remembered for one organisation in force, some times those that are asked for at once.
_REMEMBERED = 1024
#: What can change of a request while it is a candidate.
_CHANGING = ("id", "subject", "building_id", "latitude", "longitude")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A request of the last days as its first message told it, and the place that is told of in it."""

    id: int
    subject: str
    created_at: datetime
    text: str
    place: Reported


#: By the rules of the organisation in force: each candidate by its id, and the row that it was read from.
_known: WeakKeyDictionary[RuleIndex, dict[int, tuple[sa.Row[Any], Candidate]]] = WeakKeyDictionary()


@lru_cache(maxsize=1024)
def placed(subject: str, text: str, building: str | None, where: tuple[float, float] | None) -> Reported:
    """What a message says of its place, and its words; its matter, which costs more, is left out."""
    return read_reported(subject, text, frozenset(), building, where)


def position(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    """Degrees, when both are known."""
    return (latitude, longitude) if latitude is not None and longitude is not None else None


def apart_types(in_force: InForce) -> list[int]:
    """Types whose requests are never reports of one incident."""
    organisation = in_force.organisation
    return [
        row_id
        for key, row_id in in_force.request_type_ids.items()
        if (kind := organisation.request_type(key)) is not None and kind.is_never_an_incident
    ]


def ask(
    session: Session,
    in_force: InForce,
    index: RuleIndex,
    before_id: int,
    *,
    since: datetime,
    now: datetime,
    most: int,
) -> list[Candidate]:
    """The newest candidates made before the request `before_id` and after `since`, the oldest first."""
    given = {"before_id": before_id, "since": since, "most": most}
    statement = _newest(tuple(apart_types(in_force)))
    rows = session.connection().execute(statement, given).all()[::-1]
    known = _known.setdefault(index, {})
    new = [row for row in rows if (seen := known.get(row.id)) is None or seen[0] != row]
    read, settled = _read(session, in_force, new, now) if new else ({}, frozenset())
    found = [read[row.id] if row.id in read else known[row.id][1] for row in rows]
    batch = batch_of(session)
    if len(known) > _REMEMBERED:
        known.clear()
    # What this transaction made may yet come to nothing.
    known.update(
        (row.id, (row, read[row.id]))
        for row in new
        if row.id in settled and not (batch is not None and batch.has_made(_requests, row.id))
    )
    return found


@lru_cache(maxsize=16)
def _newest(apart: tuple[int, ...]) -> sa.Select[Any]:
    """Made once: making a statement costs SQLAlchemy more than SQLite needs to run it."""
    kind = _requests.c.request_type_id
    return (
        sa.select(*(_requests.c[name] for name in _CHANGING))
        .where(
            _requests.c.id > sa.bindparam("before_id", type_=sa.Integer) - LATEST,
            _requests.c.id < sa.bindparam("before_id", type_=sa.Integer),
            _requests.c.state_kind.in_(OPEN_KINDS),
            _requests.c.created_at >= sa.bindparam("since", type_=_requests.c.created_at.type),
            _requests.c.merged_into_id.is_(None),
            _requests.c.erased_at.is_(None),
            sa.or_(kind.is_(None), kind.not_in(apart)),
            ~sa.exists().where(_proposals.c.request_id == _requests.c.id, PENDING),
        )
        .order_by(_requests.c.id.desc())
        .limit(sa.bindparam("most", type_=sa.Integer))
    )


def _read(
    session: Session, in_force: InForce, rows: Iterable[sa.Row[Any]], now: datetime
) -> tuple[dict[int, Candidate], frozenset[int]]:
    """The candidates, and the ids of those that nothing has changed since `now`: other transactions made
    them.
    """
    ids = [row.id for row in rows]
    columns = columns_of(_requests, "id", "created_at", "updated_at")
    made = session.connection().execute(sa.select(*columns).where(_requests.c.id.in_(ids))).all()
    created = {row.id: row.created_at for row in made}
    texts = openings(session, ids)
    found = {}
    for row in rows:
        text, building = texts.get(row.id, ""), in_force.building_key(row.building_id)
        place = placed(row.subject, text, building, position(row.latitude, row.longitude))
        found[row.id] = Candidate(row.id, row.subject, created[row.id], text, place)
    return found, frozenset(row.id for row in made if row.updated_at < now)


def openings(session: Session, ids: Iterable[int]) -> Mapping[int, str]:
    """How each request began: the first characters of its first message."""
    rows = session.connection().execute(
        sa.select(_entries.c.request_id, sa.func.substr(_entries.c.text, 1, LOOKED_AT).label("text"))
        .where(_entries.c.request_id.in_(list(ids)), _entries.c.kind == EntryKind.MESSAGE_IN)
        .order_by(_entries.c.id.desc())
    )
    return {row.request_id: row.text for row in rows}
