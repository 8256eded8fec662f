"""Text without case, accents and typography, the one form in which words are compared.

Linear in the length of the text: each character is folded by itself. (`unicodedata.normalize` on whole
text sorts combining marks by insertion and is quadratic on a hostile run of them.)
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate

_SAME = {
    **dict.fromkeys("‘’‚‛ʼʹ′´", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "œ": "oe",
    "æ": "ae",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ß": "ss",
    "…": "...",
}
_WORD = re.compile(r"[a-z0-9]+|[^\W_]+")
_NOT_IN_KEYS = re.compile(r"[^a-z0-9]+")


def _fold_character(character: str) -> str:
    done = ""
    for lowered in character.casefold():
        if lowered in _SAME:
            done += _SAME[lowered]
            continue
        for part in unicodedata.normalize("NFKD", lowered):
            category = unicodedata.category(part)
            if category in ("Mn", "Me", "Cf"):
                continue
            if category == "Zs":
                done += " "
            else:
                done += part if part == character else _fold_character(part)
    return done


class _Table(dict[int, str]):
    """Folded characters by code point, learnt as they are met (at most as many as Unicode has)."""

    def __missing__(self, code_point: int) -> str:
        folded = self[code_point] = _fold_character(chr(code_point))
        return folded


_TABLE = _Table()


def fold(text: str) -> str:
    """`text` in lower case, without accents, with plain quotes, dashes and spaces: « Écœuré ! » → `"ecoeure
    !"`.

    Folding twice changes nothing more. Line breaks and digits stay; other scripts keep their letters.
    Linear in `text`.
    """
    return text.lower() if text.isascii() else text.translate(_TABLE)


def words(folded: str) -> list[str]:
    """The words of folded text in order: runs of letters and digits; `l'ecole` is two words.

    Linear in `folded`.
    """
    return _WORD.findall(folded)


def runs(folded: str, length: int) -> list[tuple[str, ...]]:
    """Every run of so many words of a folded text, in their order. Linear in `folded`."""
    found = words(folded)
    return [tuple(found[at : at + length]) for at in range(len(found) - length + 1)]


def word_spans(folded: str) -> Iterator[tuple[str, int, int]]:
    """Each word of folded text with where it begins and ends. Linear in `folded`."""
    for found in _WORD.finditer(folded):
        yield found[0], *found.span()


def slug(text: str) -> str:
    """A key made of a name: `École Jules-Ferry` → `ecole-jules-ferry`; '' when nothing is left.

    Linear in `text`.
    """
    return _NOT_IN_KEYS.sub("-", fold(text)).strip("-")


#: Words that carry no meaning of their own; left out when names and keywords are compared.
SMALL_WORDS = frozenset(
    [
        "a",
        "au",
        "aux",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "un",
        "une",
        "the",
        "of",
        "and",
    ]
)


class FoldedText:
    """A text with its folded form, and the way back from places in one to words of the other."""

    __slots__ = ("_ends", "folded", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = fold(text)
        self._ends: list[int] | None = None

    def original(self, start: int, end: int) -> str:
        """What was written where folded text has `folded[start:end]`."""
        if self._ends is None:
            uneven = any(len(_TABLE[ord(each)]) != 1 for each in set(self.text))
            self._ends = list(accumulate(len(_TABLE[ord(each)]) for each in self.text)) if uneven else []
        if not self._ends:
            return self.text[start:end]
        first = bisect_right(self._ends, start)
        last = bisect_left(self._ends, end)
        return self.text[first : last + 1]
