"""What people type for a list, hours or a person, in French or English, slips and all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from models.errors import UserError
from models.folding import fold, slug
from models.organisation.values import WEEKDAYS, Weekday

#: Characters of one answer that are looked at.
_LOOKED_AT = 2000
_SEPARATORS = re.compile(r"[,;\n|•]|\s/\s")
_BETWEEN_STRETCHES = re.compile(r"[,;/|&\n]| (?:et|and|puis|then) ")
_TIME = re.compile(
    r"(\d{1,2})(?:\s?[:.hu]\s?(\d{2})(?![\dh:])|\s?h(?:eures?|ours?|rs?)?)?\s?(am|pm|a\.m\.|p\.m\.)?",
    re.ASCII,
)
_WORDS_OF_TIME = {"noon": "12:00", "midday": "12:00", "midi": "12:00"}
_ADDRESS = re.compile(r"[^\s<>(),;:\"'«»]{1,100}@[^\s<>(),;:\"'«»]{1,200}")
_AROUND_A_NAME = " \t,;:<>()[]\"'«»-–"
_MAIL_TO = re.compile(r"\b(?:mailto|e-?mail|courriel|mail|adresse|address)\s?:\s?", re.IGNORECASE)
#: A day of the week, a moment, what leads from one to the next, a day without hours; other words are none.
_OF_A_WEEK = re.compile(
    r"(?P<day>\b(?:lun(?:di)?|mar(?:di)?|mer(?:credi)?|jeu(?:di)?|ven(?:dredi)?|sam(?:edi)?|dim(?:anche)?|mon(?:day)?"
    r"|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)s?\b\.?)"
    r"|(?P<time>\d[\d:.hu\s]{0,8}(?:eures?|ours?|rs?)?\s?(?:[ap]\.?m\.?)?)"
    r"|(?P<to>[-–]|\b(?:au?|to|until|jusqu.?(?:a|au))\b)|(?P<closed>\b(?:ferm[a-z]*|closed)\b)"
    r"|(?P<between>[\s,;:/|&.()]|\b(?:du|de|des|les?|et|puis|from|and|then|on|ouvert[a-z]*|open)\b)|(?P<other>.)",
    re.ASCII,
)
_DAYS = {
    name: day
    for day, names in zip(
        WEEKDAYS,
        ("lun mon", "mar tue", "mer wed", "jeu thu", "ven fri", "sam sat", "dim sun"),
        strict=True,
    )
    for name in names.split()
}
#: How people call the zones of public holidays.
_ZONES = {
    **dict.fromkeys(
        ("france", "metropolitan-france", "france-metropolitaine", "mainland", "mainland-france",
         "metropolitaine", "la-metropole", "hexagone", "metro"),
        "metropole",
    ),
    **dict.fromkeys(("alsace", "moselle", "alsace-et-moselle", "alsace-and-moselle"), "alsace-moselle"),
    **dict.fromkeys(("la-reunion", "ile-de-la-reunion", "reunion-island"), "reunion"),
    **dict.fromkeys(("la-guadeloupe",), "guadeloupe"),
    **dict.fromkeys(("la-martinique",), "martinique"),
    **dict.fromkeys(("la-guyane", "french-guiana", "guyane-francaise"), "guyane"),
    **dict.fromkeys(("st-barthelemy", "saint-barth", "st-barth"), "saint-barthelemy"),
    **dict.fromkeys(("st-martin",), "saint-martin"),
    **dict.fromkeys(("new-caledonia", "la-nouvelle-caledonie"), "nouvelle-caledonie"),
    **dict.fromkeys(("french-polynesia", "polynesie-francaise", "la-polynesie"), "polynesie"),
    **dict.fromkeys(("wallis-and-futuna",), "wallis-et-futuna"),
    **dict.fromkeys(("saint-pierre-and-miquelon", "st-pierre-et-miquelon"), "saint-pierre-et-miquelon"),
}  # fmt: skip


def read_list(text: str) -> list[str]:
    """Names separated by commas, semicolons, bars or new lines; « et » and "and" may stand in a name."""
    return [part.strip(" .") for part in _SEPARATORS.split(text[:_LOOKED_AT]) if part.strip(" .")]


def read_zone(text: str) -> str:
    """The key of a zone of public holidays as people call it; what nobody knows comes back as a key."""
    key = slug(text)
    return _ZONES.get(key, key)


def read_stretches(text: str) -> list[tuple[str, str]]:
    """Opening and closing times as `HH:MM`: `8h30-12h 13h30-17h30`, `9 am to 5 pm`, `de 9h à midi et …`.

    Raises UserError for what is no row of stretches, one after the other.
    """
    said = fold(text[:_LOOKED_AT])
    for word, written in _WORDS_OF_TIME.items():
        said = said.replace(word, written)
    found: list[tuple[str, str]] = []
    for part in _BETWEEN_STRETCHES.split(said):
        times = [_clock(each) for each in _TIME.finditer(part)]
        # « 8h30-12h 13h30-17h30 »: two stretches with but a blank between.
        if not times or len(times) % 2 or None in times:
            raise UserError(f"'{text[:60]}' is not opening hours; they are written 08:30-12:00.")
        known = [each for each in times if each is not None]
        found += zip(known[::2], known[1::2], strict=True)
    ends = [time for stretch in found for time in stretch]
    if any(one >= other for one, other in pairwise(ends)):
        raise UserError(f"'{text[:60]}' is not opening hours; they are written 08:30-12:00.")
    return found


def read_week(text: str) -> list[tuple[list[Weekday], str, str]]:
    """Opening hours with their days: `mardi 9h-12h, jeudi 14h-17h`, `lun-ven 8h30-12h, sam 9h-11h`; those
    of Monday to Friday where no day is named. One for each stretch: its days, opening and closing time.

    Raises UserError for what is none. Linear in `text`, of which 2,000 characters are looked at.
    """
    tokens = list(_tokens(fold(text[:_LOOKED_AT])))
    if not any(kind == "day" for kind, _ in tokens):
        return [(list(WEEKDAYS[:5]), *stretch) for stretch in read_stretches(text)]
    wrong = UserError(f"'{text[:60]}' is not opening hours; they are written 08:30-12:00.")
    week: dict[Weekday, list[str]] = {day: [] for day in WEEKDAYS}
    days: list[Weekday] = []
    ranged = told = False
    for kind, said in tokens:
        if kind == "other" or (kind in ("time", "closed") and not days):
            raise wrong
        if kind == "day":
            days, told = ([], False) if told else (days, told)
            more = _days_to(days, _DAYS[said[:3]], ranged)
            if not more:  # « vendredi au lundi »
                raise wrong
            days += more
        elif kind in ("time", "closed"):
            told = True
            for day in days if kind == "time" else ():
                week[day].append(said)
        ranged = kind == "to"
    if not told or any(len(times) % 2 or "" in times or _falls(times) for times in week.values()):
        raise wrong
    found: dict[tuple[str, str], list[Weekday]] = {}
    for day, times in week.items():
        for stretch in zip(times[::2], times[1::2], strict=True):
            found.setdefault(stretch, []).append(day)
    return [(days, *stretch) for stretch, days in found.items()]


def _tokens(said: str) -> Iterator[tuple[str, str]]:
    """Days, moments and what is between them; '' for a moment that there is not."""
    for word, written in _WORDS_OF_TIME.items():
        said = said.replace(word, written)
    for found in _OF_A_WEEK.finditer(said):
        if found.lastgroup == "time":
            for each in _TIME.finditer(found[0]):
                yield "time", _clock(each) or ""
        elif found.lastgroup not in (None, "between"):
            yield str(found.lastgroup), found[0]


def _days_to(days: list[Weekday], day: Weekday, ranged: bool) -> list[Weekday]:
    """The day, or after « lundi au » all up to it."""
    first = WEEKDAYS.index(days[-1]) + 1 if ranged and days else WEEKDAYS.index(day)
    return list(WEEKDAYS[first : WEEKDAYS.index(day) + 1])


def _falls(times: list[str]) -> bool:
    return any(one >= other for one, other in pairwise(times))


def _clock(found: re.Match[str]) -> str | None:
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1]
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def read_person(text: str) -> tuple[str, str]:
    """Name and address of a person, in any order and marks: `Marie Petit <m@x.fr>`, `m@x.fr, Marie Petit`.

    Without a name '' stands for it. Raises UserError without exactly one address.
    """
    said = _MAIL_TO.sub(" ", text[:_LOOKED_AT])
    found = _ADDRESS.findall(said)
    if len(found) != 1:
        raise UserError(
            f"'{text[:60]}' has no email address; write Marie Petit <marie.petit@ville.fr>."
            if not found
            else f"'{text[:60]}' has more than one email address; name one person."
        )
    rest = said.replace(found[0], " ")
    name = " ".join(re.sub(r"[<>()\[\]\"«»]", " ", rest).split()).strip(_AROUND_A_NAME)
    return name, found[0].rstrip(".")
