"""One person by email and by text: an address and a number are linked by a code sent to the other one, and by
a second one sent to the contact on file when nothing else proves that side.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from dispatch.inbound.case import Case
from dispatch.inbound.message_entry import occasion_of
from dispatch.inbound.thread import Proof
from dispatch.notices.details import CodeSent, ContactCodeDetails, ContactsLinked
from dispatch.notices.new_notice import Recipient
from dispatch.notices.outside_requests import tell_address, tell_contact
from dispatch.notices.secret.words import sealed
from dispatch.people.contacts import Contact, find_contact
from dispatch.people.merging import known_as, link_contacts
from dispatch.people.unnamed.masked import masked
from intake.ledger.outcome import Outcome
from intake.words.contacts import ContactWords, read_contact_words
from models.signing.tokens import Signer
from models.store.audit import record_access
from models.store.organisations import InForce
from models.tables import texts
from models.tables.columns import table_of
from models.tables.ledger import InboundState
from models.values import ContactKind, PhoneNumber
from models.vocabulary import Channel

_codes = table_of(texts.ContactCode)
#: Codes one person may ask for in a day: each costs a message to somebody who may have asked for nothing.
CODES_PER_DAY = 3
#: Wrong answers to one code.
MOST_ATTEMPTS = 4


def contact_words(case: Case) -> Outcome | None:
    """Does the requester name another address or number of theirs, or give a code back? A code is sent, or
    both are linked.

    By email, only through a signed reply address.
    """
    return take_contact_words(case) if case.thread.proof is Proof.TOKEN else None


def take_contact_words(case: Case) -> Outcome | None:
    """Send a code to the contact that a message names, or link what a code given back proves; None for other
    words.
    """
    contact = case.sender.contact
    said = read_contact_words(case.parsed.words, case.organisation.town.region)
    if said is None or contact is None or case.automatic:
        return None
    if case.sender.is_staff:
        # The contacts of staff stand in the organisation's file.
        return None
    if said.code:
        return _take_code(case, contact, said.code)
    if said.kind is None or (said.kind == contact.kind and said.value == contact.value):
        return None
    return _send_code(case, contact, said, said.kind)


def _send_code(case: Case, contact: Contact, said: ContactWords, kind: ContactKind) -> Outcome:
    session, now = case.session, case.now
    if kind == ContactKind.PHONE and not PhoneNumber(said.value).can_receive_text:
        return Outcome(InboundState.COMMAND, "a landline was named: no code can be texted there")
    other = find_contact(session, kind, said.value)
    if other is not None and (_is_staff(case.in_force, other.person_id) or not other.reachable):
        return Outcome(InboundState.COMMAND, "the contact named cannot be linked")
    since = now - timedelta(days=1)
    asked = session.connection().execute(
        sa.select(sa.func.count())
        .select_from(_codes)
        .where(
            sa.or_(_codes.c.person_id == contact.person_id, _codes.c.value == said.value),
            _codes.c.created_at > since,
        )
    )
    if asked.scalar_one() >= CODES_PER_DAY:
        return Outcome(InboundState.COMMAND, f"more than {CODES_PER_DAY} codes in a day: none was sent")
    minutes = case.settings.sms.code_minutes
    code = f"{secrets.randbelow(1_000_000):06d}"
    session.connection().execute(
        sa.update(_codes)
        .where(_codes.c.person_id == contact.person_id, _codes.c.used_at.is_(None))
        .values(used_at=now)
    )
    session.connection().execute(
        sa.insert(_codes).values(
            person_id=contact.person_id,
            kind=kind,
            value=said.value,
            written=said.written,
            code_hash=_hash(case.signer, contact.person_id, said.value, code),
            created_at=now,
            expires_at=now + timedelta(minutes=minutes),
            attempts=0,
        )
    )
    to = Recipient(Channel.EMAIL if kind == ContactKind.EMAIL else Channel.SMS, said.written)
    details = sealed(ContactCodeDetails(code=code, minutes=minutes), case.signer)
    tell_address(occasion_of(case), "contact_code", to, details, case.locale)
    if contact.channel == "sms":
        tell_contact(
            occasion_of(case), "code_sent", contact, CodeSent(to=_masked(case, said.written), minutes=minutes)
        )
    return Outcome(InboundState.COMMAND, f"a code was sent by {'email' if kind == 'email' else 'text'}")


def _take_code(case: Case, contact: Contact, code: str) -> Outcome | None:
    session, now = case.session, case.now
    row = (
        session.connection()
        .execute(
            sa.select(_codes)
            .where(
                _codes.c.person_id == contact.person_id,
                _codes.c.used_at.is_(None),
                _codes.c.expires_at > now,
                _codes.c.attempts < MOST_ATTEMPTS,
            )
            .order_by(_codes.c.id.desc())
            .limit(1)
        )
        .first()
    )
    if row is None:
        return None
    wanted = row.own_code_hash or row.code_hash
    right = any(
        hmac.compare_digest(wanted, _hash(case.signer, person_id, row.value, code))
        for person_id in known_as(session, contact.person_id)
    )
    if right and not row.own_code_hash and not _is_proved(case):
        return _send_own_code(case, contact, row)
    session.connection().execute(
        sa.update(_codes)
        .where(_codes.c.id == row.id)
        .values(attempts=row.attempts + 1, **({"used_at": now} if right else {}))
    )
    if not right:
        return Outcome(InboundState.COMMAND, "a wrong code")
    known = find_contact(session, ContactKind(row.kind), row.value)
    if known is not None and _is_staff(case.in_force, known.person_id):
        return Outcome(InboundState.COMMAND, "the contact named is staff's since: it cannot be linked")
    link_contacts(session, contact, ContactKind(row.kind), row.value, row.written, now)
    record_access(session, now, f"door:{case.message.door}", "link", f"contact:{contact.contact_id}")
    other = find_contact(session, ContactKind(row.kind), row.value)
    if other is None:
        raise LookupError("the contact just linked is not there")
    for one, its_other in ((contact, other), (other, contact)):
        details = ContactsLinked(other=_shown(its_other))
        tell_contact(occasion_of(case), "contacts_linked", one, details)
    return Outcome(InboundState.COMMAND, "a right code: address and number are linked")


def _is_proved(case: Case) -> bool:
    """Whether the message itself proves who wrote: proved mail; a sender's number proves nothing."""
    return case.parsed.channel == "email" and case.mail_proof.proved


