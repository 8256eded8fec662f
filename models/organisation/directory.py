"""Who works where: services, buildings and agents."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from models.organisation.values import Email, Key, Locale, Name, Part, Phone
from models.vocabulary import Channel, StaffRole

Assignment = Literal["none", "person", "round_robin", "least_loaded", "building_keeper", "on_duty"]


class Duty(Part):
    """One line of a roster: `agent` answers from `from` to `until`, both days included."""

    agent: Key
    begins_on: date = Field(alias="from")
    ends_on: date = Field(alias="until")


class Service(Part):
    """A department of the town hall."""

    key: Key
    name: Name
    aliases: tuple[str, ...] = ()
    #: What people write about that is this service's business: keys of `models.organisation.themes`.
    themes: tuple[Key, ...] = ()
    #: Told when a request of this service is given to nobody.
    email: Email | None = None
    phone: Phone | None = None
    postal_address: str = ""
    #: Addresses of ours whose mail is for this service.
    mailboxes: tuple[Email, ...] = ()
    #: Numbers of ours whose text messages are for this service.
    numbers: tuple[Phone, ...] = ()
    #: To whom a new request goes: nobody; `person`; each in turn; who has least; the keeper of the
    #: building (else nobody); whom the roster names.
    assignment: Assignment = "none"
    #: The agent who gets everything when `assignment` is `person`,
    #: and otherwise whom the strategy leaves empty-handed.
    person: Key | None = None
    roster: tuple[Duty, ...] = ()
    #: Whether what its agents write to a requester waits for a manager's visa.
    visa: bool = False
    #: A closed service takes no new request.
    closed: bool = False


class Building(Part):
    """A site the town looks after: a school, a square, a street light's street."""

    key: Key
    name: Name
    aliases: tuple[str, ...] = ()
    address: str = ""
    #: WGS84 degrees.
    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)
    #: The part of the town it lies in, by which requests are counted; '' for none.
    quarter: str = Field(default="", max_length=80)
    #: The service which gets requests about it when nothing else says which.
    service: Key | None = None
    #: The agent in charge of it.
    keeper: Key | None = None
    closed: bool = False


class Absence(Part):
    """Days an agent is away, both included; `deputy` replaces the agent's usual one."""

    begins_on: date = Field(alias="from")
    ends_on: date = Field(alias="until")
    deputy: Key | None = None


class Agent(Part):
    """A member of staff."""

    key: Key
    name: Name
    #: What letters to requesters say below the name: « Responsable de la voirie » (CRPA L111-2).
    title: str = Field(default="", max_length=120)
    emails: tuple[Email, ...] = ()
    phones: tuple[Phone, ...] = ()
    services: tuple[Key, ...] = ()
    role: StaffRole = StaffRole.AGENT
    locale: Locale = "fr"
    preferred_channel: Channel = Channel.EMAIL
    #: Who stands in while the agent is away.
    deputy: Key | None = None
    absences: tuple[Absence, ...] = ()
    #: Gone: keeps the history, gets nothing new, may do nothing.
    closed: bool = False

    def absence_on(self, day: date) -> Absence | None:
        """The absence which covers `day`, or None."""
        return next((each for each in self.absences if each.begins_on <= day <= each.ends_on), None)
