"""When in its day planned work happens, as the short text that rows and notices keep.

`14:00` at that hour, `~14:00` about then, `14:00-` from then on, `-14:00` before, `09:00-11:00` between,
`morning`, `afternoon`, `evening`; '' when only the day is known. Hours are the town's own.
"""

from __future__ import annotations

import re
from datetime import time

_HOUR = r"(?:[01]\d|2[0-3]):[0-5]\d"
_WRITTEN = re.compile(rf"~?{_HOUR}|{_HOUR}-|-{_HOUR}|{_HOUR}-{_HOUR}")
#: Parts of a day: when they begin, for what is put in order, and how they are said.
_PARTS: dict[str, tuple[time, str, str]] = {
    "morning": (time(8), "le matin", "in the morning"),
    "afternoon": (time(14), "l’après-midi", "in the afternoon"),
    "evening": (time(19), "en soirée", "in the evening"),
}
#: Work of which only the day is known stands in the middle of it.
_NOON = time(12)
_SAID = {
    "fr": ("à {a}", "vers {a}", "à partir de {a}", "avant {a}", "entre {a} et {b}"),
    "en": ("at {a}", "about {a}", "from {a}", "before {a}", "between {a} and {b}"),
}


def is_planned_hours(text: str) -> bool:
    """Whether `text` is one of the forms above; a span ends after it begins. Linear in `text`."""
    if text in _PARTS or not text:
        return True
    if _WRITTEN.fullmatch(text) is None:
        return False
    begin, dash, end = text.partition("-")
    return not (begin and dash and end) or begin < end


def span(begin: str, end: str = "") -> str:
    """The form of two fields of a page, `HH:MM` each: at `begin`, between, or before `end`; '' for none."""
    found = f"{begin}-{end}" if begin and end else f"-{end}" if end else begin
    return found if is_planned_hours(found) else ""


def begin_of(hours: str) -> time:
    """The hour at which it stands in a list of its day: noon when only the day is known."""
    if hours in _PARTS:
        return _PARTS[hours][0]
    found = re.search(_HOUR, hours)
    return time.fromisoformat(found[0]) if found else _NOON


def ends_of(hours: str) -> tuple[time, time] | None:
    """From when to when a calendar shows it, an hour where no end is known; None when its begin is not."""
    if re.fullmatch(rf"{_HOUR}(?:-{_HOUR})?", hours) is None:
        return None
    begin, _, end = hours.partition("-")
    at = time.fromisoformat(begin)
    if end:
        return at, time.fromisoformat(end)
    return at, at.replace(hour=at.hour + 1) if at.hour < 23 else time.max


def hours_said(locale: str, hours: str) -> str:
    """`à 14 h`, `entre 9 h et 11 h 30`, `le matin`; `at 14:00`. '' when only the day is known."""
    locale = "en" if locale == "en" else "fr"
    if not hours or not is_planned_hours(hours):
        return ""
    if hours in _PARTS:
        _, french, english = _PARTS[hours]
        return french if locale == "fr" else english
    found = [_clock(each, locale) for each in re.findall(_HOUR, hours)]
    at, about, since, before, between = _SAID[locale]
    alone = about if hours[0] == "~" else before if hours[0] == "-" else since if hours[-1] == "-" else at
    return (between if len(found) == 2 else alone).format(a=found[0], b=found[-1])


def within_day(locale: str, hours: str) -> str:
    """The same, to be put behind a day: « jeudi 3 décembre » + « à 14 h », or « , entre 9 h et 11 h »."""
    said = hours_said(locale, hours)
    return f"{' ' if said.startswith(('à ', 'at ')) else ', '}{said}" if said else ""


def _clock(written: str, locale: str) -> str:
    if locale == "en":
        return written
    hour, minutes = written.split(":")
    if written == "12:00":
        return "midi"
    return f"{int(hour)}\u00a0h" + (f"\u00a0{minutes}" if minutes != "00" else "")
