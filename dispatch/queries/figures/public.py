"""How much was asked of the town, without anybody who asked: counts by month and by type, for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.queries.figures.tables import month_end, month_start
from dispatch.queries.seen.cards import requests
from models.store.organisations import InForce
from models.vocabulary import CLOSED_KINDS

#: Months shown, this one among them.
MONTHS = 12
#: Types of which fewer came are counted with the others: a count of one may be somebody.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Counted:
    """Requests received, and how many of those are closed today. `key`: of a type, '' for all others."""

    key: str
    received: int
    closed: int


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """`months` by their first day, the oldest first; `types` by their keys, what is asked most first."""

    months: Sequence[tuple[date, Counted]]
    types: Sequence[Counted]
    received: int
    closed: int


def public_figures(session: Session, in_force: InForce, now: datetime) -> PublicFigures:
    """The counts of this month and the eleven before, on the clock of the town. Raises TooMuchToLookAt."""
    zone = in_force.organisation.town.zone
    this_month = month_start(in_force.organisation.town.local_day(now))
    months: list[tuple[date, Counted]] = []
    by_type: dict[str, Counted] = {}
    for ago in reversed(range(MONTHS)):
        first = month_start(this_month, ago)
        begin = datetime.combine(first, time(), zone)
        end = datetime.combine(month_end(first) + timedelta(days=1), time(), zone)
        is_closed = sa.case((requests.c.state_kind.in_(CLOSED_KINDS), 1), else_=0)
        query = (
            sa.select(requests.c.request_type_id, sa.func.count(), sa.func.sum(is_closed))
            .where(requests.c.created_at >= begin, requests.c.created_at < end)
            .group_by(requests.c.request_type_id)
        )
        rows = [(row[0], int(row[1]), int(row[2])) for row in session.connection().execute(query)]
        months.append((first, Counted("", sum(row[1] for row in rows), sum(row[2] for row in rows))))
        for type_id, received, closed in rows:
            key = in_force.request_type_key(type_id) or ""
            by_type[key] = _and(by_type.get(key, Counted(key, 0, 0)), received, closed)
    return PublicFigures(
        months,
        _without_few(list(by_type.values())),
        sum(each.received for _, each in months),
        sum(each.closed for _, each in months),
    )


def _and(counted: Counted, received: int, closed: int) -> Counted:
    return Counted(counted.key, counted.received + received, counted.closed + closed)


def _without_few(types: Sequence[Counted]) -> list[Counted]:
    """The types, the most frequent first; those of which few came are one with what has none, at the end."""
    named = sorted(
        (each for each in types if each.key and each.received >= FEWEST), key=lambda each: -each.received
    )
    others = Counted("", 0, 0)
    for each in types:
        if not (each.key and each.received >= FEWEST):
            others = _and(others, each.received, each.closed)
    return [*named, *([others] if others.received else [])]
