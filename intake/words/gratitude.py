"""What a requester's words say about what was done: thanks, not solved, a mark, or anything else (p).

Only a sign that the trouble is still there may reopen a closed request. Thanks in any words leave it
closed; so does everything else, which is added and shown to a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from intake.words.lexicon.feelings import (
    ASKS,
    BUT,
    GLAD,
    HANDS_IN,
    HAPPY_SIGNS,
    HELD,
    NOT_SOLVED,
    NOTHING,
    ONGOING,
    PRAISE,
    RESULT,
    SAD_SIGNS,
    SOLVED,
    SPANS,
    SUPPOSED,
    TROUBLE,
    WELCOME_BACK,
)
from intake.words.sentences import read_letter
from models.folding import fold, words

Feeling = Literal["thanks", "not_solved", "other"]
#: Characters looked at; what is longer than thanks ever are is for a person to read.
CHARACTERS = 2000
_LONGEST = max(len(phrase) for phrase in SOLVED | NOT_SOLVED | ASKS | PRAISE)
_NUMBERS = {
    "un": 1,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
}
_SCORE = re.compile(
    r"(?P<lead>(?:je (?:vous )?(?:mets|met|donne|note)|on met|nous mettons|ma note(?: est)?|(?:ma )?note|score|my score(?: is)?)[ ]?:?[ ]?(?:un |une |de )?|(?:un|une) (?=[2-5]))?"
    r"(?P<mark>[1-5]|un|deux|trois|quatre|cinq|one|two|three|four|five)(?P<scale> ?/ ?5| sur 5| sur cinq| out of 5| ?etoiles?| ?stars?| ?\*)?"
    r"(?P<rest>[ ]?[!.]{0,5}$|[ ]?[,:;!.(\u2013-]+ *(?=[^\d\s])| (?=(?:parce|car|pour|tres|merci|bravo|bien|super|mais|because|very|thanks|good)\b))"
)
_INFINITIVE = re.compile(r"[a-z]{2,}(?:er|ir|oir|re)$")
#: « merci de votre … », « merci d'avoir … », « merci de prendre soin de nous » thank; « merci de faire » asks.
_THANKED = frozenset(
    ["votre", "vos", "avoir", "etre", "ce", "cette", "ces", "tout", "toute", "l", "la", "le", "ton", "tes"]
)


@dataclass(frozen=True, slots=True)
class Score:
    """A mark of one to five, and the words that go with it."""

    mark: int
    comment: str = ""


def read_score(text: str) -> Score | None:
    """« 5 », « 4/5 très bien », « cinq », « je mets 3 »: the mark that answers a survey, or None."""
    line = next((line.strip() for line in text[:CHARACTERS].splitlines() if line.strip()), "")
    folded = fold(line[:200])
    found = _SCORE.match(folded)
    if found is None:
        return None
    bare = found["mark"] in ("un", "one") and not (found["lead"] or found["scale"])
    if bare:
        return None
    mark = _NUMBERS.get(found["mark"]) or int(found["mark"])
    comment = line[found.end() :].strip(" ,:;!.()-\u2013") if found.end() < len(folded) else ""
    following = "\n".join(text.splitlines()[1:]).strip() if text.strip().splitlines()[:1] == [line] else ""
    return Score(mark, "\n".join(part for part in (comment, following) if part))


def feeling_of(text: str) -> Feeling:
    """What a requester's own words say about what was done. One pass; total."""
    if len(text) > CHARACTERS:
        return "not_solved" if _not_solved(words(fold(text[:CHARACTERS])), text[:CHARACTERS]) else "other"
    letter = read_letter(text)
    said = words(fold("\n".join((letter.body, letter.closing))))
    if _not_solved(said, text):
        return "not_solved"
    return "thanks" if _only_glad(text, letter.greeting, letter.body, said) else "other"


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
            said[at] in ("revenu", "revenue", "revenus")
            and not WELCOME_BACK.intersection(said[:at])
            and said[at - 1 : at] in (["est"], ["sont"])
        ):
            return True
        at += 1
    return False


def _only_glad(text: str, greeting: str, body: str, said: list[str]) -> bool:
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
    glad = signs or bool(GLAD.intersection(said)) or _has(said, SOLVED) or _has(said, PRAISE)
    # Long letters say more than thanks; a long thanks has many glad words.
    return glad and len(said) <= 60


def _hands_in(said: list[str]) -> bool:
    """« Comme demandé, voici mon justificatif. Merci »: papers, unless they are a photo of the result."""
    shown = {"photo", "photos"}.intersection(said) and RESULT.intersection(said)
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
