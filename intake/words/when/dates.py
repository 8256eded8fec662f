"""Dates as people write them in a mail or a text, in French and English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from models.folding import FoldedText

MONTHS = {
    **{name: at for at, names in enumerate(
        (("janvier", "janv", "january", "jan"), ("fevrier", "fevr", "fev", "february", "feb"),
         ("mars", "march", "mar"), ("avril", "avr", "april", "apr"), ("mai", "may"), ("juin", "june", "jun"),
         ("juillet", "juil", "july", "jul"), ("aout", "august", "aug"), ("septembre", "sept", "september", "sep"),
         ("octobre", "oct", "october"), ("novembre", "nov", "november"), ("decembre", "dec", "december")),
        start=1) for name in names},
}  # fmt: skip
_DAYS = {
    **{name: at for at, names in enumerate(
        (("lundi", "lun", "monday", "mon"), ("mardi", "tuesday", "tue"), ("mercredi", "mer", "wednesday", "wed"),
         ("jeudi", "jeu", "thursday", "thu"), ("vendredi", "ven", "friday", "fri"),
         ("samedi", "sam", "saturday", "sat"), ("dimanche", "dim", "sunday", "sun"))) for name in names},
}  # fmt: skip
_RELATIVE = {
    "aujourd'hui": 0, "ce jour": 0, "today": 0, "demain": 1, "tomorrow": 1,
    "apres-demain": 2, "apres demain": 2, "hier": -1, "yesterday": -1,
}  # fmt: skip
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = "|".join(sorted((name for name in _DAYS if len(name) > 3), key=len, reverse=True))
#: Abbreviated only before a number: « jeu. 10/12 ».
_ANY_DAY = "|".join(sorted(_DAYS, key=len, reverse=True))
#: One alternative per way of writing, every repetition bounded: linear on any input.
_WRITTEN = re.compile(
    rf"""(?<![\w/.-])(?:
      (?P<y>(?:19|20)\d\d)-(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}})
    | (?:(?P<w1>{_ANY_DAY})\.?[ ]{{1,3}}(?:le[ ]{{1,3}})?)?(?P<d1>\d{{1,2}})[/.](?P<m1>\d{{1,2}})(?:[/.](?P<y1>(?:19|20)\d\d|\d\d))?
    | (?:(?P<w2>{_ANY_DAY})\.?[ ]{{1,3}}(?:le[ ]{{1,3}})?)?(?P<d2>\d{{1,2}})(?:er|st|nd|rd|th)?[ ]{{1,3}}(?P<m2>{_MONTH})\.?(?:[ ]{{1,3}}(?P<y2>(?:19|20)\d\d))?
    | (?:(?P<w3>{_DAY}),?[ ]{{1,3}})?(?P<m3>{_MONTH})[ ]{{1,3}}(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?:,?[ ]{{1,3}}(?P<y3>(?:19|20)\d\d))?
    | (?P<relative>{"|".join(sorted(_RELATIVE, key=len, reverse=True))})
    | (?:next[ ])?(?P<day>{_DAY})(?P<next>[ ]{{1,3}}prochain)?(?:[ ]{{1,3}}(?P<d4>\d{{1,2}})(?![ ]?h|[ ]?\d))?
    )(?![\w/-]|\.\d)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date and where it stands in the folded text."""

    day: date
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PossibleDate:
    """Something written as a date, and where; `day` None when no such day can be meant."""

    day: date | None
    start: int
    end: int


def find_date(text: str, today: date) -> WrittenDate | None:
    """The first date in `text`; without a year it is the next such day from `today` on. Linear in `text`."""
    folded = FoldedText(text[:2000]).folded
    for found in _WRITTEN.finditer(folded):
        day = _read(found, today)
        if day is not None:
            return WrittenDate(day, found.start(), found.end())
    return None


def written_dates(folded: str, today: date | None) -> Iterator[PossibleDate]:
    """Every date in folded text, one pass; `day` None where it does not exist or contradicts its weekday.

    Without `today` only dates with a year are given.
    """
    for found in _WRITTEN.finditer(folded[:2000]):
        if today is None and not any(found[year] for year in ("y", "y1", "y2", "y3")):
            continue
        day = _read(found, today or date(1, 1, 1))
        weekday = next((_DAYS[found[name]] for name in ("w1", "w2", "w3") if found[name]), None)
        if day is not None and weekday is not None and day.weekday() != weekday:
            day = None
        yield PossibleDate(day, found.start(), found.end())


def _read(found: re.Match[str], today: date) -> date | None:
    if found["relative"]:
        return today + timedelta(days=_RELATIVE[found["relative"]])
    if found["day"] and found["d4"]:
        return _next_such(int(found["d4"]), _DAYS[found["day"]], today)
    if found["day"]:
        ahead = (_DAYS[found["day"]] - today.weekday()) % 7
        return today + timedelta(days=ahead or 7)
    for year, month, day in (("y", "m", "d"), ("y1", "m1", "d1"), ("y2", "m2", "d2"), ("y3", "m3", "d3")):
        if found[day]:
            number = MONTHS.get(found[month]) or (int(found[month]) if found[month].isdigit() else 0)
            return _on(int(found[day]), number, found[year], today)
    return None


def _next_such(day: int, weekday: int, today: date) -> date | None:
    """« vendredi 11 »: the next 11th of a month within a year, None when that is no Friday."""
    for ahead in range(62):
        found = today + timedelta(days=ahead)
        if found.day == day:
            return found if found.weekday() == weekday else None
    return None


def _full_year(year: str, today: date) -> int:
    """`26` is 2026 and `80` is 1980: two digits mean no year further ahead than twenty."""
    if len(year) == 4:
        return int(year)
    found = 2000 + int(year)
    return found if found <= today.year + 20 else found - 100


def _on(day: int, month: int, year: str | None, today: date) -> date | None:
    years = [_full_year(year, today)] if year else [today.year, today.year + 1]
    for each in years:
        try:
            found = date(each, month, day)
        except ValueError:
            continue
        if year or found >= today:
            return found
    return None
