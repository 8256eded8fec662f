"""What was just done is undone while nobody outside has heard of it: words that have not left, a change of
state whose notice still waits.
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


def take_back(change: Change, entry_id: int, within: timedelta) -> bool:
    """Undo the entry of the one who acts; False when it is too late, or is not theirs to undo.

    Words and notices that still wait are canceled, and the line that says so names the entry: no requester
    reads it any more. A state goes back to what it was, with its dates; tasks that came with it are canceled.
    """
    row = _entry(change, entry_id)
    if row is None or row.person_id != change.actor.person_id or change.now > row.at + within:
        return False
    if row.kind not in (EntryKind.MESSAGE_OUT, EntryKind.STATE):
        return False
    if row.kind == EntryKind.STATE and _last_state(change).id != entry_id:
        return False
    stopped = _cancel(change, entry_id)
    if stopped is None or (row.kind == EntryKind.MESSAGE_OUT and not stopped):
        return False
    data: dict[str, Any] = {"withdrawn": stopped, WITHDRAWS: [entry_id]}
    if row.kind == EntryKind.MESSAGE_OUT:
        change.write(EntryKind.NOTE, data=data)
        change.update()
        return True
    _go_back(change, row, data)
    return True


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


def _cancel(change: Change, entry_id: int) -> list[int] | None:
    """Stop what the entry tells the requester; the ids of what was stopped. None when some of it has left or
    is being handed over: then nothing was stopped.
    """
    run = change.session.connection().execute
    # Those of requests that were joined to this one carry the same entry.
    told = sa.and_(
        _outbox.c.entry_id == entry_id,
        _outbox.c.audience == Audience.REQUESTER,
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
