"""The page of figures: charts with their tables beside, and behind each number the list that it counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter, Response

from dispatch.queries.figures.addresses import address_of
from dispatch.queries.figures.counted import Figure, Row
from dispatch.queries.figures.drawn.shapes import Picture
from dispatch.queries.figures.drawn.svg import as_svg
from dispatch.queries.figures.figures import Figures
from dispatch.queries.figures.pictures import bar_of, delays_picture, months_picture, share_picture
from dispatch.queries.figures.words import (
    label_of,
    name_of,
    period_of,
    row_name,
    short_delay,
    table_name,
    value_of,
)
from dispatch.web.figures import counted
from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import serve
from dispatch.web.frame.visit import Visit
from models.store.looking.reads import TooMuchToLookAt

#: Columns of the tables, and rows of one: its file has all.
COLUMNS = (
    "received",
    "still_open",
    "still_late",
    "closed",
    "answer_median",
    "answer_most",
    "closing_median",
    "closing_most",
    "in_time",
    "satisfaction",
)
MOST_ROWS = 40
#: In the order of the page.
TABLES = ("month", "service", "building", "type", "quarter", "channel", "origin", "agent")


@dataclass(frozen=True, slots=True)
class Number:
    """One number as it is read, and the page that lists what it counts; '' where there is none."""

    name: str
    label: str
    shown: str
    address: str
    is_alarming: bool = False
    #: Nothing was measured.
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    numbers: list[Number]


@dataclass(frozen=True, slots=True)
class Block:
    """One table with its charts; `more` rows are in the file alone."""

    title: str
    #: What each line is.
    of: str
    #: Each with its title, as SVG whose words are escaped.
    charts: list[tuple[str, str]]
    lines: list[Line]
    more: int = 0


def figures_routes(board: Board) -> APIRouter:
    """`/chiffres`, of the days `du` to `au`.

    Answers: **200** the page; **400** it again, with why those days cannot be counted; **503** there is too
    much to count.
    """
    router = APIRouter()
    serve(router, board, "/chiffres", _page, "GET")
    return router


def _page(visit: Visit) -> Response:
    usual = counted.usual_periods(visit.organisation.town.local_day(visit.now))
    try:
        period = counted.period_of(visit)
    except counted.BadDays as wrong:
        days = visit.query.get("du", "")[:10], visit.query.get("au", "")[:10]
        return _nothing(visit, 400, wrong.name, usual, days)
    visit.looked("read", "figures", agents=counted.shows_agents(visit))
    try:
        found = counted.count(visit, period)
    except TooMuchToLookAt:
        days = period.since.isoformat(), period.until.isoformat()
        return _nothing(visit, 503, "figures_too_much", usual, days)
    told = _Told(visit, found)
    return visit.page(
        "figures.html",
        section="figures",
        found=found,
        period=period,
        since=period.since.isoformat(),
        until=period.until.isoformat(),
        usual=usual,
        days=period_of(period.since, period.until, visit.lang),
        is_unfinished=(period.until.month, period.until.year) == (usual[0].until.month, usual[0].until.year)
        and bool(found.tables["month"]),
        today=told.numbers(found.today),
        whole=told.numbers(found.period),
        columns=[(name, visit.text(f"figures_{name}")) for name in COLUMNS],
        blocks=[told.block(name, found.tables[name]) for name in TABLES if found.tables.get(name)],
        everything=not _is_part(visit),
        erased=any(each.name == "erased" and each.value for each in found.period),
    )


def _nothing(
    visit: Visit, status: int, why: str, usual: list[counted.Period], days: tuple[str, str]
) -> Response:
    """The page with its choice of days and why nothing was counted."""
    return visit.page(
        "figures.html",
        status,
        section="figures",
        found=None,
        period=None,
        usual=usual,
        error=visit.text(why),
        since=days[0],
        until=days[1],
    )


def _is_part(visit: Visit) -> bool:
    return visit.viewer.role != "administrator"


class _Told:
    """Figures in the words of whoever looks."""

    def __init__(self, visit: Visit, found: Figures) -> None:
        self._lang = visit.lang
        self._hours_a_day = found.hours_a_day
        self._currency = visit.board.settings.sms.texts.currency

    def numbers(self, figures: Iterable[Figure]) -> list[Number]:
        return [self.number(each) for each in figures if each.name != "erased" or each.value]

    def number(self, figure: Figure, *, in_table: bool = False) -> Number:
        if figure.unit == "hours" and in_table and isinstance(figure.value, float):
            shown = short_delay(figure.value, self._lang, hours_a_day=self._hours_a_day)
        else:
            shown = value_of(figure, self._lang, hours_a_day=self._hours_a_day, currency=self._currency)
        address = "" if figure.is_nothing else address_of(figure.command)
        alarming = figure.name in ("late", "still_late", "unassigned") and bool(figure.value)
        label, missing = name_of(figure.name, self._lang), figure.value is None
        return Number(figure.name, label, shown, address, alarming, missing)

    def block(self, name: str, rows: tuple[Row, ...]) -> Block:
        # The newest month is looked for first in a table, and drawn last in a line.
        listed = tuple(reversed(rows)) if name == "month" else rows
        return Block(
            table_name(name, self._lang),
            row_name(name, self._lang),
            [(each.title, as_svg(each)) for each in self._pictures(name, rows)],
            [
                Line(
                    label_of(name, row.key, row.label, self._lang),
                    [self.number(row.figure(column), in_table=True) for column in COLUMNS],
                )
                for row in listed[:MOST_ROWS]
            ],
            max(0, len(rows) - MOST_ROWS),
        )

    def _pictures(self, name: str, rows: tuple[Row, ...]) -> list[Picture]:
        bars = [bar_of(name, row, self._lang) for row in rows]
        if name == "month":
            drawn = [months_picture(bars, self._lang)]
        else:
            drawn = [share_picture(name, bars, self._lang)]
        if name == "service":
            drawn.append(delays_picture(bars, self._lang, self._hours_a_day))
        return [each for each in drawn if each is not None]
