"""One person by email and by text: an address and a number are linked by a code sent to the other one."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.inbound.case import Case
from dispatch.notices import outside_requests
from dispatch.notices.details import CodeSent, ContactCode, ContactsLinked
from dispatch.people.contacts import Contact, find_contact
from intake.ledger.outcome import Outcome
from intake.words.contacts import ContactWords, read_contact_words
from models.signing.tokens import Signer
from models.store.audit import record_access
from models.store.organisations import InForce
from models.tables import texts
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage, InboundState
from models.tables.outbox import OutboundMessage, OutboundState
from models.tables.people import ContactPoint, Person
from models.tables.requests import Request
from models.values import ContactKind, PhoneNumber

_codes, _contacts, _people = table_of(texts.ContactCode), table_of(ContactPoint), table_of(Person)
_requests, _outbox, _inbound = table_of(Request), table_of(OutboundMessage), table_of(InboundMessage)
#: Codes one person may ask for in a day: each costs a message to somebody who may have asked for nothing.
CODES_PER_DAY = 3
#: Wrong answers to one code.
MOST_ATTEMPTS = 4


def take_contact_words(case: Case) -> Outcome | None:
    """Send a code to the contact that a message names, or link what a code given back proves;
    None for other words.

    By email, only through a signed reply address: the caller sees to it.
    """
    contact = case.sender.contact
    said = read_contact_words(case.parsed.words)
    if said is None or contact is None or case.automatic:
        return None
    if case.sender.is_staff:
        # The contacts of staff stand in the organisation's file.
        return None
    if said.code:
        return _take_code(case, contact, said.code)
    if said.kind is None or (said.kind == contact.kind and said.value == contact.value):
        return None
    return _send_code(case, contact, said)


def _send_code(case: Case, contact: Contact, said: ContactWords) -> Outcome:
    session, now = case.session, case.now
    assert said.kind is not None
    if said.kind == ContactKind.PHONE and not PhoneNumber(said.value).can_receive_text:
        return Outcome(InboundState.COMMAND, "a landline was named: no code can be texted there")
    other = find_contact(session, said.kind, said.value)
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
            kind=said.kind,
            value=said.value,
            written=said.written,
            code_hash=_hash(case.signer, contact.person_id, said.value, code),
            created_at=now,
            expires_at=now + timedelta(minutes=minutes),
            attempts=0,
        )
    )
    outside_requests.tell_address(
        session,
        "contact_code",
        said.written,
        "email" if said.kind == ContactKind.EMAIL else "sms",
        f"inbound:{case.message.id}",
        now,
        data=ContactCode(code=code, minutes=minutes).model_dump(mode="json"),
        inbound_id=case.message.id,
        locale=contact.locale,
    )
    if contact.channel == "sms":
        _tell(case, "code_sent", contact, CodeSent(to=said.written, minutes=minutes))
    return Outcome(InboundState.COMMAND, f"a code was sent by {'email' if said.kind == 'email' else 'text'}")


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
    right = hmac.compare_digest(row.code_hash, _hash(case.signer, contact.person_id, row.value, code))
    session.connection().execute(
        sa.update(_codes)
        .where(_codes.c.id == row.id)
        .values(attempts=row.attempts + 1, **({"used_at": now} if right else {}))
    )
    if not right:
        return Outcome(InboundState.COMMAND, "a wrong code")
    link_contacts(session, contact, ContactKind(row.kind), row.value, row.written, now)
    record_access(session, now, f"door:{case.message.door}", "link", f"contact:{contact.contact_id}")
    other = find_contact(session, ContactKind(row.kind), row.value)
    assert other is not None
    for one, its_other in ((contact, other), (other, contact)):
        _tell(case, "contacts_linked", one, ContactsLinked(other=_shown(its_other)))
    return Outcome(InboundState.COMMAND, "a right code: address and number are linked")


def link_contacts(
    session: Session, contact: Contact, kind: ContactKind, value: str, written: str, now: datetime
) -> int:
    """Make both contacts one person's, which the caller has proved; the id of that person.

    When both were somebody's already, the person with the email address stays: reply addresses are signed
    for them. Requests move along; lines of their history keep who wrote them.
    """
    connection = session.connection()
    other = find_contact(session, kind, value)
    if other is None:
        connection.execute(
            sa.insert(_contacts).values(
                person_id=contact.person_id,
                kind=kind,
                value=value,
                written=written,
                created_at=now,
                verified_at=now,
                unreachable_reason="",
            )
        )
        stays = contact.person_id
    else:
        stays, goes = (
            (contact.person_id, other.person_id)
            if contact.kind == ContactKind.EMAIL
            else (other.person_id, contact.person_id)
        )
        if stays != goes:
            _merge(session, stays, goes)
    connection.execute(
        sa.update(_contacts)
        .where(
            sa.or_(
                _contacts.c.id == contact.contact_id,
                sa.and_(_contacts.c.kind == kind, _contacts.c.value == value),
            )
        )
        .values(verified_at=now)
    )
    return stays


def _merge(session: Session, stays: int, goes: int) -> None:
    connection = session.connection()
    for table, column in ((_contacts, "person_id"), (_requests, "requester_id"), (_inbound, "person_id")):
        connection.execute(sa.update(table).where(table.c[column] == goes).values({column: stays}))
    connection.execute(
        sa.update(_outbox)
        .where(_outbox.c.person_id == goes, _outbox.c.state == OutboundState.QUEUED)
        .values(person_id=stays)
    )
    name = connection.execute(sa.select(_people.c.name).where(_people.c.id == goes)).scalar() or ""
    connection.execute(
        sa.update(_people).where(_people.c.id == stays, _people.c.name == "").values(name=name)
    )


def _is_staff(in_force: InForce, person_id: int) -> bool:
    return person_id in in_force.agent_persons.values() or person_id in in_force.service_persons.values()


def _hash(signer: Signer, person_id: int, value: str, code: str) -> str:
    key = signer.derived_keys(b"contact code")[0]
    return hmac.new(key, f"{person_id}\0{value}\0{code}".encode(), hashlib.sha256).hexdigest()


def _shown(contact: Contact) -> str:
    return PhoneNumber(contact.value).national if contact.kind == ContactKind.PHONE else contact.written


def _tell(case: Case, notice: str, contact: Contact, data: CodeSent | ContactsLinked) -> None:
    outside_requests.tell_outside_a_request(
        case.session,
        notice,
        contact,
        f"inbound:{case.message.id}",
        case.now,
        data=data.model_dump(mode="json"),
        inbound_id=case.message.id,
    )
