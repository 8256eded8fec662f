"""What the rules will see in the words of messages, found before they are decided, by the reading processes.

Finding themes and names takes half the time of a decision, and the words are anybody's. So it is done where
a process can be ended, on all processors at once, and before the one writer of decisions begins: what it
then looks for, its index remembers. Whatever was not foreseen (words that an agent handed on, a process that
died) the index looks for itself: that is linear, and no more than LOOKED_AT characters of a place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol

import structlog

from dispatch.rules.conditions import Seen
from dispatch.rules.decision import Words
from dispatch.rules.index import RuleIndex
from models.organisation import Organisation

log = structlog.get_logger(__name__)
#: Messages whose words travel together.
_TOGETHER = 8
#: The name of an index, the organisation it was made of when whoever is asked does not know it, and words.
Question = tuple[str, Organisation | None, tuple[Words, ...]]
#: In a reading process: the index it made last, and its name.
_known: tuple[str, RuleIndex] | None = None


class Elsewhere(Protocol):
    """Runs a function in other processes, for each of what is given; None for what ended its process."""

    def each(self, step: Callable[[Any], Any], given: Sequence[Any]) -> list[Any | None]: ...


def see(index: RuleIndex, words: Iterable[Words], elsewhere: Elsewhere) -> None:
    """Have `index` know what is in `words`, looked for elsewhere. Never raises for what they contain."""
    new = [each for each in dict.fromkeys(words) if not index.knows(each)]
    bundles = [tuple(new[at : at + _TOGETHER]) for at in range(0, len(new), _TOGETHER)]
    strange = list(_asked(index, bundles, elsewhere, None))
    for bundle in _asked(index, strange, elsewhere, index.organisation) if strange else ():
        log.warning("rules.not_foreseen", messages=len(bundle))


def _asked(
    index: RuleIndex,
    bundles: Sequence[tuple[Words, ...]],
    elsewhere: Elsewhere,
    organisation: Organisation | None,
) -> Iterator[tuple[Words, ...]]:
    """Ask for them all; those that were not answered come out."""
    questions: list[Question] = [(index.name, organisation, bundle) for bundle in bundles]
    for bundle, seen in zip(bundles, elsewhere.each(answer, questions), strict=True):
        if not seen:
            yield bundle
        for words, found in zip(bundle, seen or (), strict=False):
            index.remember(words, found)


def answer(question: Question) -> tuple[Seen, ...]:
    """In a reading process: what is seen in each of the words; () when the organisation is not known here."""
    global _known
    name, organisation, words = question
    if organisation is not None:
        _known = (name, RuleIndex(organisation))
    if _known is None or _known[0] != name:
        return ()
    return tuple(_known[1].seen_in(each) for each in words)
