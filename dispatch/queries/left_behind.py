"""Open requests that would have nobody when an agent or a service goes."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import Session

from models.tables.columns import table_of
from models.tables.organisation import AgentRow, ServiceRow
from models.tables.requests import RequestRow
from models.vocabulary import CLOSED_KINDS

_requests, _agents, _services = table_of(RequestRow), table_of(AgentRow), table_of(ServiceRow)


def left_behind(session: Session, agents: Iterable[str], services: Iterable[str]) -> dict[str, int]:
    """Ids of the open requests given to these agents or lying with these services, by reference, oldest first."""
    of_agents = sa.select(_agents.c.id).where(_agents.c.key.in_(list(agents)))
    of_services = sa.select(_services.c.id).where(_services.c.key.in_(list(services)))
    query = (
        sa.select(_requests.c.id, _requests.c.year, _requests.c.number)
        .where(
            _requests.c.state_kind.not_in(sorted(CLOSED_KINDS)),
            sa.or_(_requests.c.assignee_id.in_(of_agents), _requests.c.service_id.in_(of_services)),
        )
        .order_by(_requests.c.id)
    )
    return {f"{row.year}-{row.number:05d}": row.id for row in session.connection().execute(query)}
