"""Closed vocabularies: one enum an idea. What is stored of them is checked by the database too."""

from __future__ import annotations

from enum import StrEnum


class StateKind(StrEnum):
    """What a state of a workflow is to the rest of the program; its label is the town's own."""

    NEW = "new"
    OPEN = "open"
    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"

    @property
    def is_closed(self) -> bool:
        return self in CLOSED_KINDS


#: A request in a state of these kinds still waits for somebody's work; the others are ends.
OPEN_KINDS = (StateKind.NEW, StateKind.OPEN, StateKind.WAITING)
CLOSED_KINDS = (StateKind.DONE, StateKind.REFUSED)


class Priority(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class IncidentWay(StrEnum):
    """What becomes of a request that seems to report what another one reported first."""

    JOIN = "join"
    PROPOSE = "propose"
    NO = "no"


class Channel(StrEnum):
    """How words travel. A request keeps the one its requester last used; each message has its own."""

    EMAIL = "email"
    SMS = "sms"


class ActorRole(StrEnum):
    """In what quality somebody acts on a request; MANAGER is what workflows may ask for."""

    REQUESTER = "requester"
    AGENT = "agent"
    MANAGER = "manager"
    SYSTEM = "system"
    RULE = "rule"


class Audience(StrEnum):
    """Whom a notice speaks to; it decides what its reply address may do."""

    REQUESTER = "requester"
    AGENT = "agent"
    SERVICE = "service"
    ADMINISTRATOR = "administrator"
    #: Somebody outside who does part of the work: they may see some of a request, and order nothing.
    PARTNER = "partner"


class StaffRole(StrEnum):
    """What a member of staff may do, as the organisation gives it."""

    AGENT = "agent"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


class ParticipantRole(StrEnum):
    """How an address takes part in a request besides its requester's."""

    #: They may write in it.
    COPY = "copy"
    #: They asked for news of it besides.
    FOLLOWER = "follower"
