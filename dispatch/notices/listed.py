"""What notices say that list several things: requests to work through, mail that waits for a decision,
orders that can be given."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import model_validator

from dispatch.notices.details import Details


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
    #: How the request began, on one line.
    words: str = ""
    #: Who has it when that is not the reader: a colleague who is away, an agent of the manager; '' nobody.
    holder: str = ""
    #: Label of its state, what can be answered about it, and the signed address that takes the answer: put in
    #: when written.
    state_label: str = ""
    answers: tuple[str, ...] = ()
    answers_to: str = ""


class WorkList(Details):
    """Requests one person has, and those late with others whom they manage; oldest due first."""

    items: tuple[WorkItem, ...] = ()
    total: int = 0
    team: tuple[WorkItem, ...] = ()
    team_total: int = 0
    #: Whether it comes in answer to words which answered a list, and of which nothing was done.
    unread: bool = False


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


class ReportLine(Details):
    """One figure; `label` and `shown` are put in when written, in the reader's language."""

    name: str
    unit: Literal["count", "hours", "share", "mark", "money", "day"]
    value: float | str | None = None
    #: The command that lists what is behind it.
    command: str = ""
    label: str = ""
    shown: str = ""


class ReportBar(Details):
    """How many requests one service, type, building or month had; `percent` of the longest bar's."""

    key: str
    label: str = ""
    count: int
    late: int = 0
    percent: int = 0


class ReportTable(Details):
    """Bars by service, type, building or month, in the order to show them."""

    name: str
    bars: tuple[ReportBar, ...]
    title: str = ""


class Report(Details):
    """The figures of a time for those who lead; nothing of single people. `period` is put in when written."""

    since: date
    until: date
    hours_a_day: float
    currency: str = "EUR"
    today: tuple[ReportLine, ...]
    lines: tuple[ReportLine, ...]
    tables: tuple[ReportTable, ...] = ()
    period: str = ""


class PossibleOrders(Details):
    """Verbs that an agent can text; `example` is one that ends a request."""

    words: tuple[str, ...]
    example: str = ""
