"""What the rules may ask of a message, gathered from what was read of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from dispatch.people.senders import Sender
from dispatch.rules.decision import AttachmentFacts, Facts, Located, Words
from intake.message import ParsedMessage
from models.errors import InvalidValue
from models.tables.ledger import BY_PROGRAMS, Door
from models.values import ContactKind, EmailAddress

#: What a program may say of where a message belongs, by keys of the organisation; the type before the service
#: that it would bring.
TOLD = ("type", "service", "building")


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
        subject=_subject(parsed),
        text=parsed.text,
        reply=_reply(parsed),
        attachments=tuple(
            AttachmentFacts(item.filename, item.content_type, item.size_bytes, item.latitude, item.longitude)
            for item in parsed.attachments
            if not item.decorative
        ),
        language=language,
    )


def words_of(parsed: ParsedMessage) -> Words:
    """Where the rules look for words in one message: those of its `facts_of`."""
    return Words.cut(_subject(parsed), _reply(parsed) or parsed.text, parsed.text)


def _subject(parsed: ParsedMessage) -> str:
    return parsed.bare_subject or parsed.subject


def _reply(parsed: ParsedMessage) -> str:
    return parsed.opening if parsed.is_forward else parsed.words


def as_told(facts: Facts, door: str, name: str, door_facts: Mapping[str, Any]) -> Facts:
    """The same with what a program said itself of where the message belongs (`told`), and where it is."""
    if door not in BY_PROGRAMS:
        return facts
    told = door_facts.get("told", {})
    position = position_told(door_facts)
    return replace(
        facts,
        told={key: str(told[key]) for key in TOLD if told.get(key)},
        told_by=name,
        position=position,
    )


def place_told(door: str, door_facts: Mapping[str, Any]) -> Located | None:
    """The place that somebody put into a form of ours, by its address, on the map, or both; None for none."""
    place = door_facts.get("place") if door in (Door.WEB, Door.DESK) else None
    if not place:
        return None
    address, position = str(place.get("address", "")), position_told(place)
    return Located(address, position, address or ", ".join(f"{each:.5f}" for each in position or ()), "")


def position_told(door_facts: Mapping[str, Any]) -> tuple[float, float] | None:
    """Latitude and longitude (WGS84 degrees) that a program gave; None when it gave none."""
    position = door_facts.get("position")
    return (float(position[0]), float(position[1])) if position else None


def position_of(
    door: str, door_facts: Mapping[str, Any], parsed: ParsedMessage, located: Located | None
) -> tuple[float | None, float | None]:
    """Where it is: as the program that sent it says, or whoever put it on the map; else where the first photo
    that tells was taken; else the address that is named.
    """
    if door in BY_PROGRAMS and (told := position_told(door_facts)) is not None:
        return told
    placed = place_told(door, door_facts)
    if placed is not None and placed.position is not None:
        return placed.position
    photo = next((item for item in parsed.attachments if item.latitude is not None), None)
    if photo is not None:
        return photo.latitude, photo.longitude
    return located.position if located is not None and located.position is not None else (None, None)


def _plain(address: str) -> str:
    try:
        return EmailAddress.parse(address).base.key
    except InvalidValue:
        return address
