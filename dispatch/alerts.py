"""Notices that belong to no request: to the administrators, or to somebody whose message was refused."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from dispatch.outbox import enqueue
from dispatch.people import Contact, contact_of
from models.organisation_store import InForce


def tell_administrators(
    session: Session,
    in_force: InForce,
    notice: str,
    cause: str,
    now: datetime,
    *,
    data: dict[str, Any],
    inbound_id: int | None = None,
) -> int:
    """Tell every administrator, once per cause; how many were told."""
    told = 0
    for agent in in_force.organisation.agents:
        if agent.role != "administrator" or agent.closed or agent.key not in in_force.agent_persons:
            continue
        contact = contact_of(session, in_force.agent_persons[agent.key], prefer="email")
        if contact is not None:
            tell_outside_a_request(
                session,
                notice,
                contact,
                cause,
                now,
                data=data,
                inbound_id=inbound_id,
                audience="administrator",
            )
            told += 1
    return told


def tell_outside_a_request(
    session: Session,
    notice: str,
    contact: Contact,
    cause: str,
    now: datetime,
    *,
    data: dict[str, Any],
    inbound_id: int | None = None,
    audience: str = "requester",
    locale: str | None = None,
) -> None:
    """Write one notice to `contact`, once per cause."""
    enqueue(
        session,
        notice=notice,
        channel=contact.channel,
        audience=audience,
        locale=locale or contact.locale,
        person_id=contact.person_id,
        recipient=contact.written,
        recipient_name=contact.name,
        request_id=None,
        entry_id=None,
        inbound_id=inbound_id,
        unique_key=f"{notice}:{cause}:{contact.contact_id}",
        data=data,
        attachment_ids=[],
        thread_ids=[],
        now=now,
    )
