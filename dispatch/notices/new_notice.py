"""A notice to be written to the outbox, as those who tell people of something hand it over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dispatch.notices.details import Details
from dispatch.people.contacts import Contact
from models.vocabulary import Audience, Channel

#: Fact of a batch: the recipients of what was told since it was asked for, one for each notice.
TOLD = "recipients of notices"
#: How the unique key of a notice begins that goes another way; the id of what did not arrive follows.
INSTEAD = "instead"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where a notice goes. `person_id` None: an address or number that is nobody's we know."""

    channel: Channel
    #: As it is written on the envelope: an address, or E.164.
    written: str
    name: str = ""
    person_id: int | None = None

    @classmethod
    def of(cls, contact: Contact) -> Recipient:
        return cls(contact.channel, contact.written, contact.name, contact.person_id)


@dataclass(frozen=True, slots=True)
class NewNotice:
    """One notice to one recipient. The outbox takes each `unique_key` once."""

    notice: str
    audience: Audience
    locale: str
    to: Recipient
    unique_key: str
    request_id: int | None = None
    #: The entry whose text it carries.
    entry_id: int | None = None
    inbound_id: int | None = None
    data: Details | Mapping[str, Any] = field(default_factory=dict)
    attachment_ids: Sequence[int] = ()
    #: Bare Message-IDs, oldest first.
    thread_ids: Sequence[str] = ()
    not_before: datetime | None = None
    #: Why it waits for a person to let it go; '' when it may leave.
    held: str = ""


def instead_of(unique_key: str) -> int | None:
    """The notice at the beginning of a chain of failures; None when that is the notice itself."""
    name, _, rest = unique_key.partition(":")
    first = rest.split(":")[0]
    return int(first) if name == INSTEAD and first.isdecimal() else None
