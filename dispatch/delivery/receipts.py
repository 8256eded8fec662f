"""What a carrier says later about a text becomes the state of its outbox row, in whatever order it comes."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

import sqlalchemy as sa
import structlog
from sqlmodel import Session

from dispatch.delivery.carriers.twilio_errors import judge
from dispatch.delivery.carriers.verdicts import verdict_of
from dispatch.delivery.undelivered import record_undelivered
from dispatch.notices import outside_requests
from dispatch.notices.alerts import alert_of
from dispatch.notices.claimed import ClaimedNotice
from dispatch.notices.queue import outbox
from dispatch.notices.why.reasons import REASONS
from dispatch.people.contacts import mark_contact
from intake.ledger.claims import ClaimedMessage
from intake.ledger.outcome import Outcome
from intake.sms.gateway_call import read_kept_receipt
from intake.sms.twilio_receipt import DeliveryReceipt, ReceiptState, later_state, read_twilio_receipt
from models.errors import InvalidValue
from models.retry import RetryPolicy
from models.store.organisations import InForce
from models.tables.ledger import InboundState
from models.tables.outbox import OutboundState

#: After a temporary failure that a receipt tells of (a telephone that is off), by tries made.
RETRY = RetryPolicy.listed(*(60.0 * minutes for minutes in (15, 60, 240, 720)))
_KNOWN: dict[str, ReceiptState] = {
    OutboundState.HANDED: "queued",
    OutboundState.SENT: "sent",
    OutboundState.DELIVERED: "delivered",
    OutboundState.FAILED: "failed",
    OutboundState.CANCELED: "canceled",
    OutboundState.SUPPRESSED: "canceled",
    OutboundState.HELD: "queued",
}


@dataclass(frozen=True, slots=True)
class _Text:
    """The outbox row of a receipt. `notice` is the row as deliverers know it; its lease may be over."""

    notice: ClaimedNotice
    state: str
    carrier_id: str | None
    sent_at: datetime | None
    leased_until: datetime | None


log = structlog.get_logger(__name__)


def is_too_early(session: Session, row: ClaimedMessage, now: datetime) -> bool:
    """Whether the text is still being handed over: its own record must be written first."""
    receipt = _read(row)
    found = _find(session, receipt) if isinstance(receipt, DeliveryReceipt) else None
    return (
        found is not None
        and found.state == OutboundState.QUEUED
        and found.leased_until is not None
        and found.leased_until > now
    )


def take_receipt(session: Session, row: ClaimedMessage, in_force: InForce, now: datetime) -> Outcome:
    """Record one receipt; repeated and older ones change nothing."""
    receipt = _read(row)
    if isinstance(receipt, str):
        return Outcome(InboundState.RECEIPT, receipt)
    return record_receipt(session, receipt, in_force, now)


def record_receipt(session: Session, receipt: DeliveryReceipt, in_force: InForce, now: datetime) -> Outcome:
    """Move the outbox row that `receipt` is about.

    Delivered: that is the end. Failed for good: as a refusal at sending (the contact is marked, the notice
    goes by email when it can, staff are told). Failed for now: it is sent again, later and later. Failed
    because of our settings: it waits, and the administrators are told once a day.
    """
    found = _find(session, receipt)
    if found is None:
        return Outcome(InboundState.RECEIPT, "about no text of ours")
    text = f"text {found.notice.id}"
    if receipt.carrier_id and found.carrier_id not in (None, receipt.carrier_id):
        return Outcome(InboundState.RECEIPT, f"{text}: about an earlier try", found.notice.request_id)
    if found.state == OutboundState.QUEUED and found.carrier_id is not None:
        return Outcome(
            InboundState.RECEIPT, f"{text}: this try is known to have failed", found.notice.request_id
        )
    state = later_state(_KNOWN.get(found.state), receipt.state)
    if state is None:
        return Outcome(InboundState.RECEIPT, f"{text}: was already {found.state}", found.notice.request_id)
    values: dict[str, object] = {
        "carrier": receipt.carrier,
        "carrier_id": receipt.carrier_id or found.carrier_id,
        "leased_until": None,
        "leased_by": "",
    }
    if found.sent_at is None:
        # The answer to the sending was lost: the receipt is the first word of it.
        values["sent_at"] = now
    if state in ("failed", "undelivered", "canceled"):
        return _failed(session, found, receipt, values, in_force, now)
    if state == "delivered":
        values |= {"state": OutboundState.DELIVERED, "delivered_at": now, "last_error": ""}
    else:
        values["state"] = OutboundState.SENT if state == "sent" else OutboundState.HANDED
    _update(session, found.notice.id, values)
    return Outcome(InboundState.RECEIPT, f"{text}: {state}", found.notice.request_id)


def _failed(
    session: Session,
    found: _Text,
    receipt: DeliveryReceipt,
    values: dict[str, object],
    in_force: InForce,
    now: datetime,
) -> Outcome:
    verdict = judge(receipt.error_code) if receipt.error_code else verdict_of(receipt.reason)
    said = receipt.said or f"{receipt.state}, error {receipt.error_code}"
    error = f"The text was not delivered: {REASONS[verdict.reason][1]} ({said})."
    log.warning("receipt.failed", outbox=found.notice.id, error_code=receipt.error_code, verdict=verdict.kind)
    outcome = Outcome(
        InboundState.RECEIPT,
        f"text {found.notice.id}: {receipt.state}, {verdict.reason}",
        found.notice.request_id,
    )
    if verdict.kind == "configuration":
        outside_requests.tell_administrators(
            session,
            in_force,
            "alert",
            f"receipts:{verdict.reason}:{now.date().isoformat()}",
            now,
            data=alert_of("texts_not_delivered", command="guichet doctor sms", reason=verdict.reason),
        )
    retry = RETRY.decide(found.notice.attempts, now)
    if verdict.kind != "permanent" and retry.at is not None:
        values |= {
            "state": OutboundState.QUEUED,
            "next_attempt_at": retry.at,
            "last_error": error,
        }
        _update(session, found.notice.id, values)
        return outcome
    _update(session, found.notice.id, {**values, "state": OutboundState.FAILED, "last_error": error})
    mark_contact(session, found.notice.recipient, verdict.reason, error, now)
    record_undelivered(session, in_force, found.notice, verdict.reason, now)
    return outcome


def _read(row: ClaimedMessage) -> DeliveryReceipt | str:
    try:
        if row.door_facts.get("form") == "kept":
            return read_kept_receipt(row.raw or b"")
        return read_twilio_receipt(row.raw or b"", str(row.door_facts.get("query", "")))
    except InvalidValue as wrong:
        return wrong.private


def _find(session: Session, receipt: DeliveryReceipt) -> _Text | None:
    conditions = [sa.and_(outbox.c.carrier_id == receipt.carrier_id, outbox.c.carrier == receipt.carrier)]
    if receipt.outbox_id is not None:
        conditions.append(outbox.c.id == receipt.outbox_id)
    query = (
        sa.select(outbox)
        .where(sa.or_(*conditions), outbox.c.channel == "sms")
        .order_by(sa.case((outbox.c.carrier_id == receipt.carrier_id, 0), else_=1))
        .limit(1)
        .with_for_update()
    )
    row = session.connection().execute(query).mappings().first()
    if row is None:
        return None
    claimed = ClaimedNotice(**{each.name: row[each.name] for each in fields(ClaimedNotice)})
    return _Text(claimed, row["state"], row["carrier_id"], row["sent_at"], row["leased_until"])


def _update(session: Session, outbound_id: int, values: dict[str, object]) -> None:
    session.connection().execute(sa.update(outbox).where(outbox.c.id == outbound_id).values(**values))
