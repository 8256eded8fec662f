"""Words of the names that are looked for, wherever they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from dispatch.people.unnamed.common_words import ALSO_WORDS, NO_NAMES
from dispatch.people.unnamed.reached import Span
from dispatch.people.unnamed.tokens import Token
from models.folding import SMALL_WORDS, fold, words

#: Words of one name that are written together (« jeannelambert ») with each other.
_MOST_TOGETHER = 4
_SHORTEST_TOGETHER = 5
#: « Saint-Lambert » is a place.
_OF_PLACES = frozenset(["saint", "sainte", "st", "ste", "mont", "notre"])


@dataclass(frozen=True, slots=True)
class Names:
    """Folded words that are looked for. `sure` ones are struck out in small letters, too, when they are no
    words of every day.
    """

    parts: frozenset[str]
    sure: frozenset[str]

    @classmethod
    def of(cls, names: Sequence[str], beside: Sequence[str]) -> Names:
        """The words of `names`, and those of `beside`, which are names only where they are written so."""
        sure: set[str] = set()
        for name in names:
            said = [each for each in words(fold(name)) if _tells(each)]
            sure.update(said)
            for one, other in permutations(said[:_MOST_TOGETHER], 2):
                together = {one + other, one[0] + other, one + other[0]}
                sure.update(each for each in together if len(each) >= _SHORTEST_TOGETHER)
        loose = {each for name in beside for each in words(fold(name)) if _tells(each)}
        small = {each for each in sure if len(each) > 2 and each not in ALSO_WORDS | NO_NAMES}
        return cls(frozenset(sure | loose), frozenset(small))


def _tells(word: str) -> bool:
    return len(word) > 1 and word not in SMALL_WORDS


def places_of_known(tokens: list[Token], names: Names, exempt: Collection[int]) -> Iterator[Span]:
    """Where the names that are looked for stand, besides as the name of a street."""
    for at, token in enumerate(tokens):
        if at in exempt or not is_known(token, names):
            continue
        if token.is_capital or _is_sure(token, names) or _has_other_beside(tokens, at, names):
            yield token.start, token.end


def is_known(token: Token, names: Names) -> bool:
    """Whether a word says one of the names, alone or joined to another."""
    telling = [each for each in token.said if _tells(each)]
    if not telling:
        return False
    if all(_singular(each, names) in names.parts for each in telling):
        return True
    # « Lambert-Durand » says the name as well, « Saint-Lambert » and « Petit-Pont » do not.
    return not _OF_PLACES.intersection(token.said) and any(each in names.sure for each in telling)


def _singular(word: str, names: Names) -> str:
    """« les Lamberts » are the Lambert."""
    return word[:-1] if word[-1:] == "s" and word[:-1] in names.sure else word


def _is_sure(token: Token, names: Names) -> bool:
    telling = [_singular(each, names) for each in token.said if _tells(each)]
    return any(each in names.sure for each in telling)


def _has_other_beside(tokens: list[Token], at: int, names: Names) -> bool:
    """Whether another word of the names stands next to it."""
    others = names.parts.difference(tokens[at].said)
    beside = [tokens[near] for near in (at - 1, at + 1) if 0 <= near < len(tokens)]
    gaps = (max(each.start, tokens[at].start) - min(each.end, tokens[at].end) for each in beside)
    return any(gap <= 3 and others.intersection(each.said) for gap, each in zip(gaps, beside, strict=True))
