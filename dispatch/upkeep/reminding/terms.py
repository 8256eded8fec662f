"""Terms of requests: due date, first answer, acknowledgement, and the day on which silence decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.request import Request, find_requests
from dispatch.notices.lists.listed import WorkItem
from dispatch.queries.answers import told_by_staff
from dispatch.requests.visas.asking import waits_for_visa
from models.organisation.request_types import RequestType
from models.organisation.working_time import (
    add_working_days,
    end_before_months,
    end_of_day,
    last_working_day_before,
    months_after,
)
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.requests import Entry, EntryKind, RequestRow
from models.vocabulary import OPEN_KINDS, Audience

_requests, _entries, _outbox = table_of(RequestRow), table_of(Entry), table_of(OutboundMessage)
#: Working days before the last one on which silence has not decided, from which that is reminded of.
SILENCE_AHEAD_DAYS = 5
#: Working days within which a *demande* is acknowledged (CRPA R. 112-11-1), and how long before it is said.
ACKNOWLEDGED_WITHIN_DAYS, ACKNOWLEDGEMENT_AHEAD_DAYS = 10, 3
_IS_OPEN = _requests.c.state_kind.in_(OPEN_KINDS)


@dataclass
class Terms:
    """Requests with a term that is past (`late`) or near (`soon`); no request is both. The others say, by the
    id of the request, until when what is owed.
    """

    late: dict[int, Request] = field(default_factory=dict)
    soon: dict[int, Request] = field(default_factory=dict)
    #: When a person of staff must have answered, of those nobody answered.
    answers: dict[int, datetime] = field(default_factory=dict)
    #: The last day on which the acknowledgement that has not left is in time.
    acknowledgements: dict[int, date] = field(default_factory=dict)
    #: What silence means (`acceptance`, `rejection`), and the day on which it decides.
    silences: dict[int, tuple[str, date]] = field(default_factory=dict)


def terms_of(session: Session, in_force: InForce, now: datetime) -> Terms:
    """What of all open requests is late or falls due.

    A first answer falls due from the working day before; the due date as early as its type says; the day on
    which silence decides `SILENCE_AHEAD_DAYS` before, or earlier when the type says so, whatever the due date
    is; an acknowledgement owed `ACKNOWLEDGEMENT_AHEAD_DAYS` before.
    """
    found, town = Terms(), in_force.organisation.town
    today = town.local_day(now)
    until = end_of_day(town, add_working_days(town, today, 1))
    late = find_requests(
        session, in_force, _IS_OPEN, sa.or_(_requests.c.due_at < now, unanswered(session, now))
    )
    found.late |= {each.id: each for each in late}
    for request in find_requests(session, in_force, _IS_OPEN, unanswered(session, until)):
        if request.answer_due_at is not None:
            found.answers[request.id] = request.answer_due_at
            _put(found, request, is_late=request.answer_due_at < now)
    for kind in _kinds(in_force):
        for request in _due_soon(session, in_force, kind, now):
            _put(found, request, is_late=False)
        if kind.silence.effect != "none":
            _silent(session, in_force, kind, now, found)
            _unacknowledged(session, in_force, kind, now, found)
    return found


def with_terms(line: WorkItem, terms: Terms, now: datetime) -> WorkItem:
    """The line with what is owed of its request besides its due date, and until when."""
    answer_at, (silence, silence_on) = (
        terms.answers.get(line.request_id),
        terms.silences.get(line.request_id, ("", None)),
    )
    is_late = answer_at is not None and answer_at < now
    return line.model_copy(
        update={
            "unanswered": is_late,
            "answer_due_at": None if is_late else answer_at,
            "acknowledge_by": terms.acknowledgements.get(line.request_id),
            "silence": silence,
            "silence_on": silence_on,
        }
    )


def unanswered(session: Session, until: datetime) -> sa.ColumnElement[bool]:
    """Whether nobody of staff said or changed anything for the requester, who must have been answered by
    `until`. What was taken back never left, and answers nothing. Words that wait for a visa are asked of
    whoever gives it, and no more of who wrote them.
    """
    return sa.and_(
        _requests.c.answer_due_at < until,
        sa.not_(_heard(session)),
        sa.not_(waits_for_visa(_requests.c.id)),
    )


def _heard(session: Session) -> sa.ColumnElement[bool]:
    return (
        sa.select(_entries.c.id)
        .where(
            _entries.c.request_id == _requests.c.id,
            told_by_staff(session, EntryKind.MESSAGE_OUT, EntryKind.STATE),
        )
        .exists()
    )


def _kinds(in_force: InForce) -> Iterable[RequestType]:
    return (kind for kind in in_force.organisation.request_types if kind.key in in_force.request_type_ids)


def _put(found: Terms, request: Request, *, is_late: bool) -> None:
    if is_late:
        found.late[request.id] = request
        found.soon.pop(request.id, None)
    elif request.id not in found.late:
        found.soon[request.id] = request


def _of_kind(session: Session, in_force: InForce, kind: RequestType, *conditions: Any) -> list[Request]:
    is_of_kind = _requests.c.request_type_id == in_force.request_type_ids[kind.key]
    return find_requests(session, in_force, _IS_OPEN, is_of_kind, *conditions)


def _due_soon(session: Session, in_force: InForce, kind: RequestType, now: datetime) -> list[Request]:
    """As long before their due date as the type says; nothing when its `remind_working_days` is 0."""
    if not kind.remind_working_days:
        return []
    town = in_force.organisation.town
    last_day = add_working_days(town, town.local_day(now), kind.remind_working_days)
    near = (_requests.c.due_at >= now, _requests.c.due_at <= end_of_day(town, last_day))
    return _of_kind(session, in_force, kind, *near)


def _silent(session: Session, in_force: InForce, kind: RequestType, now: datetime, found: Terms) -> None:
    """Those on which silence decides soon, and those on which it did while nobody was asked anything."""
    town, months = in_force.organisation.town, kind.silence.months
    today = town.local_day(now)
    ahead = add_working_days(town, today, max(SILENCE_AHEAD_DAYS, kind.remind_working_days))
    # No month is shorter than 28 days, and no town closes for as long as 31 days before one ends.
    youngest = now - timedelta(days=28 * months) + (ahead - today) + timedelta(days=31)
    for request in _of_kind(session, in_force, kind, _requests.c.created_at <= youngest):
        decides_on = months_after(town.local_day(request.created_at), months)
        if last_working_day_before(town, decides_on) > ahead:
            continue
        is_late = end_before_months(town, request.created_at, months) < now
        workflow = in_force.organisation.workflow(request.workflow)
        if is_late and workflow.asks_requester(request.state):
            # While something is missing the time stands still (CRPA L. 114-5); how long, staff reckons.
            continue
        found.silences[request.id] = (kind.silence.effect, decides_on)
        _put(found, request, is_late=is_late)


def _unacknowledged(
    session: Session, in_force: InForce, kind: RequestType, now: datetime, found: Terms
) -> None:
    """Those whose acknowledgement has not left, and to which nobody said anything, when that is owed soon."""
    town = in_force.organisation.town
    today = town.local_day(now)
    left = sa.select(_outbox.c.id).where(
        _outbox.c.request_id == _requests.c.id,
        _outbox.c.audience == Audience.REQUESTER,
        _outbox.c.sent_at.is_not(None),
        sa.or_(_outbox.c.notice == "acknowledgement", _outbox.c.data["received_at"].as_string().is_not(None)),
    )
    # The days ahead never make a week of the shortest town.
    old = _requests.c.created_at < now - timedelta(days=ACKNOWLEDGED_WITHIN_DAYS - ACKNOWLEDGEMENT_AHEAD_DAYS)
    for request in _of_kind(session, in_force, kind, old, sa.not_(left.exists()), sa.not_(_heard(session))):
        if request.kind != "new":
            continue
        last = add_working_days(town, town.local_day(request.created_at), ACKNOWLEDGED_WITHIN_DAYS)
        if last <= add_working_days(town, today, ACKNOWLEDGEMENT_AHEAD_DAYS):
            found.acknowledgements[request.id] = last
            _put(found, request, is_late=last < today)
