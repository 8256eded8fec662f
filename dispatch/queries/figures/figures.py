"""The figures of a time: what is open today, what was received, how soon it was answered; by service, month…

Each number carries the command that lists what it counts; `addresses` says which page lists the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from dispatch.queries import request_conditions as conditions
from dispatch.queries.figures.counted import Figure, Row, all_of, between, counted, figures_of
from dispatch.queries.figures.measures import measure
from dispatch.queries.figures.tables import month_start, tables_of
from models.organisation import Town
from models.organisation.working_time import OpeningClock
from models.store.glance import Rows, as_time

#: Months shown when nobody says since when.
MONTHS = 12
#: SQLite does not know that what is open is few; only what is closed is ever erased.
_IN_HAND = " INDEXED BY request_in_hand"


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything `guichet stats` says. Days are those of the town; `until` is the last one counted."""

    since: date
    until: date
    #: Opening hours of a working day, to say delays in days.
    hours_a_day: float
    today: tuple[Figure, ...]
    period: tuple[Figure, ...]
    #: By what the requests are told apart: service, building, type, quarter, channel, origin, month; perhaps
    #: agent.
    tables: Mapping[str, tuple[Row, ...]]


@dataclass(frozen=True, slots=True)
class Counting:
    """Which requests are counted, and what is said of them. `within` is a condition on `request r` that all
    fulfil, as SQL of ours; '' counts every one. `agents` adds who has them, `texts` what was sent by SMS:
    that belongs to the whole counter.
    """

    within: str = ""
    agents: bool = False
    texts: bool = True


def figures(
    glance: Rows,
    document: Mapping[str, Any],
    now: datetime,
    *,
    since: date | None = None,
    until: date | None = None,
    counting: Counting | None = None,
) -> Figures:
    """The figures of requests received from `since` to `until`, both days of the town and counted; by default
    those of this month and the eleven before.

    `document` is the organisation in force as stored.
    """
    asked = counting or Counting()
    town = Town.model_validate(document["town"])
    today = town.local_day(now)
    until = until or today
    since = since or month_start(until, MONTHS - 1)
    begin = datetime.combine(since, time(), town.zone)
    end = datetime.combine(until + timedelta(days=1), time(), town.zone)
    found = measure(glance, town, since=begin, until=end, now=now, within=asked.within)
    behind = ("requests", "list", *between(since, until))
    texts = _texts(glance, begin, end, since, until) if asked.texts else ()
    return Figures(
        since=since,
        until=until,
        hours_a_day=OpeningClock(town).hours_a_day,
        today=_today(glance, now, town, asked.within),
        period=(*figures_of(found.whole(), behind), *texts),
        tables=dict(tables_of(glance, document, found, since, until, agents=asked.agents)),
    )


def _today(glance: Rows, now: datetime, town: Town, within: str) -> tuple[Figure, ...]:
    (row,) = glance.rows(
        "SELECT COUNT(*) AS open, MIN(r.created_at) AS oldest,"
        " COALESCE(SUM(CASE WHEN r.due_at < :moment THEN 1 ELSE 0 END), 0) AS late,"
        " COALESCE(SUM(CASE WHEN r.assignee_id IS NULL THEN 1 ELSE 0 END), 0) AS unassigned"
        f" FROM request r{_IN_HAND if glance.is_sqlite else ''}"
        f" WHERE {conditions.OPEN} AND r.erased_at IS NULL{f' AND ({within})' if within else ''}",
        moment=now,
    )
    oldest = as_time(row["oldest"])
    listing = ("requests", "list")
    return (
        counted("open", row["open"], (*listing, "--open")),
        Figure(
            "oldest",
            "day",
            town.local_day(oldest).isoformat() if oldest is not None else None,
            (*listing, "--open", "--sort", "oldest", "--limit", "1"),
        ),
        counted("late", row["late"], (*listing, "--overdue")),
        counted("unassigned", row["unassigned"], (*listing, "--open", "--assignee", "")),
    )


def _texts(glance: Rows, begin: datetime, end: datetime, since: date, until: date) -> tuple[Figure, ...]:
    """The text messages sent from `begin` to before `end`, and what they cost."""
    (row,) = glance.rows(
        "SELECT COUNT(*) AS texts, COALESCE(SUM(cost_micros), 0) AS micros FROM outbound_message"
        " WHERE channel = 'sms' AND sent_at >= :since AND sent_at < :until",
        since=begin,
        until=end,
    )
    listing = ("outbox", "list", "--channel", "sms", *between(since, until))
    return (
        counted("texts", row["texts"], listing),
        Figure("texts_cost", "money", int(row["micros"]) / 1_000_000, all_of(listing, row["texts"])),
    )
