"""Words of staff that wait for a manager's visa: of one request, and all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from models.tables.acts import WAITING, Visa
from models.tables.columns import table_of
from models.tables.people import Person
from models.tables.requests import Entry, RequestRow
from models.values import Reference

_visas, _entries, _people, _requests = table_of(Visa), table_of(Entry), table_of(Person), table_of(RequestRow)


@dataclass(frozen=True, slots=True)
class WaitingVisa:
    """Words that wait: by whom, since when, and the state they lead to ('' for an answer)."""

    id: int
    author: str
    author_id: int | None
    text: str
    state: str
    at: datetime


def visas_of(session: Session, request_id: int) -> list[WaitingVisa]:
    """What waits for a visa in one request, oldest first."""
    rows = session.connection().execute(
        sa.select(_visas, _entries.c.text, _people.c.name)
        .join(_entries, _entries.c.id == _visas.c.entry_id)
        .outerjoin(_people, _people.c.id == _visas.c.author_id)
        .where(_visas.c.request_id == request_id, WAITING)
        .order_by(_visas.c.id)
    )
    return [
        WaitingVisa(row.id, row.name or "", row.author_id, row.text, row.wanted.get("state", ""), row.at)
        for row in rows
    ]


def with_visas(conditions: tuple[sa.ColumnElement[bool], ...], limit: int) -> sa.Select[Any]:
    """Ids of requests that fulfil the conditions and in which words wait for a visa."""
    waits = sa.select(_visas.c.request_id).where(WAITING)
    return sa.select(_requests.c.id).where(_requests.c.id.in_(waits), *conditions).limit(limit)


def list_visas(session: Session, limit: int) -> list[dict[str, Any]]:
    """What waits for a visa, oldest first, as commands show it."""
    rows = session.connection().execute(
        sa.select(_visas, _entries.c.text, _people.c.name, _requests.c.year, _requests.c.number)
        .join(_entries, _entries.c.id == _visas.c.entry_id)
        .join(_requests, _requests.c.id == _visas.c.request_id)
        .outerjoin(_people, _people.c.id == _visas.c.author_id)
        .where(WAITING)
        .order_by(_visas.c.id)
        .limit(limit)
    )
    return [
        {
            "visa": row.id,
            "reference": str(Reference(row.year, row.number)),
            "author": row.name or "",
            "at": row.at,
            "state": row.wanted.get("state", ""),
            "text": row.text,
        }
        for row in rows
    ]
