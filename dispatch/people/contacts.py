"""Where people are reached: addresses and numbers, which of them work, and which one is preferred."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from models.store.batching.rows import batch_of
from models.tables.columns import table_of
from models.tables.organisation import AgentRow, OfficialRow
from models.tables.people import ContactPoint, Person
from models.values import ContactKind, EmailAddress, PhoneNumber
from models.vocabulary import Channel

_contacts = table_of(ContactPoint)
_people = table_of(Person)
_agents, _officials = table_of(AgentRow), table_of(OfficialRow)
#: What facts of a batch about contacts are of.
_TABLES = (_contacts, _people, _agents, _officials)
#: Reasons of permanent failures after which an address or number counts as unreachable.
UNREACHABLE = frozenset({"no_such_address", "invalid_number", "not_a_mobile", "unknown_number"})
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
    _people.c.objected_at,
).join(_people, _people.c.id == _contacts.c.person_id)
_CONTACT_WITH_VALUE = _CONTACT.where(
    _contacts.c.kind == sa.bindparam("kind"), _contacts.c.value == sa.bindparam("value")
)
_CONTACTS_WITH_VALUES = _CONTACT.where(
    _contacts.c.kind == ContactKind.EMAIL, _contacts.c.value.in_(sa.bindparam("values", expanding=True))
)
#: The newest first, each with the agent or official who its person is.
_CONTACTS_OF_PERSON = (
    _CONTACT.add_columns(_agents.c.definition.label("agent"), _officials.c.definition.label("official"))
    .outerjoin(_agents, sa.and_(_agents.c.person_id == _people.c.id, _agents.c.archived_at.is_(None)))
    .outerjoin(
        _officials, sa.and_(_officials.c.person_id == _people.c.id, _officials.c.archived_at.is_(None))
    )
    .where(_contacts.c.person_id == sa.bindparam("person"))
    .order_by(_contacts.c.id.desc())
)


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
    #: An address whose owner said ARRÊT: no news of the course of requests; what must be sent still is.
    quiet: bool = False

    @property
    def is_landline(self) -> bool:
        """Whether it is a number that no text arrives at."""
        return self.kind == ContactKind.PHONE and not takes_texts(self.value)

    @property
    def channel(self) -> Channel:
        return Channel.SMS if self.kind == ContactKind.PHONE else Channel.EMAIL


def find_contact(session: Session, kind: ContactKind, value: str) -> Contact | None:
    """The contact point with exactly this value (EmailAddress.key or E.164)."""

    def ask() -> Contact | None:
        row = session.connection().execute(_CONTACT_WITH_VALUE, {"kind": kind, "value": value}).first()
        return _contact(row) if row else None

    batch = batch_of(session)
    return ask() if batch is None else batch.fact(("contact", kind, value), ask, _TABLES)


def expect_addresses(session: Session, values: Collection[str]) -> None:
    """Look up these addresses (EmailAddress.key) at once: the batch under way will ask for each."""
    batch = batch_of(session)
    if batch is None or not values:
        return
    found = session.connection().execute(_CONTACTS_WITH_VALUES, {"values": list(values)})
    known = {row.value: _contact(row) for row in found}
    for value in values:
        batch.learn(("contact", ContactKind.EMAIL, value), known.get(value), _TABLES)


def remember_contact(session: Session, made: Contact) -> None:
    """Have the batch that the session is in know the first contact of somebody."""
    batch = batch_of(session)
    if batch is not None:
        batch.learn(("contact", made.kind, made.value), made, _TABLES)
        batch.learn(("contacts of", made.person_id), [made], _TABLES)


def contact_of(
    session: Session,
    person_id: int,
    *,
    prefer: str | None = None,
    contact_id: int | None = None,
    channels: Collection[str] = ("email", "sms"),
) -> Contact | None:
    """How to reach a person: on the channel they prefer, else at `contact_id`, else by any way that works.

    `prefer` overrides the person's own preference; only `channels` are looked at. Of several that
    are as good it is the first that the organisation lists for an agent or official, the newest of anybody
    else. None when nothing reachable is known.
    """

    def ask() -> list[Contact]:
        rows = session.connection().execute(_CONTACTS_OF_PERSON, {"person": person_id})
        return _as_the_town_lists_them([(_contact(row), row.agent or row.official) for row in rows])

    batch = batch_of(session)
    if batch is None:
        rows = ask()
    else:
        # A contact is made with its person, or written at once.
        rows = batch.fact(
            ("contacts of", person_id), ask, _TABLES, apart=not batch.has_made(_people, person_id)
        )
    usable = [row for row in rows if row.reachable and row.channel in channels]
    if not usable:
        return None
    wanted = prefer or usable[0].preferred
    return min(
        usable, key=lambda row: (row.channel != wanted if wanted else False, row.contact_id != contact_id)
    )


def _as_the_town_lists_them(found: list[tuple[Contact, Mapping[str, Any] | None]]) -> list[Contact]:
    """Contacts in the order of the organisation, where their person works there: the first address is the one
    that letters go to, others are written from. What it does not list comes last.
    """
    contacts = [contact for contact, _ in found]
    listed = found[0][1] if len(found) > 1 else None
    if not listed:
        return contacts
    written = [
        *(EmailAddress.parse(each).key for each in listed.get("emails", ())),
        *listed.get("phones", ()),
    ]
    order = {value: at for at, value in enumerate(written)}
    return sorted(contacts, key=lambda each: order.get(each.value, len(order)))


def mark_contact(session: Session, written: str, reason: str, sentence: str, now: datetime) -> None:
    """Note what a carrier's reason for a permanent failure says about the contact itself, if anything."""
    if reason == "opted_out":
        _note(session, written, opted_out_at=now)
    elif reason in UNREACHABLE:
        mark_unreachable(session, written, sentence, now)


