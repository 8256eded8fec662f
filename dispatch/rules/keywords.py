"""Finding many keywords and phrases in one pass, whatever their ending.

A word of five letters and more that no keyword has may be one whose article is glued to it (« lecole »), or
which lacks a doubled letter (« trotoir »): linear in its letters, looked up once for all texts it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dispatch.rules.passage import REMEMBERED, Passage, stems
from models.folding import SMALL_WORDS, fold, words

_SHORTEST = 5
#: A doubled letter that says nothing; a single s between vowels is another sound (« poison », « poisson »).
_DOUBLED = re.compile(r"([bcdfglmnprt])\1")
#: Words of their own, which are one letter from others.
THEMSELVES = frozenset(
    ["guere", "gueres", "metre", "metres", "palier", "paliers", "degout", "degouts", "devier", "lavoir"]
)
_VOWELS = frozenset("aeiouyh")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A keyword cut as a text is: its words or, unless `exact`, their families."""

    parts: tuple[str, ...]
    exact: bool


def read_phrase(keyword: str) -> Phrase:
    """A keyword as administrators write it; a leading = wants the words themselves. Small words do not
    count. Linear in `keyword`.
    """
    exact = keyword.startswith("=")
    parts = [word for word in words(fold(keyword.removeprefix("="))) if word not in SMALL_WORDS]
    return Phrase(tuple(parts if exact else stems(parts)), exact)


class KeywordFinder:
    """Every keyword of a rule set, looked for together: one dictionary look-up per word of the text."""

    def __init__(self, keywords: Iterable[str]) -> None:
        self._by_first: dict[bool, dict[str, list[tuple[tuple[str, ...], str]]]] = {False: {}, True: {}}
        spelt: dict[str, None] = {}
        for keyword in dict.fromkeys(keywords):
            phrase = read_phrase(keyword)
            if phrase.parts:
                self._by_first[phrase.exact].setdefault(phrase.parts[0], []).append((phrase.parts, keyword))
                spelt.update({} if phrase.exact else dict.fromkeys(words(fold(keyword))))
        families = list(zip(spelt, stems(list(spelt)), strict=True))
        self._known = frozenset(stem for _, stem in families)
        lacking = {
            written: stem
            for word, stem in families
            for found in _DOUBLED.finditer(word)
            if len(written := word[: found.start()] + word[found.start() + 1 :]) >= _SHORTEST
        }
        #: The family of a keyword's word, by that of the word with one doubled letter too few.
        self._lacking = dict(zip(stems(list(lacking)), lacking.values(), strict=True))
        self._corrected: dict[str, str] = {}

    def find(self, passage: Passage) -> dict[str, str]:
        """Each keyword that is there, with the words of its first occurrence as they were written."""
        found: dict[str, str] = {}
        for exact, stream in ((False, passage.stems), (True, passage.words)):
            by_first = self._by_first[exact]
            if not by_first:
                continue
            if not exact:
                stream = self._read(passage)
            for position, part in enumerate(stream):
                for phrase, keyword in by_first.get(part, ()):
                    end = position + len(phrase)
                    if keyword not in found and tuple(stream[position:end]) == phrase:
                        found[keyword] = passage.written(position, end - 1)
        return found

    def _read(self, passage: Passage) -> list[str]:
        """The families of the passage, those of slips as keywords have them."""
        known, corrected, read = self._known, self._corrected, []
        for stem, word in zip(passage.stems, passage.words, strict=True):
            if stem not in known and len(word) >= _SHORTEST:
                meant = corrected.get(word)
                if meant is None:
                    if len(corrected) >= REMEMBERED:
                        corrected.clear()
                    meant = corrected[word] = self._meant(word, stem)
                stem = meant
            read.append(stem)
        return read

    def _meant(self, word: str, stem: str) -> str:
        """The family of the keyword that a word is a slip of; else its own."""
        if word in THEMSELVES:
            return stem
        if (one := self._lacking.get(stem)) is not None:
            return one
        if word[0] in "ld" and word[1] in _VOWELS and len(word) > _SHORTEST:
            (without,) = stems([word[1:]])
            if without in self._known:
                return without
        return stem
