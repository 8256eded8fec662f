"""What notices say that list several things: requests to work through, mail that waits for a decision,
orders that can be given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, ClassVar, Literal

from pydantic import model_validator

from dispatch.notices.details import Details

#: In the data of a list: its words were struck out, when their time was over.
STRUCK = "struck"


class ListedRequest(Details):
    """One line of a list of requests."""

    reference: str
    subject: str
    state: str = ""
    state_kind: str = ""
    service: str = ""
    requester: str = ""
    created_at: datetime | None = None
    due_at: datetime | None = None
    overdue: bool = False
    #: Addresses of those who follow it, told to its requester alone.
    followers: tuple[str, ...] = ()
    #: Whether it is followed together with another, whose state it then shows.
    joined: bool = False
    #: When the town last wrote to them of what nobody has taken up yet; None when it did not.
    answered_at: datetime | None = None
    #: The day something is planned for, to come, and the hours (`models.planned_hours`).
    planned_at: datetime | None = None
    planned_hours: str = ""


class ListingDetails(Details):
    """Several requests, in the order to show them; `total` may be more than are listed."""

    items: tuple[ListedRequest, ...]
    total: int
    #: Whether the reader asked to take one back and did not say which.
    which: bool = False
    #: Nothing proves who asked: no subject is shown, which the town would sign.
    plain: bool = False


class WorkItem(Details):
    """One request of a list that its reader works through."""

    request_id: int
    reference: str
    subject: str
    workflow: str
    state: str
    created_at: datetime
    due_at: datetime | None = None
    overdue: bool = False
    #: Nobody has answered in the time that its type gives.
    unanswered: bool = False
    #: When somebody of staff must have answered, when that is near.
    answer_due_at: datetime | None = None
    #: The last day on which an acknowledgement that has not left is in time.
    acknowledge_by: date | None = None
    #: What silence means, and the day on which it decides, when that is near.
    silence: Literal["", "acceptance", "rejection"] = ""
    silence_on: date | None = None
    #: The number of the visa that its words wait for; 0 none.
    visa: int = 0
    #: How the request began, on one line.
    words: str = ""
    #: The piece of work that is meant, '' for the request as a whole; `due_at` is that of the task then.
    task: str = ""
    #: Who has it when that is not the reader: a colleague who is away, an agent of the manager; '' nobody.
    holder: str = ""
    #: The partner outside who has it in hand; '' nobody.
    partner: str = ""
    #: Lists below in which it would stand, too: `loose`, `fresh`.
    also: tuple[str, ...] = ()
    #: Label of its state, what can be answered about it, and the signed address that takes the answer: put in
    #: when written.
    state_label: str = ""
    answers: tuple[str, ...] = ()
    answers_to: str = ""


class WorkList(Details):
    """Requests one person has, and those late with others whom they manage; oldest due first. In the mail of
    the morning `items` are those that are late.
    """

    #: The fields that hold lines.
    LISTS: ClassVar[tuple[str, ...]] = ("items", "soon", "tasks", "team")

    items: tuple[WorkItem, ...] = ()
    total: int = 0
    #: What falls due within the days that its type says, and tasks that fall due.
    soon: tuple[WorkItem, ...] = ()
    soon_total: int = 0
    tasks: tuple[WorkItem, ...] = ()
    tasks_total: int = 0
    team: tuple[WorkItem, ...] = ()
    team_total: int = 0
    #: Whether it comes in answer to words which answered a list, and of which nothing was done.
    unread: bool = False
    #: The address that asked for it in the reader's name, when it is none of theirs that we know.
    asked_from: str = ""


class EndedTogether(WorkList):
    """Requests of the reader's that one act of `by` ended, or took for themselves (`taken_over`), with what
    was said of all of them; what was said of one alone is its `words`.
    """

    by: str = ""
    taken_over: bool = False
    comment: str = ""


class NobodyHas(WorkList):
    """Open requests that nobody has."""

    @model_validator(mode="before")
    @classmethod
    def _without_addresses(cls, given: Any) -> Any:
        """A row written when this list could not be answered: its lines name no request; how many stays."""
        if isinstance(given, dict):
            items = [
                each for each in given.get("items", ()) if not isinstance(each, dict) or "request_id" in each
            ]
            return {**given, "items": items}
        return given


class WeekList(WorkList):
    """What a manager's services have at the start of a week: `items` late, `soon` due this week. Each request
    has one line, in the first list that it belongs to; `…_above` counts those of a list that stand before it.
    """

    LISTS: ClassVar[tuple[str, ...]] = (*WorkList.LISTS, "fresh", "loose", "visas")

    #: Those that nobody has; and those received since a week and still open.
    loose: tuple[WorkItem, ...] = ()
    loose_total: int = 0
    loose_above: int = 0
    fresh: tuple[WorkItem, ...] = ()
    fresh_total: int = 0
    fresh_above: int = 0
    #: Words that wait for a visa, a line each, whatever list their request stands in besides.
    visas: tuple[WorkItem, ...] = ()
    visas_total: int = 0


def with_each(details: WorkList, change: Callable[[WorkItem], WorkItem]) -> WorkList:
    """The same lists with every line changed."""
    return details.model_copy(
        update={name: tuple(map(change, getattr(details, name))) for name in details.LISTS}
    )


def listed_requests(data: Mapping[str, Any]) -> dict[int, str]:
    """The requests that stored data of a list name, with their references; {} for what is no list."""
    lines = [line for name in WeekList.LISTS for line in data.get(name) or () if isinstance(line, dict)]
    return {int(line["request_id"]): str(line["reference"]) for line in lines if "request_id" in line}


class HeldMessage(Details):
    """One line of a list of messages that wait for a decision."""

    inbound: int
    reason: str
    sender: str = ""
    subject: str = ""
    received_at: datetime | None = None


class HeldMail(Details):
    """Messages that wait for a decision; `ask`: names of those who release them, () when the reader does."""

    items: tuple[HeldMessage, ...]
    total: int
    ask: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _one_at_a_time(cls, given: Any) -> Any:
        """A row written when each notice told of a single message."""
        if isinstance(given, dict) and "inbound" in given:
            return {"items": [given], "total": 1}
        return given


class OpenTask(Details):
    """A piece of work that remains to be done, and who has it; '' nobody."""

    title: str
    holder: str = ""


class TaskEnded(Details):
    """A task was done, or its agent cannot do it; what of the request's tasks remains to be done."""

    title: str
    done: bool = True
    #: What its agent wrote.
    comment: str = ""
    remaining: tuple[OpenTask, ...] = ()


class AnswersWait(Details):
    """More messages of an agent, or in their name, than are answered in an hour: what came `since` waits.
    `proved`: it is known that they wrote it; `ask`: names of those who release it.
    """

    limit: int
    proved: bool
    since: datetime
    ask: tuple[str, ...] = ()


class PossibleOrders(Details):
    """Verbs that an agent can text; `example` is one that ends a request. `needs_code`: they begin with the
    code of a notice, the number of a request is not enough.
    """

    words: tuple[str, ...]
    example: str = ""
    needs_code: bool = True


class RequesterWrote(Details):
    """What the requester wishes besides their words, as staff reads it: to cancel, and what becomes of that
    by itself. `done`: it is closed by it; `late`: only staff closes it from here; `joined`: others report it
    too; `unproved`: nothing proves the wish, they were asked; `written`: in words of their own.
    """

    wish: Literal["", "done", "late", "joined", "unproved", "written"] = ""
    #: Whether their « ANNULER » would close it.
    closes_itself: bool = False
    hours: int = 0
    may_split: bool = False  # Whether it may be about another matter: one word makes a request of it.
    #: From 1 to 5, when it answers a survey; 0 when it does not.
    mark: int = 0
