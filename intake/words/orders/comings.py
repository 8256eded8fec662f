"""A coming that is no work on the request: « nos agents viennent lundi vous présenter le projet ».

Who comes on a day plans only when the sentence says nothing else, or what is done to the thing that was
reported. Coming to tell, to meet, or to fetch papers is told to whoever reads it, and plans nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from intake.words.lexicon.listed import word_set
from intake.words.orders.edges import Edge
from intake.words.orders.readings import Reading

_COMING = frozenset(["COME", "WEGO", "GOING"])
_TO_SOMEBODY = word_set("vous te t lui leur")
#: Looking at it, at their place, is a visit.
_A_VISIT = word_set("voir")
_FETCHING = word_set(
    """chercher recuperer relever prendre reprendre remettre rendre apporter deposer distribuer recueillir collecter faire
    terminer finir"""
)
_PAPERS = frozenset(["PAPER", "BILL"])
_READINGS = word_set(
    "dossier dossiers courrier courriers compteur compteurs index cle cles clef clefs badge badges"
)
#: Words between the infinitive and what it is about: « récupérer tous vos anciens dossiers ».
_OBJECT_WITHIN = 4


def comes_for_something_else(reading: Reading) -> bool:
    """Whether somebody comes, and does something to somebody or with their papers there."""
    tokens, edges = reading.words.tokens, reading.words.edges
    if not any(edge.part in _COMING for each in edges for edge in each):
        return False
    said = [token.text for token in tokens]
    for at, word in enumerate(said):
        following = said[at + 1] if at + 1 < len(said) else ""
        if word in _TO_SOMEBODY and _is_infinitive(following) and following not in _A_VISIT:
            return True
        if word in _FETCHING:
            about = range(at + 1, min(at + 1 + _OBJECT_WITHIN, len(said)))
            if any(said[each] in _READINGS or _has(edges[each], _PAPERS) for each in about):
                return True
    return False


def _is_infinitive(word: str) -> bool:
    return len(word) > 3 and word.endswith(("er", "ir", "re"))


def _has(edges: Iterable[Edge], parts: frozenset[str]) -> bool:
    return any(edge.part in parts for edge in edges)
