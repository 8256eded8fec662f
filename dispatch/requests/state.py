"""A taken transition becomes rows: the state, its entry, its tasks, and the notices the workflow plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.notices.tell import News, tell_agents, tell_requester, tell_staff
from dispatch.requests.tasks import create_tasks, draft_tasks
from dispatch.requests.workflow import Advance
from models.organisation.working_time import OpeningClock, due_after_hours
from models.planned_hours import begin_of
from models.tables.columns import columns_of, table_of
from models.tables.outbox import OutboundMessage, OutboundState
from models.tables.requests import Entry, EntryKind, Task
from models.vocabulary import CLOSED_KINDS, ActorRole, Audience

_entries, _tasks, _outbox = table_of(Entry), table_of(Task), table_of(OutboundMessage)


def open_tasks(session: Session, request_id: int) -> int:
    """How many tasks of a request are still to be done."""
    query = (
        sa.select(sa.func.count())
        .select_from(_tasks)
        .where(_tasks.c.request_id == request_id, _tasks.c.state == "open")
    )
    return session.connection().execute(query).scalar_one()


def says_again(change: Change, verb: str, day: date | None, hours: str, told: str) -> bool:
    """Whether a verb with its day, hours and words to the requester (`told`) says what the last change of
    state said: whoever was told of that hears nothing new. Only of work that is planned: a verb without a
    day that leads to where the request is has its sense in being said.
    """
    if day is None or _planned_on(change) != day or change.request.planned_hours != hours:
        return False
    said = sa.select(_entries.c.text, _entries.c.data).where(
        _entries.c.request_id == change.request.id, _entries.c.kind == EntryKind.STATE
    )
    last = change.session.connection().execute(said.order_by(_entries.c.id.desc()).limit(1)).first()
    if last is None or last.data.get("verb") != verb or last.data.get("date") != day.isoformat():
        return False
    return not told.strip() or told.split() == last.text.split()


def hours_meant(change: Change, verb: str, day: date | None, hours: str) -> str:
    """When on its day work is planned by words that may not say it: whoever names the planned day again, and
    no hour, changes nothing of the hour.
    """
    found = change.workflow.transition(change.request.state, verb)
    stays = found is not None and found.to == change.request.state
    return change.request.planned_hours if not hours and stays and _planned_on(change) == day else hours


def _planned_on(change: Change) -> date | None:
    """The day of the planned work, by the clock of the town."""
    at = change.request.planned_at
    return at.astimezone(change.organisation.town.zone).date() if at is not None else None


def change_state(
    change: Change,
    step: Advance,
    *,
    attachment_ids: Sequence[int] = (),
    channel: str = "",
    not_before: datetime | None = None,
    shown_entry: int | None = None,
    beside: Mapping[str, Any] | None = None,
) -> int:
    """Move the request along `step`, telling whom the workflow says; the id of the entry.

    The person who did it is not told of it. `channel` is the way by which they said it, `not_before` when
    the requester's notices may leave, and `shown_entry` the message that staff's notices show in place of
    this change (a requester's words that reopened it); `beside` is what its notices say besides.
    """
    before = change.workflow.state(step.from_state)
    day = step.date.isoformat() if step.date else None
    if day is not None:
        _forget_unsent_days(change)
    entry_id = change.write(
        EntryKind.STATE,
        channel=channel,
        public=True,
        text=step.comment,
        data={
            "verb": step.verb,
            "from": step.from_state,
            "to": step.to_state.key,
            "date": day,
            **({"hours": step.hours} if step.hours else {}),
        },
    )
    _enter(change, step)
    create_tasks(change, draft_tasks(change, step.tasks), by=SYSTEM)
    details = {
        "verb": step.verb,
        "from_state": before.key if before else step.from_state,
        "to_state": step.to_state.key,
        "comment": step.comment,
        "date": day or "",
        "hours": step.hours,
        **(beside or {}),
    }
    for notice in step.notices:
        news = News(notice.template, entry_id, details, attachment_ids)
        if notice.to == "requester":
            tell_requester(change, news, not_before=not_before)
        elif notice.to == "managers":
            leading = change.organisation.managers_of(change.request.service)
            shown, by = replace(news, attachment_ids=()), change.actor.person_id
            tell_agents(change, shown, (each.key for each in leading), besides=by)
        else:
            shown = replace(news, entry_id=shown_entry or entry_id)
            tell_staff(change, shown, besides=change.actor.person_id)
    if not any(notice.to in ("assignee", "service") for notice in step.notices):
        _tell_holder(change, step, News("state_changed_assignee", entry_id, details), not_before)
    return entry_id


def _forget_unsent_days(change: Change) -> None:
    """A day that has not left yet is not told once another is: it would come after the one that holds. Words
    beside it are kept: they leave as they were promised.
    """
    waiting = sa.and_(
        _outbox.c.request_id == change.request.id,
        _outbox.c.audience == Audience.REQUESTER,
        _outbox.c.state == OutboundState.QUEUED,
        _outbox.c.leased_until.is_(None),
    )
    connection = change.session.connection()
    found = connection.execute(sa.select(*columns_of(_outbox, "id", "data", "attachment_ids")).where(waiting))
    stale = [
        row.id
        for row in found
        if row.data.get("date") and not row.data.get("comment") and not row.attachment_ids
    ]
    if stale:
        ended = {"state": OutboundState.CANCELED, "last_error": "another day was planned before it left"}
        connection.execute(sa.update(_outbox).where(waiting, _outbox.c.id.in_(stale)).values(**ended))


def _tell_holder(change: Change, step: Advance, news: News, not_before: datetime | None) -> None:
    """Tell whoever has a request that somebody else ended it, with who that was; a requester who takes it
    back is read in their own message.
    """
    if step.to_state.kind not in CLOSED_KINDS or change.actor.role is ActorRole.REQUESTER:
        return
    if change.request.assignee is not None:
        told = replace(news, data={**news.data, "by": change.actor.name})
        tell_staff(change, told, besides=change.actor.person_id, not_before=not_before)


def _enter(change: Change, step: Advance) -> None:
    state = step.to_state
    values: dict[str, Any] = {
        "state": state.key,
        "kind": state.kind,
        "closed_at": change.now if state.kind in CLOSED_KINDS else None,
    }
    values |= due_in(change, state.key)
    if step.date is not None:
        at = datetime.combine(step.date, begin_of(step.hours), change.organisation.town.zone)
        values |= {"planned_at": at, "planned_hours": step.hours}
    change.update(**values)


def due_in(change: Change, state: str) -> dict[str, Any]:
    """What entering that state changes of the due date. It stands still while the requester is asked: what
    was left of it is kept, and begins to run when they answered or staff go on without. What was late
    already stays late. While a partner outside has it in hand the partner's own term stands in its place.
    """
    request, town = change.request, change.organisation.town
    asks, asked = change.workflow.asks_requester(state), request.due_left_hours is not None
    if change.workflow.is_with_partner(state):
        if asked or request.due_at is None or change.workflow.is_with_partner(request.state):
            return {}
        late = request.due_at <= change.now
        return {"due_left_hours": 0.0 if late else OpeningClock(town).hours(change.now, request.due_at)}
    if asks and not asked and request.due_at is not None and request.due_at > change.now:
        left = OpeningClock(town).hours(change.now, request.due_at)
        return {"due_at": None, "due_left_hours": left}
    if asked and asks:
        # A partner outside had it in hand until now.
        return {"due_at": None}
    if asked:
        left = request.due_left_hours or 0.0
        return {"due_at": due_after_hours(town, change.now, left), "due_left_hours": None}
    return {}
