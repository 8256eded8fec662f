"""Reading delivery receipts of text messages, and which of several is the latest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs

from intake.sms.form import read_form
from models.errors import InvalidValue

ReceiptState = Literal["queued", "sending", "sent", "delivered", "undelivered", "failed", "canceled"]

#: Receipts come out of order and more than once: the highest wins, and a final one stays.
RANK: dict[ReceiptState, int] = {
    "queued": 0,
    "sending": 1,
    "sent": 2,
    "delivered": 3,
    "undelivered": 3,
    "failed": 3,
    "canceled": 3,
}

#: Twilio's `message_enum_status`, outbound part, in our words.
_TWILIO_STATES: dict[str, ReceiptState] = {
    "accepted": "queued",
    "scheduled": "queued",
    "queued": "queued",
    "sending": "sending",
    "sent": "sent",
    "partially_delivered": "sent",
    "delivered": "delivered",
    "read": "delivered",
    "undelivered": "undelivered",
    "failed": "failed",
    "canceled": "canceled",
}


@dataclass(frozen=True, slots=True)
class DeliveryReceipt:
    """What a carrier later said about one outbound message."""

    carrier: str
    #: The carrier's own id of the message; one message may be found by it, or by `outbox_id`.
    carrier_id: str
    state: ReceiptState
    #: The carrier's error number, 0 when there is none.
    error_code: int = 0
    #: Our own row, when the callback address carried it: known even if the answer to the sending was lost.
    outbox_id: int | None = None
    #: Why it failed, a key of the reasons, when the carrier's words were understood as one.
    reason: str = ""
    #: The carrier's own words, when it gives no number.
    said: str = ""

    @property
    def door_key(self) -> str:
        """The unique key in the ledger: the same news twice is one row."""
        return f"receipt:{self.carrier}:{self.carrier_id}:{self.state}"


def later_state(known: ReceiptState | None, new: ReceiptState) -> ReceiptState | None:
    """`new` when it is news about a message known to be in `known`; None when repeated or older: absorb
    it.
    """
    if known is None:
        return new
    return new if RANK[new] > RANK[known] else None


def read_twilio_receipt(raw: bytes, query: str = "") -> DeliveryReceipt:
    """The receipt in a status callback's form; `query` is that of the callback address (`outbox=12`).

    Raises InvalidValue when it has no MessageSid or a status that is none of an outbound message.
    Linear in `raw`.
    """
    form = read_form(raw)
    sid = (form.get("MessageSid") or form.get("SmsSid") or "").strip()
    state = _TWILIO_STATES.get((form.get("MessageStatus") or form.get("SmsStatus") or "").strip().lower())
    if not sid.isalnum() or len(sid) > 64 or state is None:
        raise InvalidValue("This is not a delivery receipt.", "MessageSid or MessageStatus absent or unknown")
    return DeliveryReceipt("twilio", sid, state, _number(form.get("ErrorCode", "")) or 0, _outbox_id(query))


def twilio_state(status: str) -> ReceiptState | None:
    """Twilio's status in our words, None for those of inbound messages. Linear in `status`."""
    return _TWILIO_STATES.get(status)


def _outbox_id(query: str) -> int | None:
    try:
        given = parse_qs(query, max_num_fields=10).get("outbox", [""])[0]
    except ValueError:
        return None
    return _number(given)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None
