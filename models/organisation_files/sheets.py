"""Buildings and agents as town halls keep them: a spreadsheet, saved as CSV or XLSX."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from models.errors import UserError
from models.folding import fold, slug
from models.organisation_files.tables import rows_of

#: What a column may be called, accents and case aside.
_COLUMNS = {
    "key": ("key", "cle", "code", "identifiant"),
    "name": ("name", "nom", "batiment", "agent", "nom complet"),
    "first_name": ("first name", "prenom", "prenoms"),
    "aliases": ("aliases", "alias", "autres noms", "surnoms"),
    "address": ("address", "adresse"),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "lon", "lng", "long"),
    "quarter": ("quarter", "quartier", "secteur"),
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
    "buildings": ("key", "name", "aliases", "address", "latitude", "longitude", "quarter", "service", "keeper", "closed"),  # noqa: E501
    "agents": ("key", "name", "first_name", "title", "emails", "phones", "services", "role", "locale", "preferred_channel", "deputy", "absences", "closed"),  # noqa: E501
}  # fmt: skip
_LISTS = frozenset(["aliases", "emails", "phones", "services"])
_YES = frozenset(["yes", "oui", "true", "vrai", "1", "x"])
_NO = frozenset(["no", "non", "false", "faux", "0", "-"])
#: What a spreadsheet shows in a cell whose formula fails.
_SHORTENED = re.compile(r"[+-]?\d{1,3},\d{1,20}E[+-]?\d{1,3}", re.IGNORECASE)
_FAILED = re.compile(r"#(?:REF!|N/?A|NOM\?|NAME\?|VALEUR!|VALUE!|DIV/0!|NUL!|NULL!|NOMBRE!|NUM!)")
#: Characters of a cell; a quote that is never closed makes one of the whole rest.
_LONGEST_CELL = 20_000
_ROLES = {
    "responsable": "manager",
    "chef": "manager",
    "cheffe": "manager",
    "directeur": "manager",
    "directrice": "manager",
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

    Several values in one cell are separated by `;` or `|` or a line break, addresses and numbers by a comma
    too. A row without a key gets one
    made of its name. Raises UserError, with the line, when the sheet cannot be understood.
    """
    table = rows_of(name, content)
    titles: list[str | None] = []
    rows: list[SheetRow] = []
    for line, cells in table:
        if not any(cells):
            continue
        if not titles:
            titles = _titles(kind, name, line, cells)
            continue
        if len(cells) > len(titles) and any(cells[len(titles) :]):
            raise UserError(
                f"{name}:{line}: more cells than there are column titles: a cell that holds the separator "
                f"stands between quotes."
            )
        rows.append(SheetRow(line, _values(name, line, titles, cells)))
    if not titles:
        raise UserError(f"{name}:1: the sheet is empty: its first line names the columns, as nom;courriel.")
    return rows


def _values(name: str, line: int, titles: list[str | None], cells: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column, cell in zip(titles, cells, strict=False):
        if column is not None and cell:
            values[column] = _value(name, line, column, cell)
    if "first_name" in values:
        values["name"] = f"{values.pop('first_name')} {values.get('name', '')}".strip()
    if not values.get("name"):
        raise UserError(f"{name}:{line}: this line has no name: write one, or remove the line.")
    values.setdefault("key", slug(values["name"]))
    return values


def _titles(kind: str, name: str, line: int, cells: list[str]) -> list[str | None]:
    if not any(_named(cell) for cell in cells):
        raise UserError(
            f"{name}:{line}: the first line names the columns, and '{' '.join(cells).strip()[:40]}' names "
            f"none. Columns are {', '.join(_WANTED[kind])}, or their French names."
        )
    titles = [_column(kind, name, line, cell) for cell in cells]
    if "name" not in titles:
        raise UserError(f"{name}:{line}: there is no column of names: call it nom.")
    for at, column in enumerate(titles):
        if column is not None and column in titles[:at]:
            first, second = cells[titles.index(column)], cells[at]
            raise UserError(
                f"{name}:{line}: the columns '{first}' and '{second}' are one: put them together, several "
                f"values with | between them."
            )
    return titles


def _named(title: str) -> str | None:
    folded = fold(title).strip()
    return _BY_TITLE.get(folded.replace("_", " ")) or _BY_TITLE.get(folded)


def _column(kind: str, name: str, line: int, title: str) -> str | None:
    if not title:
        return None
    column = _named(title)
    if kind == "agents" and column == "service":
        return "services"
    if kind == "agents" and fold(title).strip() == "responsable":
        column = None
    if column is None or column not in _WANTED[kind]:
        known = ", ".join(_WANTED[kind])
        raise UserError(f"{name}:{line}: no such column: '{title[:40]}'. Columns are {known}.")
    return column


def _value(name: str, line: int, column: str, cell: str) -> Any:
    if "\x00" in cell:
        raise UserError(f"{name}:{line}: there is a character here that no text has (NUL): remove it.")
    if _FAILED.match(cell):
        raise UserError(f"{name}:{line}: the formula of this cell fails ({cell[:10]}): write its value.")
    if column in _LISTS:
        # No address and no number holds a comma, a name of a service may; « 3,36E+10 » is what a spreadsheet
        # made of a number.
        parted = column in ("emails", "phones") and not _SHORTENED.fullmatch(cell.strip())
        return _split(cell.replace(",", "|") if parted else cell)
    if len(cell) > _LONGEST_CELL or "\n" in cell:
        raise UserError(
            f"{name}:{line}: a cell goes on over the next lines: a quote that opens is not closed, or a line "
            f"break is to be removed."
        )
    if column in ("latitude", "longitude"):
        if re.search(r"\d[ ,;]+[ -]*\d+[.,]", cell):
            raise UserError(
                f"{name}:{line}: '{cell[:40]}' is two numbers: give latitude and longitude columns."
            )
        return cell.replace(",", ".")
    if column == "closed":
        if fold(cell) not in _YES | _NO:
            raise UserError(f"{name}:{line}: '{cell[:40]}' is neither yes nor no: write oui or non.")
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
