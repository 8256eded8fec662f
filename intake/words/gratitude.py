"""What a requester's words say about what was done: thanks, not solved, or anything else.

Only a sign that the trouble is still there may reopen a closed request. Thanks in any words leave it
closed; so does everything else, which is added and shown to a person.
"""

from __future__ import annotations

import re
from typing import Literal

from intake.words.lexicon.feelings import (
    ADMIRES,
    AGAIN,
    ASKED_FOR,
    ASKS,
    BETWEEN,
    BUT,
    DENYING,
    GLAD,
    GOOD_RIDDANCE,
    HANDS_IN,
    HAPPY_SIGNS,
    HAVING,
    HELD,
    NOT_SOLVED,
    NOTHING,
    ONGOING,
    OTHER_MATTERS,
    PRAISE,
    PROMISED,
    RESULT,
    RUNNING,
    SAD_SIGNS,
    SHORTENED,
    SOLVED,
    SPANS,
    SUPPOSED,
    TROUBLE,
    WELCOME_BACK,
    WORKING,
)
from intake.words.sentences import read_letter
from models.folding import fold, words

Feeling = Literal["thanks", "not_solved", "other"]
#: Characters looked at; what is longer than thanks ever are is for a person to read.
CHARACTERS = 2000
_LONGEST = max(len(phrase) for phrase in SOLVED | NOT_SOLVED | ASKS | PRAISE)
_INFINITIVE = re.compile(r"[a-z]{2,}(?:er|ir|oir|re)$")
#: « merci de votre … », « merci d'avoir … », « merci de prendre soin de nous » thank; « merci de faire » asks.
_THANKED = frozenset(
    ["votre", "vos", "avoir", "etre", "ce", "cette", "ces", "tout", "toute", "l", "la", "le", "ton", "tes"]
)


def feeling_of(text: str) -> Feeling:
    """What a requester's own words say about what was done. One pass; total.

    Thanks are thanks when every sentence has its place among them: glad, or nothing that denies, compares,
    asks or begins another matter. A sentence that has none makes the whole `other`.
    """
    if len(text) > CHARACTERS:
        return "not_solved" if _not_solved(_spelt(text[:CHARACTERS]), text[:CHARACTERS]) else "other"
    letter = read_letter(text)
    said = _spelt("\n".join((letter.body, letter.closing)))
    if _not_solved(said, text):
        return "not_solved"
    doubted = any(_denies(_spelt(sentence.text)) for sentence in letter.sentences)
    return "thanks" if not doubted and _only_glad(text, said) else "other"


def _spelt(text: str) -> list[str]:
    """The words of a text, those that texts shorten written out: « tjr pa » is « toujours pas »."""
    return [SHORTENED.get(word, word) for word in words(fold(text))]


def _denies(said: list[str]) -> bool:
    """Whether a sentence denies, compares or limits, outside the ways in which that is good news."""
    at = 0
    while at < len(said):
        if good := _phrase_at(said, at, SOLVED) or _phrase_at(said, at, PRAISE):
            at += good
            continue
        if _has_no_more(said, at) == "other":
            return True
        if (
            said[at] == "plus"
            and said[at + 1 : at + 2] in (["de"], ["d"])
            and WELCOME_BACK & {*said[at + 2 : at + 3]}
        ):
            # « Plus de chauffage » may be good news or bad.
            return True
        if said[at] in DENYING and not (said[at] in ("n", "ne") and _goes_no_more(said, at)):
            return True
        if said[at].endswith(("rai", "rons")) and len(said[at]) > 4 and said[at] not in PROMISED:
            # « Je passerai chercher le papier »: something for a person to read.
            return True
        at += 1
    return _has(said, OTHER_MATTERS)


def _goes_no_more(said: list[str], at: int) -> bool:
    """« ne clignote plus », « n'est plus cassé », « n'ai plus de fuite »: gone. « Le bus ne passe plus » is missed."""
    if "plus" not in said[at + 1 : at + 4]:
        return False
    gone = (GOOD_RIDDANCE | TROUBLE | AGAIN) - WELCOME_BACK
    return not gone.isdisjoint(said[at + 1 : at + 7])


def _has_no_more(said: list[str], at: int) -> Feeling | None:
    """What « n'ai plus … » at `at` says: thanks for a trouble that is gone, or that something is missed.

    Without « ne » (« j'ai plus d'eau », « il a plus de 80 ans ») nobody can tell: `other`. None when no such
    words stand there.
    """
    if said[at] not in HAVING or "plus" not in said[at + 1 : at + 3]:
        return None
    plus = said.index("plus", at + 1)
    missed = next((word for word in said[plus + 1 : plus + 6] if word not in BETWEEN), "")
    if missed in GOOD_RIDDANCE:
        return "thanks"
    return "not_solved" if {"n", "ne"}.intersection(said[max(0, at - 2) : at]) else "other"


