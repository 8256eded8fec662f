"""Lists of requests that somebody works through, with how each began."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.request import Request
from dispatch.notices.lists.listed import WorkItem
from dispatch.queries.outside import partners_of
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.requests import Entry, EntryKind

_entries = table_of(Entry)
#: Characters of the first message shown on a line, and of a subject.
FIRST_WORDS = 140
_SUBJECT = 120


def work_items(
    session: Session,
    in_force: InForce,
    requests: Sequence[Request],
    now: datetime,
    *,
    reader: str = "",
) -> tuple[WorkItem, ...]:
    """A line for each request, oldest due first; `reader` is the key of the agent who reads."""
    began = _first_words(session, [request.id for request in requests])
    outside = partners_of(session, in_force, [(each.id, each.workflow, each.state) for each in requests])
    items = (
        WorkItem(
            request_id=request.id,
            reference=str(request.reference),
            subject=request.subject[:_SUBJECT],
            workflow=request.workflow,
            state=request.state,
            created_at=request.created_at,
            due_at=request.due_at,
            overdue=request.due_at is not None and request.due_at < now,
            words=words if (words := began.get(request.id, "")) != request.subject else "",
            holder=_holder(in_force, request, reader),
            partner=outside.get(request.id, ""),
        )
        for request in requests
    )
    return tuple(
        sorted(items, key=lambda item: (item.due_at is None, item.due_at or item.created_at, item.request_id))
    )


def begun(words: str) -> str:
    """The first words, whole ones, with the sign that there are more."""
    if len(words) <= FIRST_WORDS:
        return words
    cut = words[: FIRST_WORDS - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"


def _holder(in_force: InForce, request: Request, reader: str) -> str:
    agent = in_force.organisation.agent(request.assignee)
    return agent.name if agent is not None and agent.key != reader else ""


def _first_words(session: Session, request_ids: Sequence[int]) -> Mapping[int, str]:
    first = (
        sa.select(sa.func.min(_entries.c.id))
        .where(_entries.c.request_id.in_(request_ids), _entries.c.kind == EntryKind.MESSAGE_IN)
        .group_by(_entries.c.request_id)
    )
    rows = session.connection().execute(
        sa.select(_entries.c.request_id, _entries.c.text).where(_entries.c.id.in_(first))
    )
    return {row.request_id: begun(" ".join(row.text[:2000].split())) for row in rows}
