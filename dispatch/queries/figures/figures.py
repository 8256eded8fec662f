"""The figures of a time: what is open today, what was received, how soon it was answered; by service, month…

Each number carries the command that lists what it counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from dispatch.queries import request_conditions as conditions
from dispatch.queries.figures.measures import MOST, Measured, mean, measure, middle
from dispatch.queries.request_list import known_keys
from models.organisation import Town
from models.organisation.working_time import OpeningClock
from models.store.glance import Glance, as_time

Unit = Literal["count", "hours", "share", "mark", "money", "day"]
#: Months shown when nobody says since when.
MONTHS = 12
#: Requests that a list shows when its command does not say how many.
_LISTED = 50


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. `command` is what `guichet` is asked for to list what is behind it, word by word."""

    name: str
    unit: Unit
    value: float | str | None
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one service, building, month…: `key` as commands take it, '' for none."""

    key: str
    label: str
    figures: tuple[Figure, ...]

    @property
    def received(self) -> int:
        return int(next(each.value for each in self.figures if each.name == "received") or 0)


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything `guichet stats` says. Days are those of the town; `until` is the last one counted."""

    since: date
    until: date
    #: Opening hours of a working day, to say delays in days.
    hours_a_day: float
    today: tuple[Figure, ...]
    period: tuple[Figure, ...]
    #: By what the requests are told apart: service, building, type, channel, origin, month; perhaps agent.
    tables: Mapping[str, tuple[Row, ...]]


