"""Who must be told of what: every notice is written to the outbox from here, beside the fact it tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.notices.catalogue import notice_of
from dispatch.notices.queue import enqueue
from dispatch.people.contacts import Contact, contact_of
from models.settings.settings import Settings
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from models.tables.outbox import OutboundMessage
from models.tables.requests import Request
from models.values import EmailAddress

_inbound, _outbox = table_of(InboundMessage), table_of(OutboundMessage)
#: Ids named in References: enough for every client to thread, short enough for every relay.
THREAD_IDS = 10


@dataclass(frozen=True, slots=True)
class Fact:
    """What happened, as the notices about it need it: `cause` makes each of them unique (`inbound:42`)."""

    request: Request
    cause: str
    now: datetime
    entry_id: int | None = None
    inbound_id: int | None = None
    #: Who wrote the message that is being answered, and its Message-ID: what they are told answers it.
    answers: tuple[int | None, str] = (None, "")
    #: Whether the request is being made now: nothing was written about it before.
    is_new: bool = False
    #: The ways out that this town has: a notice on any other channel would wait for ever.
    channels: tuple[str, ...] = ("email",)


def tell_requester(
    session: Session,
    fact: Fact,
    notice: str,
    *,
    data: dict[str, Any] | None = None,
    attachment_ids: Sequence[int] = (),
    contact: Contact | None = None,
    not_before: datetime | None = None,
) -> bool:
    """Tell who asked, where they last wrote from or prefer; False when they cannot be reached.

    `not_before`: when it may leave at the earliest, so that whoever wrote it can withdraw it.
    """
    request = fact.request
    channels = _channels(fact, notice, "requester", data)
    if contact is None or contact.channel not in channels:
        contact = contact_of(
            session, request.requester_id, contact_id=request.reply_contact_id, channels=channels
        )
    if contact is None:
        return False
    _enqueue(session, fact, notice, "requester", contact, request.locale, data, attachment_ids, not_before)
    return True


def tell_staff(
    session: Session,
    fact: Fact,
    in_force: InForce,
    notice: str,
    *,
    data: dict[str, Any] | None = None,
    attachment_ids: Sequence[int] = (),
    besides: int | None = None,
) -> int:
    """Tell the assignee; when there is none to reach, the service's mailbox; else its managers, else administrators.

    How many were told. `besides` is the person who did it: nobody is told of their own doing.
    """
    channels = _channels(fact, notice, "agent", data)
    for persons in staff_of(in_force, fact.request):
        others = [person_id for person_id in persons if person_id != besides]
        contacts = [contact_of(session, person_id, channels=channels) for person_id in others]
        reached = [contact for contact in contacts if contact is not None]
        for contact in reached:
            _enqueue(session, fact, notice, "agent", contact, contact.locale, data, attachment_ids)
        if reached or besides in persons:
            return len(reached)
    return 0


def tell_person(
    session: Session,
    fact: Fact,
    notice: str,
    contact: Contact,
    audience: str,
    *,
    data: dict[str, Any] | None = None,
    attachment_ids: Sequence[int] = (),
) -> None:
    """Tell one person about a request, wherever they stand in it; elsewhere when there are no words for that channel."""
    channels = _channels(fact, notice, audience, data)
    reached = (
        contact if contact.channel in channels else contact_of(session, contact.person_id, channels=channels)
    )
    if reached is not None:
        _enqueue(session, fact, notice, audience, reached, reached.locale, data, attachment_ids)


def tell_address(
    session: Session,
    fact: Fact,
    notice: str,
    address: EmailAddress,
    locale: str,
    *,
    attachment_ids: Sequence[int] = (),
) -> None:
    """Tell an address that belongs to nobody we know (a rule's copy)."""
    enqueue(
        session,
        notice=notice,
        channel="email",
        audience="agent",
        locale=locale,
        recipient=address.envelope,
        request_id=fact.request.id,
        entry_id=fact.entry_id,
        inbound_id=fact.inbound_id,
        unique_key=f"{notice}:{fact.cause}:{address.key}"[:255],
        attachment_ids=list(attachment_ids),
        now=fact.now,
    )


def staff_of(in_force: InForce, request: Request) -> list[list[int]]:
    """Persons who must hear of a request: its assignee; failing that its service's mailbox, managers, administrators.

    Who left hears nothing any more.
    """
    organisation = in_force.organisation
    tiers: list[list[int]] = []
    assignee = organisation.agent(in_force.agent_key(request.assignee_id))
    if assignee is not None and not assignee.closed and assignee.key in in_force.agent_persons:
        tiers.append([in_force.agent_persons[assignee.key]])
    service = in_force.service_key(request.service_id) or organisation.town.default_service
    if service in in_force.service_persons:
        tiers.append([in_force.service_persons[service]])
    managers = [
        in_force.agent_persons[agent.key]
        for agent in organisation.managers_of(service)
        if agent.key in in_force.agent_persons
    ]
    administrators = [
        in_force.agent_persons[agent.key]
        for agent in organisation.agents
        if agent.role == "administrator" and not agent.closed and agent.key in in_force.agent_persons
    ]
    return [*tiers, managers, administrators]


def ways_out(settings: Settings) -> tuple[str, ...]:
    """The channels on which something can leave."""
    return ("email",) if settings.sms.carrier == "none" else ("email", "sms")


def _channels(fact: Fact, notice: str, audience: str, data: dict[str, Any] | None) -> tuple[str, ...]:
    """Those that have words for this notice and a way out."""
    return tuple(way for way in notice_of(notice, audience, data or {}).channels if way in fact.channels)


def _enqueue(
    session: Session,
    fact: Fact,
    notice: str,
    audience: str,
    contact: Contact,
    locale: str,
    data: dict[str, Any] | None,
    attachment_ids: Sequence[int],
    not_before: datetime | None = None,
) -> None:
    request_id = fact.request.id
    assert request_id is not None
    enqueue(
        session,
        notice=notice,
        channel=contact.channel,
        audience=audience,
        locale=locale,
        person_id=contact.person_id,
        recipient=contact.written,
        recipient_name=contact.name,
        request_id=request_id,
        entry_id=fact.entry_id,
        inbound_id=fact.inbound_id,
        unique_key=f"{notice}:{fact.cause}:{contact.contact_id}",
        data=data or {},
        attachment_ids=list(attachment_ids),
        thread_ids=_thread_ids(session, fact, request_id, contact.person_id),
        not_before=not_before,
        now=fact.now,
    )


def _thread_ids(session: Session, fact: Fact, request_id: int, person_id: int) -> list[str]:
    """Message-IDs that this person wrote or was sent about the request, oldest first.

    The message being answered comes last, wherever it stands in time.
    """
    writer, answered = fact.answers
    last = [answered] if answered and writer == person_id else []
    if fact.is_new:
        return last
    written = sa.select(_inbound.c.message_id, _inbound.c.received_at.label("at")).where(
        _inbound.c.request_id == request_id,
        _inbound.c.person_id == person_id,
        _inbound.c.message_id.not_in(("", answered)),
    )
    sent = sa.select(_outbox.c.message_id, _outbox.c.created_at.label("at")).where(
        _outbox.c.request_id == request_id,
        _outbox.c.person_id == person_id,
        _outbox.c.message_id.is_not(None),
    )
    both = sa.union_all(written, sent).subquery()
    newest = sa.select(both.c.message_id).order_by(both.c.at.desc()).limit(THREAD_IDS)
    return [*reversed(session.connection().execute(newest).scalars().all()), *last]
