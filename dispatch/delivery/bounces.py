"""Reports about our own mail: a bounce changes an outbound message only when it proves which one.

It makes an address unreachable only when it says that there is none (5.1.x).
"""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.delivery.undelivered import record_undelivered
from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.history.request import read_request
from dispatch.notices.claimed import ClaimedNotice
from dispatch.notices.tell import News, tell_staff
from dispatch.people.contacts import mark_unreachable
from intake.ledger.claims import ClaimedMessage
from intake.ledger.outcome import Outcome
from intake.mail.reply_tokens import envelope_tokens
from intake.message import Bounce, ParsedMessage
from models.errors import InvalidValue
from models.signing.tokens import Purpose, Signer
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.ledger import InboundState
from models.tables.outbox import OutboundMessage, OutboundState
from models.tables.requests import EntryKind
from models.values import EmailAddress

_outbox = table_of(OutboundMessage)
#: How long after a letter a report without its proof is taken to be about it, and addresses looked at.
REPORT_DAYS = 7
MOST_ADDRESSES = 20
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
    reply_address: str,
) -> Outcome | None:
    """Believe a report that comes to our signed envelope sender or names our own Message-ID; None for all
    others.

    Permanent: the message failed, and whoever works on the request is told; so they are when a letter was
    given up. That needs the envelope sender of that very letter. The address counts as unreachable when the
    report says of this very address that it does not exist (5.1.x), and only when it came as reports must,
    from the null sender. A Message-ID stands in every copy of a letter and proves no more than that somebody
    read it: it makes no letter fail. One that a letter arrived, or that a mail filter holds it, changes so
    little that the address it is about is proof enough. Delays change nothing.
    """
    by_envelope = find_letter(session, message, reply_address, signer, now)
    proven = by_envelope if not message.envelope_from else None
    outbound = by_envelope or _by_message_id(session, bounce, signer)
    if outbound is None and bounce.kind == "challenge":
        outbound = _by_reply_address(session, message, reply_address, signer, now)
    if outbound is None and bounce.kind in {"delivery", "challenge"}:
        outbound = _latest_to(session, [each.address for each in bounce.recipients], now)
    if outbound is None:
        return None
    match bounce.kind:
        case "delivery":
            said = _arrived(session, outbound, now)
        case "challenge":
            said = _waits(session, in_force, outbound, parsed, message.id, now)
        case "delay":
            said = "is delayed, not lost"
        case _ if by_envelope is None:
            said = "is said to have failed, by a report that does not prove it: nothing changed"
        case _:
            said = _failed(session, in_force, outbound, bounce, message.id, now, is_proven=proven is not None)
    return Outcome(InboundState.BOUNCE, f"message {outbound.id} {said}", outbound.request_id)


def find_letter(
    session: Session, message: ClaimedMessage, reply_address: str, signer: Signer, now: datetime
) -> OutboundMessage | None:
    """The letter of ours to whose signed envelope sender a mail was sent; None when to none.

    Only the envelope counts: anybody writes what he likes into To.
    """
    for token in envelope_tokens(message.envelope_to, reply_address):
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


def _by_reply_address(
    session: Session, message: ClaimedMessage, reply_address: str, signer: Signer, now: datetime
) -> OutboundMessage | None:
    """The last letter to whom a reply address was signed for, within a week: filters ask there, too, in the
    name of a mailbox that nobody wrote to.
    """
    for token in envelope_tokens(message.envelope_to, reply_address):
        try:
            claim = signer.read(token)
        except InvalidValue:
            continue
        if claim.purpose is not Purpose.REQUESTER:
            continue
        query = (
            sa.select(_outbox.c.id, _outbox.c.person_id)
            .where(
                _outbox.c.request_id == claim.subject_id,
                _outbox.c.person_id.is_not(None),
                _outbox.c.state.in_(_ON_ITS_WAY),
                _outbox.c.created_at >= now - timedelta(days=REPORT_DAYS),
            )
            .order_by(_outbox.c.id.desc())
            .limit(MOST_ADDRESSES)
        )
        rows = session.connection().execute(query).all()
        person = signer.find_person(token, dict.fromkeys(row.person_id for row in rows), now)
        latest = next((row.id for row in rows if row.person_id == person), None)
        if latest is not None:
            return session.get(OutboundMessage, latest)
    return None


