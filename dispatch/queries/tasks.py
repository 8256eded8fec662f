"""What commands show of tasks, as plain dictionaries."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.queries.requests import request_id_of
from models.errors import UserError
from models.tables.columns import columns_of, table_of
from models.tables.organisation import AgentRow
from models.tables.requests import RequestRow, Task
from models.values import Reference

_requests, _agents, _tasks = table_of(RequestRow), table_of(AgentRow), table_of(Task)


def list_tasks(
    session: Session,
    *,
    agent: str | None = None,
    reference: str | None = None,
    everything: bool = False,
    year: int | None = None,
) -> list[dict[str, Any]]:
    """Tasks, those due first at the top; open ones unless `everything`."""
    query = (
        sa.select(
            *columns_of(_tasks, "id", "title", "state", "due_at", "created_at", "comment"),
            _agents.c.key.label("assignee"),
            _requests.c.year,
            _requests.c.number,
        )
        .join(_requests, _requests.c.id == _tasks.c.request_id)
        .outerjoin(_agents, _agents.c.id == _tasks.c.assignee_id)
        .order_by(_tasks.c.due_at.is_(None), _tasks.c.due_at, _tasks.c.id)
    )
    if not everything:
        query = query.where(_tasks.c.state == "open")
    if agent is not None:
        query = query.where(_agents.c.key == agent)
    if reference is not None:
        query = query.where(_tasks.c.request_id == request_id_of(session, reference, year))
    rows = [dict(row) for row in session.connection().execute(query).mappings()]
    return [{**row, "request": str(Reference(row.pop("year"), row.pop("number")))} for row in rows]


def reference_of_task(session: Session, task_id: int) -> str:
    """The reference of the request a task belongs to. Raises UserError."""
    query = sa.select(_requests.c.year, _requests.c.number).join(
        _tasks, _tasks.c.request_id == _requests.c.id
    )
    row = session.connection().execute(query.where(_tasks.c.id == task_id)).first()
    if row is None:
        raise UserError(f"There is no task {task_id}.")
    return str(Reference(row.year, row.number))
