"""The life of a ledger row: claimed under a lease with a fence, ended once, or tried again later."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from models.errors import UserError
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage, InboundState

ledger = table_of(InboundMessage)
# Made once: SQLAlchemy needs longer to make a statement than the database to run it.
_MOVE = sa.update(ledger).where(
    ledger.c.id == sa.bindparam("claimed_id"),
    ledger.c.fence == sa.bindparam("claimed_fence"),
    ledger.c.state == sa.bindparam("claimed_state"),
)
_OLDER_WAITING = (
    sa.select(ledger.c.id)
    .where(
        ledger.c.state == InboundState.WAITING,
        ledger.c.id < sa.bindparam("before"),
        ledger.c.leased_until.is_not(None),
    )
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class ClaimedMessage:
    """A ledger row in our hands until its lease ends; `fence` proves it."""

    id: int
    fence: int
    attempts: int
    received_at: datetime
    door: str
    door_name: str
    peer: str
    envelope_from: str
    recipients: tuple[str, ...]
    raw: bytes | None
    raw_sha256: str
    raw_size_bytes: int
    door_facts: dict[str, Any]


class LeaseLost(Exception):
    """Another worker has this row now: whatever was done must be rolled back."""


def claim(
    session: Session, now: datetime, *, limit: int, lease_seconds: float, tried: bool = False
) -> list[ClaimedMessage]:
    """Up to `limit` rows that are due, oldest first, leased to the caller: never tried ones, or only `tried` ones.

    Right on both databases: SQLite serialises writers, PostgreSQL skips rows locked by another claim.
    An expired lease makes a row due again; each claim counts as an attempt.
    """
    due = (
        sa.select(ledger.c.id)
        .where(
            ledger.c.state == InboundState.WAITING,
            ledger.c.next_attempt_at <= now,
            ledger.c.attempts > 0 if tried else ledger.c.attempts == 0,
            sa.or_(ledger.c.leased_until.is_(None), ledger.c.leased_until <= now),
        )
        .order_by(ledger.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    statement = (
        sa.update(ledger)
        .where(ledger.c.id.in_(due.scalar_subquery()))
        .values(
            leased_until=now + timedelta(seconds=lease_seconds),
            fence=ledger.c.fence + 1,
            attempts=ledger.c.attempts + 1,
        )
        .returning(*(ledger.c[name] for name in ClaimedMessage.__dataclass_fields__))
    )
    rows = session.connection().execute(statement).mappings()
    found = [ClaimedMessage(**{**row, "recipients": tuple(row["recipients"])}) for row in rows]
    return sorted(found, key=lambda row: row.id)


def end(
    session: Session,
    claimed: ClaimedMessage,
    state: InboundState,
    now: datetime,
    *,
    reason: str = "",
    **values: Any,
) -> None:
    """Give the row its final state. Raises LeaseLost when it is no longer ours."""
    _update(
        session, claimed, state=state, reason=reason[:2000], processed_at=now, leased_until=None, **values
    )


def postpone(
    session: Session, claimed: ClaimedMessage, until: datetime, reason: str, *, count: bool = True
) -> None:
    """Try again at `until`; with `count` False this claim does not count as an attempt. Raises LeaseLost."""
    attempts = claimed.attempts if count else claimed.attempts - 1
    _update(
        session, claimed, next_attempt_at=until, leased_until=None, reason=reason[:2000], attempts=attempts
    )


def release(session: Session, claimed: Sequence[ClaimedMessage]) -> None:
    """Give leases back untouched, at a clean stop. Rows that are no longer ours are left alone."""
    for row in claimed:
        with suppress(LeaseLost):
            _update(session, row, leased_until=None, attempts=row.attempts - 1)


def replay(session: Session, ledger_id: int, now: datetime, *, released_by: str = "") -> None:
    """Have a row read and decided again. Raises UserError when it already made a request.

    With `released_by` the message is let through this time, whatever held, refused or marked it.
    """
    row = session.get(InboundMessage, ledger_id)
    if row is None:
        raise UserError(f"There is no inbound message {ledger_id}.")
    if row.state == InboundState.WAITING:
        raise UserError(f"Inbound message {ledger_id} is already waiting to be processed.")
    if row.request_id is not None:
        raise UserError(
            f"Inbound message {ledger_id} is already part of a request; replaying it would write it twice."
        )
    if row.erased_at is not None:
        raise UserError(f"Inbound message {ledger_id} was erased; its bytes are no longer kept.")
    facts = {**row.door_facts, "released_by": released_by} if released_by else row.door_facts
    session.connection().execute(
        sa.update(ledger)
        .where(ledger.c.id == ledger_id)
        .values(
            door_facts=facts,
            state=InboundState.WAITING,
            reason="",
            attempts=0,
            next_attempt_at=now,
            leased_until=None,
            processed_at=None,
            duplicate_of_id=None,
            content_key=None,
        )
    )


def older_waiting(session: Session, ledger_id: int) -> bool:
    """Whether an earlier message is still on its way (another worker may be making the request it starts)."""
    return session.connection().execute(_OLDER_WAITING, {"before": ledger_id}).first() is not None


def _update(session: Session, claimed: ClaimedMessage, **values: Any) -> None:
    ours = {
        "claimed_id": claimed.id,
        "claimed_fence": claimed.fence,
        "claimed_state": InboundState.WAITING,
    }
    result = session.connection().execute(_MOVE, {**values, **ours})
    if result.rowcount != 1:
        raise LeaseLost(f"ledger row {claimed.id}, fence {claimed.fence}")
