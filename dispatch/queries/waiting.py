"""How long the oldest row of each queue has been due: a process that is frozen with it looks alive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from models.store.lease import literal
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage, InboundState
from models.tables.outbox import OutboundMessage, OutboundState

_inbound, _outbox = table_of(InboundMessage), table_of(OutboundMessage)
# The state is written into the statement: SQLite uses an index of some rows only when it sees which.
_OLDEST_INBOUND = sa.select(sa.func.min(_inbound.c.next_attempt_at)).where(
    _inbound.c.state == literal(InboundState.WAITING)
)
_OLDEST_OUTBOUND = sa.select(sa.func.min(_outbox.c.next_attempt_at)).where(
    _outbox.c.state == literal(OutboundState.QUEUED)
)


@dataclass(frozen=True, slots=True)
class Ages:
    """Seconds for which the oldest due row has waited, leased or not; 0 when nothing is due."""

    inbound_seconds: float
    outbound_seconds: float


def ages_of_oldest(session: Session, now: datetime) -> Ages:
    """How long the oldest message waits to be decided, and the oldest notice to be handed over."""

    def age(query: sa.Select[Any]) -> float:
        since = session.connection().execute(query).scalar()
        return 0.0 if since is None else max((now - since).total_seconds(), 0.0)

    return Ages(age(_OLDEST_INBOUND), age(_OLDEST_OUTBOUND))
