"""What the rules may ask of a message, gathered from what was read of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cached_property

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.people.contacts import Sender
from dispatch.rules.decision import AttachmentFacts, Facts
from intake.message import ParsedMessage
from models.errors import InvalidValue
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.organisation import ServiceRow
from models.tables.requests import Request
from models.values import ContactKind, EmailAddress
from models.vocabulary import OPEN_KINDS

_requests, _services = table_of(Request), table_of(ServiceRow)
_OPEN_OF_AGENTS = (
    sa.select(_requests.c.assignee_id, sa.func.count())
    .where(_requests.c.state_kind.in_(OPEN_KINDS), _requests.c.assignee_id.is_not(None))
    .group_by(_requests.c.assignee_id)
)
_TURNS = sa.select(_services.c.key, _services.c.turn)


class Counts(Mapping[str, int]):
    """Numbers by key that are counted when the first of them is asked for: most messages never ask."""

    def __init__(self, count: Callable[[], Mapping[str, int]]) -> None:
        self._count = count

    @cached_property
    def _counted(self) -> Mapping[str, int]:
        return self._count()

    def __getitem__(self, key: str) -> int:
        return self._counted[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._counted)

    def __len__(self) -> int:
        return len(self._counted)


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


def open_loads(session: Session, in_force: InForce) -> Mapping[str, int]:
    """Open requests by agent key."""

    def count() -> dict[str, int]:
        rows = session.connection().execute(_OPEN_OF_AGENTS)
        found = {in_force.agent_key(agent_id): requests for agent_id, requests in rows}
        return {key: requests for key, requests in found.items() if key is not None}

    return Counts(count)


def _plain(address: str) -> str:
    try:
        return EmailAddress.parse(address).base.key
    except InvalidValue:
        return address


def service_turns(session: Session) -> Mapping[str, int]:
    """How many requests each service has had, by its key."""
    return Counts(lambda: {row.key: row.turn for row in session.connection().execute(_TURNS)})
