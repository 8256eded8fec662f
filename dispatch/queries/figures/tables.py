"""The same figures for each service, building, quarter, month…, each row with the list behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from dispatch.queries.figures.counted import Row, between, figures_of
from dispatch.queries.figures.measures import Measured, Tally
from dispatch.queries.request_list import known_keys
from models.store.glance import Rows


def tables_of(
    glance: Rows,
    document: Mapping[str, Any],
    found: Measured,
    since: date,
    until: date,
    *,
    agents: bool,
) -> Iterable[tuple[str, tuple[Row, ...]]]:
    """Name and rows of each table, the most asked first; months in their order. By quarter only where
    buildings lie in one.
    """
    behind = ("requests", "list", *between(since, until))
    kinds = {each["key"]: each["label"]["fr"] for each in document.get("request_types", ())}
    asked: list[tuple[str, Mapping[str, str], str]] = [
        ("service", known_keys(glance, "service"), "--service"),
        ("building", known_keys(glance, "building"), "--building"),
        ("type", known_keys(glance, "request_type") | kinds, "--type"),
        ("quarter", {}, "--quarter"),
        ("channel", {}, "--channel"),
        ("origin", {}, "--origin"),
    ]
    if agents:
        asked.append(("agent", known_keys(glance, "agent"), "--assignee"))
    for name, labels, option in asked:
        groups = found.apart(name)
        if name == "quarter" and not any(groups):
            continue
        rows = [
            Row(key, labels.get(key, ""), figures_of(group, (*behind, option, key)))
            for key, group in groups.items()
        ]
        yield name, tuple(sorted(rows, key=lambda row: (-row.received, row.key)))
    by_month = found.apart("month")
    yield (
        "month",
        tuple(
            Row(key, key, figures_of(by_month.get(key, Tally()), _of_month(key, since, until)))
            for key in _months(min(by_month, default=""), max(by_month, default=""))
        ),
    )


def month_start(day: date, months_before: int = 0) -> date:
    """The first day of the month `months_before` that of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 - months_before, 12)
    return date(year, month + 1, 1)


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return month_start(month_start(day) + timedelta(days=31)) - timedelta(days=1)


def _months(first: str, last: str) -> Iterable[str]:
    """Every month from `2026-09` to `2026-11`, those in which nothing was received too."""
    while first and first <= last:
        yield first
        first = f"{month_start(date.fromisoformat(f'{first}-01') + timedelta(days=31)):%Y-%m}"


def _of_month(month: str, since: date, until: date) -> tuple[str, ...]:
    """What lists one month: from its first day to its last, or those of the whole time when nearer."""
    first = date.fromisoformat(f"{month}-01")
    return ("requests", "list", *between(max(first, since), min(month_end(first), until)))
