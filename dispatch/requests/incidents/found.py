"""The request that reported an incident first, among those of the last days: found with a bounded look.

What costs is asked late and once: the candidates once for all messages decided together, the place before the
matter, and the matter of a text that was read before is remembered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache, partial

from sqlmodel import Session

from dispatch.history.request import Request
from dispatch.requests.incidents.alike import LOOKED_AT, Alike, Reported, alike, same_place
from dispatch.requests.incidents.lately import LATEST, Candidate, ask, placed, position
from dispatch.rules.decision import Words
from dispatch.rules.index import RuleIndex
from models.organisation.themes import DANGER
from models.store.batching.rows import batch_of
from models.store.organisations import InForce
from models.tables.acts import IncidentProposal
from models.tables.columns import table_of
from models.tables.requests import Entry, RequestRow
from models.vocabulary import OPEN_KINDS

_requests, _entries, _proposals = table_of(RequestRow), table_of(Entry), table_of(IncidentProposal)
#: Requests looked at, the newest; of those at one place, how many are read for their matter.
_CANDIDATES, _READ = 200, 30
#: So many more are asked for those that are decided together; beyond, each asks for itself.
_TOGETHER = 64
_RANK = {"near": 0, "building": 1, "street": 2}
_LATELY = "requests that may have reported the same"


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
    where = position(request.latitude, request.longitude)
    new: Reported = placed(request.subject, text[:LOOKED_AT], request.building, where)
    if new.building is None and new.position is None and not new.streets:
        return None
    found: list[tuple[bool, int, int, Alike]] = []
    read = 0
    for row in _candidates(session, in_force, index, request.id, now, now - within):
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
    place = placed(request.subject, told, request.building, position(request.latitude, request.longitude))
    lately.rows.append(Candidate(request.id, request.subject, request.created_at, told, place))


def drop_candidate(session: Session, request_id: int) -> None:
    """Have the batch that the session is in know that a request reports what another one did first."""
    batch = batch_of(session)
    lately: _Lately | None = batch.known(_LATELY) if batch is not None else None
    if lately is not None:
        lately.rows[:] = [row for row in lately.rows if row.id != request_id]


def _candidates(
    session: Session, in_force: InForce, index: RuleIndex, request_id: int, now: datetime, since: datetime
) -> Sequence[Candidate]:
    batch = batch_of(session)
    newest = partial(ask, session, in_force, index, request_id, since=since, now=now)
    if batch is None or not batch.has_made(_requests, request_id):
        return newest(most=_CANDIDATES)
    lately = batch.fact(
        _LATELY,
        lambda: _Lately(request_id, newest(most=_CANDIDATES + _TOGETHER)),
        (_requests, _entries, _proposals),
    )
    if request_id - lately.asked_at >= _TOGETHER:
        return newest(most=_CANDIDATES)
    rows = [
        row for row in lately.rows if request_id - LATEST < row.id < request_id and row.created_at >= since
    ]
    return rows[-_CANDIDATES:]
