"""Who has what is open, and which addresses and numbers are known to lead nowhere."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from models.tables.columns import table_of
from models.tables.organisation import AgentRow, ServiceRow
from models.tables.people import ContactPoint
from models.tables.requests import RequestRow, Task, TaskState
from models.values import Reference
from models.vocabulary import OPEN_KINDS


@dataclass(frozen=True, slots=True)
class Holding:
    """Something open: the request's reference, the agent who has it (None: nobody), its service."""

    reference: str
    agent: str | None
    service: str | None


_requests, _tasks, _contacts = table_of(RequestRow), table_of(Task), table_of(ContactPoint)
_agents, _services = table_of(AgentRow), table_of(ServiceRow)
_COLUMNS = (
    _requests.c.year,
    _requests.c.number,
    _agents.c.key.label("agent"),
    _services.c.key.label("service"),
)


def holdings(session: Session) -> list[Holding]:
    """Each open request with whom it is given to, and each open task of a request; oldest first."""
    held = (
        sa.select(*_COLUMNS)
        .select_from(_requests)
        .outerjoin(_agents, _agents.c.id == _requests.c.assignee_id)
        .outerjoin(_services, _services.c.id == _requests.c.service_id)
        .where(_requests.c.state_kind.in_(OPEN_KINDS))
        .order_by(_requests.c.id)
    )
    tasks = (
        sa.select(*_COLUMNS)
        .select_from(_tasks)
        .join(_requests, _requests.c.id == _tasks.c.request_id)
        .join(_agents, _agents.c.id == _tasks.c.assignee_id)
        .outerjoin(_services, _services.c.id == _requests.c.service_id)
        .where(_tasks.c.state == TaskState.OPEN)
        .order_by(_tasks.c.id)
    )
    rows = [*session.connection().execute(held), *session.connection().execute(tasks)]
    return [Holding(str(Reference(row.year, row.number)), row.agent, row.service) for row in rows]


def lost_contacts(session: Session) -> frozenset[str]:
    """Addresses (EmailAddress.key) and numbers (E.164) that bounced, or whose owner wants nothing more."""
    query = sa.select(_contacts.c.value).where(
        sa.or_(_contacts.c.unreachable_since.is_not(None), _contacts.c.opted_out_at.is_not(None))
    )
    return frozenset(session.connection().execute(query).scalars())
