"""What the rules may ask of a message, gathered from what was read of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.decision import AttachmentFacts, Facts
from dispatch.people import Sender
from intake.mail.subjects import is_forward
from intake.message import ParsedMessage
from models.columns import table_of
from models.directory import ServiceRow
from models.errors import InvalidValue
from models.organisation_store import InForce
from models.people import ContactKind
from models.requests import Request
from models.values import EmailAddress

_requests, _services = table_of(Request), table_of(ServiceRow)


def facts_of(
    parsed: ParsedMessage,
    recipients: tuple[str, ...],
    sender: Sender,
    door: str,
    received_at: datetime,
    language: str,
) -> Facts:
    """One message as the rules see it; recipients without their +detail."""
    contact = sender.contact
    return Facts(
        received_at=received_at,
        door=door,
        channel=parsed.channel,
        recipients=tuple(dict.fromkeys(_plain(address) for address in recipients)),
        sender_address=contact.value if contact and contact.kind == ContactKind.EMAIL else "",
        sender_phone=contact.value if contact and contact.kind == ContactKind.PHONE else "",
        known_person=sender.known,
        role=sender.role,
        subject=parsed.bare_subject or parsed.subject,
        text=parsed.text,
        reply=parsed.opening if is_forward(parsed.subject) else parsed.words,
        attachments=tuple(
            AttachmentFacts(item.filename, item.content_type, item.size_bytes, item.latitude, item.longitude)
            for item in parsed.attachments
            if not item.decorative
        ),
        language=language,
    )


def open_loads(session: Session, in_force: InForce) -> Mapping[str, int]:
    """Open requests by agent key; empty when no service shares work by load."""
    if not any(service.assignment == "least_loaded" for service in in_force.organisation.services):
        return {}
    query = (
        sa.select(_requests.c.assignee_id, sa.func.count())
        .where(_requests.c.state_kind.in_(("new", "open", "waiting")), _requests.c.assignee_id.is_not(None))
        .group_by(_requests.c.assignee_id)
    )
    counts = {in_force.agent_key(agent_id): count for agent_id, count in session.connection().execute(query)}
    return {key: count for key, count in counts.items() if key is not None}


def _plain(address: str) -> str:
    try:
        return EmailAddress.parse(address).base.key
    except InvalidValue:
        return address


def service_turns(session: Session, in_force: InForce) -> Mapping[str, int]:
    """How many requests each service has had; empty when no service takes turns."""
    if not any(service.assignment == "round_robin" for service in in_force.organisation.services):
        return {}
    rows = session.connection().execute(sa.select(_services.c.key, _services.c.turn))
    return {row.key: row.turn for row in rows}
