"""The rows of a table as a spreadsheet saves it: CSV in whatever encoding, or XLSX."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from models.errors import UserError

#: Octets at the beginning by which UTF-16 without a mark is known; more than a quarter of all are 0 then.
_LOOKED_AT = 64


def rows_of(name: str, content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Each row's first line, from 1, with its cells as text; `name` says by its ending which format it is.

    Raises UserError, with the line, for what is neither.
    """
    return _from_xlsx(name, content) if name.lower().endswith(".xlsx") else _from_csv(name, content)


def _from_csv(name: str, content: bytes) -> Iterator[tuple[int, list[str]]]:
    _refuse_other(name, content.removeprefix(b"\xef\xbb\xbf").lstrip())
    text = text_of(content)
    first = text.lstrip().partition("\n")[0]
    told = re.fullmatch(r"sep=(.)\s*", first)
    delimiter = told[1] if told else max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    last = 0
    for cells in _rows(name, reader):
        if told and last == 0 and cells and cells[0].startswith("sep="):
            # Excel's own way of telling the separator.
            last = reader.line_num
            continue
        # A cell may hold line breaks: a row is named by the line it begins on.
        yield last + 1, [cell.strip() for cell in cells]
        last = reader.line_num


def _rows(name: str, reader: Any) -> Iterator[list[str]]:
    """The rows of a reader of CSV. Raises UserError where they cannot be told apart."""
    begun = 1
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            raise UserError(
                f"{name}:{begun}: a cell goes on to the end: a quote that opens is not closed."
            ) from wrong
        begun = reader.line_num + 1


def text_of(content: bytes) -> str:
    """The text of a CSV file: UTF-8, UTF-16 (Excel's « Texte Unicode ») or what Excel writes in France.

    UTF-16 needs no mark at its beginning: titles of columns are mostly Latin, every other octet is 0.
    """
    begin = content[:_LOOKED_AT]
    evens, odds = begin[::2].count(0), begin[1::2].count(0)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    if 4 * max(evens, odds) > len(begin) > 2 and not min(evens, odds):
        return content.decode("utf-16-be" if evens else "utf-16-le", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _from_xlsx(name: str, content: bytes) -> Iterator[tuple[int, list[str]]]:
    import openpyxl  # a quarter of a second and 20 MB: who never brings a spreadsheet never pays for it
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as wrong:
        raise _not_xlsx(content, name) from wrong
    try:
        sheet = book.worksheets[0]
        for line, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield line, [_written(cell) for cell in cells]
    finally:
        book.close()


def _refuse_other(name: str, content: bytes) -> None:
    """Raise UserError for a file that is something else by how it begins, with what to do."""
    stem = name.rpartition(".")[0]
    if content.startswith(b"PK\x03\x04"):
        raise UserError(f"{name}:1: this is a spreadsheet, not CSV: name it {stem}.xlsx, or save it as CSV.")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UserError(f"{name}:1: this is a spreadsheet of the old form (XLS): save it again as XLSX.")
    if content.startswith(b"%PDF"):
        raise UserError(f"{name}:1: this is a PDF: save the sheet as CSV or XLSX.")
    if content.startswith(b"<"):
        raise UserError(f"{name}:1: this is a web page: save the sheet as CSV or XLSX.")
    if content.startswith(b"{\\rtf"):
        raise UserError(f"{name}:1: this is a formatted text (RTF): save the sheet as CSV or XLSX.")


def _not_xlsx(content: bytes, name: str) -> UserError:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return UserError(
            f"{name}:1: this is a spreadsheet of the old form (XLS), or one with a password: save it again "
            "as XLSX."
        )
    if b"opendocument" in content[:200]:
        return UserError(
            f"{name}:1: this is an OpenDocument spreadsheet (ODS): save it again as XLSX or CSV."
        )
    stem = name.rpartition(".")[0]
    return UserError(
        f"{name}:1: this is not a spreadsheet (XLSX): save it again as XLSX, or, when it is CSV, name it "
        f"{stem}.csv."
    )


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
