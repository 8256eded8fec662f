"""Whether a text that somebody may read holds what they look for (pure): where the index knows more than they
may, it proposes and this decides.
"""

from __future__ import annotations

from collections.abc import Sequence

from dispatch.queries.sought.asked import Phrase, Sought
from models.folding import fold, words
from models.values import Reference


def says(sought: Sought, text: str, reference: Reference | None) -> bool:
    """Whether each term of `sought` stands in `text`, or names the request of that `reference`. As the
    index reads them: letters folded, words of a phrase side by side.
    """
    if sought.is_vain:
        return False
    said = list(words(fold(text)))
    marks = (
        {f"n{reference.number}", f"r{reference.year}n{reference.number}"} if reference is not None else set()
    )
    return all(any(_holds(phrase, said, marks) for phrase in term) for term in sought.terms)


def _holds(phrase: Phrase, said: Sequence[str], marks: set[str]) -> bool:
    if phrase.is_mark:
        return phrase.words[0] in marks
    *first, last = phrase.words
    for at in range(len(said) - len(first)):
        there = said[at + len(first)]
        if (there.startswith(last) if phrase.is_begun else there == last) and list(
            said[at : at + len(first)]
        ) == first:
            return True
    return False
