"""Messages of the past as the rules saw them, to try other rules on and to learn where rules were wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.people.contacts import find_contact, read_contact
from dispatch.people.senders import Sender
from dispatch.rules.addresses.located import locate
from dispatch.rules.decision import Facts, Step
from dispatch.rules.facts import facts_of
from dispatch.rules.in_force import Current
from dispatch.trials.suggestions import Placed
from intake.ledger.reception import raw_bytes
from intake.mail.parse import Unreadable
from intake.message import ParsedMessage
from intake.reading.reader import kind_of
from intake.reading.worker import parsed_as
from intake.words.language import language_of
from models.errors import InvalidValue, PermanentFailure
from models.store.files import FileStore
from models.store.organisations import InForce
from models.tables.columns import columns_of, table_of
from models.tables.ledger import InboundMessage, InboundState
from models.tables.organisation import ServiceRow
from models.tables.requests import Entry, EntryKind, RequestRow
from models.values import Reference

_inbound, _requests, _entries, _services = (
    table_of(InboundMessage),
    table_of(RequestRow),
    table_of(Entry),
    table_of(ServiceRow),
)


def facts_of_message(
    session: Session,
    parsed: ParsedMessage,
    recipients: tuple[str, ...],
    door: str,
    received_at: datetime,
    current: Current,
) -> Facts:
    """What the rules would be told of a message now; nothing is written."""
    language = language_of(parsed)
    who = _who(session, parsed, current.in_force)
    facts = facts_of(parsed, recipients, who, door, received_at, language)
    return replace(facts, located=locate(session, current.index.streets, facts))


def read_again(door: str, raw: bytes) -> ParsedMessage:
    """A kept message as it was read when it came by that door. Raises Unreadable."""
    return parsed_as(kind_of(door), raw)


def past_messages(
    session: Session, files: FileStore, current: Current, since: datetime
) -> Iterator[tuple[str, Facts]]:
    """Each message that made a request since then, by its reference, oldest first; unreadable ones are left
    out.

    Bytes are read again, so that a change in reading shows too. Erased messages are gone.
    """
    names = ("id", "door", "recipients", "received_at", "raw", "raw_sha256", "envelope_from")
    query = (
        sa.select(*columns_of(_inbound, *names), _requests.c.year, _requests.c.number)
        .join(_requests, _requests.c.id == _inbound.c.request_id)
        .where(
            _inbound.c.state == InboundState.NEW_REQUEST,
            _inbound.c.received_at >= since,
            _inbound.c.erased_at.is_(None),
        )
        .order_by(_inbound.c.id)
    )
    for row in session.connection().execute(query):
        try:
            raw = raw_bytes(row.raw, row.raw_sha256, files)
            parsed = read_again(row.door, raw)
        except (PermanentFailure, Unreadable):
            continue
        facts = facts_of_message(session, parsed, tuple(row.recipients), row.door, row.received_at, current)
        yield str(Reference(row.year, row.number)), facts


def placed_messages(session: Session, since: datetime) -> list[Placed]:
    """Where each request since then was sent by the rules, and in which service it was in the end."""
    first = (
        sa.select(sa.func.min(_entries.c.id).label("id"))
        .where(_entries.c.kind == EntryKind.MESSAGE_IN)
        .group_by(_entries.c.request_id)
        .subquery()
    )
    decided = (
        sa.select(_entries.c.request_id, _entries.c.data).where(_entries.c.kind == EntryKind.RULE).subquery()
    )
    query = (
        sa.select(
            *columns_of(_requests, "year", "number", "subject", "decision"),
            _services.c.key.label("service"),
            _entries.c.text,
            decided.c.data.label("decided"),
        )
        .join(_services, _services.c.id == _requests.c.service_id)
        .join(decided, decided.c.request_id == _requests.c.id)
        .join(_entries, _entries.c.request_id == _requests.c.id)
        .join(first, first.c.id == _entries.c.id)
        .where(_requests.c.created_at >= since)
        .order_by(_requests.c.id)
    )
    return [
        Placed(
            name=str(Reference(row.year, row.number)),
            routed_to=row.decided.get("service", row.service),
            ended_in=row.service,
            subject=row.subject,
            text=row.text,
            steps=tuple(Step.from_json(step) for step in row.decision.get("steps", [])),
        )
        for row in session.connection().execute(query)
    ]


def _who(session: Session, parsed: ParsedMessage, in_force: InForce) -> Sender:
    try:
        written = parsed.sender.address if parsed.sender else ""
        kind, value, _ = read_contact(parsed.channel, written, in_force.organisation.town.region)
    except InvalidValue:
        return Sender(contact=None, known=False)
    contact = find_contact(session, kind, value)
    return Sender(contact=contact, known=contact is not None, agent=in_force.organisation.agent_with(value))
