"""A message that is about something else becomes a request of its own, linked to the one it came to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from dispatch.history.change import Change
from dispatch.history.request import Request
from dispatch.inbound.apart.matters import MATTER_CHARACTERS, other_matters
from dispatch.inbound.case import Case
from dispatch.inbound.message_entry import change_of
from dispatch.inbound.staff.notes import tell_help
from dispatch.inbound.starting.new_request import place
from dispatch.inbound.starting.opening import open_request
from dispatch.inbound.thread import Thread
from dispatch.letters.subjects import own_words_off
from dispatch.people.contacts import contact_of
from dispatch.rules.index import RuleIndex
from intake.ledger.claims import ClaimedMessage
from intake.ledger.outcome import Outcome
from intake.message import Mailbox, ParsedAttachment, ParsedMessage
from models.errors import UserError
from models.settings.settings import Settings
from models.signing.tokens import Signer
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage, InboundState
from models.tables.requests import Attachment, Entry, EntryKind
from models.values import Reference
from models.vocabulary import Channel

_entries, _attachments = table_of(Entry), table_of(Attachment)
_FILE_FIELDS = (
    "filename", "shown_name", "content_type", "size_bytes", "sha256", "inline", "decorative", "content_id",
    "derived_from", "latitude", "longitude", "taken_at",
)  # fmt: skip
_SAID = {
    "fr": "Le message du {day:%d/%m/%Y} est devenu la demande {reference}.",
    "en": "The message of {day:%d/%m/%Y} has become request {reference}.",
}
_SAID_OF_PART = {
    "fr": "Une partie du message du {day:%d/%m/%Y} est devenue la demande {reference}\u00a0:"
    " «\u00a0{words}\u00a0»",
    "en": "A part of the message of {day:%d/%m/%Y} has become request {reference}: “{words}”",
}


def split_last(case: Case, change: Change, comment: str) -> Outcome:
    """« nouvelle demande »: the requester's last message becomes a request of its own; `comment` goes with
    it.
    """
    try:
        made = split(change, case.index, case.settings, case.signer)
    except UserError as nothing:
        tell_help(case, change, "nothing_to_split")
        return Outcome(InboundState.COMMAND, f"split: {nothing.public}", change.request.id)
    for new in made if comment else ():
        change_of(case, new, change.actor).write(EntryKind.NOTE, channel=case.parsed.channel, text=comment)
    named = ", ".join(str(new.reference) for new in made)
    tell_help(case, change, "split_off", written=named)
    return Outcome(InboundState.COMMAND, f"split: now {named}", change.request.id)


def split(
    change: Change, index: RuleIndex, settings: Settings, signer: Signer, entry_id: int | None = None
) -> list[Request]:
    """Make the message `entry_id` of a request (its last one without) a new one: placed by the rules, with
    its files, acknowledged under its own reference, linked; both histories say so. Of the only message, which
    opened the request, each matter but the request's own becomes one.

    Raises UserError when there is no such message, when it is a request of its own already, or when it is the
    only one and asks one thing.
    """
    entry, arrival = _message_of(change, entry_id)
    parsed = _as_parsed(change, entry, arrival)
    if not _is_only(change, entry.id):
        return [_open(change, index, settings, signer, (entry, arrival, parsed))]
    reference: Reference = change.request.reference
    others = other_matters(change, index, parsed)
    if not others:
        raise UserError(f"{reference} has no other message: it stays with the request it opened.")
    bare = replace(parsed, subject="", bare_subject="", quoted="")
    return [
        _open(change, index, settings, signer, (entry, arrival, replace(bare, text=part, reply=part)), number)
        for number, part in enumerate(others, 1)
    ]


def _open(
    change: Change,
    index: RuleIndex,
    settings: Settings,
    signer: Signer,
    message: tuple[Any, InboundMessage, ParsedMessage],
    number: int = 0,
) -> Request:
    """The new request; `number` counts those that are made of one message, 0 of the whole of it."""
    entry, arrival, parsed = message
    case = Case(
        session=change.session,
        message=_as_claimed(arrival),
        parsed=parsed,
        recipients=tuple(arrival.recipients),
        in_force=change.in_force,
        index=index,
        settings=settings,
        signer=signer,
        now=change.now,
        cause=f"{change.cause}:split:{entry.id}{f':{number}' if number else ''}"[:120],
    )
    case.thread = Thread(linked_id=change.request.id, why="a message that is about something else")
    new = open_request(case, replace(place(case), disposition="request"))
    said = (_SAID_OF_PART if number else _SAID)[change.organisation.town.locale].format(
        day=entry.at.astimezone(change.organisation.town.zone),
        reference=new.reference,
        words=" ".join(parsed.text.split())[:MATTER_CHARACTERS],
    )
    change.write(EntryKind.NOTE, text=said, data={"split_entry": entry.id, "request_id": new.id})
    change.update()
    return new


def _message_of(change: Change, entry_id: int | None) -> tuple[Any, InboundMessage]:
    query = sa.select(_entries).where(
        _entries.c.request_id == change.request.id, _entries.c.kind == EntryKind.MESSAGE_IN
    )
    if entry_id is not None:
        query = query.where(_entries.c.id == entry_id)
    entry = change.session.connection().execute(query.order_by(_entries.c.id.desc()).limit(1)).first()
    arrival = (
        change.session.get(InboundMessage, entry.inbound_id)
        if entry is not None and entry.inbound_id is not None and entry.erased_at is None
        else None
    )
    reference: Reference = change.request.reference
    if entry is None or arrival is None:
        raise UserError(
            f"{reference} has no message {entry_id}."
            if entry_id is not None
            else f"{reference} has no message of its requester."
        )
    notes = change.session.connection().execute(
        sa.select(_entries.c.data).where(
            _entries.c.request_id == change.request.id, _entries.c.kind == EntryKind.NOTE
        )
    )
    if any(row.data.get("split_entry") == entry.id for row in notes):
        raise UserError(f"Message {entry.id} of {reference} is a request of its own already.")
    return entry, arrival


def _is_only(change: Change, entry_id: int) -> bool:
    others = sa.select(_entries.c.id).where(
        _entries.c.request_id == change.request.id,
        _entries.c.kind == EntryKind.MESSAGE_IN,
        _entries.c.id != entry_id,
    )
    return change.session.connection().execute(others.limit(1)).first() is None


def _as_claimed(arrival: InboundMessage) -> ClaimedMessage:
    """The arrival as it was worked on then; it is not claimed again, and a person lets it through."""
    facts = {**arrival.door_facts, "released_by": "split"}
    named = {name: getattr(arrival, name) for name in ClaimedMessage.__dataclass_fields__}
    return ClaimedMessage(**{**named, "recipients": tuple(arrival.recipients), "door_facts": facts})


def _as_parsed(change: Change, entry: Any, arrival: InboundMessage) -> ParsedMessage:
    """The message again, of what its history keeps: words, quotes, files; its own subject, when it has
    one.
    """
    person_id = entry.person_id if entry.person_id is not None else change.request.requester_id
    own = change.request.reply_contact_id if person_id == change.request.requester_id else None
    contact = contact_of(change.session, person_id, prefer=entry.channel or None, contact_id=own)
    subject = own_words_off(arrival.subject)
    if subject == change.request.subject:
        # Called after its own first words, or two requests would have one name.
        subject = ""
    rows = change.session.connection().execute(
        sa.select(_attachments)
        .where(_attachments.c.entry_id == entry.id, _attachments.c.removed_at.is_(None))
        .order_by(_attachments.c.id)
    )
    files = tuple(
        ParsedAttachment(content=None, **{name: getattr(row, name) for name in _FILE_FIELDS}) for row in rows
    )
    return ParsedMessage(
        channel=contact.channel if contact is not None else Channel(entry.channel or change.request.channel),
        subject=subject,
        bare_subject=subject,
        sender=Mailbox(contact.written, contact.name) if contact is not None else Mailbox("", ""),
        text=entry.text,
        reply=entry.text,
        quoted=entry.quoted,
        signature=str(entry.data.get("signature", "")),
        attachments=files,
        no_words=entry.data.get("no_words"),
    )
