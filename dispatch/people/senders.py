"""Who wrote. From is not proof: it only says whom an answer goes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.people.contacts import (
    Contact,
    contact_of,
    find_contact,
    read_contact,
    remember_contact,
    takes_texts,
)
from intake.message import ParsedMessage
from models.errors import InvalidValue
from models.organisation import Agent
from models.store.batching.rows import add_row
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.people import ContactPoint, Person
from models.values import ContactKind

_contacts, _people = table_of(ContactPoint), table_of(Person)
#: A login's person is staff without an address.
_LOGIN = sa.select(_people.c.id).where(
    _people.c.kind == "internal",
    _people.c.name == sa.bindparam("login"),
    ~sa.exists().where(_contacts.c.person_id == _people.c.id),
)


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
    def staff_name(self) -> str:
        """A member of staff as the access log names them: `agent:KEY`, `service:KEY`."""
        return f"agent:{self.agent.key}" if self.agent is not None else f"service:{self.service_key}"

    @property
    def role(self) -> str:
        return self.agent.role if self.agent else "agent" if self.service_key else "citizen"


def find_sender(
    session: Session, parsed: ParsedMessage, envelope_from: str, in_force: InForce, now: datetime
) -> Sender:
    """Who wrote `parsed`, made known when new. The header decides, the envelope when there is none.

    What is no single mailbox strictly written in From is nobody we know: a known address is not taken for it.
    """
    written = parsed.sender.address if parsed.sender else envelope_from
    name = parsed.sender.name if parsed.sender else ""
    try:
        kind, value, written = read_contact(parsed.channel, written, in_force.organisation.town.region)
    except InvalidValue:
        return Sender(contact=None, known=False)
    found = find_contact(session, kind, value)
    known = found is not None
    if known and _is_nobody(parsed):
        return Sender(contact=None, known=False)
    if found is None:
        found = _add_contact(session, kind, value, written, name, now)
    agent = in_force.organisation.agent_with(value)
    if agent is not None and agent.closed:
        agent = None
    service = next(
        (key for key, person in in_force.service_persons.items() if person == found.person_id), None
    )
    return Sender(found, known, agent, service, _mailboxes(in_force, agent))


def sender_of_agent(session: Session, person_id: int, in_force: InForce) -> Sender | None:
    """An agent as the sender of what they confirmed, wherever it came from; None when they left."""
    contact = contact_of(session, person_id, channels=("email",))
    key = in_force.agent_of(person_id)
    agent = next((each for each in in_force.organisation.agents if each.key == key and not each.closed), None)
    if contact is None or agent is None:
        return None
    return Sender(contact, known=True, agent=agent, mailbox_persons=_mailboxes(in_force, agent))


def _mailboxes(in_force: InForce, agent: Agent | None) -> tuple[int, ...]:
    persons = in_force.service_persons
    return tuple(persons[key] for key in (agent.services if agent else ()) if key in persons)


def _is_nobody(parsed: ParsedMessage) -> bool:
    """Whether From names no single mailbox strictly, so that whom it seems to name may be somebody else."""
    if parsed.channel == "sms":
        return False
    return parsed.sender is None or parsed.sender_doubt not in ("", "list")


def _add_contact(
    session: Session, kind: ContactKind, value: str, written: str, name: str, now: datetime
) -> Contact:
    person = {"kind": "citizen", "name": name[:200], "locale": "fr", "created_at": now}
    person_id = add_row(session, _people, person)
    contact = {
        "person_id": person_id,
        "kind": kind,
        "value": value,
        "written": written,
        "created_at": now,
        "unreachable_reason": "",
    }
    contact_id = add_row(session, _contacts, contact)
    reachable = kind != ContactKind.PHONE or takes_texts(value)
    made = Contact(person_id, contact_id, kind, value, written, name[:200], "fr", reachable=reachable)
    remember_contact(session, made)
    return made


def know_contact(session: Session, written: str, name: str, now: datetime) -> Contact:
    """The contact point of an address or number as people write it, made known with `name` when new.

    Raises InvalidValue.
    """
    kind, value, sendable = read_contact("email" if "@" in written else "sms", written)
    found = find_contact(session, kind, value)
    return found if found is not None else _add_contact(session, kind, value, sendable, name, now)


def note_told_phone(session: Session, person_id: int, phone: str) -> None:
    """Keep a number (E.164) that somebody wrote into a form with the person: shown to staff, never texted."""
    session.connection().execute(sa.update(_people).where(_people.c.id == person_id).values(told_phone=phone))


def person_of_login(session: Session, login: str, now: datetime) -> int:
    """The person who stands in histories for a login of this machine that is no agent's; made when new."""
    row = session.connection().execute(_LOGIN, {"login": login}).first()
    if row is not None:
        return int(row.id)
    person = {"kind": "internal", "name": login, "locale": "fr", "created_at": now}
    return add_row(session, _people, person)
