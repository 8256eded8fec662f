"""What is wrong about a person is put right; who objects is not written to any more (GDPR art. 16 and 21)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.people.contacts import Contact, find_contact, read_contact
from dispatch.people.merging import is_staff, known_as
from models.errors import InvalidValue, UserError
from models.tables.columns import table_of
from models.tables.outbox import STOPPABLE, OutboundMessage, OutboundState
from models.tables.people import ContactPoint, Person
from models.tables.requests import Participant, RequestRow
from models.tables.texts import ContactCode
from models.vocabulary import OPEN_KINDS

_people, _contacts, _outbox = table_of(Person), table_of(ContactPoint), table_of(OutboundMessage)
_requests, _participants, _codes = table_of(RequestRow), table_of(Participant), table_of(ContactCode)


def rectify(
    session: Session, found: Contact, *, name: str | None, locale: str, contact: str, region: str
) -> list[str]:
    """Put right a name (None: as it is), a language ('': as it is), the contact itself ('': as it is); what
    was put right. What still waits to be sent follows. Raises UserError.
    """
    if name is not None and not name.strip():
        raise UserError("A name that is empty puts nothing right. To have somebody forgotten: people erase")
    if locale and locale not in ("fr", "en"):
        raise UserError(f"'{locale[:20]}' is no language of Guichet; write fr or en.")
    run, changed = session.connection().execute, []
    if name is not None:
        changed.append("name")
        _rename(session, found.person_id, " ".join(name.split()))
    if locale:
        changed.append("locale")
        run(sa.update(_people).where(_people.c.id == found.person_id).values(locale=locale))
        mine = sa.and_(_requests.c.requester_id == found.person_id, _requests.c.state_kind.in_(OPEN_KINDS))
        run(sa.update(_requests).where(mine).values(locale=locale))
    if contact:
        changed.append("contact")
        _readdress(session, found, contact, region)
    return changed


def _rename(session: Session, person_id: int, name: str) -> None:
    """The new name everywhere it is read from, and on letters that have not left."""
    run = session.connection().execute
    run(sa.update(_people).where(_people.c.id.in_(known_as(session, person_id))).values(name=name))
    run(sa.update(_outbox).where(_waiting_for(person_id)).values(recipient_name=name))


def _readdress(session: Session, found: Contact, contact: str, region: str) -> None:
    """Another address or number in the place of this one, for letters that wait and where it is in copy."""
    run = session.connection().execute
    try:
        kind, value, written = read_contact("email" if "@" in contact else "sms", contact, region)
    except InvalidValue as wrong:
        raise UserError(wrong.public) from wrong
    if kind != found.kind:
        raise UserError("An address becomes an address, a number a number. To add one: guichet people link")
    if find_contact(session, kind, value) is not None:
        raise UserError("That is somebody's already: guichet people merge")
    fresh: dict[str, Any] = {"verified_at": None, "unreachable_since": None, "unreachable_reason": ""}
    run(
        sa.update(_contacts)
        .where(_contacts.c.id == found.contact_id)
        .values(value=value, written=written, **fresh)
    )
    waiting = sa.and_(_waiting_for(found.person_id), _outbox.c.recipient == found.written)
    # A code proves the address it was made for.
    run(sa.delete(_codes).where(_codes.c.kind == kind, _codes.c.value == found.value))
    run(
        sa.update(_outbox)
        .where(waiting, _outbox.c.notice == "contact_code")
        .values(state=OutboundState.CANCELED, last_error="the address was put right")
    )
    run(sa.update(_outbox).where(waiting).values(recipient=written))
    there = sa.select(_participants.c.request_id).where(_participants.c.address == value).scalar_subquery()
    copied = _participants.c.address == found.value
    run(sa.delete(_participants).where(copied, _participants.c.request_id.in_(there)))
    run(sa.update(_participants).where(copied).values(address=value))


def object_to_notices(session: Session, person_id: int, now: datetime) -> None:
    """Send this person no notice any more; what waits is canceled. Raises UserError for staff: their work
    comes to them as long as they have it.
    """
    if is_staff(session, person_id):
        raise UserError("This is a member of staff or a service: their notices are their work.")
    run = session.connection().execute
    run(sa.update(_people).where(_people.c.id == person_id).values(objected_at=now))
    run(
        sa.update(_outbox)
        .where(_waiting_for(person_id))
        .values(state=OutboundState.CANCELED, last_error="the person objected")
    )


def withdraw_objection(session: Session, person_id: int) -> None:
    """They want to be written to again."""
    session.connection().execute(sa.update(_people).where(_people.c.id == person_id).values(objected_at=None))


def _waiting_for(person_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(_outbox.c.person_id == person_id, _outbox.c.state.in_(STOPPABLE))
