"""The places of a message where words are looked for, cut into words once (p)."""

from __future__ import annotations

import threading
from functools import cached_property

import Stemmer

from models.folding import SMALL_WORDS, FoldedText, word_spans

#: Characters of one place that are looked at; what comes later is an annex, not the matter.
LOOKED_AT = 20_000


class _Stemmer(threading.local):
    """One stemmer for each thread: PyStemmer promises nothing about sharing."""

    def __init__(self) -> None:
        self.french = Stemmer.Stemmer("french")


_STEMMER = _Stemmer()


def stems(words: list[str]) -> list[str]:
    """The family of each folded word (Snowball, French): `lampadaires` and `lampadaire` are one."""
    found: list[str] = _STEMMER.french.stemWords(words)
    return found


class Passage:
    """One place (`subject`, `text`, `reply`) of a message; everything about it is computed once, when asked for."""

    def __init__(self, where: str, text: str) -> None:
        self.where = where
        # Lone surrogates cannot be searched by RE2, which reads UTF-8.
        self._source = FoldedText(text[:LOOKED_AT].encode("utf-8", "replace").decode("utf-8"))

    @property
    def folded(self) -> str:
        """The text as regular expressions see it."""
        return self._source.folded

    @cached_property
    def _spans(self) -> list[tuple[str, int, int]]:
        return [span for span in word_spans(self._source.folded) if span[0] not in SMALL_WORDS]

    @cached_property
    def words(self) -> list[str]:
        """The words that count (small ones left out), folded, in order."""
        return [word for word, _, _ in self._spans]

    @cached_property
    def stems(self) -> list[str]:
        """The family of each of `words`."""
        return stems(self.words)

    def written(self, first: int, last: int) -> str:
        """What the person wrote from the `first` to the `last` of `words`, both included."""
        return self.original(self._spans[first][1], self._spans[last][2])

    def original(self, start: int, end: int) -> str:
        """What the person wrote where the folded text has `folded[start:end]`."""
        return self._source.original(start, end)
