"""An invitation in words: what, when, where (RFC 5545).

    contentline = name *( ";" parameter ) ":" value, folded by a line break and a blank
    parameter   = name "=" ( value / DQUOTE value DQUOTE )

Each line is looked at once; at most `_MOST_LINES` are, of the first event alone. Nothing is computed from
what it says: a repeated event is told by its first day, in the time that its author wrote.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

_MOST_LINES = 2_000
_LONGEST = 4_000
_FOLD = re.compile(r"\r?\n[ \t]")
_NAME = re.compile(r"[A-Za-z-]{1,40}")
_TIME_ZONE = re.compile(r";TZID=\"?([^\";:,]{1,60})", re.IGNORECASE)
_COMMON_NAME = re.compile(r";CN=(?:\"([^\"]{1,100})\"|([^\";:]{1,100}))", re.IGNORECASE)
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z)?)?")
_ESCAPED = re.compile(r"\\([nN,;\\])")
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_HEADINGS = {
    "REQUEST": "Invitation",
    "CANCEL": "Annulation",
    "REPLY": "Réponse à une invitation",
    "COUNTER": "Autre proposition",
}


def invitation_text(text: str) -> str:
    """The first event of a calendar in French words, '' when it names none. Never fails. Linear in `text`."""
    fields = _first_event(text)
    if not fields:
        return ""
    heading = _HEADINGS.get(fields.get("METHOD", ("", ""))[1].strip().upper(), "Événement")
    start, end = fields.get("DTSTART", ("", "")), fields.get("DTEND", ("", ""))
    lines = [
        f"{heading}\xa0: {_words(fields, 'SUMMARY')}".strip(),
        _labelled("Quand", _when(start, end)),
        _labelled("Où", _words(fields, "LOCATION")),
        _labelled("Organisé par", _person(fields.get("ORGANIZER", ("", "")))),
    ]
    description = _words(fields, "DESCRIPTION")
    return "\n".join([*filter(None, lines), *(["", description] if description else [])])


def _first_event(text: str) -> dict[str, tuple[str, str]]:
    """Parameters and value of each field of the first event, and the calendar's METHOD; {} without an
    event.
    """
    fields: dict[str, tuple[str, str]] = {}
    method: dict[str, tuple[str, str]] = {}
    component: list[str] = []
    for line in _FOLD.sub("", text).splitlines()[:_MOST_LINES]:
        named = _NAME.match(line)
        if named is None:
            continue
        name, rest = named[0].upper(), line[named.end() : named.end() + _LONGEST]
        parameters, value = _halves(rest)
        if name == "BEGIN":
            component.append(value.strip().upper())
        elif name == "END":
            if component[-1:] == ["VEVENT"]:
                return method | fields
            del component[-1:]
        elif component[-1:] == ["VEVENT"]:
            fields.setdefault(name, (parameters, value))
        elif name == "METHOD":
            method[name] = (parameters, value)
    return method | fields if fields else {}


def _halves(rest: str) -> tuple[str, str]:
    """Parameters and value: apart at the first colon outside quotes."""
    quoted = False
    for at, letter in enumerate(rest):
        quoted = quoted != (letter == '"')
        if letter == ":" and not quoted:
            return rest[:at], rest[at + 1 :]
    return rest, ""


def _words(fields: dict[str, tuple[str, str]], name: str) -> str:
    value = fields.get(name, ("", ""))[1]
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value).strip()


def _labelled(label: str, value: str) -> str:
    return f"{label}\xa0: {value}" if value else ""


def _person(organizer: tuple[str, str]) -> str:
    parameters, value = organizer
    found = _COMMON_NAME.search(parameters)
    name = (found[1] or found[2]) if found else ""
    address = value.strip()
    if address[:7].casefold() == "mailto:":
        address = address[7:]
    return f"{name} <{address}>" if name and name != address else address


def _when(start: tuple[str, str], end: tuple[str, str]) -> str:
    begun, ended = _moment(start), _moment(end)
    if begun is None:
        return ""
    first, hour = begun
    last, last_hour = ended or begun
    if not hour:
        # DTEND of whole days is the day after the last (§3.6.1).
        last = max(first, last - timedelta(days=1))
        return _day(first) if last == first else f"du {_day(first)} au {_day(last)}"
    if (last, last_hour) == begun:
        return f"{_day(first)} à {hour}"
    if last == first:
        return f"{_day(first)}, de {hour} à {last_hour}"
    return f"du {_day(first)} à {hour} au {_day(last)} à {last_hour}"


def _day(day: date) -> str:
    return f"{_DAYS[day.weekday()]} {'1er' if day.day == 1 else day.day} {_MONTHS[day.month - 1]} {day.year}"


def _moment(field: tuple[str, str]) -> tuple[date, str] | None:
    """The day, and the hour in words; the hour is '' for a whole day."""
    parameters, value = field
    found = _MOMENT.match(value.strip())
    if found is None:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    if found[4] is None:
        return day, ""
    zone = _TIME_ZONE.search(parameters)
    suffix = (
        " (temps universel)" if found[6] else f" ({zone[1]})" if zone and zone[1] != "Europe/Paris" else ""
    )
    return day, f"{int(found[4])}\xa0h\xa0{found[5]}{suffix}"
