"""The request that reported an incident first, among those of the last days: found with a bounded look.

What costs is asked late and once: the candidates once for all messages decided together, the place before the
matter, and the matter of a text that was read before is remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.request import Request
from dispatch.requests.incidents.alike import LOOKED_AT, Alike, Reported, alike, read_reported, same_place
from dispatch.rules.decision import Words
from dispatch.rules.index import RuleIndex
from models.organisation.themes import DANGER
from models.store.batching.rows import batch_of
from models.store.organisations import InForce
from models.tables.acts import PENDING, IncidentProposal
from models.tables.columns import table_of
from models.tables.requests import Entry, EntryKind, RequestRow
from models.vocabulary import OPEN_KINDS

_requests, _entries, _proposals = table_of(RequestRow), table_of(Entry), table_of(IncidentProposal)
#: Requests looked at, the newest of so many ids (PostgreSQL leaves some out); of those at one place, how many
#: are read for their matter.
LATEST, _CANDIDATES, _READ = 5000, 200, 30
#: So many more are asked for those that are decided together; beyond, each asks for itself.
_TOGETHER = 64
_RANK = {"near": 0, "building": 1, "street": 2}
_LATELY = "requests that may have reported the same"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A request of the last days as its first message told it, and the place that is told of in it."""

    id: int
    subject: str
    created_at: datetime
    text: str
    place: Reported


@dataclass(frozen=True, slots=True)
class _Lately:
    """Candidates of a batch, oldest first: asked for at the request `asked_at`, then added to."""

    asked_at: int
    rows: list[Candidate]


def reported(
    index: RuleIndex, subject: str, text: str, building: str | None, where: tuple[float, float] | None
) -> Reported:
    """What a message reports; `where` is its position in degrees, or None."""
    return _with_matter(index, placed(subject, text, building, where), subject, text)


def _with_matter(index: RuleIndex, place: Reported, subject: str, text: str) -> Reported:
    return replace(place, themes=_matter(index, subject, text))


@lru_cache(maxsize=1024)
def placed(subject: str, text: str, building: str | None, where: tuple[float, float] | None) -> Reported:
    """What a message says of its place, and its words; its matter, which costs more, is left out."""
    return read_reported(subject, text, frozenset(), building, where)


@lru_cache(maxsize=512)
def _matter(index: RuleIndex, subject: str, text: str) -> frozenset[str]:
    themes = index.seen_in(words_of_report(subject, text)).themes
    return frozenset(key for key, score in themes.items() if score.holds and key != DANGER.key)


def words_of_report(subject: str, text: str) -> Words:
    """Where the matter of a report is looked for."""
    return Words(subject[:500], text[:LOOKED_AT], text[:LOOKED_AT])


def find_first(
    session: Session,
    in_force: InForce,
    index: RuleIndex,
    request: Request,
    text: str,
    *,
    now: datetime,
    within: timedelta,
    metres: float,
    besides: int | None = None,
) -> tuple[int, Alike] | None:
    """The open request that reported first what the new one reports in `text`, and how it is alike; None when
    there is none, `besides` the one that was parted from it.

    What was joined to another or seems to be a report of another is none: that other one is.
    """
    where = _position(request.latitude, request.longitude)
    new: Reported = placed(request.subject, text[:LOOKED_AT], request.building, where)
    if new.building is None and new.position is None and not new.streets:
        return None
    found: list[tuple[bool, int, int, Alike]] = []
    read = 0
    for row in _candidates(session, in_force, request.id, now - within):
        if row.id == besides or same_place(new, row.place, metres) is None:
            continue
        if read == 0:
            new = replace(new, themes=_matter(index, request.subject, text[:LOOKED_AT]))
        seen = alike(new, _with_matter(index, row.place, row.subject, row.text), metres)
        if seen is not None:
            found.append((not seen.is_sure, _RANK[seen.place], row.id, seen))
        read += 1
        if read == _READ:
            break
    best = min(found, key=lambda one: one[:3], default=None)
    return (best[2], best[3]) if best is not None else None


