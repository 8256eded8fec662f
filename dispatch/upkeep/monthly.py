"""The figures of each month, mailed in the first days of the next to whom the settings name."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import datetime, timedelta

import structlog

from dispatch.notices.lists.report import Report, ReportBar, ReportLine, ReportTable
from dispatch.notices.new_notice import Recipient
from dispatch.notices.outside_requests import Occasion, tell_address
from dispatch.queries.figures.addresses import address_of
from dispatch.queries.figures.counted import Figure, Row
from dispatch.queries.figures.figures import MONTHS, Figures, figures
from dispatch.queries.figures.tables import month_start
from dispatch.queries.town import town_facts
from models.organisation import Town
from models.organisation.working_time import is_working_day
from models.settings.settings import Settings
from models.store.database import Database
from models.store.glance import Glance
from models.store.places import is_held
from models.vocabulary import Audience, Channel

log = structlog.get_logger(__name__)
#: Days of the next month in which a month is still told: a service that was down on the first tells it later.
DAYS = 7
#: Bars of one table; a mail is no book.
BARS = 12
#: Hour of the town at which it is looked: with the reminders of the morning.
REPORT_HOUR = 7


class MonthlyReport:
    """Writes the mail once for each month and address, whenever it is asked on a working day in the first
    days of the next, or on the last of these.
    """

    def __init__(
        self,
        database: Database,
        settings: Settings,
        clock: Callable[[], datetime],
        *,
        on_told: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._on_told = on_told

    def run(self) -> bool:
        """Whether last month was told now, or again to nobody: each address gets it once."""
        recipients, now = self._settings.report.recipients, self._clock()
        if not recipients or is_held(self._settings.data_dir):
            return False
        with closing(Glance(self._settings.database.url)) as glance:
            town = town_facts(glance)
            today = now.astimezone(town.zone).date()
            if today.day > DAYS or not town.document:
                return False
            if today.day < DAYS and not is_working_day(Town.model_validate(town.document["town"]), today):
                return False
            first = month_start(today, 1)
            last = today.replace(day=1) - timedelta(days=1)
            month = figures(glance, town.document, now, since=first, until=last)
            year = figures(glance, town.document, now, since=month_start(first, MONTHS - 1), until=last)
        origin = self._settings.doors.http.origin if self._settings.pages_open else ""
        report = report_of(month, year, self._settings.sms.texts.currency, origin)
        with self._database.transaction() as session:
            for address in recipients:
                tell_address(
                    Occasion(session, f"{first:%Y-%m}:{address}", now),
                    "report",
                    Recipient(Channel.EMAIL, address),
                    report,
                    town.locale,
                    audience=Audience.ADMINISTRATOR,
                )
        self._on_told()
        log.info("report.written", month=f"{first:%Y-%m}", told=len(recipients))
        return True


def report_of(month: Figures, year: Figures, currency: str, origin: str) -> Report:
    """What the mail says: the figures of the month, where it came from, and the months before. Numbers lead
    to pages of `origin`, where it has any.
    """
    names = ("service", "type", "building", "quarter", "origin")
    tables = {name: month.tables[name] for name in names if name in month.tables}
    days = f"du={month.since.isoformat()}&au={month.until.isoformat()}"
    return Report(
        since=month.since,
        until=month.until,
        hours_a_day=month.hours_a_day,
        currency=currency,
        today=tuple(_line(each, origin) for each in month.today),
        lines=tuple(_line(each, origin) for each in month.period if each.name != "erased"),
        page=f"{origin}/chiffres?{days}" if origin else "",
        tables=tuple(
            ReportTable(name=name, bars=tuple(_bars(rows)))
            for name, rows in {**tables, "month": year.tables["month"]}.items()
            if rows
        ),
    )


def _line(figure: Figure, origin: str) -> ReportLine:
    page = address_of(figure.command) if origin and not figure.is_nothing else ""
    return ReportLine(
        name=figure.name,
        unit=figure.unit,
        value=figure.value,
        command=shlex.join(("guichet", *figure.command)),
        address=origin + page if page else "",
    )


def _bars(rows: tuple[Row, ...]) -> Iterable[ReportBar]:
    longest = max(row.received for row in rows)
    for row in rows[:BARS]:
        half, most = row.figure("closing_median").value, row.figure("closing_most").value
        yield ReportBar(
            key=row.key,
            label=row.label,
            count=row.received,
            closed=row.count("closed"),
            late=row.count("still_late"),
            percent=max(1, round(100 * row.received / longest)) if row.received else 0,
            half=float(half) if half is not None else None,
            most=float(most) if most is not None else None,
        )
