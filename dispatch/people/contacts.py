"""Who wrote, and where people are reached. From is not proof: it only says whom an answer goes to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from intake.message import ParsedMessage
from models.errors import InvalidValue
from models.organisation import Agent
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.people import ContactPoint, Person
from models.tables.requests import Request
from models.values import ContactKind, EmailAddress, PhoneNumber

_contacts = table_of(ContactPoint)
_people, _requests = table_of(Person), table_of(Request)
# Statements are made once: making one costs SQLAlchemy more than the database needs to run it.
_CONTACT: sa.Select[Any] = sa.select(
    _contacts.c.person_id,
    _contacts.c.id,
    _contacts.c.kind,
    _contacts.c.value,
    _contacts.c.written,
    _contacts.c.opted_out_at,
    _contacts.c.unreachable_since,
    _people.c.name,
    _people.c.locale,
    _people.c.preferred_channel,
).join(_people, _people.c.id == _contacts.c.person_id)
_CONTACT_WITH_VALUE = _CONTACT.where(
    _contacts.c.kind == sa.bindparam("kind"), _contacts.c.value == sa.bindparam("value")
)
#: The newest first.
_CONTACTS_OF_PERSON = _CONTACT.where(_contacts.c.person_id == sa.bindparam("person")).order_by(
    _contacts.c.id.desc()
)
_ADD_PERSON = sa.insert(_people).returning(_people.c.id)
_ADD_CONTACT = sa.insert(_contacts).returning(_contacts.c.id)


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach somebody: one row of contact_point with what its person prefers."""

    person_id: int
    contact_id: int
    kind: ContactKind
    #: EmailAddress.key or E.164.
    value: str
    written: str
    name: str
    locale: str
    reachable: bool
    #: The channel this person asked to be told by, None when they never said.
    preferred: str | None = None

    @property
    def channel(self) -> str:
        return "sms" if self.kind == ContactKind.PHONE else "email"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a message says it is from. `contact` is None when no usable address was given."""

    contact: Contact | None
    #: Whether the address was known before this message.
    known: bool
    #: The member of staff this address belongs to, and the service whose own mailbox it is.
    agent: Agent | None = None
    service_key: str | None = None
    #: Mailboxes of the services an agent works in, as persons: who reads them answers from their own address.
    mailbox_persons: tuple[int, ...] = ()

    @property
    def answers_for(self) -> tuple[int, ...]:
        """Persons whose reply addresses the sender may use."""
        return (self.contact.person_id, *self.mailbox_persons) if self.contact else ()

    @property
    def person_id(self) -> int | None:
        return self.contact.person_id if self.contact else None

    @property
    def is_staff(self) -> bool:
        return self.agent is not None or self.service_key is not None

    @property
    def role(self) -> str:
        return self.agent.role if self.agent else "agent" if self.service_key else "citizen"


def find_sender(
    session: Session, parsed: ParsedMessage, envelope_from: str, in_force: InForce, now: datetime
) -> Sender:
    """Who wrote `parsed`, made known when new. The header decides, the envelope when there is none."""
    written = parsed.sender.address if parsed.sender else envelope_from
    name = parsed.sender.name if parsed.sender else ""
    try:
        kind, value, written = read_contact(parsed.channel, written)
    except InvalidValue:
        return Sender(contact=None, known=False)
    found = find_contact(session, kind, value)
    known = found is not None
    if found is None:
        found = _add_contact(session, kind, value, written, name, now)
    agent = in_force.organisation.agent_with(value)
    if agent is not None and agent.closed:
        agent = None
    service = next(
        (key for key, person in in_force.service_persons.items() if person == found.person_id), None
    )
    mailboxes = tuple(
        in_force.service_persons[key]
        for key in (agent.services if agent else ())
        if key in in_force.service_persons
    )
    return Sender(found, known, agent, service, mailboxes)


def find_contact(session: Session, kind: ContactKind, value: str) -> Contact | None:
    """The contact point with exactly this value (EmailAddress.key or E.164)."""
    row = session.connection().execute(_CONTACT_WITH_VALUE, {"kind": kind, "value": value}).first()
    return _contact(row) if row else None


def contact_of(
    session: Session,
    person_id: int,
    *,
    prefer: str | None = None,
    contact_id: int | None = None,
    channels: Collection[str] = ("email", "sms"),
) -> Contact | None:
    """How to reach a person: on the channel they prefer, else at `contact_id`, else by any way that works.

    `prefer` overrides the person's own preference; only `channels` are looked at. None when nothing
    reachable is known.
    """
    rows = map(_contact, session.connection().execute(_CONTACTS_OF_PERSON, {"person": person_id}))
    usable = [row for row in rows if row.reachable and row.channel in channels]
    if not usable:
        return None
    wanted = prefer or usable[0].preferred
    return min(
        usable, key=lambda row: (row.channel != wanted if wanted else False, row.contact_id != contact_id)
    )


#: Reasons of permanent failures after which an address or number counts as unreachable.
UNREACHABLE = frozenset({"no_such_address", "invalid_number", "not_a_mobile", "unknown_number"})


def mark_contact(session: Session, written: str, reason: str, sentence: str, now: datetime) -> None:
    """Note what a carrier's reason for a permanent failure says about the contact itself, if anything."""
    values: dict[str, object] = {}
    if reason == "opted_out":
        values = {"opted_out_at": now}
    elif reason in UNREACHABLE:
        values = {"unreachable_since": now, "unreachable_reason": sentence}
    if values:
        session.connection().execute(
            sa.update(_contacts).where(_contacts.c.written == written).values(**values)
        )


