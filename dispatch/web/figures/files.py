"""The figures as a file: one line for all, and one for each row of each table, with the same columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from fastapi import APIRouter, Response

from dispatch.queries.figures.addresses import address_of
from dispatch.queries.figures.counted import Figure
from dispatch.queries.figures.figures import Figures
from dispatch.queries.figures.words import label_of, name_of, table_name
from dispatch.web.figures import counted
from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import serve
from dispatch.web.frame.visit import Visit
from dispatch.web.taken.exports import XLSX, Cell, as_csv, as_file, safe_cell, workbook
from models.errors import UserError

#: What stands before the numbers and after them, and how wide a number's column is on a sheet.
_BEFORE, _WIDTH = (22, 34), 16


def figure_files_routes(board: Board) -> APIRouter:
    """`/chiffres.csv`, `/chiffres.xlsx`, of the days `du` to `au`.

    Answers: **200** UTF-8 with its mark and `;` as separator, or a workbook whose numbers are numbers;
    **400** days that cannot be counted; **503** there is too much to count.
    """
    router = APIRouter()
    serve(router, board, "/chiffres.csv", _csv, "GET")
    serve(router, board, "/chiffres.xlsx", _xlsx, "GET")
    return router


def _csv(visit: Visit) -> Response:
    titles, rows, name = _sheet(visit, "csv")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(safe_cell, titles))
    for row in rows:
        writer.writerow([_written(each, visit.lang) for each in row])
    return as_file(as_csv(out.getvalue()), f"{name}.csv", "text/csv; charset=utf-8")


def _xlsx(visit: Visit) -> Response:
    titles, rows, name = _sheet(visit, "xlsx")
    widths = (*_BEFORE, *[_WIDTH] * (len(titles) - 3), 60)
    return as_file(workbook(visit.text("figures"), titles, rows, widths), f"{name}.xlsx", XLSX)


def _sheet(visit: Visit, kind: str) -> tuple[list[str], list[list[Cell]], str]:
    """Titles, lines, and the name of the file; taking it away is traced first. Raises UserError."""
    try:
        period = counted.period_of(visit)
    except counted.BadDays as wrong:
        raise UserError(visit.text(wrong.name)) from wrong
    visit.looked("export", "figures", agents=counted.shows_agents(visit), kind=kind)
    found = counted.count(visit, period)
    shown = [each for each in found.period if each.name not in ("texts", "texts_cost")]
    titles = [
        visit.text("figures_by"),
        visit.text("figures_of"),
        *(_title(visit, each) for each in shown),
        visit.text("figures_list"),
    ]
    return titles, list(_lines(visit, found)), f"chiffres-{period.since}-{period.until}"


def _lines(visit: Visit, found: Figures) -> Iterable[list[Cell]]:
    yield ["", visit.text("figures_all"), *_cells(visit, found.period)]
    for name, rows in found.tables.items():
        for row in rows:
            label = label_of(name, row.key, row.label, visit.lang)
            yield [table_name(name, visit.lang), label, *_cells(visit, row.figures)]


def _cells(visit: Visit, figures: Iterable[Figure]) -> list[Cell]:
    shown = [each for each in figures if each.name not in ("texts", "texts_cost")]
    return [*(_number(each) for each in shown), visit.origin + address_of(shown[0].command)]


def _number(figure: Figure) -> Cell:
    """As spreadsheets reckon: hours and marks with two digits, a share in hundredths."""
    if figure.value is None or isinstance(figure.value, str):
        return figure.value
    if figure.unit == "count":
        return int(figure.value)
    return round(figure.value * 100, 1) if figure.unit == "share" else round(figure.value, 2)


def _title(visit: Visit, figure: Figure) -> str:
    units = {"hours": visit.text("figures_in_hours"), "share": "%"}
    unit = units.get(figure.unit, "")
    return name_of(figure.name, visit.lang) + (f" ({unit})" if unit else "")


def _written(value: Cell, lang: str) -> str:
    if isinstance(value, float) and lang != "en":
        return str(value).replace(".", ",")
    return safe_cell("" if value is None else str(value))
