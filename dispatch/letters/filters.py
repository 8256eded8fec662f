"""How values look in what people read: dates, numbers, sizes, other people's text. All are template
filters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from dispatch.letters import manners
from dispatch.letters.subjects import says_a_subject
from dispatch.letters.taps import tap_link
from dispatch.letters.view import RequestView, VerbView
from intake.mail.reply.gist import gist
from models.errors import InvalidValue
from models.planned_hours import within_day
from models.values import PhoneNumber
from models.vocabulary import StateKind

#: Characters of somebody's text shown in a notice; the whole stands in the request.
MAX_TEXT = 20_000
#: Days and numbers remembered as they are written: a letter names the same ones several times.
_MOST_KNOWN = 256
#: Characters of a subject named in a sentence.
_TITLE = 120

#: Controls, and what turns the direction of writing: a citizen's text must not rearrange ours.
_UNSAFE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
#: What `plain` changes: what is unsafe, what ends a line but \n, and lone surrogates.
_CHANGED = re.compile(_UNSAFE.pattern[:-1] + r"\r\x85\u2028\u2029\ud800-\udfff]")
_SPACES = re.compile(r"[\s\u2028\u2029]+")
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x85]")
_LONG_WORD = re.compile(r"\S{60}(?=\S)")
_FRENCH_DATE, _ENGLISH_DATE = "EEEE d MMMM y", "EEEE d MMMM y"


def plain(text: str) -> str:
    """`text` without controls and direction tricks, lines ended by \\n, at most MAX_TEXT characters."""
    if len(text) <= MAX_TEXT and (text.isprintable() or not _CHANGED.search(text)):
        # Most of what is shown. Nothing that is changed below is printable; no-break spaces are neither.
        return text
    # Lone surrogates come out of broken mail and cannot be encoded.
    sound = text[: MAX_TEXT * 2].encode("utf-8", "replace").decode("utf-8")
    cleaned = _UNSAFE.sub("", _LINE_ENDS.sub("\n", sound))
    return cleaned if len(cleaned) <= MAX_TEXT else cleaned[: MAX_TEXT - 1] + "…"


def one_line(text: str, limit: int = 200) -> str:
    """`text` on one line, shortened to `limit` characters. No-break spaces stay. Linear in `text`."""
    line = _SPACES.sub(lambda found: "\u00a0" if found[0] == "\u00a0" else " ", plain(text)).strip()
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def said_shortly(text: str, subject: str, limit: int = 230) -> str:
    """Subject and words of a message as one sentence of a text; the subject alone when there are no words,
    and not when they begin with it, or when there is none. Linear in `text`.
    """
    title, words = one_line(subject, 70), one_line(gist(text), limit)
    is_said = not says_a_subject(title) or words.casefold().startswith(title.removesuffix("…").casefold())
    line = one_line(words if is_said else f"{title}. {words}", limit) if words else title
    return line if line.endswith((".", "!", "?", "…")) else f"{line}."


def word_to_copy(verbs: Sequence[VerbView], state_kind: str) -> str:
    """The word that a text gives as its example: the first for what is new, else the one that ends it, as
    whoever copies it mostly means. '' without any.
    """
    ends = [each for each in verbs if each.ends] if state_kind != StateKind.NEW else []
    return next((each.word for each in (*ends, *verbs)), "")


def indented(text: str) -> str:
    """`text` set off by two spaces on each line, so that nothing in it can pass for ours.

    Linear in `text`.
    """
    return "\n".join(f"  {line}".rstrip() for line in plain(text).strip().split("\n"))


def in_html(text: str) -> Markup:
    """`text` escaped, its lines kept, words longer than a telephone's screen made breakable: by `<wbr>`, no
    character, so that a long link stays as it was written. Linear in `text`.
    """
    breakable = _LONG_WORD.sub("\\g<0>\0", str(plain(text)).strip())  # which holds no \0 of its own
    return escape(breakable).replace("\0", Markup("<wbr>")).replace("\n", Markup("<br>\n"))


@lru_cache(_MOST_KNOWN)
def phone(number: str) -> str:
    """A number as its country writes it; what is no number comes back on one line."""
    try:
        return PhoneNumber.parse(number).national.replace(" ", "\u00a0")
    except InvalidValue:
        return one_line(number, 40)


def contact(written: str) -> str:
    """An address as it is, a number as its country writes it. Linear in `written`."""
    return one_line(written, 120) if "@" in written else phone(written)


def size(locale: str, size_bytes: int) -> str:
    """`2,4 Mo`, `310 ko`; in English `2.4 MB`, `310 kB`."""
    french = locale != "en"
    if size_bytes < 1000:
        return f"{size_bytes}\u00a0{'octets' if french else 'bytes'}"
    if size_bytes < 1_000_000:
        return f"{round(size_bytes / 1000)}\u00a0{'ko' if french else 'kB'}"
    shown = f"{size_bytes / 1_000_000:.1f}"
    return f"{shown.replace('.', ',')}\u00a0Mo" if french else f"{shown}\u00a0MB"


def day(locale: str, zone: str, when: date | datetime) -> str:
    """`mardi 3 novembre 2026`; `Tuesday 3 November 2026`."""
    return _day(locale, when.astimezone(ZoneInfo(zone)).date() if isinstance(when, datetime) else when)


@lru_cache(_MOST_KNOWN)
def _day(locale: str, local: date) -> str:
    written = format_date(local, _FRENCH_DATE if locale != "en" else _ENGLISH_DATE, locale=_babel(locale))
    return written.replace(" 1 ", " 1er ", 1) if locale != "en" else written


def moment(locale: str, zone: str, when: datetime) -> str:
    """`mardi 3 novembre 2026 à 14 h 05`; `Tuesday 3 November 2026 at 14:05`."""
    local = when.astimezone(ZoneInfo(zone))
    if locale == "en":
        return f"{day(locale, zone, when)} at {format_datetime(local, 'HH:mm', locale='en_GB')}"
    return f"{day(locale, zone, when)} à {local.hour}\u00a0h\u00a0{local.minute:02d}"


def clock(locale: str, zone: str, when: datetime) -> str:
    """`14 h 05`; `14:05`."""
    local = when.astimezone(ZoneInfo(zone))
    return f"{local:%H:%M}" if locale == "en" else f"{local.hour}\u00a0h\u00a0{local.minute:02d}"


def soon(locale: str, seconds: int) -> str:
    """`dans 30 secondes`, `dans 2 minutes`; `dans un instant` below ten seconds. Never more than is true."""
    french = locale != "en"
    if seconds < 10:
        return "dans un instant" if french else "in a moment"
    ahead = "dans" if french else "in"
    if seconds < 120:
        return f"{ahead} {seconds}\u00a0{'secondes' if french else 'seconds'}"
    if seconds < 7200:
        return f"{ahead} {seconds // 60}\u00a0minutes"
    return f"{ahead} {seconds // 3600}\u00a0{'heures' if french else 'hours'}"


def short_day(locale: str, zone: str, when: date | datetime) -> str:
    """`03/11/2026`, the same in both languages (British order)."""
    local = when.astimezone(ZoneInfo(zone)) if isinstance(when, datetime) else when
    return f"{local:%d/%m/%Y}"


def short_moment(locale: str, zone: str, when: datetime) -> str:
    """`03/11/2026 à 14 h 05`, in English `03/11/2026 at 14:05`: for texts."""
    local = when.astimezone(ZoneInfo(zone))
    hour = f"at {local:%H:%M}" if locale == "en" else f"à {local.hour}\u00a0h\u00a0{local.minute:02d}"
    return f"{short_day(locale, zone, when)} {hour}"


def _babel(locale: str) -> str:
    return "en_GB" if locale == "en" else "fr"


def _dated(write: Callable[[str, str, Any], str]) -> Callable[[Context, Any], str]:
    @pass_context
    def filtered(context: Context, when: Any) -> str:
        return write(context["locale"], context["time_zone"], when)

    return filtered


def title(locale: str, subject: str) -> str:
    """A subject in the quotation marks of the language, shortened: « Lampadaire cassé ».

    Linear in what it names.
    """
    short = one_line(subject, _TITLE)
    return f"“{short}”" if locale == "en" else f"«\u00a0{short}\u00a0»"


@pass_context
def in_day(context: Context, hours: str) -> str:
    """` à 14 h` behind a day; '' when nothing more than the day is known. Linear in `hours`."""
    return within_day(context["locale"], hours)


@pass_context
def _titled(context: Context, request: RequestView) -> str:
    """` « Lampadaire cassé »` after « votre demande »; its reference where nobody wrote a subject."""
    return " " + (title(context["locale"], request.subject) if request.has_subject else request.reference)


@pass_context
def _and_title(context: Context, request: RequestView) -> str:
    """`, « Lampadaire cassé »` after the reference; nothing where nobody wrote a subject."""
    return f", {title(context['locale'], request.subject)}" if request.has_subject else ""


@pass_context
def _soon(context: Context, seconds: int) -> str:
    return soon(context["locale"], seconds)


@pass_context
def _size(context: Context, size_bytes: int) -> str:
    return size(context["locale"], size_bytes)


FILTERS: dict[str, Callable[..., Any]] = {
    "one_line": one_line,
    "said_shortly": said_shortly,
    "word_to_copy": word_to_copy,
    "indented": indented,
    "plain": plain,
    "in_html": in_html,
    "phone": phone,
    "contact": contact,
    "greets": manners.greets,
    "closes": manners.closes,
    "asks": manners.asks,
    "tap_link": tap_link,
    "size": _size,
    "soon": _soon,
    "in_day": in_day,
    "titled": _titled,
    "and_title": _and_title,
    "day": _dated(day),
    "moment": _dated(moment),
    "clock": _dated(clock),
    "short_day": _dated(short_day),
    "short_moment": _dated(short_moment),
}
