"""The list as a file: exactly what is filtered, in its order, and no more than its reader may see."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Response

from dispatch.letters.filters import plain
from dispatch.queries.seen.cards import Card
from dispatch.queries.seen.listing import all_seen
from dispatch.queries.seen.wanted import Wanted
from dispatch.web.entering.confirming import proved_first
from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import serve
from dispatch.web.frame.visit import PROTECTION, Visit
from models.store.looking.reads import FILE_SECONDS
from models.values import NOT_XML

#: Lines of one file.
MOST = 10_000
#: What a spreadsheet would take for a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: Characters of one cell, as Excel has them.
_LONGEST_CELL = 32_767
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: The columns, and how wide they are on a sheet, in characters.
_COLUMNS = {
    "reference": 12,
    "subject": 48,
    "state": 16,
    "service": 26,
    "place": 26,
    "requester": 26,
    "holder": 22,
    "priority": 12,
    "came_on": 12,
    "due": 12,
    "planned": 12,
}
Cell = str | date | float | None


def export_routes(board: Board) -> APIRouter:
    """`/demandes.csv`, `/demandes.xlsx`, with the filter of the list.

    Answers: **200** UTF-8 with its mark and `;` as separator, or a workbook whose days are days; **303** to
    where whoever is signed in says again who they are.
    """
    router = APIRouter()
    serve(router, board, "/demandes.csv", proved_first(_csv), "GET")
    serve(router, board, "/demandes.xlsx", proved_first(_xlsx), "GET")
    return router


def _csv(visit: Visit) -> Response:
    return list_as_csv(visit, _cards(visit, "csv"))


def _xlsx(visit: Visit) -> Response:
    return list_as_xlsx(visit, _cards(visit, "xlsx"), visit.text("nav_requests"))


def list_as_csv(visit: Visit, cards: Iterable[Card]) -> Response:
    """Requests as a file of lines."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(_titles(visit))
    for row in _rows(visit, cards):
        writer.writerow(
            [f"{each:%d/%m/%Y}" if isinstance(each, date) else safe_cell(str(each or "")) for each in row]
        )
    return as_file(as_csv(out.getvalue()), _name(visit, "csv"), "text/csv; charset=utf-8")


def list_as_xlsx(visit: Visit, cards: Iterable[Card], title: str) -> Response:
    """Requests as a workbook."""
    book = workbook(title, _titles(visit), _rows(visit, cards), tuple(_COLUMNS.values()))
    return as_file(book, _name(visit, "xlsx"), XLSX)


def as_csv(written: str) -> bytes:
    """Lines as a file: UTF-8 with the mark by which spreadsheets know it."""
    return ("\ufeff" + written).encode("utf-8", "replace")


def workbook(
    title: str, titles: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int]
) -> bytes:
    """One sheet under fixed titles, with a filter for each; `widths` are characters. Words are words: none is
    taken for a formula, now or when somebody edits its cell.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"

    def cell(value: Cell, *, bold: bool = False) -> Any:
        found: Any = WriteOnlyCell(sheet)
        if isinstance(value, date):
            found.value = value
            found.number_format = "dd/mm/yyyy"
            return found
        if isinstance(value, (int, float)):
            found.value = value
            return found
        found.value = plain_cell(value or "")
        found.data_type = "s"
        found.quotePrefix = found.value.startswith(_FORMULA)
        if bold:
            found.font = Font(bold=True)
        return found

    sheet.append([cell(each, bold=True) for each in titles])
    count = 1
    for row in rows:
        sheet.append([cell(each) for each in row])
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(titles))}{count}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def safe_cell(text: str) -> str:
    """Text that no spreadsheet runs or turns around: what looks like a formula has an apostrophe first."""
    line = " ".join(plain(text).split())
    return f"'{line}" if line.startswith(_FORMULA) else line


def plain_cell(text: str) -> str:
    """Text as a cell of a workbook may hold it, on one line."""
    return NOT_XML.sub("", " ".join(plain(text).split()))[:_LONGEST_CELL]


def _titles(visit: Visit) -> list[str]:
    return [visit.text(f"column_{name}") for name in _COLUMNS]


def _cards(visit: Visit, kind: str) -> list[Card]:
    """The requests of the file, whose taking away is traced first: all of them, or none is sent."""
    wanted, board = Wanted.of(visit.query), visit.board
    with board.reads.looking(seconds=FILE_SECONDS) as session:
        cards = all_seen(session, board.reads, visit.viewer, visit.in_force, wanted, visit.now, MOST)
    visit.looked("export", "requests", shown=len(cards), kind=kind)
    return cards


def _rows(visit: Visit, cards: Iterable[Card]) -> list[list[Cell]]:
    return [_row(visit, card, visit.organisation.town.zone) for card in cards]


def _row(visit: Visit, card: Card, zone: ZoneInfo) -> list[Cell]:
    return [
        card.reference,
        card.subject,
        card.state_label,
        card.service,
        card.building,
        card.requester,
        card.assignee_name,
        visit.text(f"priority_{card.priority}"),
        *(_day(when, zone) for when in (card.created_at, card.due_at, card.planned_at)),
    ]


def _name(visit: Visit, ending: str) -> str:
    return f"demandes-{visit.now.astimezone(visit.organisation.town.zone):%Y-%m-%d}.{ending}"


def as_file(content: bytes, name: str, kind: str) -> Response:
    """The answer that a browser keeps under `name`, which is of ours."""
    headers = {**PROTECTION, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)


def _day(when: datetime | None, zone: ZoneInfo) -> date | None:
    return when.astimezone(zone).date() if when is not None else None
