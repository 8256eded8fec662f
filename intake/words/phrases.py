"""Phrases of the lexicon, and of a town's own, as the reader of orders looks them up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from intake.words.lexicon import en, frames, joints, nouns, things, verbs, where_and_when
from intake.words.lexicon.acts import finishing, giving, planning, refusing, taking, waiting
from intake.words.lexicon.limits import BLOCKERS
from models.folding import fold

#: Words, and marks one by one.
TOKEN = re.compile(r"[a-z0-9]+(?:°|º)?|[^\w\s]|[^\W_]+|_")
_DOUBLED = re.compile(r"([bcdfghjklmnpqrstvwxz])\1")

Phrases = Mapping[str, tuple[tuple[tuple[str, ...], str, object], ...]]


def plain_words(phrase: str) -> tuple[str, ...]:
    """The words of a phrase without marks, as sentences are compared. Linear in `phrase`."""
    return tuple(each.rstrip("°º") for each in TOKEN.findall(fold(phrase)) if each[0].isalnum())


#: Participles of work on things, whose other forms announce it or tell of it.
_DOING = frozenset(["FIX", "CLEAR", "CUT", "PUT", "MENDED"])
#: The modules of the lexicon that list phrases by the part they play.
TABLES = (
    joints, where_and_when, things, finishing, taking, planning, waiting, refusing, giving, frames, en,
)  # fmt: skip


def _participles() -> list[tuple[str, str]]:
    """Every participle with its part, in the masculine singular. What mends a thing nobody listed mends a listed one."""
    more = {"MENDED": verbs.MENDED, "ISSUED": verbs.ISSUED, "CORRECTED": verbs.CORRECTED}
    found = [
        (part, " ".join(masculine.split()))
        for table in (verbs.PARTICIPLES, more)
        for part, listed in table.items()
        for masculine in listed.split("|")
    ]
    return [*found, *(("FIX", masculine) for part, masculine in found if part == "MENDED")]


@cache
def _present_too() -> frozenset[str]:
    return frozenset(
        form
        for _, masculine in _participles()
        if (head := masculine.split()[0]).endswith("e")
        for form in (head, f"{head}s")
    )


def may_be_present(word: str) -> bool:
    """Whether a folded participle is, without its accent, the present of its verb: « répare », « réparé ».

    Linear in `word`.
    """
    return word in _present_too()


@cache
def lexicon_phrases() -> dict[str, tuple[tuple[tuple[str, ...], str, object], ...]]:
    """Every phrase of the lexicon by its first word, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str, object]]] = {}
    for part, masculine in _participles():
        forms = verbs.conjugated(masculine)
        for form in forms.participles:
            _put(found, form, part, None)
        if part in _DOING:
            for noun in verbs.named(masculine):
                _put(found, noun, "WORK", None)
                _put(found, noun, "LABOUR", None)
            cuts = part in ("CLEAR", "CUT")
            for infinitive in ("INF", "INFCLEAR" if cuts else "INFDO"):
                _put(found, forms.infinitive, infinitive, None)
            for form in forms.future:
                _put(found, form, "FUTCLEAR" if cuts else "FUT", None)
            if part != "PUT" and masculine not in ("traite", "regle"):
                # « je pose lundi » asks for a day off, « je traite ce jour » takes.
                for form in forms.present:
                    _put(found, form, "PRESCLEAR" if cuts else "PRES", None)
        elif part == "DONE":
            _put(found, forms.infinitive, "INFEND", None)
            for form in forms.future:
                _put(found, form, "FUTEND", None)
    for table in TABLES:
        for part, listed in table.PHRASES.items():
            for phrase in listed.split("|"):
                _put(found, phrase, part, None)
    for part, form in nouns.forms_of_nouns():
        _put(found, form, part, None)
    return {first: tuple(sorted(set(each), key=lambda one: -len(one[0]))) for first, each in found.items()}


