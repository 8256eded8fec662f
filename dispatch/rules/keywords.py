"""Finding many keywords and phrases in one pass, whatever their ending."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dispatch.rules.passage import Passage, stems
from models.folding import SMALL_WORDS, fold, words


@dataclass(frozen=True, slots=True)
class Phrase:
    """A keyword cut as a text is: its words or, unless `exact`, their families."""

    parts: tuple[str, ...]
    exact: bool


def read_phrase(keyword: str) -> Phrase:
    """A keyword as administrators write it; a leading = wants the words themselves. Small words do not
    count.
    """
    exact = keyword.startswith("=")
    parts = [word for word in words(fold(keyword.removeprefix("="))) if word not in SMALL_WORDS]
    return Phrase(tuple(parts if exact else stems(parts)), exact)


class KeywordFinder:
    """Every keyword of a rule set, looked for together: one dictionary look-up per word of the text."""

    def __init__(self, keywords: Iterable[str]) -> None:
        self._by_first: dict[bool, dict[str, list[tuple[tuple[str, ...], str]]]] = {False: {}, True: {}}
        for keyword in dict.fromkeys(keywords):
            phrase = read_phrase(keyword)
            if phrase.parts:
                self._by_first[phrase.exact].setdefault(phrase.parts[0], []).append((phrase.parts, keyword))

    def find(self, passage: Passage) -> dict[str, str]:
        """Each keyword that is there, with the words of its first occurrence as they were written."""
        found: dict[str, str] = {}
        for exact, stream in ((False, passage.stems), (True, passage.words)):
            by_first = self._by_first[exact]
            if not by_first:
                continue
            for position, part in enumerate(stream):
                for phrase, keyword in by_first.get(part, ()):
                    end = position + len(phrase)
                    if keyword not in found and tuple(stream[position:end]) == phrase:
                        found[keyword] = passage.written(position, end - 1)
        return found
