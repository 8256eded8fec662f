"""What a requester's words say about what was done: thanks, not solved, or anything else.

Only a sign that the trouble is still there may reopen a closed request. Thanks in any words leave it
closed; so does everything else, which is added and shown to a person.
"""

from __future__ import annotations

import re
from typing import Literal

from intake.words.gratitude.no_more import goes_no_more, had_none, has_no_more
from intake.words.gratitude.undone import not_solved
from intake.words.gratitude.wording import has, phrase_at, spelt
from intake.words.lexicon.feelings import (
    ADMIRES,
    ASKED_FOR,
    ASKS,
    BUT,
    DENYING,
    GLAD,
    HALF,
    HANDS_IN,
    HAPPY_SIGNS,
    HELD,
    NOTHING,
    OTHER_MATTERS,
    PRAISE,
    PROMISED,
    RESULT,
    SOLVED,
    SPANS,
    WELCOME_BACK,
)
from intake.words.sentences import read_letter

Feeling = Literal["thanks", "not_solved", "other"]
#: Characters looked at; what is longer than thanks ever are is for a person to read.
CHARACTERS = 2000
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
        return "not_solved" if not_solved(spelt(text[:CHARACTERS]), text[:CHARACTERS]) else "other"
    letter = read_letter(text)
    said = spelt("\n".join((letter.body, letter.closing)))
    if not_solved(said, text):
        return "not_solved"
    doubted = any(_denies(spelt(sentence.text)) for sentence in letter.sentences)
    return "thanks" if not doubted and _only_glad(text, said) else "other"


def is_thanks(text: str) -> bool:
    """True for thanks or praise with nothing asked, reported or doubted beside it. Linear in `text`."""
    return feeling_of(text) == "thanks"


def _denies(said: list[str]) -> bool:
    """Whether a sentence denies, compares or limits, outside the ways in which that is good news."""
    at = 0
    while at < len(said):
        if good := phrase_at(said, at, SOLVED) or phrase_at(said, at, PRAISE):
            at += good
            continue
        if has_no_more(said, at) == "other":
            return True
        if (
            said[at] == "plus"
            and said[at + 1 : at + 2] in (["de"], ["d"])
            and WELCOME_BACK & {*said[at + 2 : at + 3]}
            and not had_none(said, at)
        ):
            # « Plus de chauffage » may be good news or bad.
            return True
        if said[at] in DENYING and not (said[at] in ("n", "ne") and goes_no_more(said, at)):
            return True
        if said[at].endswith(("rai", "rons")) and len(said[at]) > 4 and said[at] not in PROMISED:
            # « Je passerai chercher le papier »: something for a person to read.
            return True
        at += 1
    return has(said, OTHER_MATTERS) or has(said, HALF)


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
    glad = signs or bool(GLAD.intersection(said)) or has(said, SOLVED) or has(said, PRAISE) or _is_rid(said)
    # Long letters say more than thanks; a long thanks has many glad words.
    return glad and len(said) <= 60


def _is_rid(said: list[str]) -> bool:
    return any(has_no_more(said, at) == "thanks" for at in range(len(said)))


def _hands_in(said: list[str]) -> bool:
    """« Comme demandé, voici mon justificatif. Merci »: papers, unless they are a photo of the result."""
    shown = {"photo", "photos"}.intersection(said) and (
        RESULT.intersection(said) or (ADMIRES.intersection(said) and ASKED_FOR.isdisjoint(said))
    )
    return not shown and has(said, HANDS_IN)


def _held_a_while(said: list[str]) -> bool:
    """« Bravo, le lampadaire a tenu 2 jours »: praise for what did not last."""
    return any(
        word in HELD and SPANS.intersection(said[at + 1 : at + 5]) and "parole" not in said
        for at, word in enumerate(said)
    )


def _asks(said: list[str]) -> bool:
    for at, word in enumerate(said):
        if (
            phrase_at(said, at, ASKS)
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
