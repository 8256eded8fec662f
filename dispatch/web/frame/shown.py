"""How values look on pages: dates said by how far they are, initials, short moments (pure)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import pass_context
from jinja2.runtime import Context

from dispatch.letters.filters import day, in_day, short_day
from models.planned_hours import hours_said

_WORDS = {
    "fr": ("aujourd’hui", "demain", "hier", "dans {n} jours", "il y a {n} jours"),
    "en": ("today", "tomorrow", "yesterday", "in {n} days", "{n} days ago"),
}
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: Farther away a date says more than a number of days.
_FAR = 21


def how_far(locale: str, zone: str, when: date | datetime, now: datetime) -> str:
    """`aujourd’hui`, `dans 3 jours`, `il y a 2 jours`; the date itself when it is weeks away."""
    local = when.astimezone(ZoneInfo(zone)).date() if isinstance(when, datetime) else when
    days = (local - now.astimezone(ZoneInfo(zone)).date()).days
    today, tomorrow, yesterday, ahead, ago = _WORDS[locale if locale in _WORDS else "fr"]
    if abs(days) > _FAR:
        return short_day(locale, zone, when)
    near = {0: today, 1: tomorrow, -1: yesterday}.get(days)
    return near or (ahead if days > 0 else ago).format(n=abs(days)).replace(" ", "\u00a0")


def short_moment(locale: str, zone: str, when: datetime, now: datetime) -> str:
    """`14 h 05` of today, else `3/11 à 14 h 05`, with the year when it is another one."""
    local, today = when.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    clock = f"{local:%H:%M}" if locale == "en" else f"{local.hour}\u00a0h\u00a0{local.minute:02d}"
    if local.date() == today.date():
        return clock
    written = f"{local.day}/{local.month}" + (f"/{local.year}" if local.year != today.year else "")
    return f"{written} {'at' if locale == 'en' else 'à'}\u00a0{clock}"


def full_moment(locale: str, zone: str, when: datetime) -> str:
    """`28 novembre 2026 à 14 h 05`, for what is read another day than it was written."""
    local = when.astimezone(ZoneInfo(zone))
    clock = f"{local:%H:%M}" if locale == "en" else f"{local.hour}\u00a0h\u00a0{local.minute:02d}"
    return f"{day(locale, zone, when)} {'at' if locale == 'en' else 'à'}\u00a0{clock}"


def initials(name: str) -> str:
    """`MD` of « Marc Durand »; a dot for nobody."""
    parts = [part for part in name.replace("-", " ").split() if part[:1].isalpha()]
    return "".join(part[0].upper() for part in (parts[:1] + parts[-1:] if len(parts) > 1 else parts)) or "·"


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, each with its lines; none that is empty."""
    return [part.strip("\n") for part in text.replace("\r", "").split("\n\n") if part.strip()]


@pass_context
def _how_far(context: Context, when: Any) -> str:
    return how_far(context["locale"], context["time_zone"], when, context["now"])


@pass_context
def _short_moment(context: Context, when: Any) -> str:
    return short_moment(context["locale"], context["time_zone"], when, context["now"])


@pass_context
def _full_moment(context: Context, when: Any) -> str:
    return full_moment(context["locale"], context["time_zone"], when)


@pass_context
def _long_day(context: Context, when: Any) -> str:
    return day(context["locale"], context["time_zone"], when)


@pass_context
def _hours(context: Context, hours: str) -> str:
    return hours_said(context["locale"], hours)


@pass_context
def _as_said(context: Context, value: str) -> str:
    """What a message gave for a field: a date as people write it, all else as it is."""
    if not _ISO_DATE.fullmatch(value):
        return value
    try:
        return day(context["locale"], context["time_zone"], date.fromisoformat(value))
    except ValueError:
        return value


def machine_time(when: date | datetime) -> str:
    """For `<time datetime>`."""
    return when.isoformat(timespec="minutes") if isinstance(when, datetime) else when.isoformat()


def zip_names(keys: Iterable[str], parts: Iterable[Any]) -> list[tuple[str, str]]:
    """Keys of parts of the organisation with their names."""
    return [(key, part.name) for key, part in zip(keys, parts, strict=True)]


def groupby_in_order(things: Iterable[Any], name: str) -> list[tuple[Any, list[Any]]]:
    """Neighbours that have the same `name` (`site.street`), as they come."""
    return [(key, list(some)) for key, some in groupby(things, key=attrgetter(name))]


FILTERS: dict[str, Callable[..., Any]] = {
    "how_far": _how_far,
    "short_moment": _short_moment,
    "full_moment": _full_moment,
    "long_day": _long_day,
    "hours": _hours,
    "in_day": in_day,
    "initials": initials,
    "paragraphs": paragraphs,
    "as_said": _as_said,
    "machine_time": machine_time,
    "zip_names": zip_names,
    "groupby_in_order": groupby_in_order,
}