def note_candidate(session: Session, in_force: InForce, request: Request, text: str) -> None:
    """Have the batch that the session is in know of a new request, which others may report again."""
    batch = batch_of(session)
    lately: _Lately | None = batch.known(_LATELY) if batch is not None else None
    kind = in_force.organisation.request_type(request.request_type)
    is_apart = kind is not None and kind.is_never_an_incident
    if lately is None or is_apart or request.kind not in OPEN_KINDS:
        return
    told = text[:LOOKED_AT]
    place = placed(request.subject, told, request.building, _position(request.latitude, request.longitude))
    lately.rows.append(Candidate(request.id, request.subject, request.created_at, told, place))


def drop_candidate(session: Session, request_id: int) -> None:
    """Have the batch that the session is in know that a request reports what another one did first."""
    batch = batch_of(session)
    lately: _Lately | None = batch.known(_LATELY) if batch is not None else None
    if lately is not None:
        lately.rows[:] = [row for row in lately.rows if row.id != request_id]


def _position(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    return (latitude, longitude) if latitude is not None and longitude is not None else None


def _candidates(session: Session, in_force: InForce, request_id: int, since: datetime) -> Sequence[Candidate]:
    batch = batch_of(session)
    if batch is None or not batch.has_made(_requests, request_id):
        return _ask(session, in_force, request_id, since, _CANDIDATES)
    lately = batch.fact(
        _LATELY,
        lambda: _Lately(request_id, _ask(session, in_force, request_id, since, _CANDIDATES + _TOGETHER)),
        (_requests, _entries, _proposals),
    )
    if request_id - lately.asked_at >= _TOGETHER:
        return _ask(session, in_force, request_id, since, _CANDIDATES)
    rows = [
        row for row in lately.rows if request_id - LATEST < row.id < request_id and row.created_at >= since
    ]
    return rows[-_CANDIDATES:]


def apart_types(in_force: InForce) -> list[int]:
    """Types whose requests are never reports of one incident."""
    organisation = in_force.organisation
    return [
        row_id
        for key, row_id in in_force.request_type_ids.items()
        if (kind := organisation.request_type(key)) is not None and kind.is_never_an_incident
    ]


def _ask(session: Session, in_force: InForce, request_id: int, since: datetime, most: int) -> list[Candidate]:
    query = (
        sa.select(
            *(
                _requests.c[name]
                for name in ("id", "subject", "building_id", "latitude", "longitude", "created_at")
            )
        )
        .where(
            _requests.c.id > request_id - LATEST,
            _requests.c.id < request_id,
            _requests.c.state_kind.in_(OPEN_KINDS),
            _requests.c.created_at >= since,
            _requests.c.merged_into_id.is_(None),
            _requests.c.erased_at.is_(None),
            sa.or_(
                _requests.c.request_type_id.is_(None),
                _requests.c.request_type_id.not_in(apart_types(in_force)),
            ),
            ~sa.exists().where(_proposals.c.request_id == _requests.c.id, PENDING),
        )
        .order_by(_requests.c.id.desc())
        .limit(most)
    )
    rows = session.connection().execute(query).all()[::-1]
    texts = openings(session, [row.id for row in rows])
    found = []
    for row in rows:
        text = texts.get(row.id, "")
        where = _position(row.latitude, row.longitude)
        place = placed(row.subject, text, in_force.building_key(row.building_id), where)
        found.append(Candidate(row.id, row.subject, row.created_at, text, place))
    return found


def openings(session: Session, ids: Iterable[int]) -> Mapping[int, str]:
    """How each request began: the first characters of its first message."""
    rows = session.connection().execute(
        sa.select(_entries.c.request_id, sa.func.substr(_entries.c.text, 1, LOOKED_AT).label("text"))
        .where(_entries.c.request_id.in_(list(ids)), _entries.c.kind == EntryKind.MESSAGE_IN)
        .order_by(_entries.c.id.desc())
    )
    return {row.request_id: row.text for row in rows}
