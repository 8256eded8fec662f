"""Pieces of work of a request: given to an agent, told, done, refused, or given to another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.actor import Actor
from dispatch.history.change import Change
from dispatch.notices.lists.listed import OpenTask, TaskEnded
from dispatch.notices.tell import News, tell_agents, tell_person, tell_staff
from dispatch.people.contacts import contact_of
from dispatch.rules.decision import TaskDraft
from intake.message import ParsedAttachment
from models.errors import UserError
from models.organisation import PlannedTask
from models.organisation.working_time import due_after_hours
from models.tables.columns import table_of
from models.tables.requests import Entry, EntryKind, Task, TaskState
from models.vocabulary import Audience

_tasks, _entries = table_of(Task), table_of(Entry)
#: Open tasks that one notice names.
SHOWN = 20
#: Lines of the history in which it is looked for who gave a task.
_LATEST = 200
_ADD_TASK = sa.insert(_tasks).returning(_tasks.c.id)


def draft_tasks(change: Change, planned: Iterable[PlannedTask]) -> list[TaskDraft]:
    """What entering a state asks for, as drafts; a task of nobody in particular is the assignee's."""
    town = change.organisation.town
    return [
        TaskDraft(
            task.title.text(town.locale),
            task.agent or (None if task.service else change.request.assignee),
            task.service,
            due_after_hours(town, change.now, task.due_working_hours) if task.due_working_hours else None,
        )
        for task in planned
    ]


def create_tasks(change: Change, drafts: Iterable[TaskDraft], *, by: Actor) -> None:
    """Write tasks and tell each agent; one of a service without agent is told to the service's mailbox."""
    in_force = change.in_force
    for draft in drafts:
        values: dict[str, Any] = {
            "request_id": change.request.id,
            "title": draft.title,
            "state": TaskState.OPEN,
            "assignee_id": in_force.agent_ids.get(draft.agent or ""),
            "created_at": change.now,
            "due_at": draft.due_at,
            "comment": "",
        }
        task_id = change.session.connection().execute(_ADD_TASK, values).scalar_one()
        data = {"task": task_id, "agent": draft.agent, "state": TaskState.OPEN}
        change.write(EntryKind.TASK, by, text=draft.title, data=data)
        _tell(change, task_id, draft.agent, draft.title, draft.due_at, service=draft.service)


def open_task(session: Session, task_id: int) -> Task:
    """The task of that number, still open. Raises UserError."""
    task = session.get(Task, task_id, with_for_update=True, populate_existing=True)
    if task is None:
        raise UserError(f"There is no task {task_id}.")
    if task.state != TaskState.OPEN:
        raise UserError(f"Task {task_id} is already {task.state}.")
    return task


def open_tasks_of(session: Session, request_id: int) -> list[Task]:
    """The tasks of a request still to be done, oldest first."""
    query = sa.select(Task).where(_tasks.c.request_id == request_id, _tasks.c.state == TaskState.OPEN)
    return list(session.scalars(query.order_by(_tasks.c.id)))


def tasks_of(session: Session, request_id: int) -> list[Task]:
    """All tasks of a request, oldest first."""
    return list(
        session.scalars(sa.select(Task).where(_tasks.c.request_id == request_id).order_by(_tasks.c.id))
    )


def end_task(
    change: Change,
    task: Task,
    state: TaskState,
    comment: str = "",
    *,
    channel: str = "",
    attachments: Iterable[ParsedAttachment] = (),
) -> None:
    """Close a task as done or refused; whoever works on the request, and whoever gave the task, are told what
    became of it, with words and files, and what remains to be done.
    """
    change.session.connection().execute(
        sa.update(_tasks)
        .where(_tasks.c.id == task.id)
        .values(state=state, ended_at=change.now, comment=comment)
    )
    said = {"task": task.id, "state": state}
    entry_id = change.write(EntryKind.TASK, channel=channel, text=comment or task.title, data=said)
    _tell_ended(change, task, state, comment, entry_id, change.attach(entry_id, attachments))


def _tell_ended(
    change: Change, task: Task, state: TaskState, comment: str, entry_id: int, files: Sequence[int]
) -> None:
    """Tell whoever works on the request, and whoever gave the task; nobody of their own doing."""
    names = {each.key: each.name for each in change.organisation.agents}
    rest = [
        OpenTask(title=each.title, holder=names.get(change.in_force.agent_key(each.assignee_id) or "", ""))
        for each in open_tasks_of(change.session, change.request.id)
        if each.id != task.id
    ]
    details = TaskEnded(
        title=task.title, done=state is TaskState.DONE, comment=comment, remaining=tuple(rest[:SHOWN])
    )
    news = News("task_ended", entry_id, details.model_dump(mode="json"), files)
    about = replace(change, cause=f"task:{task.id}:{change.cause}")
    tell_staff(about, news, besides=change.actor.person_id)
    giver = _giver(change, task)
    if giver is not None and giver != change.actor.person_id:
        key = change.in_force.agent_of(giver)
        tell_agents(about, news, [key] if key else (), besides=change.actor.person_id)


def _giver(change: Change, task: Task) -> int | None:
    """The agent who gave the task last, as long as they work here; None when a rule or nobody did."""
    lines = sa.select(_entries.c.person_id, _entries.c.data).where(
        _entries.c.request_id == change.request.id, _entries.c.kind == EntryKind.TASK
    )
    here = {
        change.in_force.agent_persons.get(each.key) for each in change.organisation.agents if not each.closed
    }
    for row in change.session.connection().execute(lines.order_by(_entries.c.id.desc()).limit(_LATEST)):
        if row.data.get("task") == task.id and row.data.get("agent"):
            return row.person_id if row.person_id in here else None
    return None


def reassign_task(change: Change, task: Task, agent: str) -> bool:
    """Give an open task to another agent, who is told; False when it is that agent's already."""
    in_force = change.in_force
    if task.assignee_id == in_force.agent_ids[agent]:
        return False
    change.session.connection().execute(
        sa.update(_tasks).where(_tasks.c.id == task.id).values(assignee_id=in_force.agent_ids[agent])
    )
    change.write(EntryKind.TASK, text=task.title, data={"task": task.id, "agent": agent})
    if in_force.agent_persons[agent] != change.actor.person_id:
        _tell(change, task.id, agent, task.title, task.due_at)
    return True


def _tell(
    change: Change,
    task_id: int | None,
    agent: str | None,
    title: str,
    due_at: datetime | None,
    *,
    service: str | None = None,
) -> None:
    """Tell the agent, and who stands in; of a task of no agent, the mailbox of the service."""
    due = due_at.isoformat() if due_at else None
    news = News("task_assigned", data={"title": title, "number": task_id or 0, "due_at": due})
    about = replace(change, cause=f"task:{task_id}:{change.cause}")
    if agent is not None and agent in change.in_force.agent_persons:
        tell_agents(about, news, [agent])
    elif (person_id := change.in_force.service_persons.get(service or "")) is not None:
        contact = contact_of(change.session, person_id)
        if contact is not None:
            tell_person(about, news, contact, Audience.AGENT)