def month_start(day: date, months_before: int = 0) -> date:
    """The first day of the month `months_before` that of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 - months_before, 12)
    return date(year, month + 1, 1)


def figures(
    glance: Glance,
    document: Mapping[str, Any],
    now: datetime,
    *,
    since: date | None = None,
    until: date | None = None,
    agents: bool = False,
) -> Figures:
    """The figures of requests received from `since` to `until`, both days of the town and counted; by default
    those of this month and the eleven before. `agents` adds who has them.

    `document` is the organisation in force as stored.
    """
    town = Town.model_validate(document["town"])
    today = town.local_day(now)
    until = until or today
    since = since or month_start(until, MONTHS - 1)
    begin = datetime.combine(since, time(), town.zone)
    end = datetime.combine(until + timedelta(days=1), time(), town.zone)
    clock = OpeningClock(town)
    found = measure(glance, clock, document, town.zone, since=begin, until=end, now=now)
    behind = ("requests", "list", *_between(since, until))
    return Figures(
        since=since,
        until=until,
        hours_a_day=clock.hours_a_day,
        today=_today(glance, now, town),
        period=(*_figures(found, behind), *_texts(glance, begin, end, since, until)),
        tables=dict(_tables(glance, document, found, since, until, agents=agents)),
    )


def _today(glance: Glance, now: datetime, town: Town) -> tuple[Figure, ...]:
    (row,) = glance.rows(
        "SELECT COUNT(*) AS open, MIN(r.created_at) AS oldest,"
        " COALESCE(SUM(CASE WHEN r.due_at < :moment THEN 1 ELSE 0 END), 0) AS late,"
        " COALESCE(SUM(CASE WHEN r.assignee_id IS NULL THEN 1 ELSE 0 END), 0) AS unassigned"
        f" FROM request r WHERE {conditions.OPEN}",
        moment=now,
    )
    oldest = as_time(row["oldest"])
    listing = ("requests", "list")
    return (
        _counted("open", row["open"], (*listing, "--open")),
        Figure(
            "oldest",
            "day",
            town.local_day(oldest).isoformat() if oldest is not None else None,
            (*listing, "--open", "--sort", "oldest", "--limit", "1"),
        ),
        _counted("late", row["late"], (*listing, "--overdue")),
        _counted("unassigned", row["unassigned"], (*listing, "--open", "--assignee", "")),
    )


def _figures(found: list[Measured], behind: tuple[str, ...]) -> tuple[Figure, ...]:
    """What is said of any set of requests; `behind` lists them all."""
    answers = [each.answer_hours for each in found if each.answer_hours is not None]
    closings = [each.closing_hours for each in found if each.closing_hours is not None]
    judged = [each.in_time for each in found if each.in_time is not None]
    in_time = sum(1 for each in judged if each)
    marks = [float(each.score) for each in found if each.score is not None]

    def only(fact: str, count: int) -> tuple[str, ...]:
        return _all_of((*behind, "--only", fact), count)

    return (
        _counted("received", len(found), behind),
        _counted("still_open", sum(each.is_open for each in found), (*behind, "--open")),
        _counted("still_late", sum(each.is_late for each in found), (*behind, "--overdue")),
        _counted("closed", sum(each.is_closed for each in found), (*behind, "--only", "closed")),
        Figure("answer_median", "hours", middle(answers), only("answered", len(answers))),
        Figure("answer_most", "hours", middle(answers, MOST), only("answered", len(answers))),
        Figure("closing_median", "hours", middle(closings), only("closed", len(closings))),
        Figure("closing_most", "hours", middle(closings, MOST), only("closed", len(closings))),
        Figure("in_time", "share", in_time / len(judged) if judged else None, only("in-time", in_time)),
        _counted("out_of_time", len(judged) - in_time, (*behind, "--only", "out-of-time")),
        _counted("rerouted", sum(each.rerouted for each in found), (*behind, "--only", "rerouted")),
        _counted("reopened", sum(each.reopened for each in found), (*behind, "--only", "reopened")),
        _counted("merged", sum(each.merged for each in found), (*behind, "--only", "merged")),
        Figure("satisfaction", "mark", mean(marks), only("rated", len(marks))),
    )


def _texts(glance: Glance, begin: datetime, end: datetime, since: date, until: date) -> tuple[Figure, ...]:
    """The text messages sent from `begin` to before `end`, and what they cost."""
    (row,) = glance.rows(
        "SELECT COUNT(*) AS texts, COALESCE(SUM(cost_micros), 0) AS micros FROM outbound_message"
        " WHERE channel = 'sms' AND sent_at >= :since AND sent_at < :until",
        since=begin,
        until=end,
    )
    listing = ("outbox", "list", "--channel", "sms", *_between(since, until))
    return (
        _counted("texts", row["texts"], listing),
        Figure("texts_cost", "money", int(row["micros"]) / 1_000_000, _all_of(listing, row["texts"])),
    )


def _tables(
    glance: Glance,
    document: Mapping[str, Any],
    found: list[Measured],
    since: date,
    until: date,
    *,
    agents: bool,
) -> Iterable[tuple[str, tuple[Row, ...]]]:
    """The same figures for each service, building…, the most asked first; months in their order."""
    behind = ("requests", "list", *_between(since, until))
    kinds = {each["key"]: each["label"]["fr"] for each in document.get("request_types", ())}
    asked: list[tuple[str, Callable[[Measured], str], Mapping[str, str], str]] = [
        ("service", lambda each: each.service, known_keys(glance, "service"), "--service"),
        ("building", lambda each: each.building, known_keys(glance, "building"), "--building"),
        ("type", lambda each: each.request_type, known_keys(glance, "request_type") | kinds, "--type"),
        ("channel", lambda each: each.channel, {}, "--channel"),
        ("origin", lambda each: each.origin, {}, "--origin"),
    ]
    if agents:
        asked.append(("agent", lambda each: each.assignee, known_keys(glance, "agent"), "--assignee"))
    for name, key_of, labels, option in asked:
        rows = [
            Row(key, labels.get(key, ""), _figures(group, (*behind, option, key)))
            for key, group in _groups(found, key_of)
        ]
        yield name, tuple(sorted(rows, key=lambda row: (-row.received, row.key)))
    by_month = dict(_groups(found, lambda each: each.month))
    yield (
        "month",
        tuple(
            Row(key, key, _figures(by_month.get(key, []), _of_month(key, since, until)))
            for key in _months(min(by_month, default=""), max(by_month, default=""))
        ),
    )


def _months(first: str, last: str) -> Iterable[str]:
    """Every month from `2026-09` to `2026-11`, those in which nothing was received too."""
    while first and first <= last:
        yield first
        first = f"{month_start(date.fromisoformat(f'{first}-01') + timedelta(days=31)):%Y-%m}"


def _groups(found: list[Measured], key_of: Callable[[Measured], str]) -> Iterable[tuple[str, list[Measured]]]:
    groups: dict[str, list[Measured]] = {}
    for each in found:
        groups.setdefault(key_of(each), []).append(each)
    return groups.items()


def _between(since: date, until: date) -> tuple[str, ...]:
    return ("--since", since.isoformat(), "--until", until.isoformat())


def _of_month(month: str, since: date, until: date) -> tuple[str, ...]:
    """What lists one month: from its first day to its last, or those of the whole time when nearer."""
    first = date.fromisoformat(f"{month}-01")
    last = month_start(first + timedelta(days=31)) - timedelta(days=1)
    return ("requests", "list", *_between(max(first, since), min(last, until)))


def _counted(name: str, count: int, command: tuple[str, ...]) -> Figure:
    return Figure(name, "count", count, _all_of(command, count))


def _all_of(command: tuple[str, ...], count: int) -> tuple[str, ...]:
    """The command so that it lists all `count`, not the first fifty."""
    return command if count <= _LISTED else (*command, "--limit", str(count))
