"""Rules: where a message belongs, as an administrator writes it. What each word means: docs/rules.md."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from models.organisation.values import Email, Key, Label, Locale, Name, Part, Weekday
from models.vocabulary import Channel, IncidentWay, Priority

Words = tuple[Annotated[str, Field(min_length=1, max_length=200)], ...]
SenderRole = Literal["citizen", "agent", "manager", "administrator"]
HourRange = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$")]


class Near(Part):
    """A photo taken close to a building; no building named: close to any."""

    buildings: tuple[Key, ...] = ()
    metres: int = Field(default=150, ge=1, le=20000)


class Condition(Part):
    """A test on a message. All that is given must hold; in a list, any one is enough; nothing given always
    holds.
    """

    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()
    negated: Condition | None = Field(default=None, alias="not")
    door: Words = ()
    channel: tuple[Channel, ...] = ()
    #: Addresses (`voirie@ville.test`), beginnings (`voirie@`), domains (`@ville.test`) or numbers of ours.
    recipient: Words = ()
    #: Addresses, domains (`@ville.test`) or numbers of who writes.
    sender: Words = ()
    known: bool | None = None
    role: tuple[SenderRole, ...] = ()
    #: Words in the subject or in what was newly written; a leading = takes the word as it is,
    #: without its family.
    words: Words = ()
    subject: Words = ()
    #: Words anywhere in the body, quoted history included.
    text: Words = ()
    #: Words in what was newly written.
    reply: Words = ()
    #: Regular expressions (RE2) on subject and new text without case or accents.
    regex: Words = ()
    attachment_type: Words = ()
    attachment_name: Words = ()
    attachments_at_least: int | None = Field(default=None, ge=1)
    #: Keys of buildings named in subject or new text; `*` is any.
    building: Words = ()
    #: Keys of themes the message is about; `danger` when somebody is in danger.
    theme: Words = ()
    #: Streets or places named, typos forgiven.
    street: Words = ()
    near: Near | None = None
    language: tuple[Locale | Literal["other"], ...] = ()
    hours: tuple[HourRange, ...] = ()
    days: tuple[Weekday, ...] = ()
    #: Whether the town hall was open when the message came.
    open: bool | None = None

    def is_empty(self) -> bool:
        """Whether nothing is asked, so that every message matches."""
        return not self.model_fields_set or self == Condition()


class RuleTask(Part):
    """A piece of work a rule adds to the request; written as a text, it has a title alone."""

    title: Label
    agent: Key | None = None
    service: Key | None = None
    due_working_hours: int = Field(default=0, ge=0, le=10000)

    @model_validator(mode="before")
    @classmethod
    def _title_alone(cls, given: Any) -> Any:
        return {"title": given} if isinstance(given, str) else given


class Action(Part):
    """What a matching rule does. Of two rules which set one thing the first wins; tags, tasks, copies add
    up.
    """

    service: Key | None = None
    building: Key | None = None
    type: Key | None = None
    priority: Priority | None = None
    assignee: Key | None = None
    tasks: tuple[RuleTask, ...] = ()
    tags: tuple[Key, ...] = ()
    due_working_days: int | None = Field(default=None, ge=1, le=1000)
    due_working_hours: int | None = Field(default=None, ge=1, le=10000)
    #: False: nobody acknowledges.
    acknowledge: bool | None = None
    acknowledge_template: Annotated[str, Field(max_length=80)] = ""
    forward_to: tuple[Email, ...] = ()
    #: A partner outside to whom it is passed on at once, as an agent's « transmettre à » does.
    partner: Key | None = None
    #: What becomes of a message that seems to report what another one reported: `join`, `propose` or `no`.
    incident: IncidentWay | None = None
    #: Why a person must look at it first.
    hold: str = ""
    #: The answer given instead of a request.
    refuse: Label = Label(fr="")
    spam: bool = False

    @model_validator(mode="after")
    def _one_disposition(self) -> Self:
        if sum((bool(self.hold), bool(self.refuse), self.spam)) > 1:
            raise ValueError("a rule can hold, refuse or mark as spam, only one of them")
        return self


class Rule(Part):
    """A condition and what follows from it; rules are looked at in the order of the file."""

    key: Key
    name: str = ""
    enabled: bool = True
    note: str = ""
    when: Condition = Condition()
    then: Action = Action()
    #: Look at no further rule once this one matched.
    stop: bool = False

    @property
    def title(self) -> Name:
        """What people read: the name, or the key."""
        return self.name or self.key
