"""The words of a text with their places, and what may stand between those of one name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.folding import fold, words

_TOKEN = re.compile(r"(?<!\w)[^\W\d_](?:[\w'\-\u0300-\u036f]{0,60}[^\W_])?")
_ELIDED = frozenset(["d", "l", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu"])
#: Between a civility and a name: a full stop, blanks, one line break in a text that is quoted or not.
_GAP = re.compile(r"\.?[ \t]{0,4}(?:\r?\n[> \t]{0,6})?")
_LONGEST_GAP = 14


@dataclass(frozen=True, slots=True)
class Token:
    """One word: `said` are its folded parts without what is elided before it."""

    start: int
    end: int
    text: str
    said: tuple[str, ...]
    #: Whether it is written as a name is.
    is_capital: bool

    @property
    def word(self) -> str:
        """What it is looked up by."""
        return self.said[0] if self.said else ""


def tokens_of(plain: str) -> list[Token]:
    """The words of a text `in_plain`, in order. Linear in `plain`."""
    found = []
    for each in _TOKEN.finditer(plain):
        text, start = each[0], 0
        while (cut := text.find("'", start)) > 0 and fold(text[start:cut]) in _ELIDED:
            start = cut + 1
        said = words(fold(text[start:]))
        while len(said) > 1 and len(said[-1]) == 1:
            said.pop()  # Lambert's
        found.append(Token(each.start(), each.end(), text, tuple(said), text[start : start + 1].isupper()))
    return found


def is_gap(plain: str, start: int, end: int) -> bool:
    """Whether a civility and its name may stand on both sides of it. Linear in `plain`."""
    return 0 < end - start <= _LONGEST_GAP and _GAP.fullmatch(plain, start, end) is not None
