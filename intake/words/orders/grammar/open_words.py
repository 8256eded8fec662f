"""Words that may stand open in a clause that is told by its classes: which nouns, which participles, what joins them."""

from __future__ import annotations

from dataclasses import dataclass

from intake.words.lexicon.limits import BLOCKERS
from intake.words.lexicon.listed import word_set
from intake.words.lexicon.open_acts import EXTENT, NO_END, OTHERS
from intake.words.lexicon.open_class import STOPGAPS
from intake.words.orders.structure import VAGUE
from intake.words.orders.tokens import Words

_NOUNS = frozenset(
    ["THING", "JUNK", "PAPER", "BILL", "PLACE", "OPEN", "HOLE", "VESSEL", "TREE", "SURFACE", "GUARD"]
)
#: Nouns that the lexicon lists, which may end as a participle does: « pavés », « fossé ».
LISTED = _NOUNS - {"OPEN"}
_BESIDE_NOUNS = frozenset(["ADJ", "NEWADJ", "NUM", "BIS", "CAP", "NAME", "NOUNTOO"])
#: A word of one of these parts is another act, a day to come, somebody: the clause is closed to it.
CLOSING = frozenset(
    ["PLAN", "WAITHEAD", "WAITOURS", "WAITTHEIRS", "ORDERED", "REFUSE", "REFUSEHEAD", "REOPEN", "GIVE", "TAKE", "TAKEN", "DATE",
     "REF", "FUT", "FUTEND", "FUTCLEAR", "PERSON", "PERSONS", "BODY", "DOER", "PRIVATE", "NOTOURS", "DUP", "MISTAKE", "FALSE",
     "WILLBE", "VERB"]
)  # fmt: skip
#: On which nouns which participles end a work.
ENDS = {
    "THING": frozenset(["MENDED", "FIX", "SETIN", "SWAPPED"]),
    "JUNK": frozenset(["CLEAR", "CUT", "MENDED"]),
    "TREE": frozenset(["FELLED", "CUT", "MENDED"]),
    "VESSEL": frozenset(["EMPTIED", "MENDED", "SETIN", "SWAPPED"]),
    "HOLE": frozenset(["FILLED", "MENDED"]),
    "SURFACED": frozenset(["FILLED"]),
    "BILL": frozenset(["CORRECTED"]),
    "PAPER": frozenset(["ISSUED", "CORRECTED", "GIVENBACK"]),
    "PLACE": frozenset(["MENDED"]),
    "OPEN": frozenset(["MENDED", "SETIN", "SWAPPED"]),
    "SUPPLY": frozenset(["MENDED"]),
}  # fmt: skip
PARTICIPLES = frozenset(part for parts in ENDS.values() for part in parts) | {"DONE"}
#: Participles beside the one that ends the work.
ALSO = PARTICIPLES | {"PUT", "ALSODONE", "CHECKED"}
JOINING = word_set(
    "le la les l un une du des de d dans sur sous devant derriere entre contre avec et tout toute tous toutes nos notre votre vos cet cette ces"
)
INDEFINITE = word_set("un une des deux trois quatre cinq quelques certains certaines plusieurs chaque")
NEVER = BLOCKERS | STOPGAPS | OTHERS | EXTENT
_FLOORS = word_set("1er 1ere 2e 2eme 3e 3eme rdc etage")
_MONTHS = word_set("janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre")
_UNITS = word_set("m m2 m3 ml km cm kg tonne tonnes metre metres")


@dataclass(frozen=True, slots=True)
class Verb:
    start: int
    end: int
    parts: frozenset[str]


def parts_of(words: Words, at: int) -> frozenset[str]:
    return frozenset(edge.part for edge in words.edges[at] if edge.end == at + 1)


def longest(words: Words, at: int, end: int, parts: frozenset[str]) -> int:
    """The end of the longest phrase of one of `parts` from `at` on; `at` itself when there is none."""
    if at >= end:
        return at
    return max((edge.end for edge in words.edges[at] if edge.part in parts and edge.end <= end), default=at)


_WITH_MARKS = frozenset(["DATE", "PASTDAY", "TIME", "REF"])


def clause_end(words: Words, at: int) -> int:
    """The first mark from `at` on that is no part of a day, an hour or a reference, or the end."""
    while at < len(words.tokens):
        further = longest(words, at, len(words.tokens), _WITH_MARKS)
        if further == at and any(edge.part == "SEP" for edge in words.edges[at]):
            return at
        at = max(further, at + 1)
    return at


def ends_nothing(word: str) -> bool:
    """Whether a folded participle, in any gender and number, only prepares, looks, puts off or hurts.

    Linear in `word`.
    """
    return any(
        word.endswith(ending) and word.removesuffix(ending) in NO_END for ending in ("", "s", "e", "es")
    )


def may_stand(words: Words, at: int, *, before: bool = False) -> bool:
    """Whether one word may stand; `before` the participle, what had become of the thing may too: « vitre cassée »."""
    text, parts = words.tokens[at].text, parts_of(words, at)
    if text in NEVER or (ends_nothing(text) and not before):
        return False
    if (
        at
        and not before
        and text in VAGUE
        and "PLACE" not in parts
        and (words.tokens[at - 1].text in JOINING or words.tokens[at - 1].text in ("au", "aux"))
    ):
        return False
    if text in JOINING or text in _UNITS or text in _FLOORS or text in _MONTHS:
        return True
    if (words.tokens[at].accented and len(text) > 3) or not parts.isdisjoint(ALSO):
        # What else was done to it, or how it was found: « vitre cassée remplacée », « déposé et remplacé ».
        return not parts & {"PLAN", "ORDERED", "REFUSE", "REFUSEHEAD", "WAITHEAD", "FALSE", "REOPEN"}
    if before and not parts.isdisjoint(("WORK", "MACHINE", "CHILD")):
        return True
    return not parts & CLOSING and not parts.isdisjoint(_NOUNS | _BESIDE_NOUNS)
