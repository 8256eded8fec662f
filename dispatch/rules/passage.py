"""The places of a message where words are looked for, cut into words once."""

from __future__ import annotations

import threading
from functools import cached_property

import Stemmer

from dispatch.rules.decision import LOOKED_AT
from models.folding import SMALL_WORDS, FoldedText, word_spans, words

#: Words whose reading is remembered at a time, and how long such a word may be: nothing longer is a word.
REMEMBERED = 10_000
LONGEST_WORD = 60


class _Stemmer(threading.local):
    """One stemmer for each thread, with the families it found: PyStemmer promises nothing about sharing."""

    def __init__(self) -> None:
        self.french = Stemmer.Stemmer("french", 0)
        self.known: dict[str, str] = {}


_STEMMER = _Stemmer()


def stems(texts: list[str]) -> list[str]:
    """The family of each folded word (Snowball, French): `lampadaires` and `lampadaire` are one.

    What is longer than any word is a family of its own. Linear in `texts`.
    """
    known = _STEMMER.known
    if len(known) > REMEMBERED:
        known.clear()
    new = [text for text in texts if text not in known and len(text) <= LONGEST_WORD]
    if new:
        known.update(zip(new, _STEMMER.french.stemWords(new), strict=True))
    return [known.get(text, text) for text in texts]


class Passage:
    """One place (`subject`, `text`, `reply`) of a message; everything about it is computed once, when asked
    for.
    """

    def __init__(self, where: str, text: str) -> None:
        self.where = where
        # Lone surrogates cannot be searched by RE2, which reads UTF-8.
        self._source = FoldedText(text[:LOOKED_AT].encode("utf-8", "replace").decode("utf-8"))
        self._spans: list[tuple[str, int, int]] = []
        self._ahead = word_spans(self._source.folded)

    @property
    def folded(self) -> str:
        """The text as regular expressions see it."""
        return self._source.folded

    @cached_property
    def words(self) -> list[str]:
        """The words that count (small ones left out), folded, in order."""
        return [word for word in words(self._source.folded) if word not in SMALL_WORDS]

    def _span(self, at: int) -> tuple[str, int, int]:
        # Where one of `words` stands; found only as far into the text as anybody asks.
        while len(self._spans) <= at:
            span = next(self._ahead)
            if span[0] not in SMALL_WORDS:
                self._spans.append(span)
        return self._spans[at]

    @cached_property
    def stems(self) -> list[str]:
        """The family of each of `words`."""
        return stems(self.words)

    def stands(self, first: int, last: int) -> tuple[int, int]:
        """Where in `folded` the words from the `first` to the `last` of `words` begin and end."""
        return self._span(first)[1], self._span(last)[2]

    def written(self, first: int, last: int) -> str:
        """What the person wrote from the `first` to the `last` of `words`, both included."""
        return self.original(*self.stands(first, last))

    def original(self, start: int, end: int) -> str:
        """What the person wrote where the folded text has `folded[start:end]`."""
        return self._source.original(start, end)

    def between(self, first: int, second: int) -> str:
        """What stands folded between two of `words`, small words and marks."""
        return self.folded[self._span(first)[2] : self._span(second)[1]]