def _latest_to(session: Session, addresses: list[str], now: datetime) -> OutboundMessage | None:
    """The last letter about a request that went to one of these addresses within a week."""
    query = (
        sa.select(_outbox.c.id)
        .where(
            _outbox.c.recipient.in_([address for address in addresses if address][:MOST_ADDRESSES]),
            _outbox.c.request_id.is_not(None),
            _outbox.c.state.in_(_ON_ITS_WAY),
            _outbox.c.created_at >= now - timedelta(days=REPORT_DAYS),
        )
        .order_by(_outbox.c.id.desc())
        .limit(1)
    )
    found = session.connection().execute(query).scalar()
    return session.get(OutboundMessage, found) if found is not None else None


def _arrived(session: Session, outbound: OutboundMessage, now: datetime) -> str:
    if outbound.state not in _ON_ITS_WAY:
        return f"was already {outbound.state}"
    session.connection().execute(
        sa.update(_outbox)
        .where(_outbox.c.id == outbound.id)
        .values(state=OutboundState.DELIVERED, delivered_at=now)
    )
    return "was delivered"


def _waits(
    session: Session,
    in_force: InForce,
    outbound: OutboundMessage,
    parsed: ParsedMessage,
    inbound_id: int,
    now: datetime,
) -> str:
    """Keep what the filter asks in the request's history, and tell whoever works on it: only a person can
    click.
    """
    change = _change_about(session, in_force, outbound, f"letter-waits:{outbound.id}", inbound_id, now)
    if change is not None:
        entry_id = change.write(
            EntryKind.NOTE, channel=parsed.channel, text=parsed.text, data={"outbound": outbound.id}
        )
        if outbound.audience in ("requester", "partner"):
            tell_staff(change, News("letter_waits", entry_id, {"address": outbound.recipient}))
    return "waits at the recipient's mail filter"


def _failed(
    session: Session,
    in_force: InForce,
    outbound: OutboundMessage,
    bounce: Bounce,
    inbound_id: int,
    now: datetime,
    *,
    is_proven: bool,
) -> str:
    """The letter failed, for ever or because it was given up: whoever works on the request is told.

    The address counts as unreachable when the report says of this very one that it does not exist (5.1.x).
    """
    # The one about the address we wrote to first: a mailbox that forwards fails for addresses we never knew.
    reported = sorted(bounce.recipients, key=lambda each: not _is_same(each.address, outbound.recipient))
    # Given up after days, or the mailbox is full: not for ever, but this letter did not arrive.
    worst = next((each for each in reported if each.permanent), next(iter(reported), None))
    if worst is None:
        return "may not have arrived: the report names nobody"
    if outbound.state not in _ON_ITS_WAY:
        return f"was already {outbound.state}"
    status = worst.status or "5.0.0"
    error = f"The recipient's server refused it: {status} {worst.diagnostic}"[:500]
    session.connection().execute(
        sa.update(_outbox)
        .where(_outbox.c.id == outbound.id)
        .values(state=OutboundState.FAILED, last_error=error)
    )
    known = not worst.address or _is_same(worst.address, outbound.recipient)
    if status.startswith("5.1.") and known and is_proven and outbound.person_id is not None:
        mark_unreachable(session, outbound.recipient, f"bounce {status}", now)
    claimed = ClaimedNotice(**{each.name: getattr(outbound, each.name) for each in fields(ClaimedNotice)})
    record_undelivered(session, in_force, claimed, status, now, error=error, inbound_id=inbound_id)
    return f"was not delivered: {status}"


def _is_same(one: str, other: str) -> bool:
    try:
        return EmailAddress.parse(one) == EmailAddress.parse(other)
    except InvalidValue:
        return False


def _change_about(
    session: Session,
    in_force: InForce,
    outbound: OutboundMessage,
    cause: str,
    inbound_id: int,
    now: datetime,
) -> Change | None:
    """What a report brings about on the request that a letter was about, None when it was about none."""
    if outbound.request_id is None:
        return None
    request = read_request(session, in_force, outbound.request_id)
    if request is None:
        return None
    return Change(session, in_force, request, SYSTEM, cause, now, inbound_id=inbound_id)
