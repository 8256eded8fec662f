"""What people wrote, as words that the lists of phrases know."""

from __future__ import annotations

from intake.words.lexicon.feelings import ASKS, HANDS_IN, NOT_SOLVED, OTHER_MATTERS, PRAISE, SHORTENED, SOLVED
from models.folding import fold, words

_LONGEST = max(map(len, SOLVED | NOT_SOLVED | ASKS | PRAISE | HANDS_IN | OTHER_MATTERS))


def spelt(text: str) -> list[str]:
    """The words of a text, those that texts shorten written out: « tjr pa » is « toujours pas ».

    Linear in `text`.
    """
    return [SHORTENED.get(word, word) for word in words(fold(text))]


def has(said: list[str], phrases: frozenset[tuple[str, ...]]) -> bool:
    """Whether one of the phrases stands anywhere in `said`. Linear in `said`."""
    return any(phrase_at(said, at, phrases) for at in range(len(said)))


def phrase_at(said: list[str], at: int, phrases: frozenset[tuple[str, ...]]) -> int:
    """How many words of `said` from `at` make a phrase; 0 when they make none. Linear in `said`."""
    for length in range(min(_LONGEST, len(said) - at), 0, -1):
        if tuple(said[at : at + length]) in phrases:
            return length
    return 0
