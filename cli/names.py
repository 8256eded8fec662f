"""What people type, found among what there is: keys, names, labels, dates, spans, verbs; else the nearest is
named.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

from models.errors import UserError
from models.folding import fold
from models.nearest import nearest, plain_word

if TYPE_CHECKING:
    from models.organisation.values import Locale


#: Words of a day that is past, and days that are not whatever is looked for.
_LAST = frozenset({"dernier", "derniere", "last", "passe", "depuis"})
_COMING = frozenset({"demain", "apres-demain", "apres demain", "tomorrow"})


def find_key(what: str, given: str, known: Mapping[str, str], see: str = "") -> str:
    """The key that `given` means: the key itself, or a name in any case and without accents.

    `known` are keys with their names. Raises UserError naming the nearest ones, and `see`, the command
    that lists them all.
    """
    if given in known:
        return given
    wanted = plain_word(given)
    found = [key for key, name in known.items() if wanted in (plain_word(key), plain_word(name))]
    if len(found) == 1:
        return found[0]
    raise UserError(
        f"There is no {what} '{given[:60]}'.{nearest(given, known, known)}" + (f" See: {see}" if see else "")
    )


def read_day(written: str, today: date) -> date:
    """A day as people write it: `30/11/2026`, `2026-11-30`, `demain`, `lundi`,
    `3 décembre`. Raises UserError.
    """
    from intake.words.when.dates import find_date

    found, folded = find_date(written, today), fold(written)
    around = (folded[: found.start] + folded[found.end :]).split() if found is not None else []
    if found is None or set(around) - {"le", "on", "the"}:
        raise UserError(
            f"'{written[:40]}' is not a day; one looks like 30/11/2026, 2026-11-30, demain or lundi."
        )
    return found.day


def read_hours(written: str) -> str:
    """Hours of a day as people write them (`14h`, `9h-11h`, `vers 10h`, `matin`), as
    `models.planned_hours` keeps them. Raises UserError.
    """
    from intake.words.when.hours import hours_of

    found = hours_of(fold(written))
    if not found:
        raise UserError(
            f"'{written[:40]}' is no hour of a day; one looks like 14h, 9h-11h, vers 10h or matin."
        )
    return found


def read_since(written: str, at: datetime, zone: tzinfo) -> datetime:
    """The beginning of a span (`7d`, `12w`, `36h`, `7j`) or of a day as people write it. Raises UserError."""
    units = {"d": 24, "j": 24, "w": 168, "s": 168, "h": 1}
    number, unit = written[:-1].strip(), written[-1:].lower()
    if unit in units and number.isascii() and number.isdigit() and len(number) <= 5:
        return at - timedelta(hours=int(number) * units[unit])
    today = at.astimezone(zone).date()
    said = " ".join(word for word in written.split() if fold(word) not in _LAST)
    try:
        day = read_day(said, today)
    except UserError as wrong:
        raise UserError(
            f"'{written[:40]}' is no span of time and no day; one looks like 7d, 36h, 30/11/2026 or hier."
        ) from wrong
    return datetime.combine(_in_the_past(day, fold(said), today), time(), zone)


def _in_the_past(day: date, said: str, today: date) -> date:
    """A day since which something is looked for: of one that comes again (« lundi », « 30/11 ») the last."""
    if day <= today or fold(said) in _COMING:
        return day
    if not any(each.isdigit() for each in said):
        return day - timedelta(days=7)
    if re.search(r"\d{4}", said):
        return day
    return day if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def read_until(written: str, at: datetime, zone: tzinfo) -> datetime:
    """The end of a day as people write it, on the clock of `zone`. Raises UserError."""
    day = read_day(written, at.astimezone(zone).date())
    return datetime.combine(day + timedelta(days=1), time(), zone)


def read_verb(written: str, aliases: Mapping[str, tuple[str, ...]], possible: str) -> str:
    """The key of a verb as people say it: « terminé », « fini », `done`. Raises UserError;
    `possible` lists some.
    """
    wanted = plain_word(written)
    for key, names in aliases.items():
        if wanted in {plain_word(name) for name in names}:
            return key
    said = {name: "" for names in aliases.values() for name in names}
    raise UserError(
        f"'{written[:60]}' is no verb of this request's workflow.{nearest(written, said)} {possible}"
    )


def read_language(written: str) -> Locale:
    """Raises UserError for a language that Guichet does not speak."""
    if written not in ("fr", "en"):
        raise UserError(f"'{written[:20]}' is no language of Guichet; write fr or en.")
    return "en" if written == "en" else "fr"


def language_of_files() -> Locale:
    """Of remarks in files made before there is a town: that of the terminal if one of ours, else French."""
    return read_language(locale_of_the_person("fr"))


def locale_of_the_person(town: str) -> str:
    """fr or en: the language of the terminal when it is one of ours, else the town's."""
    for name in ("GUICHET_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        language = os.environ.get(name, "")[:2].lower()
        if language in ("fr", "en"):
            return language
    return town
