"""What the rules may ask of a message, gathered from what was read of it."""

from __future__ import annotations

from datetime import datetime

from dispatch.people.senders import Sender
from dispatch.rules.decision import AttachmentFacts, Facts
from intake.message import ParsedMessage
from models.errors import InvalidValue
from models.values import ContactKind, EmailAddress


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
        reply=parsed.opening if parsed.is_forward else parsed.words,
        attachments=tuple(
            AttachmentFacts(item.filename, item.content_type, item.size_bytes, item.latitude, item.longitude)
            for item in parsed.attachments
            if not item.decorative
        ),
        language=language,
    )


def _plain(address: str) -> str:
    try:
        return EmailAddress.parse(address).base.key
    except InvalidValue:
        return address
