"""The hours of a plan: « jeudi à 14 h », « entre 9 h et 11 h », « demain matin »."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.planned_hours import is_planned_hours

_H = r"(\d{1,2})[ ]?(?:h(?:eures?|rs?)?(?![a-z])|:(?=[0-5]\d))[ ]?([0-5]\d)?(?!\d)"
_EN = r"(\d{1,2})(?::([0-5]\d))?[ ]?(am|pm)(?!\w)"
#: Every way of writing one phrase of hours in a folded sentence; repetitions are bounded: linear.
_PHRASES = re.compile(
    rf"""(?<![\w/.:-])(?:
      (?:entre|de|between|from)[ ](?P<b1>\d{{1,2}})[ ]?(?:h(?:eures?)?|:)?[ ]?(?P<bm1>[0-5]\d)?[ ]?(?P<bx1>am|pm)?
        [ ](?:et|a|and|to)[ ](?P<e1>\d{{1,2}})(?:[ ]?(?:h(?:eures?)?|:(?=\d))[ ]?(?P<em1>[0-5]\d)?|[ ]?(?P<ex1>am|pm))(?!\w)
    | {_H}[ ]?[-–/][ ]?{_H}
    | {_EN}
    | {_H}
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
        kind = before.lastgroup if before else None
        if found["b1"]:
            begin = _at(found["b1"], found["bm1"], found["bx1"] or found["ex1"])
            yield _between(begin, _at(found["e1"], found["em1"], found["ex1"]))
            continue
        if kind == "lasts" or text[found.end() :].lstrip().startswith(("de ", "d'", "of ")):
            continue
        numbers = [each for each in found.groups()[6:] if each is not None]
        if found["noon"]:
            hour = "12:00"
        elif found[7]:
            yield _between(_at(found[7], found[8]), _at(found[9], found[10]))
            continue
        elif found[11]:
            hour = _at(found[11], found[12], found[13])
        else:
            hour = _at(numbers[0], numbers[1] if len(numbers) > 1 else None)
        forms = {"about": f"~{hour}", "open": f"{hour}-", "end": f"-{hour}"}
        yield forms.get(kind or "", hour) if hour else _NEVER


def _between(begin: str, end: str) -> str:
    return f"{begin}-{end}" if begin and end else _NEVER


def _at(hour: str, minutes: str | None, half: str | None = None) -> str:
    """`HH:MM`; '' for an hour that cannot be meant."""
    number = int(hour) % 12 + (12 if half == "pm" else 0) if half else int(hour)
    return f"{number:02d}:{minutes or '00'}" if number >= _EARLIEST else ""