@cache
def lexicon_by_length() -> dict[str, tuple[tuple[int, dict[tuple[str, ...], list[tuple[str, object]]]], ...]]:
    """The phrases of the lexicon by their first word and how many words they have, longest first.

    So many looks at a word as there are lengths, however many phrases begin with it.
    """
    found: dict[str, dict[int, dict[tuple[str, ...], list[tuple[str, object]]]]] = {}
    for first, phrases in lexicon_phrases().items():
        for said, part, value in phrases:
            found.setdefault(first, {}).setdefault(len(said), {}).setdefault(said, []).append((part, value))
    return {first: tuple(sorted(lengths.items(), reverse=True)) for first, lengths in found.items()}


def _put(
    found: dict[str, list[tuple[tuple[str, ...], str, object]]], phrase: str, part: str, value: object
) -> None:
    if said := plain_words(phrase):
        found.setdefault(said[0], []).append((said, part, value))
        loose = tuple(without_doubles(word) for word in said)
        if loose != said:
            found.setdefault(loose[0], []).append((loose, part, value))


def without_doubles(word: str) -> str:
    """A word with doubled consonants written once: « plannifié » and « planifié » are one.

    Linear in `word`.
    """
    return _DOUBLED.sub(r"\1", word) if len(word) > 5 else word


@cache
def _known_words() -> frozenset[str]:
    acting = (
        "THING", "JUNK", "OF", "DET", "DETI", "TO", "ATDATE", "ADJ", "GEAR", "SEE", "WITH", "SINCE",
        "AND", "ALL", "ABOUT", "MOMENT", "PAPER", "BILL", "PLACE", "IN", "FRONT", "ATNUM", "BIS", "DUMP",
        "TOWHOM", "PAR", "TEAM", "DOER", "MACHINE", "BYFIRM", "INF", "PATROL", "PRIVATE", "OUTOF",
        "BODY", "MAILED", "TODAY", "WAITTHEIRS", "WAITOURS", "CHEZ", "GUARD", "NO", "AVEC", "WHEREYOU",
        "HOLE", "VESSEL", "TREE", "SURFACE", "CHILD", "NEWADJ", "SCHOOLPLACE", "CREW", "OURTEAM", "LABOUR",
    )  # fmt: skip
    found = {
        word
        for phrases in lexicon_phrases().values()
        for said, part, _ in phrases
        if part not in acting
        for word in said
    }
    return frozenset(found | BLOCKERS | set(waiting.WAITS_FOR_REQUESTER)) - {
        "voirie",
        "service",
        "agents",
        "equipe",
        "technique",
    }


def is_known(word: str) -> bool:
    """Whether a folded word belongs to what orders, limits or doubts: then it is no name.

    Linear in `word`.
    """
    return word in _known_words()


_ORDERS = frozenset(
    [
        "DONE",
        "FIX",
        "CLEAR",
        "TAKE",
        "TAKEN",
        "PLAN",
        "WAITHEAD",
        "REFUSE",
        "REFUSEHEAD",
        "REOPEN",
        "CLOSE",
        "ENDED",
        "DUP",
    ]
)


def is_order_phrase(phrase: str) -> bool:
    """Whether the lexicon itself knows this phrase, or one that it begins with, as an order.

    Linear in `phrase`.
    """
    said = plain_words(phrase)
    return bool(said) and any(
        said[: len(known)] == known and part in _ORDERS
        for known, part, _ in lexicon_phrases().get(said[0], ())
    )


def begins_an_order(word: str) -> bool:
    """Whether a folded word alone is an order or the end of one: « terminé », « réparé », « planifié ».

    Linear in `word`.
    """
    return any(
        len(said) == 1 and part in _ORDERS | _WORKS for said, part, _ in lexicon_phrases().get(word, ())
    )


_WORKS = frozenset(["MENDED", "PUT", "ISSUED", "WORK", "ASSENT", "THANKS"])


def as_phrases(named: Iterable[tuple[str, str, object]]) -> Phrases:
    """Phrases of one's own (names of colleagues, aliases of a workflow) as the reader looks them up."""
    found: dict[str, list[tuple[tuple[str, ...], str, object]]] = {}
    for phrase, part, value in named:
        _put(found, phrase, part, value)
    return {first: tuple(each) for first, each in found.items()}
