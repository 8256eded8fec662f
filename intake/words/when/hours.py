"""The hours of a plan: « jeudi à 14 h », « entre 9 h et 11 h », « demain matin »."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.planned_hours import is_planned_hours


def _marked(name: str) -> str:
    """An hour with its mark: « 9 h », « 14h30 », `14:00`."""
    mark = r"(?:h(?:eures?|rs?)?(?![a-z])|:(?=[0-5]\d))"
    return rf"(?P<{name}>\d{{1,2}})[ ]?{mark}[ ]?(?P<{name}_minutes>[0-5]\d)?(?!\d)"


#: Every way of writing one phrase of hours in a folded sentence; repetitions are bounded: linear.
_PHRASES = re.compile(
    rf"""(?<![\w/.:-])(?:
      (?:entre|de|between|from)[ ]
        (?P<begin>\d{{1,2}})[ ]?(?:h(?:eures?)?|:)?[ ]?(?P<begin_minutes>[0-5]\d)?[ ]?(?P<begin_half>am|pm)?
        [ ](?:et|a|and|to)[ ]
        (?P<end>\d{{1,2}})(?:[ ]?(?:h(?:eures?)?|:(?=\d))[ ]?(?P<end_minutes>[0-5]\d)?|[ ]?(?P<end_half>am|pm))(?!\w)
    | {_marked("first")}[ ]?[-–/][ ]?{_marked("last")}
    | (?P<english>\d{{1,2}})(?::(?P<english_minutes>[0-5]\d))?[ ]?(?P<english_half>am|pm)(?!\w)
    | {_marked("alone")}
    | (?P<noon>midi|noon)(?!\w)
    )""",
    re.VERBOSE,
)
_PARTS = re.compile(
    r"(?<!\w)(?:(?P<afternoon>apres[- ]?midi|aprem|apm|afternoon)|(?P<morning>matin|matinee|morning)|(?P<evening>soir|soiree|evening))(?!\w)"
)
_BEFORE = re.compile(
    r"(?<![a-z])(?:(?P<about>vers|environ|autour de|about|around)|(?P<open>a partir de|des|apres|from|after)|(?P<end>avant|before)"
    r"|(?P<lasts>pendant|durant|sous|dans|en|pour|de|d|moins de|plus de|for|in|within|of))[ ']?$"
)
#: « 6 h de travail » is how long it takes.
_LASTS = re.compile(r"[ ]{0,3}(?:de |d'|of )")
#: Earlier than this nobody comes: « à 2 h » is the afternoon, or how long it takes.
_EARLIEST = 5
#: An hour is written and cannot be meant: no form of hours.
_NEVER = "?"


def hours_of(folded: str) -> str:
    """The hours that a folded sentence names, in the form of `models.planned_hours`; '' when it names none,
    several, or none that can be meant. Linear in `folded`.
    """
    text = folded[:1200]
    parts = [found.lastgroup or "" for found in _PARTS.finditer(text)]
    without = _PARTS.sub(lambda found: " " * len(found[0]), text)
    named = list(_hours_in(without))
    if named:
        return named[0] if len(named) == 1 and is_planned_hours(named[0]) else ""
    return parts[0] if len(set(parts)) == 1 else ""


def _hours_in(text: str) -> Iterator[str]:
    for found in _PHRASES.finditer(text):
        before = _BEFORE.search(text[max(0, found.start() - 14) : found.start()])
        kind = (before.lastgroup if before else None) or ""
        if found["begin"]:
            yield _between(_at(found, "begin", found["begin_half"] or found["end_half"]), _at(found, "end"))
        elif kind == "lasts" or _LASTS.match(text, found.end()):
            continue
        elif found["first"]:
            yield _between(_at(found, "first"), _at(found, "last"))
        else:
            at = _at(found, "english" if found["english"] else "alone") if not found["noon"] else "12:00"
            forms = {"about": f"~{at}", "open": f"{at}-", "end": f"-{at}"}
            yield forms.get(kind, at) if at else _NEVER


def _between(begin: str, end: str) -> str:
    return f"{begin}-{end}" if begin and end else _NEVER


def _at(found: re.Match[str], name: str, half: str | None = None) -> str:
    """`HH:MM` of the hour under that name, `half` of the day where it does not say; '' when it cannot be meant."""
    given = found.groupdict()
    half = given.get(f"{name}_half") or half
    number = int(found[name]) % 12 + (12 if half == "pm" else 0) if half else int(found[name])
    return f"{number:02d}:{found[f'{name}_minutes'] or '00'}" if number >= _EARLIEST else ""