def is_thanks(text: str) -> bool:
    """True for thanks or praise with nothing asked, reported or doubted beside it."""
    return feeling_of(text) == "thanks"


def _not_solved(said: list[str], text: str) -> bool:
    """A sign that the trouble is still there; « si ça recommence » only supposes one."""
    if any(sign in text for sign in SAD_SIGNS):
        return True
    folded = fold(text)
    if re.search(
        r"\b(?:repare|reparee|traite|traitee|regle|reglee|termine|terminee|classee?|nettoye|fait)\b ?[»\"]?\s?\?",
        folded,
    ):
        return True
    if said and said[-1] == "rien" and len(said) > 3:
        return True
    at = 0
    while at < len(said):
        solved = _phrase_at(said, at, SOLVED)
        if solved:
            at += solved
            continue
        if _has_no_more(said, at) == "not_solved" and not SUPPOSED.intersection(said[max(0, at - 5) : at]):
            return True
        if _undone(said, at) and not SUPPOSED.intersection(said[max(0, at - 4) : at]):
            return True
        if _phrase_at(said, at, NOT_SOLVED) and not SUPPOSED.intersection(said[max(0, at - 4) : at]):
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
            and not WELCOME_BACK.intersection(said[:at])
            and said[at - 1 : at] in (["est"], ["sont"])
        ):
            return True
        at += 1
    return False


def _undone(said: list[str], at: int) -> bool:
    """« pas encore bon », « rien n'est réglé », « se rebloque », « aussi sale qu'avant »."""
    word = said[at]
    if word in ("pas", "rien", "aucun", "jamais"):
        return not WORKING.isdisjoint(said[at + 1 : at + 4]) or not WORKING.isdisjoint(
            said[max(0, at - 2) : at]
        )
    if word in ("ne", "n") and "plus" in said[at + 2 : at + 4]:
        return not RUNNING.isdisjoint(said[at + 1 : at + 3])
    if word == "aussi":
        return said[at + 2 : at + 4] == ["qu", "avant"] or said[at + 3 : at + 5] == ["qu", "avant"]
    return word.startswith("re") and word[2:] in AGAIN


def _only_glad(text: str, said: list[str]) -> bool:
    if "?" in text:
        return False
    signs = any(sign in text for sign in HAPPY_SIGNS)
    if not said:
        return signs
    if NOTHING.issuperset(said):
        return signs
    if BUT.intersection(said) or any(
        len(word) > 1 and word.isdigit() for word in said if len(word) > 3 or word == "06"
    ):
        return False
    if _asks(said) or _hands_in(said) or _held_a_while(said):
        return False
    glad = signs or bool(GLAD.intersection(said)) or _has(said, SOLVED) or _has(said, PRAISE) or _is_rid(said)
    # Long letters say more than thanks; a long thanks has many glad words.
    return glad and len(said) <= 60


def _is_rid(said: list[str]) -> bool:
    return any(_has_no_more(said, at) == "thanks" for at in range(len(said)))


def _hands_in(said: list[str]) -> bool:
    """« Comme demandé, voici mon justificatif. Merci »: papers, unless they are a photo of the result."""
    shown = {"photo", "photos"}.intersection(said) and (
        RESULT.intersection(said) or (ADMIRES.intersection(said) and ASKED_FOR.isdisjoint(said))
    )
    return not shown and _has(said, HANDS_IN)


def _held_a_while(said: list[str]) -> bool:
    """« Bravo, le lampadaire a tenu 2 jours »: praise for what did not last."""
    return any(
        word in HELD and SPANS.intersection(said[at + 1 : at + 5]) and "parole" not in said
        for at, word in enumerate(said)
    )


def _asks(said: list[str]) -> bool:
    for at, word in enumerate(said):
        if (
            _phrase_at(said, at, ASKS)
            and said[at + 1 : at + 4] != ["nous", "avoir"]
            and "avoir" not in said[at : at + 5]
        ):
            return True
        if word in ("merci", "remercie", "remercions") and said[at + 1 : at + 2] in (["de"], ["d"]):
            following = said[at + 2 : at + 5]
            if (
                following
                and following[0] not in _THANKED
                and not {"avoir", "etre"} & set(following)
                and (
                    _INFINITIVE.match(following[0])
                    or following[0] in ("bien", "m", "me", "nous", "ne", "les", "vous")
                )
            ):
                return True
    return False


def _has(said: list[str], phrases: frozenset[tuple[str, ...]]) -> bool:
    return any(_phrase_at(said, at, phrases) for at in range(len(said)))


def _phrase_at(said: list[str], at: int, phrases: frozenset[tuple[str, ...]]) -> int:
    """How many words of `said` from `at` make a phrase; 0 when they make none."""
    for length in range(min(_LONGEST, len(said) - at), 0, -1):
        if tuple(said[at : at + length]) in phrases:
            return length
    return 0
