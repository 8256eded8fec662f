"""What commands show of inbound messages and of what became of them, as plain dictionaries."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from models.errors import UserError
from models.tables.columns import columns_of, table_of
from models.tables.ledger import InboundMessage
from models.tables.requests import RequestRow
from models.values import Reference

_requests, _inbound = table_of(RequestRow), table_of(InboundMessage)


def list_inbound(session: Session, *, state: str | None = None, limit: int = 50) -> list[dict[str, Any]]:
    """Ledger rows, newest first."""
    query = _inbound_query().order_by(_inbound.c.id.desc()).limit(limit)
    if state is not None:
        query = query.where(_inbound.c.state == state)
    return [_inbound_row(row) for row in session.connection().execute(query)]


def show_inbound(session: Session, ledger_id: int) -> dict[str, Any]:
    """One ledger row with what was decided about it. Raises UserError."""
    row = session.connection().execute(_inbound_query().where(_inbound.c.id == ledger_id)).first()
    full = session.get(InboundMessage, ledger_id)
    if row is None or full is None:
        raise UserError(f"There is no inbound message {ledger_id}.")
    return {
        **_inbound_row(row),
        "envelope_from": full.envelope_from,
        "peer": full.peer,
        "writer": full.writer,
        "message_id": full.message_id,
        "sha256": full.raw_sha256,
        "attempts": full.attempts,
        "next_attempt_at": full.next_attempt_at if full.state == "waiting" else None,
        "processed_at": full.processed_at,
        "duplicate_of": full.duplicate_of_id,
        "facts": full.door_facts,
        "steps": full.decision.get("steps", []),
    }


def _inbound_query() -> sa.Select[Any]:
    return sa.select(
        *columns_of(
            _inbound,
            "id",
            "received_at",
            "door",
            "door_name",
            "sender",
            "recipients",
            "subject",
            "raw_size_bytes",
            "state",
            "reason",
            "request_id",
        ),
        _requests.c.year,
        _requests.c.number,
    ).outerjoin(_requests, _requests.c.id == _inbound.c.request_id)


def _inbound_row(row: sa.Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "received_at": row.received_at,
        "door": row.door + (f":{row.door_name}" if row.door_name else ""),
        "from": row.sender,
        "to": row.recipients,
        "subject": row.subject,
        "size_bytes": row.raw_size_bytes,
        "state": row.state,
        "reason": row.reason,
        "request": str(Reference(row.year, row.number)) if row.request_id is not None else None,
    }
