"""What failed last: messages set aside and notices given up, by their numbers alone."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from models.tables.ledger import InboundMessage, InboundState
from models.tables.outbox import OutboundMessage, OutboundState


def failed_lately(session: Session, most: int) -> list[tuple[str, datetime]]:
    """`message 42`, `notice 17` with when each came or was written, the newest first, at most `most`."""
    found: list[tuple[str, datetime]] = []
    for what, table, at, failed in (
        ("message", InboundMessage, InboundMessage.received_at, InboundMessage.state == InboundState.FAILED),
        (
            "notice",
            OutboundMessage,
            OutboundMessage.created_at,
            OutboundMessage.state == OutboundState.FAILED,
        ),
    ):
        rows = session.connection().execute(
            sa.select(table.id, at).where(failed).order_by(sa.desc(at)).limit(most)  # type: ignore[call-overload]
        )
        found += [(f"{what} {row[0]}", row[1]) for row in rows]
    return sorted(found, key=lambda each: each[1], reverse=True)[:most]
