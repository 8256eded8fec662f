"""What no person wrote to the town: receipts, copies, our own mail coming back, bounces, absences."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from dispatch.delivery.bounces import record_bounce
from dispatch.delivery.receipts import take_receipt
from dispatch.inbound.case import Case
from dispatch.inbound.message_entry import change_of, record_message
from dispatch.inbound.refusals import is_too_large
from intake.ledger.claims import ledger
from intake.ledger.outcome import Outcome
from models.tables.ledger import Door, InboundState
from models.tables.requests import EntryKind
from models.vocabulary import ActorRole

#: Copies of a mail arrive within minutes; a mail without a Message-ID is only the same for this long.
COPY_DAYS = 30
NAMELESS_COPY_MINUTES = 10
# Made once, as everywhere on the way of a message: making a statement costs more than running it.
_EARLIER_COPY = (
    sa.select(ledger.c.id, ledger.c.request_id)
    .where(
        ledger.c.content_key == sa.bindparam("content_key"),
        ledger.c.id != sa.bindparam("this"),
        ledger.c.received_at >= sa.bindparam("since"),
        *(
            ledger.c.state != state
            for state in (InboundState.WAITING, InboundState.DUPLICATE, InboundState.FAILED)
        ),
    )
    .order_by(ledger.c.id)
    .limit(1)
)


def receipt(case: Case) -> Outcome | None:
    """Is it a delivery receipt of a text message? It moves that message in the outbox, and nothing else."""
    if case.message.door != Door.RECEIPTS:
        return None
    return take_receipt(case.session, case.message, case.in_force, case.now)


def copy(case: Case) -> Outcome | None:
    """Did the same mail come before? It is a duplicate of that one."""
    parsed, received_at = case.parsed, case.message.received_at
    if not parsed.content_key:
        return None
    span = timedelta(days=COPY_DAYS) if parsed.message_id else timedelta(minutes=NAMELESS_COPY_MINUTES)
    same = {"content_key": parsed.content_key, "this": case.message.id, "since": received_at - span}
    original = case.session.connection().execute(_EARLIER_COPY, same).first()
    if original is None:
        return None
    reason = f"the same as message {original.id}"
    return Outcome(InboundState.DUPLICATE, reason, original.request_id, duplicate_of_id=original.id)


def own_mail(case: Case) -> Outcome | None:
    """Is it our own mail, brought back by somebody's forwarding? It is never answered."""
    parsed = case.parsed
    if parsed.bounce is not None or parsed.sender is None:
        return None
    base = case.settings.mail.reply_address.lower()
    local, _, domain = base.partition("@")
    address = parsed.sender.address.lower()
    ours = address == base or (address.startswith(f"{local}+") and address.endswith(f"@{domain}"))
    if ours or (parsed.message_id and case.signer.owns_message_id(parsed.message_id) is not None):
        return Outcome(InboundState.AUTOMATIC, "our own mail came back")
    return None


def bounce(case: Case) -> Outcome | None:
    """Is it a delivery report? It is believed when it proves which of our letters it is about."""
    if case.parsed.bounce is None:
        return None
    return record_bounce(
        case.session,
        case.message,
        case.parsed,
        case.parsed.bounce,
        case.signer,
        case.in_force,
        case.now,
    )


def automatic(case: Case) -> Outcome | None:
    """Did a machine write it (an absence, a list, a loop)? It is kept with the request it answers; nobody is told.

    Scanners and web forms write requests like anybody else: they are not answered, that is all.
    """
    machine = case.parsed.automatic
    if machine is None or machine.is_request:
        return None
    if case.thread.request_id is not None and not is_too_large(case):
        return record_automatic(case)
    return Outcome(InboundState.AUTOMATIC, machine.reason)


def record_automatic(case: Case) -> Outcome:
    """Keep an absence notice or the like in the history of its request; it changes nothing."""
    request, machine = case.request, case.parsed.automatic
    if request is None or machine is None:
        raise ValueError("not the automatic answer to a request")
    actor = case.actor(ActorRole.AGENT if case.sender.is_staff else ActorRole.REQUESTER)
    record_message(case, change_of(case, request, actor), EntryKind.NOTE, public=False)
    return Outcome(InboundState.AUTOMATIC, machine.reason, request.id)
