"""What waits for a decision is dismissed: nobody is asked about it again; who did it, and why, is noted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from intake.ledger.claims import ledger, locked
from models.errors import UserError
from models.store.lease import literal
from models.tables.ledger import InboundState

#: The states that wait for somebody: of all others a rule or a person has said already what becomes of them.
DISMISSABLE = (InboundState.HELD, InboundState.FAILED, InboundState.SPAM)
#: How the ledger begins the reason of what was dismissed.
DISMISSED_REASON = "dismissed by hand"
#: Characters kept of why somebody dismissed it, so that why it was held still has room behind.
LONGEST_WHY = 120


def dismiss(session: Session, ledger_id: int, now: datetime, *, by: str, why: str = "") -> None:
    """Have a message that waits end as refused, its reason saying `why` and why it had been held; whoever let
    it through afterwards has it read and decided again (`claims.replay`).

    `by`: `cli:USER` or `agent:KEY`. Raises UserError when it is not there or does not wait. Linear in
    `why`.
    """
    row = locked(session, ledger_id)
    if row.state not in DISMISSABLE or row.request_id is not None:
        raise UserError(f"Message {ledger_id} does not wait for a decision: there is nothing to dismiss.")
    words = " ".join(why.split())[:LONGEST_WHY].strip()
    said = f"{DISMISSED_REASON}: {words}" if words else DISMISSED_REASON
    session.connection().execute(
        sa.update(ledger)
        .where(ledger.c.id == ledger_id)
        .values(
            state=InboundState.REFUSED,
            reason=f"{said}; before: {row.reason}"[:2000] if row.reason else said,
            processed_at=now,
            door_facts={**row.door_facts, "dismissed_by": by},
        )
    )


def held_of(session: Session, sender: str) -> Sequence[int]:
    """The ids of all that is held of an address, or of `@DOMAIN`; oldest first."""
    written = sa.func.lower(ledger.c.sender)
    meant = written.endswith(sender.lower(), autoescape=True) if sender.startswith("@") else None
    query = sa.select(ledger.c.id).where(
        ledger.c.state == literal(InboundState.HELD),
        meant if meant is not None else written == sender.lower(),
    )
    return session.connection().execute(query.order_by(ledger.c.id)).scalars().all()
