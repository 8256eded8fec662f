"""How a text travels as SMS: alphabet, segments, cost; and how to keep it short (3GPP TS 23.038, 23.040)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from models.settings.texts import Transliteration

Encoding = Literal["GSM-7", "UCS-2"]

#: 3GPP TS 23.038 §6.2.1, in the order of the table, without ESC. ç, ê, œ, ’, «, … are not in it.
GSM7_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
#: §6.2.1.1: an escape and a letter, two septets each.
GSM7_EXTENSION = frozenset("\f^{}\\[~]|€")

#: Units (septets, or UTF-16 code units) alone in one message, and in each part of a longer one, where
#: the header of TS 23.040 §9.2.3.24.1 takes six octets.
_ALONE: dict[Encoding, int] = {"GSM-7": 160, "UCS-2": 70}
_IN_PARTS: dict[Encoding, int] = {"GSM-7": 153, "UCS-2": 67}


@dataclass(frozen=True, slots=True)
class Measured:
    """A text as it will be billed; `segments` joined give the text back."""

    encoding: Encoding
    characters: int
    #: Septets in GSM-7, UTF-16 code units in UCS-2.
    units: int
    segments: tuple[str, ...]
    #: What can still be written before one more segment is billed, in units.
    units_left: int
    #: Each character that forces UCS-2, once, in order of appearance.
    outside_gsm7: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many segments are billed; an empty text is billed as one."""
        return max(1, len(self.segments))


def measure(text: str) -> Measured:
    """The alphabet, units and segments of `text` exactly as it stands: nothing is replaced.

    Linear in `text`.
    """
    outside = tuple(dict.fromkeys(c for c in text if c not in GSM7_BASIC and c not in GSM7_EXTENSION))
    encoding: Encoding = "UCS-2" if outside else "GSM-7"
    units = sum(_width(c, encoding) for c in text)
    segments: tuple[str, ...]
    if units <= _ALONE[encoding]:
        segments, left = ((text,) if text else ()), _ALONE[encoding] - units
    else:
        segments, left = _split(text, encoding)
    return Measured(encoding, len(text), units, segments, left, outside)


def _width(character: str, encoding: Encoding) -> int:
    if encoding == "GSM-7":
        return 2 if character in GSM7_EXTENSION else 1
    return 2 if ord(character) > 0xFFFF else 1


def _split(text: str, encoding: Encoding) -> tuple[tuple[str, ...], int]:
    # Greedy and by whole characters, as phones and carriers do: an escape never leaves its letter, nor
    # a high surrogate its low one, so a segment may end one unit early.
    room = _IN_PARTS[encoding]
    segments: list[str] = []
    start = used = 0
    for position, character in enumerate(text):
        width = _width(character, encoding)
        if used + width > room:
            segments.append(text[start:position])
            start, used = position, 0
        used += width
    segments.append(text[start:])
    return tuple(segments), room - used


_TYPOGRAPHY = {
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u2032": "'", "\u02bc": "'", "\u00b4": "'", "`": "'",  # noqa: E501
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"', "\u2033": '"',
    "\u2039": "'", "\u203a": "'",
    "\u2026": "...", "\u2022": "-", "\u00b7": ".", "\u2192": "->", "\u2190": "<-", "\u00d7": "x", "\u2212": "-",  # noqa: E501
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-",
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\u2002": " ", "\u2003": " ", "\u200a": " ", "\t": " ",  # noqa: E501
    "\u200b": "", "\u2060": "", "\ufeff": "", "\u00ad": "", "\u200e": "", "\u200f": "",
    "\u0153": "oe", "\u0152": "OE", "\u00ba": "o", "\u00b2": "2", "\u00b3": "3", "\u2122": "(TM)", "\u00a9": "(C)",  # noqa: E501
    "\u00ae": "(R)", "\u2044": "/",
}  # fmt: skip
_TYPOGRAPHY_TABLE = str.maketrans(_TYPOGRAPHY)
#: The blank that French puts inside its quotation marks goes with them.
_FRENCH_QUOTES = re.compile("\u00ab[ \u00a0\u202f]?|[ \u00a0\u202f]?\u00bb")
#: Accents that one letter may carry.
MARKS = 30
_NUMERO = re.compile(r"(?<=[nN])°")
_DEGREES = re.compile("[ \u00a0\u202f]?°")


def to_gsm7(text: str, transliteration: Transliteration) -> str:
    """`text` as it should be sent: in GSM-7 if `transliteration` is enough for that, else only composed
    (NFC).

    `typography` replaces quotes, dashes, blanks, ellipses and ligatures; `letters` also takes off the
    accents GSM-7 lacks (`ç ê î û ë À`). One emoji makes the whole text UCS-2 anyway, so then nothing is
    replaced at all: the loss would buy nothing. Linear in `text`.
    """
    composed = unicodedata.normalize("NFC", _stream_safe(text))
    if transliteration == "off":
        return composed
    written = _DEGREES.sub(" deg", _NUMERO.sub("o", _FRENCH_QUOTES.sub('"', composed)))
    written = written.translate(_TYPOGRAPHY_TABLE)
    if transliteration == "letters":
        written = "".join(_without_accent(c) for c in written)
    return written if measure(written).encoding == "GSM-7" else composed


def _stream_safe(text: str) -> str:
    """`text` with at most MARKS accents over one letter (UAX #15, stream-safe text): one pass.

    Composing sorts each run of accents, which takes the square of its length.
    """
    if text.isascii():
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= MARKS:
            kept.append(character)
    return "".join(kept)


def _without_accent(character: str) -> str:
    if character in GSM7_BASIC or character in GSM7_EXTENSION:
        return character
    decomposed = unicodedata.normalize("NFD", character)
    first, marks = decomposed[0], decomposed[1:]
    # Only accents: a letter of another script, or one with a stroke (ł), is left to decide for UCS-2.
    return (
        first if marks and first in GSM7_BASIC and all(unicodedata.combining(m) for m in marks) else character
    )


def fit(text: str, max_segments: int, tail: str = "") -> str:
    """`text` if it travels in `max_segments`, else its longest beginning that does with `tail` after it.

    Cut between words where there is one in the last third, never inside a letter with its accents or an
    emoji sequence. `tail` should say where the rest is (`… Suite : https://…`); a tail which is itself
    too long is cut like a text. Linear in `text`.
    """
    if measure(text).count <= max_segments:
        return text
    if measure(tail).count > max_segments:
        return fit(tail, max_segments)
    # More text never needs fewer segments, so the longest beginning is found by halving.
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle].rstrip() + tail).count <= max_segments:
            low = middle
        else:
            high = middle - 1
    return text[: _seam(text, low)].rstrip() + tail


def _seam(text: str, longest: int) -> int:
    """The best place at or before `longest` to cut."""
    for position in range(longest, longest * 2 // 3, -1):
        if position < len(text) and text[position].isspace():
            return position
    while longest and _continues(text, longest):
        longest -= 1
    return longest


def _continues(text: str, position: int) -> bool:
    """Whether the character there belongs with the one before: accent, variation selector, joined emoji."""
    if position >= len(text):
        return False
    here, before = text[position], text[position - 1]
    joins = "\u200d"
    return (
        bool(unicodedata.combining(here))
        or here == joins
        or before == joins
        or "\ufe00" <= here <= "\ufe0f"
        or "\U0001f3fb" <= here <= "\U0001f3ff"
    )


def cost(segments: int, price_per_segment: Decimal) -> Decimal:
    """What `segments` cost, in the currency of the price."""
    return price_per_segment * segments
