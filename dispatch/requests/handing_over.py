"""Everything open that an agent or a service had goes to another: nobody may leave and leave requests
behind.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.actor import Actor
from dispatch.history.change import Change
from dispatch.history.request import lock_request
from dispatch.requests.assignment import assign_agent, assign_service
from dispatch.requests.loads import open_loads
from dispatch.requests.tasks import reassign_task
from dispatch.rules.agent_choice import choose
from models.errors import UserError
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.organisation import AgentRow, ServiceRow
from models.tables.requests import RequestRow, Task, TaskState
from models.values import Reference
from models.vocabulary import OPEN_KINDS

_requests, _tasks = table_of(RequestRow), table_of(Task)
_agents, _services = table_of(AgentRow), table_of(ServiceRow)
Leaver = Literal["agent", "service"]


@dataclass(frozen=True, slots=True)
class Matters:
    """What is open with somebody: requests of their own, and tasks in anybody's; oldest first."""

    request_ids: tuple[int, ...]
    task_ids: tuple[int, ...]
    #: Of both, as people quote them.
    references: tuple[str, ...]


def open_matters(session: Session, noun: Leaver, key: str) -> Matters:
    """What an agent or service of that key still has to do."""
    connection = session.connection()
    holder = _requests.c.assignee_id if noun == "agent" else _requests.c.service_id
    table = _agents if noun == "agent" else _services
    mine = connection.execute(
        sa.select(_requests.c.id, _requests.c.year, _requests.c.number)
        .join(table, table.c.id == holder)
        .where(table.c.key == key, _requests.c.state_kind.in_(OPEN_KINDS))
        .order_by(_requests.c.id)
    ).all()
    tasks = (
        connection.execute(
            sa.select(_tasks.c.id, _requests.c.year, _requests.c.number)
            .join(_agents, _agents.c.id == _tasks.c.assignee_id)
            .join(_requests, _requests.c.id == _tasks.c.request_id)
            .where(_agents.c.key == key, _tasks.c.state == TaskState.OPEN)
            .order_by(_tasks.c.id)
        ).all()
        if noun == "agent"
        else []
    )
    references = dict.fromkeys(str(Reference(row.year, row.number)) for row in (*mine, *tasks))
    return Matters(tuple(row.id for row in mine), tuple(row.id for row in tasks), tuple(references))


def hand_on(
    session: Session,
    in_force: InForce,
    noun: Leaver,
    key: str,
    successor: tuple[Leaver, str],
    actor: Actor,
    now: datetime,
    channels: tuple[str, ...],
) -> tuple[str, ...]:
    """Give all that is open to `successor`, an agent or a service, who is told of each; the references handed
    on.

    The leaver may be gone from the organisation already: rows outlive it. A service gives tasks to the agent
    that its strategy chooses, else to a manager. Raises UserError when it has neither.
    """

    def change_of(request_id: int) -> Change:
        request = lock_request(session, in_force, request_id)
        cause = f"leaving:{key}:{now.isoformat()}"
        return Change(session, in_force, request, actor, cause, now, channels=channels)

    matters = open_matters(session, noun, key)
    to, successor_key = successor
    for request_id in matters.request_ids:
        change = change_of(request_id)
        if to == "agent":
            assign_agent(change, successor_key)
        else:
            assign_service(change, successor_key)
    for task_id in matters.task_ids:
        task = session.get_one(Task, task_id)
        change = change_of(task.request_id)
        reassign_task(change, task, successor_key if to == "agent" else _agent_of(change, successor_key))
    return matters.references


def _agent_of(change: Change, service: str) -> str:
    """Who does a piece of work of a service; tasks are always somebody's."""
    organisation = change.organisation
    found = organisation.service(service)
    if found is None:
        raise ValueError(f"there is no service {service}")
    chosen = choose(
        organisation,
        found,
        change.request.building,
        organisation.town.local_day(change.now),
        loads=open_loads(change.session),
    )
    leading = organisation.managers_of(service)
    if chosen is None and not leading:
        raise UserError(f"Nobody leads '{service}': its tasks need an agent. Say one with --to.")
    return chosen or leading[0].key
