"""Reports about our own mail: a bounce changes an outbound message only when it proves which one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.history.request import read_request
from dispatch.notices.reasons import reason_of_status
from dispatch.notices.tell import News, tell_staff
from dispatch.people.contacts import contact_of
from intake.ledger.outcome import Outcome
from intake.mail.reply_tokens import find_tokens
from intake.message import Bounce, ParsedMessage
from models.errors import InvalidValue
from models.signing.tokens import Purpose, Signer
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.ledger import InboundState
from models.tables.outbox import OutboundMessage, OutboundState
from models.tables.people import ContactPoint
from models.tables.requests import EntryKind
from models.values import EmailAddress

_outbox = table_of(OutboundMessage)
_contacts = table_of(ContactPoint)
#: States after which a bounce can still arrive.
_ON_ITS_WAY = (OutboundState.HANDED, OutboundState.SENT, OutboundState.DELIVERED)


def record_bounce(
    session: Session,
    parsed: ParsedMessage,
    bounce: Bounce,
    recipients: Iterable[str],
    signer: Signer,
    in_force: InForce,
    inbound_id: int,
    now: datetime,
) -> Outcome:
    """Believe a bounce that comes to our signed envelope sender or names our own Message-ID; keep the others.

    Permanent: the message failed, the address counts as unreachable when the report says of this very address
    that it does not exist (5.1.x), and whoever works on the request is told; so they are when a letter was
    given up. Delays change nothing.
    """
    outbound = _proven(session, parsed, bounce, recipients, signer, now)
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
    if status.startswith("5.1.") and known and outbound.person_id is not None:
        session.connection().execute(
            sa.update(_contacts)
            .where(_contacts.c.person_id == outbound.person_id, _contacts.c.written == outbound.recipient)
            .values(unreachable_since=now, unreachable_reason=f"bounce {status}")
        )
    _tell_undelivered(session, in_force, outbound, error, reason_of_status(status), inbound_id, now)
    return Outcome(
        InboundState.BOUNCE, f"message {outbound.id} was not delivered: {status}", outbound.request_id
    )


def _is_same(one: str, other: str) -> bool:
    try:
        return EmailAddress.parse(one) == EmailAddress.parse(other)
    except InvalidValue:
        return False


def _proven(
    session: Session,
    parsed: ParsedMessage,
    bounce: Bounce,
    recipients: Iterable[str],
    signer: Signer,
    now: datetime,
) -> OutboundMessage | None:
    for token in find_tokens(recipients, parsed):
        try:
            claim = signer.read(token)
        except InvalidValue:
            continue
        if claim.purpose is Purpose.BOUNCE and signer.find_person(token, [0], now) is not None:
            return session.get(OutboundMessage, claim.subject_id)
    if bounce.original_message_id:
        outbox_id = signer.owns_message_id(bounce.original_message_id)
        if outbox_id is not None:
            return session.get(OutboundMessage, outbox_id)
    return None


def _tell_undelivered(
    session: Session,
    in_force: InForce,
    outbound: OutboundMessage,
    error: str,
    reason: str,
    inbound_id: int,
    now: datetime,
) -> None:
    if outbound.request_id is None:
        return
    request = read_request(session, in_force, outbound.request_id)
    if request is None:
        return
    change = Change(
        session,
        in_force,
        request,
        SYSTEM,
        f"undeliverable:{outbound.id}",
        now,
        inbound_id=inbound_id,
    )
    entry_id = change.write(EntryKind.NOTICE, data={"outbound": outbound.id, "failed": error})
    if outbound.audience != "requester":
        return
    # A notice to staff that bounces must not be told to the same mailbox.
    elsewhere = contact_of(session, outbound.person_id) if outbound.person_id else None
    details = {
        "reason": reason,
        "notice": outbound.notice,
        "other_way": elsewhere.channel if elsewhere else "",
    }
    tell_staff(change, News("undeliverable", entry_id, details))
