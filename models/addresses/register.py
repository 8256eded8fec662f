"""Reading a register of addresses: a CSV of the Base Adresse Nationale, or a Base Adresse Locale of the town.

Columns (as published in 2026) of the first: `numero;rep;nom_voie;nom_commune;code_insee;lon;lat…`; of the
second (1.3, 1.4): `numero;suffixe;voie_nom;commune_nom;commune_insee;long;lat…`, in which 99999 is no
number: the address is the street or the place itself.
"""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from models.errors import UserError

#: The column of each thing, in a BAN file and in a BAL file.
_COLUMNS = {
    "street": ("nom_voie", "voie_nom"),
    "number": ("numero",),
    "suffix": ("rep", "suffixe"),
    "commune": ("nom_commune", "commune_nom"),
    "insee": ("code_insee", "commune_insee"),
    "longitude": ("lon", "long"),
    "latitude": ("lat",),
}
#: Of a Base Adresse Locale: a place or a street without numbers.
_NO_NUMBER = 99999
#: Rows of one register: the whole of Paris has 150,000.
MOST_ROWS = 500_000
_LONGEST_NAME = 120
_LONGEST_LINE = 10_000
_HIGHEST_NUMBER = 99_998


@dataclass(frozen=True, slots=True)
class Point:
    """One address, with its position (WGS84 degrees); `number` 0 is the street or place itself."""

    street: str
    commune: str
    number: int
    #: `bis`, `ter`, `a`; lower case.
    suffix: str
    latitude: float
    longitude: float


def read_register(lines: Iterable[str], communes: Collection[str] = ()) -> list[Point]:
    """Each address of a register; of these communes alone when some are given, by INSEE code.

    Raises UserError with the line of what cannot be read, and when the file has several communes and none is
    given.
    """
    points: list[Point] = []
    there: Counter[tuple[str, str]] = Counter()
    for line, row in _rows(lines):
        insee = row["insee"].strip()
        there[(insee, row["commune"].strip())] += 1
        if communes and insee not in communes:
            continue
        point = _point(line, row)
        if point is not None:
            points.append(point)
        if len(points) > MOST_ROWS:
            raise UserError(
                f"The file has more than {MOST_ROWS} addresses. Take that of the town alone: --insee CODE."
            )
    _check(points, there, communes)
    return points


def _check(points: list[Point], there: Counter[tuple[str, str]], communes: Collection[str]) -> None:
    missing = sorted(set(communes) - {insee for insee, _ in there})
    named = ", ".join(f"{insee} ({name})" for (insee, name), _ in there.most_common(5))
    if missing and there:
        raise UserError(f"The file has no address of {', '.join(missing)}. It has {named}.")
    if not communes and len({insee for insee, _ in there}) > 1:
        raise UserError(f"The file has several communes: {named}. Say which, by --insee CODE for each.")
    if not points:
        raise UserError("The file has no address.")


def _rows(lines: Iterable[str]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each row by what its columns mean, with its line."""
    bounded = _bounded(lines)
    head = next(bounded, "").removeprefix("\ufeff")
    mark = max(";,\t", key=head.count)
    titles = [title.strip().lower() for title in next(csv.reader([head], delimiter=mark), [])]
    places = {meaning: _place(meaning, names, titles) for meaning, names in _COLUMNS.items()}
    rows = csv.reader(bounded, delimiter=mark)
    try:
        for cells in rows:
            if cells:
                yield (
                    rows.line_num + 1,
                    {
                        name: cells[at] if at is not None and at < len(cells) else ""
                        for name, at in places.items()
                    },
                )
    except csv.Error as wrong:
        raise UserError(f"Line {rows.line_num + 1} cannot be read as CSV: {wrong}.") from wrong


def _place(meaning: str, names: tuple[str, ...], titles: list[str]) -> int | None:
    found = next((titles.index(name) for name in names if name in titles), None)
    if found is None and meaning not in ("suffix", "insee", "commune"):
        raise UserError(
            f"The file has no column {' or '.join(names)}. It is no register of addresses (BAN or BAL, CSV)."
        )
    return found


def _bounded(lines: Iterable[str]) -> Iterator[str]:
    for at, line in enumerate(lines, 1):
        if len(line) > _LONGEST_LINE or "\0" in line:
            raise UserError(f"Line {at} is no line of a register of addresses.")
        yield line


def _point(line: int, row: Mapping[str, str]) -> Point | None:
    """The address of a row; None when it has no position yet, as registers have some."""
    street = " ".join(row["street"].split())
    if not street or not row["latitude"].strip() or not row["longitude"].strip():
        return None
    if len(street) > _LONGEST_NAME:
        raise UserError(f"Line {line}: a street's name is longer than {_LONGEST_NAME} characters.")
    try:
        number = int(row["number"].strip() or 0)
        latitude, longitude = (float(row[each].replace(",", ".")) for each in ("latitude", "longitude"))
    except ValueError as wrong:
        raise UserError(f"Line {line}: number, lat and lon must be numbers.") from wrong
    if not (
        math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180
    ):
        raise UserError(f"Line {line}: lat and lon are no position in degrees.")
    if number != _NO_NUMBER and not 0 <= number <= _HIGHEST_NUMBER:
        raise UserError(f"Line {line}: {number} is no number of a house.")
    return Point(
        street=street,
        commune=" ".join(row["commune"].split())[:_LONGEST_NAME],
        number=0 if number == _NO_NUMBER else number,
        suffix=row["suffix"].strip().lower()[:8],
        latitude=latitude,
        longitude=longitude,
    )
