"""Two contacts turn out to be one person's: what belongs to either belongs to that one from then on."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.people.contacts import Contact, find_contact
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from models.tables.outbox import OutboundMessage, OutboundState
from models.tables.people import ContactPoint, Person
from models.tables.requests import RequestRow
from models.values import ContactKind

_contacts, _people, _requests = table_of(ContactPoint), table_of(Person), table_of(RequestRow)
_outbox, _inbound = table_of(OutboundMessage), table_of(InboundMessage)


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
