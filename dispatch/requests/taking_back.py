"""What was just done is undone while nobody outside has heard of it: words that have not left, a change of
state whose notice still waits, a request given away before its new holder was told.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from dispatch.history.change import Change
from dispatch.requests.state import due_in
from dispatch.requests.undo.undoing import UNDO
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage, OutboundState
from models.tables.requests import WITHDRAWS, Entry, EntryKind, Task, TaskState
from models.vocabulary import CLOSED_KINDS, Audience

_entries, _outbox, _tasks = table_of(Entry), table_of(OutboundMessage), table_of(Task)


def take_back(change: Change, entry_id: int, within: timedelta, *, given_within: timedelta) -> bool:
    """Undo the entry of the one who acts; False when it is too late, or is not theirs to undo. `given_within`
    is how long a hand-over can be undone: as long as its notice waits.

    Words and notices that still wait are canceled, and the line that says so names the entry: no requester
    reads it any more. A state goes back to what it was, with its dates; tasks that came with it are canceled.
    """
    row = _entry(change, entry_id)
    if row is None or row.person_id != change.actor.person_id:
        return False
    if change.now > row.at + (given_within if row.kind == EntryKind.ASSIGNMENT else within):
        return False
    if row.kind not in (EntryKind.MESSAGE_OUT, EntryKind.STATE, EntryKind.ASSIGNMENT):
        return False
    if row.kind == EntryKind.STATE and _last_state(change).id != entry_id:
        return False
    if row.kind == EntryKind.ASSIGNMENT and not _is_as_given(change, row):
        return False
    told = Audience.AGENT if row.kind == EntryKind.ASSIGNMENT else Audience.REQUESTER
    stopped = _cancel(change, entry_id, told)
    if stopped is None or (row.kind == EntryKind.MESSAGE_OUT and not stopped):
        return False
    data: dict[str, Any] = {"withdrawn": stopped, WITHDRAWS: [entry_id]}
    if row.kind == EntryKind.MESSAGE_OUT:
        change.write(EntryKind.NOTE, data=data)
        change.update()
        _no_longer_adopted(change, row)
        return True
    if row.kind == EntryKind.ASSIGNMENT:
        _give_back(change, row.data, data)
        return True
    _go_back(change, row, data)
    _no_longer_adopted(change, row)
    return True


def _is_as_given(change: Change, row: Any) -> bool:
    """Whether the request is still in the hands that the line says, and nobody worked on it since: changed
    it, or wrote there, be it a note.
    """
    hands = row.data.get("from")
    of_another = sa.and_(
        _entries.c.kind.in_((EntryKind.NOTE, EntryKind.TASK, EntryKind.LINK, EntryKind.ATTACHMENT)),
        _entries.c.person_id.is_not(None),
        _entries.c.person_id != change.actor.person_id,
    )
    later = sa.select(_entries.c.id).where(
        _entries.c.request_id == change.request.id,
        _entries.c.id > row.id,
        _entries.c.kind.in_((EntryKind.ASSIGNMENT, EntryKind.STATE, EntryKind.MESSAGE_OUT)) | of_another,
    )
    if hands is None or change.session.connection().execute(later.limit(1)).first() is not None:
        return False
    in_force = change.in_force
    # The organisation may have changed meanwhile: nobody gets a request that is not there any more.
    agent, service = hands.get("agent"), hands.get("service")
    if agent is not None and agent not in in_force.agent_ids:
        return False
    if service is not None and change.organisation.service(service) is None:
        return False
    return bool(change.request.assignee == row.data.get("agent"))


def _give_back(change: Change, given: Any, data: dict[str, Any]) -> None:
    hands = {name: given["from"].get(name) for name in ("agent", "service") if name in given}
    change.update(**{"assignee" if name == "agent" else name: key for name, key in hands.items()})
    change.write(EntryKind.ASSIGNMENT, data={**data, "verb": UNDO, **hands})


def _no_longer_adopted(change: Change, row: Any) -> None:
    """Whoever acted on a request that nobody had got it by that: undone, nobody has it again."""
    lines = (
        sa.select(_entries.c.at, _entries.c.data)
        .where(_entries.c.request_id == change.request.id, _entries.c.kind == EntryKind.ASSIGNMENT)
        .order_by(_entries.c.id.desc())
        .limit(1)
    )
    last = change.session.connection().execute(lines).first()
    if last is None or last.at != row.at or last.data.get("adopted") is not True:
        return
    if change.request.assignee == last.data.get("agent"):
        change.update(assignee=None)
        change.write(EntryKind.ASSIGNMENT, data={"verb": UNDO, "agent": None})


def _go_back(change: Change, row: Any, data: dict[str, Any]) -> None:
    before = change.workflow.state(str(row.data.get("from", "")))
    if before is None:
        raise ValueError(f"entry {row.id} comes from a state that the workflow has no more")
    earlier = _states_before(change, row.id)
    last = earlier[-1] if earlier else None
    closed_at = (
        (last.at if last is not None else change.request.created_at) if before.kind in CLOSED_KINDS else None
    )
    change.write(
        EntryKind.STATE,
        data={**data, "verb": UNDO, "from": row.data.get("to"), "to": before.key},
    )
    change.update(
        state=before.key,
        kind=before.kind,
        closed_at=closed_at,
        planned_at=_planned(change, earlier),
        **due_in(change, before.key),
    )
    came = sa.and_(
        _tasks.c.request_id == change.request.id,
        _tasks.c.created_at == row.at,
        _tasks.c.state == TaskState.OPEN,
    )
    run = change.session.connection().execute
    for task in run(sa.select(_tasks.c.id, _tasks.c.title).where(came)).all():
        run(
            sa.update(_tasks)
            .where(_tasks.c.id == task.id)
            .values(state=TaskState.CANCELED, ended_at=change.now)
        )
        change.write(EntryKind.TASK, text=task.title, data={"task": task.id, "state": TaskState.CANCELED})


def _planned(change: Change, earlier: list[Any]) -> datetime | None:
    """When work was planned for before: by the last change of state that named a day and was not undone."""
    undone = {entry for row in earlier for entry in row.data.get(WITHDRAWS, ())}
    days = [row.data["date"] for row in earlier if row.data.get("date") and row.id not in undone]
    if not days:
        return None
    return datetime.combine(date.fromisoformat(days[-1]), time(12), change.organisation.town.zone)


def _cancel(change: Change, entry_id: int, audience: Audience) -> list[int] | None:
    """Stop what the entry tells them; the ids of what was stopped. None when some of it has left or
    is being handed over: then nothing was stopped.
    """
    run = change.session.connection().execute
    # Those of requests that were joined to this one carry the same entry.
    told = sa.and_(
        _outbox.c.entry_id == entry_id,
        _outbox.c.audience == audience,
    )
    ids = list(run(sa.select(_outbox.c.id).where(told)).scalars())
    still = (
        _outbox.c.state.in_((OutboundState.QUEUED, OutboundState.HELD)),
        _outbox.c.leased_until.is_(None),
        _outbox.c.attempts == 0,
    )
    waiting = list(run(sa.select(_outbox.c.id).where(told, *still).with_for_update()).scalars())
    if len(waiting) < len(ids):
        return None
    stopped = run(
        sa.update(_outbox)
        .where(_outbox.c.id.in_(waiting), *still)
        .values(state=OutboundState.CANCELED, last_error="withdrawn by its writer")
        .returning(_outbox.c.id)
    )
    return sorted(stopped.scalars())


def _entry(change: Change, entry_id: int) -> Any:
    query = sa.select(_entries).where(_entries.c.id == entry_id, _entries.c.request_id == change.request.id)
    return change.session.connection().execute(query).first()


def _last_state(change: Change) -> Any:
    return _states_before(change)[-1]


def _states_before(change: Change, entry_id: int | None = None) -> list[Any]:
    """The changes of state of the request, oldest first; all of them without an entry."""
    query = sa.select(_entries.c.id, _entries.c.at, _entries.c.data).where(
        _entries.c.request_id == change.request.id, _entries.c.kind == EntryKind.STATE
    )
    if entry_id is not None:
        query = query.where(_entries.c.id < entry_id)
    return list(change.session.connection().execute(query.order_by(_entries.c.id)))
