"""Days of a sentence of staff: written in full, as a weekday, or « le 23 » of this month or the next."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

from intake.words.orders.edges import Edge, Found
from intake.words.when.dates import MONTHS, written_dates

_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_DAY_AND_NUMBER = re.compile(
    rf"({'|'.join(_WEEKDAYS)}),? {{1,3}}(?:le {{1,3}})?(\d{{1,2}})(?:[/.](\d{{1,2}})| {{1,3}}([a-z]{{3,9}}))?"
)
#: Days back that a weekday with its day of the month may lie.
_DAYS_BACK = 60
#: Words of the perfect: after one of them a weekday alone is past.
_TOLD = frozenset(["ete", "ai", "avons", "ont"])
#: « Est parti lundi » is past; « est livré lundi » may be to come.
_WENT = ("parti", "passe", "venu", "intervenu", "alle")
_FIRST = re.compile(r" {1,3}1er(?!\w)")
#: After one of these « le 8 » is a house, not a day; before one of them it counts something.
_HOUSES = frozenset(
    [
        "devant",
        "a",
        "au",
        "face",
        "derriere",
        "entre",
        "et",
        "vers",
        "numero",
        "no",
        "chez",
        "de",
        "sur",
        "voir",
        "avec",
    ]
)
_ENDS = frozenset(["par", "avec", "a", "au", "matin", "apres", "en", "et", "vers"])


def mark_dates(folded: str, today: date | None, found: Found) -> bool:
    """Mark the days; True when one of them does not exist."""
    wrong = False
    for written in written_dates(folded, today):
        day = written.day or _day_past(folded[written.start : written.end], today)
        if day is None:
            wrong = True
            continue
        # Without a year « le 26/11 » written on the 27th was yesterday, not in a year.
        past = today is not None and (day < today or (day - today).days > 270)
        first = _FIRST.match(folded, written.end) if day.day == 1 else None
        for end in (written.end, first.end()) if first else (written.end,):
            found.mark(written.start, end, "PASTDAY" if past else "DATE", day)
    if today is not None:
        _mark_days_of_the_month(found, today)
    return wrong


def _mark_days_of_the_month(found: Found, today: date) -> None:
    """« Fait le 23 », « prévu le 3 »: that day of this month when it is over, and the next such day; « devant le 8 » is a house."""
    texts = [token.text for token in found.tokens]
    for at in range(1, len(texts) - 1):
        number = texts[at + 1]
        if texts[at] not in ("le", "au") or not (number.isdigit() and 1 <= int(number) <= 28):
            continue
        if texts[at - 1] in _HOUSES or any(edge.part in ("DATE", "PASTDAY") for edge in found.edges[at + 1]):
            continue
        if at + 2 < len(texts) and texts[at + 2].isalnum() and texts[at + 2] not in _ENDS:
            continue
        day = today.replace(day=int(number))
        if day < today:
            found.edges[at].append(Edge(at + 2, "PASTDAY", day))
            day = (day.replace(day=1) + timedelta(days=32)).replace(day=day.day)
        if texts[at] == "le":
            found.edges[at].append(Edge(at + 2, "DATE", day))


def mark_weekdays_past(found: Found) -> None:
    """« A été réparé mardi », « depuis mardi »: the last one, in a sentence that plans nothing."""
    texts = [token.text for token in found.tokens]
    if any(edge.part == "PLAN" for edges in found.edges for edge in edges):
        return
    for at, text in enumerate(texts):
        went = any(
            before in ("est", "sont") and after.startswith(_WENT) for before, after in pairwise(texts[:at])
        )
        told = went or not _TOLD.isdisjoint(texts[:at]) or texts[at - 1 : at] == ["depuis"]
        if text in _WEEKDAYS and told and any(e.part == "DATE" and e.end == at + 1 for e in found.edges[at]):
            found.edges[at].append(Edge(at + 1, "PASTDAY"))


def _day_past(written: str, today: date | None) -> date | None:
    """« jeudi 26 », « lundi 23/11 » written on Friday the 27th: the day gone by that is both, of the last two months."""
    found = _DAY_AND_NUMBER.fullmatch(written)
    if found is None or today is None:
        return None
    weekday = _WEEKDAYS.index(found[1])
    month = int(found[3]) if found[3] else MONTHS.get(found[4], 0) if found[4] else None
    days = (today - timedelta(days=ago) for ago in range(1, 29 if month is None else _DAYS_BACK))
    return next(
        (
            day
            for day in days
            if day.weekday() == weekday and day.day == int(found[2]) and month in (None, day.month)
        ),
        None,
    )