def mark_reachable(session: Session, contact_id: int) -> bool:
    """Whoever wrote from there, proved, can be written to again; whether it was marked otherwise."""
    statement = (
        sa.update(_contacts)
        .where(_contacts.c.id == contact_id, _contacts.c.unreachable_since.is_not(None))
        .values(unreachable_since=None, unreachable_reason="")
    )
    return bool(session.connection().execute(statement).rowcount)


def read_contact(channel: str, written: str) -> tuple[ContactKind, str, str]:
    if channel == "sms":
        number = PhoneNumber.parse(written)
        return ContactKind.PHONE, number.e164, number.e164
    address = EmailAddress.parse(written)
    return ContactKind.EMAIL, address.key, address.envelope


def _contact(row: sa.Row[Any]) -> Contact:
    return Contact(
        person_id=row.person_id,
        contact_id=row.id,
        kind=ContactKind(row.kind),
        value=row.value,
        written=row.written,
        name=row.name,
        locale=row.locale,
        reachable=row.opted_out_at is None and row.unreachable_since is None,
        preferred=row.preferred_channel,
    )


def _add_contact(
    session: Session, kind: ContactKind, value: str, written: str, name: str, now: datetime
) -> Contact:
    connection = session.connection()
    person_id: int = connection.execute(
        _ADD_PERSON, {"kind": "citizen", "name": name[:200], "locale": "fr", "created_at": now}
    ).scalar_one()
    contact = {
        "person_id": person_id,
        "kind": kind,
        "value": value,
        "written": written,
        "created_at": now,
        "unreachable_reason": "",
    }
    contact_id: int = connection.execute(_ADD_CONTACT, contact).scalar_one()
    return Contact(person_id, contact_id, kind, value, written, name[:200], "fr", reachable=True)


def describe_person(session: Session, person_id: int) -> dict[str, Any]:
    """Everything a command shows of a person: contacts, preference, requests (newest first)."""
    connection = session.connection()
    person = connection.execute(sa.select(_people).where(_people.c.id == person_id)).mappings().one()
    contacts = connection.execute(
        sa.select(_contacts).where(_contacts.c.person_id == person_id).order_by(_contacts.c.id)
    ).mappings()
    requests = connection.execute(
        sa.select(_requests.c.year, _requests.c.number, _requests.c.state, _requests.c.subject)
        .where(_requests.c.requester_id == person_id)
        .order_by(_requests.c.id.desc())
        .limit(50)
    )
    return {
        "id": person_id,
        "name": person["name"],
        "locale": person["locale"],
        "preferred_channel": person["preferred_channel"],
        "contacts": [
            {
                "contact": PhoneNumber(row["value"]).national if row["kind"] == "phone" else row["written"],
                "verified_at": row["verified_at"],
                "opted_out_at": row["opted_out_at"],
                "unreachable": row["unreachable_reason"] if row["unreachable_since"] else "",
            }
            for row in contacts
        ],
        "requests": [
            {"reference": f"{row.year}-{row.number:05d}", "state": row.state, "subject": row.subject}
            for row in requests
        ],
    }
