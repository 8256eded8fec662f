"""What a report of figures shows: numbers, charts, tables."""

from __future__ import annotations

from datetime import date
from typing import Literal

from dispatch.notices.details import Details


class ReportLine(Details):
    """One figure; `label` and `shown` are put in when written, in the reader's language."""

    name: str
    unit: Literal["count", "hours", "share", "mark", "money", "day"]
    value: float | str | None = None
    #: The command that lists what is behind it, and the page that does; '' where the pages are closed.
    command: str = ""
    address: str = ""
    label: str = ""
    shown: str = ""


class ReportBar(Details):
    """How many requests one service, type, building or month had; `percent` of the longest bar's. `half` and
    `most` are opening hours until half and nine of ten were closed.
    """

    key: str
    label: str = ""
    count: int
    closed: int = 0
    late: int = 0
    percent: int = 0
    half: float | None = None
    most: float | None = None


class ReportTable(Details):
    """Bars by service, type, building or month, in the order to show them."""

    name: str
    bars: tuple[ReportBar, ...]
    title: str = ""
    #: What each row is: `Service`, `Mois`.
    of: str = ""


class ReportChart(Details):
    """A chart that travels along: by which `cid:` the HTML shows it, its size in points, what it says."""

    cid: str
    title: str
    description: str
    width: int
    height: int


class Report(Details):
    """The figures of a time for those who lead; nothing of single people. `period` and `charts` are put in
    when written; `page` is where they are seen in a browser, '' where the pages are closed.
    """

    since: date
    until: date
    hours_a_day: float
    currency: str = "EUR"
    today: tuple[ReportLine, ...]
    lines: tuple[ReportLine, ...]
    tables: tuple[ReportTable, ...] = ()
    page: str = ""
    period: str = ""
    charts: tuple[ReportChart, ...] = ()
