"""Who must be told of what: every notice is written to the outbox from here, beside the fact it tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.outbox import enqueue
from dispatch.people import Contact, contact_of
from models.columns import table_of
from models.ledger import InboundMessage
from models.organisation_store import InForce
from models.requests import Request

_inbound = table_of(InboundMessage)
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


def tell_requester(
    session: Session,
    fact: Fact,
    notice: str,
    *,
    data: dict[str, Any] | None = None,
    attachment_ids: Sequence[int] = (),
    contact: Contact | None = None,
) -> bool:
    """Tell who asked, where they last wrote from or prefer; False when they cannot be reached."""
    request = fact.request
    contact = contact or contact_of(session, request.requester_id, contact_id=request.reply_contact_id)
    if contact is None:
        return False
    _enqueue(session, fact, notice, "requester", contact, request.locale, data, attachment_ids)
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
    """Tell the assignee; without one the service's mailbox; without that its managers. How many were told.

    `besides` is the person who did it: nobody is told of their own doing.
    """
    persons = staff_of(in_force, fact.request)
    told = 0
    for person_id in persons:
        if person_id == besides:
            continue
        contact = contact_of(session, person_id)
        if contact is not None:
            _enqueue(session, fact, notice, "agent", contact, contact.locale, data, attachment_ids)
            told += 1
    return told


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
    """Tell one person about a request, wherever they stand in it."""
    _enqueue(session, fact, notice, audience, contact, contact.locale, data, attachment_ids)


def staff_of(in_force: InForce, request: Request) -> list[int]:
    """Persons who must hear of a request: its assignee, else its service's mailbox, else managers."""
    organisation = in_force.organisation
    assignee = in_force.agent_key(request.assignee_id)
    if assignee is not None and assignee in in_force.agent_persons:
        return [in_force.agent_persons[assignee]]
    service = in_force.service_key(request.service_id) or organisation.town.default_service
    if service in in_force.service_persons:
        return [in_force.service_persons[service]]
    return [
        in_force.agent_persons[agent.key]
        for agent in organisation.managers_of(service)
        if agent.key in in_force.agent_persons
    ]


def _enqueue(
    session: Session,
    fact: Fact,
    notice: str,
    audience: str,
    contact: Contact,
    locale: str,
    data: dict[str, Any] | None,
    attachment_ids: Sequence[int],
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
        thread_ids=_thread_ids(session, request_id, contact.person_id),
        now=fact.now,
    )


def _thread_ids(session: Session, request_id: int, person_id: int) -> list[str]:
    """Message-IDs this person wrote about the request, oldest first."""
    query = (
        sa.select(_inbound.c.message_id)
        .where(
            _inbound.c.request_id == request_id,
            _inbound.c.person_id == person_id,
            _inbound.c.message_id != "",
        )
        .order_by(_inbound.c.id.desc())
        .limit(THREAD_IDS)
    )
    return list(reversed(session.connection().execute(query).scalars().all()))
