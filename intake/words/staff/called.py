"""Whether words call a colleague: « Alain, regarde ça », at the head of a sentence or below the farewell."""

from __future__ import annotations

import re

from intake.words.lexicon.addressing import OFFICES, TO_ONE_COLLEAGUE
from intake.words.lexicon.open_class import may_name_a_thing
from intake.words.phrases import begins_an_order, plain_words
from intake.words.sentences import Letter
from models.folding import fold, words


def is_called(letter: Letter) -> bool:
    """Whether a sentence begins by calling somebody: « Alain, … », « Jean-Luc : … »; an order is no name.

    Linear in `letter`.
    """
    return any(_calls(sentence.text) for sentence in letter.sentences)


def _calls(said: str) -> bool:
    found = _CALL.match(said)
    if found is None or not all(part[:1].isupper() for part in re.split("[ -]", found[1])):
        return False
    first = plain_words(found[1])
    return bool(first) and first[0] not in _NO_NAMES and not begins_an_order(first[0])


def speaks_below(letter: Letter) -> bool:
    """Whether a line below the farewell speaks to a colleague: « Alain, regarde ça », « tu peux passer ? ».

    Linear in `letter`.
    """
    below = letter.signature.splitlines()
    return any(
        (_calls(line) and not (at < 2 and _signs_off(line)))
        or not _TU.isdisjoint(said)
        or bool(said[:1] and said[0] in TO_ONE_COLLEAGUE)
        for at, line in enumerate(below)
        if (said := words(fold(line)))
    )


def _signs_off(line: str) -> bool:
    """« Cordialement, Carole », « Annick, accueil »: a farewell, or a name and a post; no word that says something."""
    said = words(fold(line))
    if not _TU.isdisjoint(said) or not TO_ONE_COLLEAGUE.isdisjoint(said) or "?" in line:
        return False
    after = words(fold(re.split("[,:]", line, maxsplit=1)[-1]))
    posts = all(word in _OF_A_POST or word in OFFICES or may_name_a_thing(word) for word in after)
    return len(after) <= 4 and posts


_OF_A_POST = frozenset(
    [
        "le",
        "la",
        "les",
        "l",
        "de",
        "du",
        "des",
        "d",
        "service",
        "services",
        "agent",
        "agents",
        "equipe",
        "et",
        "par",
    ]
)
_CALL = re.compile(r"\(?([^\W\d_]{2,20}(?:[ -][^\W\d_]{2,20})?)[ ]?[,:](?=\s|$)")
_TU = frozenset(["tu", "te", "toi", "ton", "ta", "tes", "peux", "regarde", "dis"])
_NO_NAMES = frozenset(
    [
        "oui",
        "non",
        "merci",
        "bonjour",
        "bonsoir",
        "enfin",
        "ensuite",
        "donc",
        "alors",
        "ainsi",
        "cependant",
        "toutefois",
        "neanmoins",
        "malheureusement",
        "actuellement",
        "aujourd",
        "demain",
        "hier",
        "normalement",
        "attention",
        "rappel",
        "prudence",
        "effectivement",
        "voila",
        "madame",
        "monsieur",
        "mesdames",
        "messieurs",
        "reponse",
        "sinon",
        "dommage",
        "certes",
    ]
)
