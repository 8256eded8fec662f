"""What a notice says beyond its request: one frozen value for each kind, kept as JSON in the outbox (p)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

RefusalReason = Literal["too_large", "quota", "not_allowed", "unreadable", "infected", "rule"]
HelpReason = Literal[
    "unknown_verb",
    "not_from_here",
    "already_there",
    "not_allowed",
    "comment_missing",
    "date_missing",
    "tasks_open",
    "attached_text",
]


class Details(BaseModel):
    """Nothing beyond the request. Subclasses add fields; templates see each under its name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Acknowledgement(Details):
    """A message became, or joined, a request. `follow_up` for a message that joined one."""

    received_at: datetime
    follow_up: bool = False
    #: Whether the request type asks for the wording of CRPA R112-11-1.
    formal: bool = False
    #: What silence means, and from when: empty when the law gives it no meaning here.
    silence: Literal["none", "acceptance", "rejection"] = "none"
    silence_on: date | None = None
    remedies: str = ""
    #: A paragraph of the request type.
    paragraph: str = ""
    #: Where photos can be sent from a telephone, '' when nowhere.
    upload_url: str = ""


class StateChange(Details):
    """A verb was used. The label of the state is the one of that moment, whatever happens later."""

    state: str = ""
    comment: str = ""
    planned_on: date | None = None


class CommandHelp(Details):
    """Why a verb did nothing. `attempted` is what the agent wrote, first line only."""

    reason: HelpReason
    attempted: str = ""


class TaskDetails(Details):
    title: str
    due_at: datetime | None = None


class FieldsMissing(Details):
    """Questions to the requester, in the requester's language."""

    questions: tuple[str, ...]


class Confirmation(Details):
    """A message held until its sender answers; `subject` is the held message's."""

    received_at: datetime
    subject: str = ""


class Refusal(Details):
    """A message that was not taken; `explanation` is the rule's own text."""

    reason: RefusalReason
    received_at: datetime
    subject: str = ""
    limit_bytes: int | None = None
    explanation: str = ""


class Link(Details):
    """Another request which this one follows."""

    other_reference: str


class Undeliverable(Details):
    """What could not be told to whom; `address` is where it went."""

    recipient: str
    address: str
    reason: str
    #: The same notice went out by email instead.
    sent_by_email: bool = False


class UploadLink(Details):
    url: str
    expires_at: datetime


class ContactCode(Details):
    """A code which proves that this address or number belongs to the same person."""

    code: str
    minutes: int = 30


class ListedRequest(Details):
    """One line of a digest, of a status answer."""

    reference: str
    subject: str
    state: str = ""
    requester: str = ""
    created_at: datetime | None = None
    due_at: datetime | None = None
    overdue: bool = False


class Listing(Details):
    """Several requests, in the order to show them; `total` may be more than are listed."""

    items: tuple[ListedRequest, ...]
    total: int


class SetAside(Details):
    """An inbound message which needs an administrator."""

    inbound_id: int
    door: str
    received_at: datetime
    reason: str
    attempts: int = 1


class Alert(Details):
    """Something an administrator must see to: what, why, and the command that shows more."""

    summary: str
    explanation: str = ""
    command: str = ""
