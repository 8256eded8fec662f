"""Who may sign in: members of staff and elected officials at their registered contacts, and whoever has a
request here; and at each call whether a session of theirs is still one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.people.contacts import Contact, find_contact, read_contact
from dispatch.people.named import is_of
from dispatch.sight.viewer import Viewer, viewer_of
from models.errors import InvalidValue
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.people import Person
from models.tables.requests import RequestRow
from models.values import ContactKind

_people, _requests = table_of(Person), table_of(RequestRow)


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may sign in, and where the proof is sent."""

    person_id: int
    as_staff: bool
    contact: Contact


def read_written(written: str, region: str) -> tuple[ContactKind, str, str] | None:
    """Kind, value and writable form of what somebody typed into the form; None when it is neither an address
    nor a number.
    """
    try:
        return read_contact("email" if "@" in written else "sms", written.strip()[:320], region)
    except InvalidValue:
        return None


def find_account(
    session: Session, in_force: InForce, kind: ContactKind, value: str, channels: tuple[str, ...]
) -> Account | None:
    """Who may sign in at this address or number; None when nobody may: unknown, gone, no way out to it.

    The mailbox of a service is nobody in particular: its readers sign in at their own addresses.
    """
    contact = find_contact(session, kind, value)
    # Asked for everybody, so that no answer is quicker than another: the database is asked the same.
    asked = sa.select(_requests.c.id).where(
        _requests.c.requester_id == (contact.person_id if contact is not None else 0),
        _requests.c.erased_at.is_(None),
    )
    has_asked = session.connection().execute(asked.limit(1)).first() is not None
    if contact is None or not contact.reachable or contact.channel not in channels:
        return None
    if contact.person_id in in_force.service_persons.values():
        return None
    agent = in_force.agent_of(contact.person_id)
    found = in_force.organisation.agent(agent)
    if found is not None and not found.closed:
        named = in_force.organisation.agent_with(value)
        # A contact taken away from an agent stays with the person, and proves nothing any more.
        is_theirs = named is not None and named.key == found.key
        return Account(contact.person_id, True, contact) if is_theirs else None
    elected = in_force.organisation.official(in_force.official_of(contact.person_id))
    if elected is not None and not elected.closed and is_of(contact, elected):
        return Account(contact.person_id, True, contact)
    return Account(contact.person_id, False, contact) if has_asked else None


def viewer_for(
    session: Session, in_force: InForce, person_id: int, *, as_staff: bool, today: date
) -> Viewer | None:
    """Who looks, as the organisation has them today; None when a session of staff is of staff no more."""
    row = (
        session.connection()
        .execute(sa.select(_people.c.name, _people.c.locale).where(_people.c.id == person_id))
        .first()
    )
    if row is None:
        return None
    viewer = viewer_of(
        in_force.organisation,
        today,
        person_id=person_id,
        agent=in_force.agent_of(person_id) if as_staff else None,
        official=in_force.official_of(person_id) if as_staff else None,
        name=row.name,
        locale=row.locale,
    )
    return None if as_staff and not (viewer.is_staff or viewer.official) else viewer
