"""What is known of a message when it must be placed, and what was decided, with the steps that explain it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple

from models.vocabulary import Channel, IncidentWay

#: Characters of one place of a message that are looked at; what comes later is an annex, not the matter.
LOOKED_AT = 20_000
Disposition = Literal["request", "hold", "refuse", "spam"]


@dataclass(frozen=True, slots=True)
class AttachmentFacts:
    """What rules may ask of one attachment; the position is where a photo was taken (WGS84 degrees)."""

    filename: str
    content_type: str
    size_bytes: int = 0
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Located:
    """The address of the town that a message is about; without position (WGS84 degrees) when only the street
    is known, and it is long; without address when somebody put it on the map, beside all of them.
    """

    address: str
    position: tuple[float, float] | None
    #: As the message says it, and where (`subject`, `reply`; '' in a field of its own).
    written: str
    where: str


class Words(NamedTuple):
    """The words of one message in which rules look, each cut where they stop looking (LOOKED_AT)."""

    subject: str
    #: What the person wrote this time.
    written: str
    #: The whole body, quoted history included.
    text: str

    @classmethod
    def cut(cls, subject: str, written: str, text: str) -> Words:
        """These words, as far as they are looked at."""
        return cls(subject[:LOOKED_AT], written[:LOOKED_AT], text[:LOOKED_AT])


@dataclass(frozen=True, slots=True)
class Facts:
    """One message as the rules see it. Addresses are lower-case, numbers E.164."""

    #: Time of receipt, aware UTC.
    received_at: datetime
    door: str = "smtp"
    channel: Channel = Channel.EMAIL
    #: Envelope recipients: every address or number of ours it was sent to.
    recipients: tuple[str, ...] = ()
    sender_address: str = ""
    sender_phone: str = ""
    #: Whether the sender has written before or is staff.
    known_person: bool = False
    #: `citizen`, or the role of the agent who writes.
    role: str = "citizen"
    subject: str = ""
    #: The whole body, quoted history included.
    text: str = ""
    #: The newly written part.
    reply: str = ""
    attachments: tuple[AttachmentFacts, ...] = ()
    #: `fr`, `en` or `other`.
    language: str = "fr"
    #: What a program that sent it said of where it belongs (type, service, building, by their keys), and its
    #: name; and the position it gave (WGS84 degrees).
    told: Mapping[str, str] = field(default_factory=dict)
    told_by: str = ""
    position: tuple[float, float] | None = None
    #: The address of the town that subject or words name; None when they name none, or several.
    located: Located | None = None

    @property
    def written(self) -> str:
        """What the person wrote this time: the reply, or the whole text when nothing was quoted."""
        return self.reply or self.text

    @property
    def words(self) -> Words:
        """Where the rules look for words."""
        return Words.cut(self.subject, self.written, self.text)


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that held: which condition, where it was found (`subject`, `text`, a file's name) and the
    words.
    """

    condition: str
    where: str = ""
    found: tuple[str, ...] = ()
    #: What of the condition they answer: the keyword, the building's key, the pattern.
    asked: str = ""

    def as_json(self) -> dict[str, Any]:
        """For storage beside the request."""
        return {
            "condition": self.condition,
            "where": self.where,
            "found": list(self.found),
            "asked": self.asked,
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Reason:
        """The value that `as_json` came from."""
        return cls(stored["condition"], stored["where"], tuple(stored["found"]), stored["asked"])


@dataclass(frozen=True, slots=True)
class Step:
    """One rule looked at, or one thing settled without rules (`rule` is then `:mailbox`,
    `:building`, `:type`…).
    """

    rule: str
    matched: bool
    why: tuple[Reason, ...] = ()
    #: What it changed, as `service=voirie`; what an earlier rule had settled already ends in ` (kept)`.
    actions: tuple[str, ...] = ()
    stopped: bool = False

    def as_json(self) -> dict[str, Any]:
        """For storage beside the request."""
        return {
            "rule": self.rule,
            "matched": self.matched,
            "why": [reason.as_json() for reason in self.why],
            "actions": list(self.actions),
            "stopped": self.stopped,
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Step:
        """The value that `as_json` came from."""
        return cls(
            stored["rule"],
            stored["matched"],
            tuple(Reason.from_json(each) for each in stored["why"]),
            tuple(stored["actions"]),
            stored["stopped"],
        )


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """A piece of work to create with the request; `agent` has been chosen, deputies included, or is None."""

    title: str
    agent: str | None = None
    service: str | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Where a message belongs and what happens to it. Names are keys of the organisation."""

    disposition: Disposition
    service: str
    building: str | None = None
    request_type: str | None = None
    workflow: str = "default"
    priority: str = "normal"
    #: The agent who gets it, deputies honoured; None when managers must give it.
    assignee: str | None = None
    tags: tuple[str, ...] = ()
    tasks: tuple[TaskDraft, ...] = ()
    due_at: datetime | None = None
    acknowledge: bool = True
    #: '' is the ordinary acknowledgement.
    acknowledge_template: str = ""
    #: Addresses which get a copy.
    forward_to: tuple[str, ...] = ()
    #: Why it is held, for whoever releases it.
    hold_reason: str = ""
    #: What is answered instead of a request, in the language of the message.
    answer: str = ""
    #: What was read of the fields the type asks for, by key; missing ones are absent.
    fields: dict[str, str] = field(default_factory=dict)
    #: Keys of required fields which the message does not give.
    missing_fields: tuple[str, ...] = ()
    language: str = "fr"
    #: Whether somebody may be in danger: due within hours, held by somebody, told at any hour.
    danger: bool = False
    #: What becomes of it when it seems to report what another request reported first.
    incident: IncidentWay = IncidentWay.PROPOSE
    #: The partner outside to whom it is passed on at once.
    partner: str | None = None
    #: The address it is about.
    located: Located | None = None
    steps: tuple[Step, ...] = ()

    def steps_as_json(self) -> list[dict[str, Any]]:
        """Every step in order, for storage; rules which did not match are only named."""
        return [step.as_json() for step in self.steps]