def _send_own_code(case: Case, contact: Contact, row: Any) -> Outcome:
    """The other side is proved; now the contact on file, by a second code sent there."""
    minutes = case.settings.sms.code_minutes
    code = f"{secrets.randbelow(1_000_000):06d}"
    case.session.connection().execute(
        sa.update(_codes)
        .where(_codes.c.id == row.id)
        .values(
            own_code_hash=_hash(case.signer, contact.person_id, row.value, code),
            attempts=0,
            expires_at=case.now + timedelta(minutes=minutes),
        )
    )
    details = sealed(
        ContactCodeDetails(code=code, minutes=minutes, other=_masked(case, row.written)), case.signer
    )
    tell_contact(occasion_of(case), "contact_code", contact, details)
    return Outcome(InboundState.COMMAND, "a right code: a second one was sent to the contact on file")


def _is_staff(in_force: InForce, person_id: int) -> bool:
    return person_id in in_force.agent_persons.values() or person_id in in_force.service_persons.values()


def _hash(signer: Signer, person_id: int, value: str, code: str) -> str:
    key = signer.derived_keys(b"contact code")[0]
    return hmac.new(key, f"{person_id}\0{value}\0{code}".encode(), hashlib.sha256).hexdigest()


def _shown(contact: Contact) -> str:
    return PhoneNumber(contact.value).national if contact.kind == ContactKind.PHONE else contact.written


def _masked(case: Case, written: str) -> str:
    """As whoever gets it may read it: an address somebody else chose is no place for words of theirs."""
    return masked(written, case.settings.limits.mail_providers)
