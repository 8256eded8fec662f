"""The life of a ledger row: claimed under a lease with a fence, ended once, or tried again later."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from models.errors import PermanentFailure, UserError
from models.store.batching.rows import batch_of
from models.store.files import FileStore
from models.store.lease import Leases, literal
from models.tables.columns import table_of
from models.tables.ledger import Door, InboundMessage, InboundState

ledger = table_of(InboundMessage)
# As the indexes inbound_tried and inbound_fresh say it. A row that somebody holds counts as tried.
_NONE: sa.ColumnElement[int] = sa.literal_column("0")
_TRIED = sa.or_(ledger.c.attempts > _NONE, ledger.c.deaths > _NONE)
_FRESH = sa.and_(ledger.c.attempts == _NONE, ledger.c.deaths == _NONE)
#: Older messages looked at for the one that an answer answers: more than a few are never in trouble at once.
MOST_OLDER = 64
_OLDER_UNFINISHED = (
    sa.select(ledger.c.id, ledger.c.raw, ledger.c.raw_sha256)
    .where(
        ledger.c.state == literal(InboundState.WAITING),
        ledger.c.id < sa.bindparam("before"),
        _TRIED,
    )
    .order_by(ledger.c.id.desc())
    .limit(MOST_OLDER)
)
#: What a row is as long as nobody has tried it.
_ANEW: dict[str, Any] = {
    "state": InboundState.WAITING, "reason": "", "attempts": 0, "deaths": 0, "leased_until": None,
    "leased_by": "", "processed_at": None,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClaimedMessage:
    """A ledger row in our hands until its lease ends; `fence` proves it."""

    id: int
    fence: int
    #: Tries that failed, and this one.
    attempts: int
    #: Tries that ended because the process died; no fault of the message, until there are many.
    deaths: int
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

    @property
    def envelope_to(self) -> tuple[str, ...]:
        """Whom it was really sent to. A mailbox that is fetched has no envelope: what its own server wrote of
        the delivery stands for it.
        """
        if self.door == Door.IMAP:
            return tuple(self.door_facts.get("delivered_to", ()))
        return self.recipients


class LeaseLost(Exception):
    """Another worker has this row now: whatever was done must be rolled back."""


leases = Leases(ledger, InboundState.WAITING, ClaimedMessage.__dataclass_fields__, written_at="received_at")


def claim(
    session: Session, now: datetime, *, limit: int, lease_seconds: float, tried: bool = False, owner: str = ""
) -> list[ClaimedMessage]:
    """Up to `limit` rows that are due, oldest first, leased to the caller: never tried ones, or only `tried`
    ones.
    """
    rows = leases.claim(
        session,
        now,
        limit=limit,
        lease_seconds=lease_seconds,
        owner=owner,
        where=(_TRIED if tried else _FRESH,),
    )
    return [ClaimedMessage(**{**row, "recipients": tuple(row["recipients"])}) for row in rows]


def end(
    session: Session,
    claimed: ClaimedMessage,
    state: InboundState,
    now: datetime,
    *,
    reason: str = "",
    **values: Any,
) -> None:
    """Give the row its final state. Raises LeaseLost when it is no longer ours.

    In a batch, whoever began it has looked that it is (`held_of`).
    """
    batch, values = (
        batch_of(session),
        {"state": state, "reason": reason[:2000], "processed_at": now, **values},
    )
    if batch is None:
        _move(session, claimed, **values)
    else:
        leases.move_together(batch, claimed, **values)


def postpone(
    session: Session, claimed: ClaimedMessage, until: datetime, reason: str, *, count: bool = True
) -> None:
    """Try again at `until`; with `count` False this claim does not count as an attempt. Raises LeaseLost."""
    attempts = claimed.attempts if count else claimed.attempts - 1
    _move(session, claimed, next_attempt_at=until, reason=reason[:2000], attempts=attempts)


def survive(session: Session, claimed: ClaimedMessage, until: datetime, reason: str) -> None:
    """Try again at `until`, because what worked on it died: no attempt, one death more. Raises LeaseLost."""
    _move(
        session,
        claimed,
        next_attempt_at=until,
        reason=reason[:2000],
        attempts=claimed.attempts - 1,
        deaths=claimed.deaths + 1,
    )


def release(session: Session, claimed: Sequence[ClaimedMessage]) -> None:
    """Give leases back untouched, at a clean stop. Rows that are no longer ours are left alone."""
    for row in claimed:
        leases.release(session, row)


def replay(session: Session, ledger_id: int, now: datetime, *, released_by: str = "") -> None:
    """Have a row read and decided again. Raises UserError when it already made a request.

    With `released_by` the message is let through this time, whatever held, refused or marked it.
    """
    row = locked(session, ledger_id)
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
        .values(door_facts=facts, next_attempt_at=now, duplicate_of_id=None, content_key=None, **_ANEW)
    )


def locked(session: Session, ledger_id: int) -> InboundMessage:
    """The row as it stands when nobody else is deciding about it, until the transaction ends. Raises
    UserError when there is none.
    """
    row = session.get(InboundMessage, ledger_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise UserError(f"There is no inbound message {ledger_id}.")
    return row


def confirm(session: Session, ledger_id: int, now: datetime, **facts: Any) -> bool:
    """Have a held row decided again; False when it is no longer held.

    `facts` join those of its door: `confirmed_by` the message of its agent, `confirmed_as` their person, or
    `confirmed_stranger`.
    """
    row = (
        session.connection()
        .execute(
            sa.select(ledger.c.door_facts)
            .where(ledger.c.id == ledger_id, ledger.c.state == InboundState.HELD)
            .with_for_update()
        )
        .first()
    )
    if row is None:
        return False
    session.connection().execute(
        sa.update(ledger)
        .where(ledger.c.id == ledger_id)
        .values(door_facts={**row.door_facts, **facts}, next_attempt_at=now, **_ANEW)
    )
    return True


def settle_held(session: Session, ledger_id: int, state: InboundState, reason: str) -> None:
    """Give a held row another end, or another reason; one that is not held is left alone."""
    session.connection().execute(
        sa.update(ledger)
        .where(ledger.c.id == ledger_id, ledger.c.state == InboundState.HELD)
        .values(state=state, reason=reason[:2000])
    )


def waits_for(session: Session, ledger_id: int, message_ids: Collection[str], files: FileStore) -> int | None:
    """The earlier message, not yet decided, that has one of `message_ids`; None when there is none.

    Only messages that somebody holds or that were tried are looked at: all others are decided in their order.
    """
    wanted = {each.strip().strip("<>").encode("utf-8", "surrogateescape") for each in message_ids} - {b""}
    if not wanted:
        return None
    for row in session.connection().execute(_OLDER_UNFINISHED, {"before": ledger_id}):
        if _own_id(row.raw, row.raw_sha256, files) in wanted:
            return int(row.id)
    return None


#: The header in a block of headers; what is looked at is bounded by HEAD_BYTES.
_MESSAGE_ID = re.compile(rb"(?im)^message-id[ \t]*:\s{0,80}<([^<>\s]{1,998})>")
HEAD_BYTES = 65_536


def _own_id(raw: bytes | None, digest: str, files: FileStore) -> bytes:
    """The Message-ID in the headers of raw bytes, without brackets; b'' when none can be seen."""
    try:
        head = raw[:HEAD_BYTES] if raw is not None else files.head(digest, HEAD_BYTES)
    except PermanentFailure:
        return b""
    ends = [place for place in (head.find(b"\n\r\n"), head.find(b"\n\n")) if place >= 0]
    found = _MESSAGE_ID.search(head[: min(ends)] if ends else head)
    return found[1] if found else b""


def _move(session: Session, claimed: ClaimedMessage, **values: Any) -> None:
    if not leases.move(session, claimed, **values):
        raise LeaseLost(f"ledger row {claimed.id}, fence {claimed.fence}")