def mark_unreachable(session: Session, written: str, sentence: str, now: datetime) -> None:
    """Nothing arrives there any more, and why: said wherever the person is shown, until they write again."""
    _note(session, written, unreachable_since=now, unreachable_reason=sentence)


def _note(session: Session, written: str, **values: object) -> None:
    session.connection().execute(sa.update(_contacts).where(_contacts.c.written == written).values(**values))


def mark_reachable(session: Session, contact_id: int) -> bool:
    """Whoever wrote from there, proved, can be written to again; whether it was marked otherwise."""
    statement = (
        sa.update(_contacts)
        .where(_contacts.c.id == contact_id, _contacts.c.unreachable_since.is_not(None))
        .values(unreachable_since=None, unreachable_reason="")
    )
    return bool(session.connection().execute(statement).rowcount)


def read_contact(channel: str, written: str, region: str = "FR") -> tuple[ContactKind, str, str]:
    """Kind, value to compare by and value to write to of an address or number as written in `region`.

    Raises InvalidValue.
    """
    if channel == "sms":
        number = PhoneNumber.parse(written, region)
        return ContactKind.PHONE, number.e164, number.e164
    address = EmailAddress.parse(written)
    return ContactKind.EMAIL, address.key, address.envelope


@lru_cache(maxsize=1024)
def takes_texts(number: str) -> bool:
    """Whether a number takes texts: that of a landline is kept and shown, and never written to."""
    return PhoneNumber(number).can_receive_text


def _contact(row: sa.Row[Any]) -> Contact:
    # A STOP by text ends all texts; an ARRÊT by mail only the news.
    stopped = row.opted_out_at is not None
    is_address = row.kind == ContactKind.EMAIL
    return Contact(
        person_id=row.person_id,
        contact_id=row.id,
        kind=ContactKind(row.kind),
        value=row.value,
        written=row.written,
        name=row.name,
        locale=row.locale,
        reachable=row.unreachable_since is None
        and row.objected_at is None
        and (is_address or (not stopped and takes_texts(row.value))),
        preferred=row.preferred_channel,
        quiet=is_address and stopped,
    )
