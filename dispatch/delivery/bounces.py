"""Reports about our own mail: a bounce changes an outbound message only when it proves which one."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.delivery.undelivered import record_undelivered
from dispatch.notices.claimed import ClaimedNotice
from intake.ledger.claims import ClaimedMessage
from intake.ledger.outcome import Outcome
from intake.mail.reply_tokens import envelope_tokens
from intake.message import Bounce, ParsedMessage
from models.errors import InvalidValue
from models.signing.tokens import Purpose, Signer
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.ledger import Door, InboundState
from models.tables.outbox import OutboundMessage, OutboundState
from models.tables.people import ContactPoint
from models.values import EmailAddress

_outbox = table_of(OutboundMessage)
_contacts = table_of(ContactPoint)
#: States after which a bounce can still arrive.
_ON_ITS_WAY = (OutboundState.HANDED, OutboundState.SENT, OutboundState.DELIVERED)


def record_bounce(
    session: Session,
    message: ClaimedMessage,
    parsed: ParsedMessage,
    bounce: Bounce,
    signer: Signer,
    in_force: InForce,
    now: datetime,
) -> Outcome:
    """Believe a bounce that comes to our signed envelope sender or names our own Message-ID; keep the others.

    Permanent: the message failed, and whoever works on the request is told; so they are when a letter was
    given up. The address counts as unreachable when the report says of this very address that it does not
    exist (5.1.x), and only when the report came as reports must: from the null sender, to the envelope
    sender of that very letter. A Message-ID stands in every copy of a letter and proves no more than that
    somebody read it. Delays change nothing.
    """
    proven = _by_envelope(session, message, parsed, signer, now)
    outbound = proven or _by_message_id(session, bounce, signer)
    if outbound is None:
        return Outcome(InboundState.BOUNCE, "about no message of ours: nothing changed")
    # The one about the address we wrote to first: a mailbox that forwards fails for addresses we never knew.
    reported = sorted(bounce.recipients, key=lambda each: not _is_same(each.address, outbound.recipient))
    worst = next((each for each in reported if each.permanent), None)
    if worst is None and not bounce.delayed:
        # Given up after days, or the mailbox is full: not for ever, but this letter did not arrive.
        worst = next(iter(reported), None)
    if worst is None:
        return Outcome(
            InboundState.BOUNCE, f"message {outbound.id} is delayed, not lost", outbound.request_id
        )
    if outbound.state not in _ON_ITS_WAY:
        return Outcome(
            InboundState.BOUNCE, f"message {outbound.id} was already {outbound.state}", outbound.request_id
        )
    status = worst.status or "5.0.0"
    error = f"The recipient's server refused it: {status} {worst.diagnostic}"[:500]
    session.connection().execute(
        sa.update(_outbox)
        .where(_outbox.c.id == outbound.id)
        .values(state=OutboundState.FAILED, last_error=error)
    )
    known = not worst.address or _is_same(worst.address, outbound.recipient)
    if status.startswith("5.1.") and known and proven is not None and outbound.person_id is not None:
        session.connection().execute(
            sa.update(_contacts)
            .where(_contacts.c.person_id == outbound.person_id, _contacts.c.written == outbound.recipient)
            .values(unreachable_since=now, unreachable_reason=f"bounce {status}")
        )
    claimed = ClaimedNotice(**{each.name: getattr(outbound, each.name) for each in fields(ClaimedNotice)})
    record_undelivered(session, in_force, claimed, status, now, error=error, inbound_id=message.id)
    return Outcome(
        InboundState.BOUNCE, f"message {outbound.id} was not delivered: {status}", outbound.request_id
    )


def _is_same(one: str, other: str) -> bool:
    try:
        return EmailAddress.parse(one) == EmailAddress.parse(other)
    except InvalidValue:
        return False


def _by_envelope(
    session: Session, message: ClaimedMessage, parsed: ParsedMessage, signer: Signer, now: datetime
) -> OutboundMessage | None:
    """The letter whose envelope sender the report was sent to; None when it has a sender itself (RFC 5321 §4.5.5).

    A mailbox that is fetched has no envelope: there the server's own Delivered-To stands for it.
    """
    if message.envelope_from:
        return None
    has_envelope = message.door in (Door.SMTP, Door.LMTP)
    recipients = message.recipients if has_envelope else (*message.recipients, *parsed.delivered_to)
    for token in envelope_tokens(recipients):
        try:
            claim = signer.read(token)
        except InvalidValue:
            continue
        if claim.purpose is Purpose.BOUNCE and signer.find_person(token, [0], now) is not None:
            return session.get(OutboundMessage, claim.subject_id)
    return None


def _by_message_id(session: Session, bounce: Bounce, signer: Signer) -> OutboundMessage | None:
    outbox_id = signer.owns_message_id(bounce.original_message_id) if bounce.original_message_id else None
    return session.get(OutboundMessage, outbox_id) if outbox_id is not None else None
