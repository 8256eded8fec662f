"""What commands show of inbound messages and of what became of them, as plain dictionaries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from models.errors import UserError
from models.tables.columns import columns_of, table_of
from models.tables.ledger import InboundMessage
from models.tables.requests import RequestRow
from models.values import Reference

_requests, _inbound = table_of(RequestRow), table_of(InboundMessage)
#: Values of one statement: fewer than any database refuses.
_AT_ONCE = 500


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


def known_keys(session: Session, keys: Sequence[str]) -> set[str]:
    """Those of these door keys under which a message is kept already."""
    found: set[str] = set()
    for begin in range(0, len(keys), _AT_ONCE):
        query = sa.select(_inbound.c.door_key).where(_inbound.c.door_key.in_(keys[begin : begin + _AT_ONCE]))
        found.update(session.connection().execute(query).scalars())
    return found


def states_of(session: Session, numbers: Sequence[int]) -> Counter[str]:
    """How many of these messages are in which state."""
    counted: Counter[str] = Counter()
    for begin in range(0, len(numbers), _AT_ONCE):
        query = sa.select(_inbound.c.state).where(_inbound.c.id.in_(numbers[begin : begin + _AT_ONCE]))
        counted.update(session.connection().execute(query).scalars())
    return counted


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
