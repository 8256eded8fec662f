"""Pieces of work of a request: given to an agent, told, done, refused, or given to another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.notices.tell import Fact, tell_person, tell_staff
from dispatch.people.contacts import contact_of
from dispatch.requests import history
from dispatch.rules.decision import TaskDraft
from models.errors import UserError
from models.organisation import PlannedTask
from models.organisation.working_time import due_after_hours
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.requests import EntryKind, Request, Task, TaskState

_tasks = table_of(Task)


def draft_tasks(
    in_force: InForce, request: Request, planned: Iterable[PlannedTask], now: datetime
) -> list[TaskDraft]:
    """What entering a state asks for, as drafts; a task of nobody in particular is the assignee's."""
    town = in_force.organisation.town
    assignee = in_force.agent_key(request.assignee_id)
    return [
        TaskDraft(
            task.title.text(town.locale),
            task.agent or (None if task.service else assignee),
            task.service,
            due_after_hours(town, now, task.due_working_hours) if task.due_working_hours else None,
        )
        for task in planned
    ]


def create_tasks(
    session: Session,
    in_force: InForce,
    request: Request,
    drafts: Iterable[TaskDraft],
    fact: Fact,
    *,
    actor_role: str,
) -> None:
    """Write tasks and tell each agent; one of a service without agent is told to the service's mailbox."""
    assert request.id is not None
    for draft in drafts:
        values: dict[str, Any] = {
            "request_id": request.id,
            "title": draft.title,
            "state": TaskState.OPEN,
            "assignee_id": in_force.agent_ids.get(draft.agent or ""),
            "created_at": fact.now,
            "due_at": draft.due_at,
            "comment": "",
        }
        task_id = (
            session.connection()
            .execute(sa.insert(_tasks).values(**values).returning(_tasks.c.id))
            .scalar_one()
        )
        _note(
            session,
            request.id,
            fact,
            actor_role,
            None,
            draft.title,
            task=task_id,
            agent=draft.agent,
            state=TaskState.OPEN,
        )
        person = in_force.agent_persons.get(draft.agent or "") or in_force.service_persons.get(
            draft.service or ""
        )
        _tell(session, fact, task_id, person, draft.title, draft.due_at)


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


def end_task(
    session: Session,
    in_force: InForce,
    task: Task,
    state: TaskState,
    fact: Fact,
    *,
    actor_role: str,
    person_id: int | None,
    comment: str = "",
) -> None:
    """Close a task as done or refused; whoever works on the request is told when it was refused."""
    assert fact.request.id is not None
    session.connection().execute(
        sa.update(_tasks)
        .where(_tasks.c.id == task.id)
        .values(state=state, ended_at=fact.now, comment=comment)
    )
    _note(
        session,
        fact.request.id,
        fact,
        actor_role,
        person_id,
        comment or task.title,
        task=task.id,
        state=state,
    )
    if state is TaskState.REFUSED:
        text = f"{task.title} : {comment}" if comment else task.title
        tell_staff(session, fact, in_force, "note_added", data={"text": text}, besides=person_id)


def reassign_task(
    session: Session,
    in_force: InForce,
    task: Task,
    agent: str,
    fact: Fact,
    *,
    actor_role: str,
    person_id: int | None,
) -> None:
    """Give an open task to another agent, who is told."""
    assert fact.request.id is not None
    session.connection().execute(
        sa.update(_tasks).where(_tasks.c.id == task.id).values(assignee_id=in_force.agent_ids[agent])
    )
    _note(session, fact.request.id, fact, actor_role, person_id, task.title, task=task.id, agent=agent)
    if in_force.agent_persons[agent] != person_id:
        _tell(session, fact, task.id, in_force.agent_persons[agent], task.title, task.due_at)


def _tell(
    session: Session,
    fact: Fact,
    task_id: int | None,
    person_id: int | None,
    title: str,
    due_at: datetime | None,
) -> None:
    contact = contact_of(session, person_id) if person_id is not None else None
    if contact is None:
        return
    data = {"title": title, "due_at": due_at.isoformat() if due_at else None}
    told = replace(fact, cause=f"task:{task_id}:{fact.cause}")
    tell_person(session, told, "task_assigned", contact, "agent", data=data)


def _note(
    session: Session,
    request_id: int,
    fact: Fact,
    actor_role: str,
    person_id: int | None,
    text: str,
    **data: Any,
) -> None:
    history.write_entry(
        session,
        request_id,
        EntryKind.TASK,
        fact.now,
        actor_role=actor_role,
        person_id=person_id,
        text=text,
        data=data,
        inbound_id=fact.inbound_id,
    )
