"""What the page of figures and its files count: the days asked for, and only what their reader sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from dispatch.queries.figures.figures import MONTHS, Counting, Figures, figures
from dispatch.queries.figures.tables import month_end, month_start
from dispatch.queries.seen.cards import requests
from dispatch.queries.seen.wanted import read_day
from dispatch.sight.conditions import works_on_sql
from dispatch.web.frame.visit import Visit, with_query
from models.store.looking.rows import SessionRows
from models.vocabulary import StaffRole

#: Counting reads more than a list does: the time its statements may take, in seconds.
SECONDS = 6.0
#: Requests that two busy cores count in that time: of a town that receives more in a year, a page shows this
#: month when nobody says which days.
MOST_UNASKED = 100_000


@dataclass(frozen=True, slots=True)
class Period:
    """Days of receipt, both counted. `name` is the text that calls them, '' for days that were chosen."""

    since: date
    until: date
    name: str = ""

    @property
    def address(self) -> str:
        return with_query("/chiffres", du=self.since.isoformat(), au=self.until.isoformat())


class BadDays(ValueError):
    """Days that cannot be counted; `name` is the text that says why."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def usual_periods(today: date) -> list[Period]:
    """What is asked for most, the first of them without being asked."""
    last_month = month_start(today, 1)
    year = date(today.year, 1, 1)
    return [
        Period(month_start(today, MONTHS - 1), today, "figures_twelve"),
        Period(month_start(today), today, "figures_month"),
        Period(last_month, month_end(last_month), "figures_last_month"),
        Period(year, today, "figures_year"),
        Period(date(today.year - 1, 1, 1), year - timedelta(days=1), "figures_last_year"),
    ]


def period_of(visit: Visit) -> Period:
    """The days that the address asks for; twelve months without any, or this one when that would be too
    much to count. Raises BadDays.
    """
    today = visit.organisation.town.local_day(visit.now)
    usual = usual_periods(today)
    begin, end = visit.query.get("du", ""), visit.query.get("au", "")
    if not begin and not end:
        return usual[0] if _are_few(visit, usual[0].since) else usual[1]
    since = read_day(begin) if begin else None
    until = read_day(end) if end else today
    if (begin and since is None) or until is None:
        raise BadDays("figures_no_day")
    until = min(until, today)
    since = since if since is not None else month_start(until, MONTHS - 1)
    if since > until:
        raise BadDays("figures_days_turned")
    known = next((each for each in usual if (each.since, each.until) == (since, until)), None)
    return known or Period(since, until)


def _are_few(visit: Visit, since: date) -> bool:
    """Whether the whole town received no more than MOST_UNASKED requests from that day on."""
    first = datetime.combine(since, time(), visit.organisation.town.zone)
    some = sa.select(sa.literal(1)).where(requests.c.created_at >= first).limit(MOST_UNASKED + 1)
    with visit.board.reads.looking() as session:
        query = sa.select(sa.func.count()).select_from(some.subquery())
        return session.connection().execute(query).scalar_one() <= MOST_UNASKED


def shows_agents(visit: Visit) -> bool:
    """Whether figures of single people are for this reader, and wanted at all in this town."""
    return visit.viewer.leads and visit.board.settings.report.by_agent


def count(visit: Visit, period: Period) -> Figures:
    """The figures of `period`, of the requests that the viewer sees whole. Raises TooMuchToLookAt."""
    board, everything = visit.board, visit.viewer.role is StaffRole.ADMINISTRATOR
    counting = Counting(
        within=works_on_sql(visit.viewer, visit.in_force, is_sqlite=board.reads.is_sqlite),
        agents=shows_agents(visit),
        texts=everything,
    )
    document = visit.organisation.model_dump(mode="json")
    with board.reads.looking(seconds=SECONDS) as session:
        return figures(
            SessionRows(session, board.reads),
            document,
            visit.now,
            since=period.since,
            until=period.until,
            counting=counting,
        )
