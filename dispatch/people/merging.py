"""Two contacts turn out to be one person's: what belongs to either belongs to that one from then on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.people.contacts import Contact, find_contact
from models.errors import UserError
from models.signing.tokens import Signer
from models.tables.acts import Forwarding
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from models.tables.organisation import AgentRow, OfficialRow, ServiceRow
from models.tables.outbox import OutboundMessage
from models.tables.people import ContactPoint, Person
from models.tables.proofs import Confirmation
from models.tables.requests import RequestRow
from models.tables.rights import DataRequest
from models.tables.sessions import (
    CalendarFeed,
    Challenge,
    Draft,
    Passkey,
    SavedView,
    SentForm,
    SignIn,
    WebSession,
)
from models.tables.texts import ContactCode, RemoteFile, UploadLink
from models.values import ContactKind

_contacts, _people, _requests = table_of(ContactPoint), table_of(Person), table_of(RequestRow)
_agents, _services, _officials = table_of(AgentRow), table_of(ServiceRow), table_of(OfficialRow)
#: Whatever names a person, but the history, which is never changed, and requests, which call them otherwise.
_THEIRS = [
    table_of(each)
    for each in (
        ContactPoint,
        InboundMessage,
        OutboundMessage,
        UploadLink,
        ContactCode,
        RemoteFile,
        Confirmation,
        DataRequest,
        WebSession,
        SignIn,
        Forwarding,
        SavedView,
        Draft,
        CalendarFeed,
        Passkey,
        Challenge,
        SentForm,
    )
]


def link_contacts(
    session: Session, contact: Contact, kind: ContactKind, value: str, written: str, now: datetime
) -> int:
    """Make both contacts one person's, which the caller has proved; the id of that person.

    When both were somebody's already, the person with the email address stays: reply addresses are signed
    for them. Everything moves along; lines of their history keep who wrote them. Raises UserError when two
    records would become one of which one is staff.
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


def known_as(session: Session, *person_ids: int) -> tuple[int, ...]:
    """These persons, and the records that turned out to be theirs: what they wrote before keeps those."""
    earlier = session.connection().execute(
        sa.select(_people.c.id).where(_people.c.merged_into_id.in_(person_ids)).order_by(_people.c.id)
    )
    return (*person_ids, *earlier.scalars())


def all_known_as(session: Session, person_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """The same of each of several persons."""
    earlier = sa.select(_people.c.id, _people.c.merged_into_id).where(
        _people.c.merged_into_id.in_(person_ids)
    )
    found = {each: [each] for each in person_ids}
    for person_id, into in session.connection().execute(earlier.order_by(_people.c.id)):
        found[into].append(person_id)
    return {each: tuple(records) for each, records in found.items()}


def is_made_for(
    session: Session, signer: Signer, token: str, person_ids: Sequence[int], now: datetime
) -> bool:
    """Whether a signed address was made for one of these persons, under whatever record of theirs."""
    if signer.find_person(token, person_ids, now) is not None:
        return True
    earlier = known_as(session, *person_ids)[len(person_ids) :]
    return bool(earlier) and signer.find_person(token, earlier, now) is not None


def made_at(
    session: Session,
    signer: Signer,
    token: str,
    person_ids: Sequence[int],
    now: datetime,
    stamps: Collection[int],
) -> int | None:
    """At which of the `stamps` a signed address was made for one of these persons; None when for nobody."""
    found = signer.find_made(token, known_as(session, *person_ids), now, stamps)
    return found[1] if found is not None else None


def is_staff(session: Session, person_id: int) -> bool:
    """Whether the organisation names somebody, or did: agents, mailboxes of services, elected officials."""
    run = session.connection().execute
    return any(
        run(sa.select(table.c.id).where(table.c.person_id == person_id)).first() is not None
        for table in (_agents, _services, _officials)
    )


def _merge(session: Session, stays: int, goes: int) -> None:
    """Everything of `goes` is `stays`' from now on, what stops an erasure or a notice included: a hold or an
    objection of either is both's.
    """
    if is_staff(session, stays) or is_staff(session, goes):
        raise UserError("One of them is staff: the contacts of staff stand in the organisation.")
    run = session.connection().execute
    run(sa.update(_requests).where(_requests.c.requester_id == goes).values(requester_id=stays))
    for table in _THEIRS:
        run(sa.update(table).where(table.c.person_id == goes).values(person_id=stays))
    both = {row.id: row for row in run(sa.select(_people).where(_people.c.id.in_((stays, goes))))}
    one, other = both[stays], both[goes]
    held = [each for each in (one, other) if each.held_since is not None]
    found = {
        "name": one.name or other.name,
        "preferred_channel": one.preferred_channel or other.preferred_channel,
        "told_phone": one.told_phone or other.told_phone,
        "objected_at": one.objected_at or other.objected_at,
        "held_since": min((each.held_since for each in held), default=None),
        "held_because": "; ".join(dict.fromkeys(each.held_because for each in held)),
    }
    run(sa.update(_people).where(_people.c.id == stays).values(**found))
    # Their name stays where they wrote, and nowhere else.
    nowhere = {"preferred_channel": None, "told_phone": "", "merged_into_id": stays}
    run(
        sa.update(_people)
        .where(_people.c.id == goes)
        .values(held_since=found["held_since"], held_because=found["held_because"], **nowhere)
    )
    run(sa.update(_people).where(_people.c.merged_into_id == goes).values(merged_into_id=stays))
