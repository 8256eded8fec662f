"""Signs that what was said to be done is not, or that the trouble came back."""

from __future__ import annotations

import re

from intake.words.gratitude.no_more import has_no_more
from intake.words.gratitude.wording import phrase_at
from intake.words.lexicon.feelings import (
    AGAIN,
    BUT,
    NOT_SOLVED,
    ONGOING,
    RUNNING,
    SAD_SIGNS,
    SOLVED,
    SUPPOSED,
    TROUBLE,
    WELCOME_BACK,
    WORKING,
)
from models.folding import fold

#: « Réparé ? »: the town's own word, in doubt.
_DOUBTED = re.compile(
    r"\b(?:repare|reparee|traite|traitee|regle|reglee|termine|terminee|classee?|nettoye|fait)\b ?[»\"]?,? ?(?:vraiment|ou ca|ah bon|par qui|quand ca|depuis quand|vous etes surs?|really|serieusement)?\s?\?"
)


def not_solved(said: list[str], text: str) -> bool:
    """A sign that the trouble is still there; « si ça recommence » only supposes one. Linear in `said`."""
    if any(sign in text for sign in SAD_SIGNS):
        return True
    if _DOUBTED.search(fold(text)):
        return True
    if said and said[-1] == "rien" and len(said) > 3 and said[-2] not in ("que", "de", "pour"):
        return True
    welcomed = next((place for place, word in enumerate(said) if word in WELCOME_BACK), len(said))
    at = 0
    while at < len(said):
        solved = phrase_at(said, at, SOLVED)
        if solved:
            at += solved
            continue
        if (
            has_no_more(said, at) == "not_solved"
            and not SUPPOSED.intersection(said[max(0, at - 5) : at])
            and not _thanked_just_before(said, at)
        ):
            return True
        if _undone(said, at) and not SUPPOSED.intersection(said[max(0, at - 4) : at]):
            return True
        if phrase_at(said, at, NOT_SOLVED) and not SUPPOSED.intersection(said[max(0, at - 4) : at]):
            return True
        if (
            said[at] in ONGOING
            and "merci" not in said[max(0, at - 1) : at + 2]
            and TROUBLE.intersection((*said[max(0, at - 4) : at], *said[at + 1 : at + 4]))
            and not SUPPOSED.intersection(said[max(0, at - 5) : at])
        ):
            return True
        if (
            said[at] in ("revenu", "revenue", "revenus", "revenues")
            and at <= welcomed
            and said[at - 1 : at] in (["est"], ["sont"])
        ):
            return True
        at += 1
    return False


def _thanked_just_before(said: list[str], at: int) -> bool:
    """« Merci, je n'ai plus d'eau dans la cave »: good news or bad, a person reads it; « merci mais … » is bad.

    Constant: a few words before `at` are looked at.
    """
    before = said[max(0, at - 4) : at]
    return (
        "merci" in before
        and before[before.index("merci") + 1 :][:1] not in (["de"], ["d"])
        and BUT.isdisjoint(before)
    )


def _undone(said: list[str], at: int) -> bool:
    """« pas encore bon », « rien n'est réglé », « se rebloque », « aussi sale qu'avant »."""
    word = said[at]
    if word == "rien" and said[max(0, at - 1) : at] == ["que"]:
        # « C'est mieux que rien ».
        return False
    if word in ("pas", "rien", "aucun", "jamais"):
        return not WORKING.isdisjoint(said[at + 1 : at + 4]) or not WORKING.isdisjoint(
            said[max(0, at - 2) : at]
        )
    if word in ("ne", "n") and "plus" in said[at + 2 : at + 4]:
        return not RUNNING.isdisjoint(said[at + 1 : at + 3])
    if word == "aussi":
        return said[at + 2 : at + 4] == ["qu", "avant"] or said[at + 3 : at + 5] == ["qu", "avant"]
    return word.startswith("re") and word[2:] in AGAIN
