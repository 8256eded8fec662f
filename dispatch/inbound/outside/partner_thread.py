"""Whether a message is a partner's, about a request that was passed on to them, and how that is known.

The signed address of the letter counts for the address that the letter went to, and for another person of the
partner's own domain; a domain at which anybody has an address is nobody's own. Without that address only the
very address that the letter went to is the partner's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.inbound.outside.their_numbers import names_number
from dispatch.people.merging import known_as
from dispatch.people.senders import Sender
from models.errors import InvalidValue
from models.organisation.partners import ANYBODYS
from models.signing.tokens import Signer
from models.store.organisations import InForce
from models.tables.acts import Forwarding
from models.tables.columns import table_of
from models.tables.people import ContactPoint
from models.values import EmailAddress

_forwardings, _contacts = table_of(Forwarding), table_of(ContactPoint)
#: The latest requests passed on to one partner, looked at for a number of theirs.
_LATEST = 200


@dataclass(frozen=True, slots=True)
class Theirs:
    """The time that a request was passed on which a message answers; `stranger`: not its partner wrote it."""

    forwarding_id: int
    request_id: int
    stranger: bool = False


def by_address(
    session: Session,
    signer: Signer,
    token: str,
    request_id: int,
    sender: Sender,
    in_force: InForce,
    now: datetime,
) -> Theirs | None:
    """What the signed address of a letter to a partner proves; None when it was made for none of them."""
    for row in _of_request(session, request_id):
        persons = known_as(session, row.person_id)
        if signer.find_person(token, persons, now) is None:
            continue
        theirs = sender.person_id in persons or _is_colleague(session, row, persons, sender, in_force)
        return Theirs(row.id, request_id, stranger=not theirs)
    return None


def by_letter(
    session: Session, request_id: int, person_id: int | None, sender: Sender, in_force: InForce
) -> Theirs | None:
    """What the return address of a letter to `person_id` proves; None when the request never went to them."""
    for row in _of_request(session, request_id):
        persons = known_as(session, row.person_id)
        if person_id in persons:
            theirs = sender.person_id in persons or _is_colleague(session, row, persons, sender, in_force)
            return Theirs(row.id, request_id, stranger=not theirs)
    return None


def by_request(session: Session, request_id: int, sender: Sender) -> Theirs | None:
    """Whether a request that a message names was passed on to the very address that wrote."""
    if sender.person_id is None or sender.is_staff:
        return None
    persons = known_as(session, sender.person_id)
    found = next((row for row in _of_request(session, request_id) if row.person_id in persons), None)
    return Theirs(found.id, request_id) if found is not None else None


def by_their_number(session: Session, subject: str, sender: Sender) -> Theirs | None:
    """The request that a partner's own number in a subject means, when the letter went to whoever wrote."""
    if sender.person_id is None or not sender.known or sender.is_staff:
        return None
    query = (
        sa.select(_forwardings)
        .where(_forwardings.c.person_id == sender.person_id, _forwardings.c.their_number != "")
        .order_by(_forwardings.c.id.desc())
        .limit(_LATEST)
    )
    for row in session.connection().execute(query):
        if row.withdrawn_at is None and names_number(subject, row.their_number):
            return Theirs(row.id, row.request_id)
    return None


def _of_request(session: Session, request_id: int) -> list[Any]:
    query = (
        sa.select(_forwardings)
        .where(_forwardings.c.request_id == request_id, _forwardings.c.withdrawn_at.is_(None))
        .order_by(_forwardings.c.id.desc())
    )
    return list(session.connection().execute(query))


def _is_colleague(
    session: Session, row: Any, persons: tuple[int, ...], sender: Sender, in_force: InForce
) -> bool:
    """Whether somebody writes from the domain of an address that the letter went to."""
    if sender.contact is None or sender.contact.channel != "email" or sender.is_staff:
        return False
    written = session.connection().execute(
        sa.select(_contacts.c.value).where(_contacts.c.person_id.in_(persons), _contacts.c.kind == "email")
    )
    partner = in_force.organisation.partner(row.partner)
    known = (*written.scalars(), *((partner.email,) if partner is not None else ()))
    theirs = {_domain(each) for each in known} - ANYBODYS
    theirs.update(partner.domains if partner is not None else ())
    return _domain(sender.contact.value) in theirs - {""}


def _domain(address: str) -> str:
    try:
        return EmailAddress.parse(address).domain
    except InvalidValue:
        return ""
