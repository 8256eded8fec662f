"""Buildings and agents as town halls keep them: a spreadsheet, saved as CSV or XLSX."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from models.errors import UserError
from models.folding import fold, slug

#: What a column may be called, accents and case aside.
_COLUMNS = {
    "key": ("key", "cle", "code", "identifiant"),
    "name": ("name", "nom", "batiment", "agent", "nom complet"),
    "aliases": ("aliases", "alias", "autres noms", "surnoms"),
    "address": ("address", "adresse"),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "lon", "lng", "long"),
    "service": ("service",),
    "keeper": ("keeper", "gardien", "responsable"),
    "closed": ("closed", "ferme", "parti"),
    "title": ("title", "fonction", "qualite", "titre", "poste"),
    "emails": ("emails", "email", "courriel", "courriels", "mail", "e-mail"),
    "phones": ("phones", "phone", "telephone", "telephones", "portable", "mobile", "tel"),
    "services": ("services",),
    "role": ("role",),
    "locale": ("locale", "langue"),
    "preferred_channel": ("preferred_channel", "canal prefere", "canal"),
    "deputy": ("deputy", "suppleant", "remplacant"),
    "absences": ("absences", "absence"),
}
_BY_TITLE = {title: column for column, titles in _COLUMNS.items() for title in titles}
_WANTED = {
    "buildings": ("key", "name", "aliases", "address", "latitude", "longitude", "service", "keeper", "closed"),  # noqa: E501
    "agents": ("key", "name", "title", "emails", "phones", "services", "role", "locale", "preferred_channel", "deputy", "absences", "closed"),  # noqa: E501
}  # fmt: skip
_LISTS = frozenset(["aliases", "emails", "phones", "services"])
_YES = frozenset(["yes", "oui", "true", "vrai", "1", "x"])
_ROLES = {
    "responsable": "manager",
    "chef": "manager",
    "administrateur": "administrator",
    "administratrice": "administrator",
}
_PERIOD = re.compile(r"\s*(\S+)\s*(?:\.\.|au|to|→)\s*(\S+)\s*")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as the organisation's file would say it, and its line in the sheet."""

    line: int
    values: dict[str, Any]


def read_sheet(kind: str, name: str, content: bytes) -> list[SheetRow]:
    """The rows of a sheet of `buildings` or `agents`; the ending of `name` says which format.

    Several values in one cell are separated by `;` or `|` or a line break. A row without a key gets one
    made of its name. Raises UserError, with the line, when the sheet cannot be understood.
    """
    table = _from_xlsx(name, content) if name.lower().endswith(".xlsx") else _from_csv(content)
    titles: list[str | None] = []
    rows: list[SheetRow] = []
    for line, cells in table:
        if not any(cells):
            continue
        if not titles:
            titles = [_column(kind, name, line, cell) for cell in cells]
            continue
        if len(cells) > len(titles) and any(cells[len(titles) :]):
            raise UserError(f"{name}:{line}: more cells than there are column titles.")
        values: dict[str, Any] = {}
        for column, cell in zip(titles, cells, strict=False):
            if column is not None and cell:
                values[column] = _value(name, line, column, cell)
        if kind == "agents" and "service" in values:
            values["services"] = [*values.get("services", []), *_split(values.pop("service"))]
        values.setdefault("key", slug(str(values.get("name", ""))))
        rows.append(SheetRow(line, values))
    return rows


def _column(kind: str, name: str, line: int, title: str) -> str | None:
    if not title:
        return None
    column = _BY_TITLE.get(fold(title).strip().replace("_", " ")) or _BY_TITLE.get(fold(title).strip())
    if kind == "agents" and column == "service":
        return "services"
    if kind == "agents" and fold(title).strip() == "responsable":
        column = None
    if column is None or column not in _WANTED[kind]:
        known = ", ".join(_WANTED[kind])
        raise UserError(f"{name}:{line}: no such column: '{title}'. Columns are {known}.")
    return column


def _value(name: str, line: int, column: str, cell: str) -> Any:
    if column in _LISTS:
        return _split(cell)
    if column in ("latitude", "longitude"):
        return cell.replace(",", ".")
    if column == "closed":
        return fold(cell) in _YES
    if column == "role":
        return _ROLES.get(fold(cell), fold(cell))
    if column == "absences":
        return [_absence(name, line, period) for period in _split(cell)]
    return cell


def _absence(name: str, line: int, period: str) -> dict[str, str]:
    found = _PERIOD.fullmatch(period)
    if not found:
        raise UserError(f"{name}:{line}: an absence is written 2026-08-01..2026-08-21, not '{period}'.")
    return {"from": _day(found[1]), "until": _day(found[2])}


def _day(written: str) -> str:
    french = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", written)
    return f"{french[3]}-{int(french[2]):02}-{int(french[1]):02}" if french else written


def _split(cell: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;|\n]", cell) if part.strip()]


def _from_csv(content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(content)
    first = text.lstrip().partition("\n")[0]
    told = re.fullmatch(r"sep=(.)\s*", first)
    delimiter = told[1] if told else max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    last = 0
    for cells in reader:
        if told and last == 0 and cells and cells[0].startswith("sep="):
            # Excel's own way of telling the separator.
            last = reader.line_num
            continue
        # A cell may hold line breaks: a row is named by the line it begins on.
        yield last + 1, [cell.strip() for cell in cells]
        last = reader.line_num


def _decoded(content: bytes) -> str:
    """The text of a CSV file: UTF-8, UTF-16 (Excel's « Texte Unicode ») or what Excel writes in France."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _from_xlsx(name: str, content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as wrong:
        raise UserError(f"{name}:1: this is not a spreadsheet (XLSX).") from wrong
    try:
        sheet = book.worksheets[0]
        for line, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield line, [_written(cell) for cell in cells]
    finally:
        book.close()


def _written(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell).strip()
    # A French number typed in a number cell has lost its zero.
    return f"0{text}" if isinstance(cell, int) and re.fullmatch(r"[1-9]\d{8}", text) else text
