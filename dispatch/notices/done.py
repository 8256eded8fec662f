"""What notices say of orders and words that were done, and of requests passed on to partners outside."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from dispatch.notices.details import ContactCodeDetails, Details, OwnWords, StateChange


class OrderDone(Details):
    """What an order made of its request, or what was undone of it; in the words of whoever gave it."""

    #: What is so now, one thing a line (dispatch.inbound.staff.several.standing_said).
    lines: tuple[str, ...] = ()
    undone: bool = False
    #: The requester had been told of what is undone, and has been told that it was a mistake.
    told_again: bool = False
    #: Letters that had not left and do not leave.
    stopped: int = 0
    undo_until: datetime | None = None


class ListedDone(Details):
    """What became of one line of an answer to a list."""

    reference: str
    written: str = ""
    said: str = ""
    done: bool = False


class ListDone(Details):
    """What became of each line of an answer to a list."""

    lines: tuple[ListedDone, ...]


class Undone(Details):
    """A state that the requester was told of by mistake: `state` is what is true again."""

    verb: str = ""
    from_state: str = ""
    to_state: str = ""
    state: str = ""
    #: What they had been told.
    mistaken: str = ""
    #: It was that their request had joined another one, instead of a state.
    joined: bool = False


class AlsoReported(BaseModel):
    """A request that seems to have reported the same before: `subject` is '' when another service has it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    reference: str
    subject: str = ""
    service: str = ""
    created_at: datetime
    place: Literal["building", "street", "near"]
    #: How many requests besides that one report it, this one among them.
    others: int = 1
    joinable: bool = True  # Whether whoever is told sees that one, and may join the two.


class OneMatter(BaseModel):
    """One of several things that a message asks, and the service that looks after it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    words: str
    service: str = ""


class Given(Details):
    """A request was given to somebody, perhaps with a word by whoever gave it, with what seems to have
    reported the same before, and with the titles of the `tasks` that a rule made and nobody has.
    """

    comment: str = ""
    also: AlsoReported | None = None
    #: The clearly different things that its message asks, in their order; () when it is one.
    matters: tuple[OneMatter, ...] = ()
    tasks: tuple[str, ...] = ()


class OneReport(BaseModel):
    """One of many reports of an incident."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    reference: str
    subject: str = ""


class IncidentGrew(Details):
    """How many more report what this request reported first; `waiting` of them are not joined to it yet."""

    others: int
    waiting: int = 0
    latest: tuple[OneReport, ...] = ()


class VisaAsked(OwnWords):
    """Words that a manager releases before they leave: `text`, of `by`; `state` is where they lead, when they
    explain a change of state.
    """

    visa: int
    by: str = ""
    state: str = ""
    reminder: bool = False


class VisaTold(OwnWords):
    """What became of words that needed a visa: asked of, given, corrected or returned by whom, and why."""

    visa: int
    outcome: Literal["asked", "given", "corrected", "returned"]
    by: tuple[str, ...] = ()
    why: str = ""


class WishToConfirm(Details):
    """A wish in a citizen's name that nothing proves to be theirs, asked about at the address on file."""

    wish: Literal["cancel", "stop", "start", "language"]
    #: The language wished for.
    language: str = ""
    received_at: datetime
    asked_at: datetime
    hours: int = 48
    #: Whether it was answered: each is once.
    answered: bool = False


class WordAnswered(Details):
    """What became of a word that a citizen wrote: ANNULER, ARRÊT, REPRENDRE, LANGUE, CONFIRMER."""

    what: Literal[
        "stopped",
        "stopped_already",
        "started",
        "language",
        "language_unknown",
        "closed_already",
        "too_late",
        "follows",
        "follows_no_more",
        "perhaps",
    ]
    #: The word that may have been meant, when nothing was done.
    perhaps: str = ""


class ContactChange(ContactCodeDetails):
    """Asked at the old and at the new address or number: shall news go to the new one from now on? `other` is
    the new one, told to the old one alone. By text it is answered by the code, by mail by CONFIRMER.
    """

    code: str = ""
    side: Literal["old", "new"]
    #: What the two letters of one change have in common.
    change: str
    asked_at: datetime
    #: Of the code, as it is compared; '' by mail.
    code_hash: str = ""
    attempts: int = 0
    #: The person whose message brought it about: counted, never shown.
    by: int = 0
    confirmed: bool = False
    ended: bool = False


class FollowInvitation(Details):
    """Somebody in copy of a requester's mail is asked once whether they want news of the request."""

    received_at: datetime
    asked_at: datetime
    days: int
    #: The person in whose mail the address was in copy: counted, never shown.
    by: int = 0
    answered: bool = False  # Each is once.


class FollowerNews(StateChange):
    """The course of a request for somebody who follows it; `text` are words written to its requester, where
    the town shares those.
    """

    text: str = ""


class Copy(Details):
    unnamed: bool = False  # For somebody outside the town hall, who is not told who asked.
    takes_part: bool = False  # Whether what they answer joins the request.


class PassedOn(StateChange):
    """A request is in the hands of a partner outside, whom the requester is told by name."""

    partner: str = ""


class PartnerLetter(Details):
    """What a partner outside is shown of a request: nothing else of it is in the letter.

    Each is '' where the partner may not see it, or where there is nothing. The requester's words are struck
    out as `dispatch.people.unnamed` says when the partner may not know who asks.
    """

    partner: str
    #: The agent's own words to the partner.
    asked: str = ""
    #: The requester's messages, oldest first.
    said: tuple[str, ...] = ()
    about: str = ""
    kind: str = ""
    place: str = ""
    map_url: str = ""
    #: The same as numbers, and what the request is called at a partner that takes it by Open311.
    position: tuple[float, float] | None = None
    code: str = ""
    asked_by: str = ""
    asked_by_contact: str = ""
    due_on: date
    #: When they were first asked, in a reminder.
    asked_on: date | None = None
    #: Their own number of it, once they named one.
    their_number: str = ""


class PartnerAnswer(OwnWords):
    """What a partner outside answered, kept as a note; `text` when it is not that of the entry."""

    partner: str
    #: The address that wrote, when it is not the one that the letter went to.
    writer: str = ""
    #: Nothing proves that it comes from there.
    unproved: bool = False
    #: A machine of theirs wrote it.
    machine: bool = False
    their_number: str = ""
    #: Whether one word sends it to the requester: not what still quotes our letter to the partner.
    can_send: bool = True
    #: The note that holds it: its buttons name it, since a mail that a link begins answers no letter.
    note: int = 0
