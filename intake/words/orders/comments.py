"""What was written besides a bare order."""

from __future__ import annotations

import re
from dataclasses import replace

from intake.words.cutting import Sentence, as_text
from intake.words.lexicon.addressing import CIVILITIES
from intake.words.orders.readings import Reading, meaning
from intake.words.orders.whose_turn import asks_the_requester, head_ends, speaks_to_them
from intake.words.sentences import Letter
from models.folding import FoldedText, fold, words

#: « du demandeur », « interne », between the order to wait and its explanation.
_WHOSE = frozenset(
    [
        "de",
        "du",
        "la",
        "le",
        "l",
        "demandeur",
        "demandeuse",
        "demandeurs",
        "interne",
        "usager",
        "for",
        "the",
        "requester",
        "internally",
    ]
)
_BARE = frozenset(
    [
        "done",
        "closed",
        "take",
        "plan",
        "give",
        "assent",
        "refuse",
        "reopen",
        "to_plan",
        "duplicate",
        "mistake",
    ]
)


#: What an order before a colon may say that its reader is told: what it was, and when.
_TELLING = frozenset(
    ["THING", "JUNK", "PAPER", "PLACE", "OPEN", "DATE", "TODAY", "PAST", "PASTDAY", "TIME", "MOMENT"]
)
#: « à 14 h », « entre 9h et 11h30 », « le matin ».
_HOUR = re.compile(
    r"(?<!\d)\d{1,2} ?(?:h|heures?)(?![^\W\d_])|(?<!\w)(?:matin|matinée|après-midi|midi|soir)(?!\w)", re.I
)


#: « avis à Nadia : … », « tâche Paul : … »: an order to a colleague, which is done only on a line of its own.
_TO_A_COLLEAGUE = re.compile(
    r"(?:^|[.!?\n] *)(?:avis|tache|opinion|task)(?: (?:a|pour|de|to|for|from))? [^:.!?\n]{2,60}:"
)


def asks_a_colleague(comment: str) -> bool:
    """Whether words beside an order give another one to a colleague. Linear in `comment`, of which 2,000
    characters are looked at.
    """
    return _TO_A_COLLEAGUE.search(fold(comment[:2000])) is not None


def _greets(letter: Letter) -> bool:
    return not CIVILITIES.isdisjoint(words(fold(letter.greeting)))


def _speaks(said: list[str]) -> bool:
    return "votre" in said or "vos" in said or "chez vous" in " ".join(said)


def comment_of(letter: Letter, readings: list[tuple[Sentence, Reading]], act: str) -> tuple[str, bool]:
    """What was written besides the bare order, in whole sentences; or what follows the colon of an explanation."""
    first = next((reading for _, reading in readings if reading.acts), None)
    sentence = next((sentence for sentence, reading in readings if reading.acts), None)
    if first is not None and sentence is not None and act in ("refuse", "wait"):
        colon = _colon(first, act)
        others = [each for each, _ in readings if each is not sentence]
        if act == "wait" and colon is None and _asks_below(first, others):
            return as_text(others), True
        if colon is not None:
            at = first.words.tokens[colon].end
            source = FoldedText(sentence.text)
            tail = source.original(at, len(source.folded)).strip(" :-–—")
            return as_text((replace(sentence, text=tail), *others) if tail else others), True
    kept = [
        each if each.note else _behind_the_order(each, reading, act)
        for each in letter.sentences
        if (reading := next((r for s, r in readings if s is each), None)) is None
        or each.note
        or not _is_bare(reading, letter)
    ]
    return as_text(kept), False


def _behind_the_order(sentence: Sentence, reading: Reading | None, act: str) -> Sentence:
    """« Terminé : l’ampoule est changée » without its order: what the colon parts from it is what is told.

    The whole sentence, when what stands before the colon says more than the order: « lampadaire réparé hier : … ».
    """
    head = next((each for each in reading.clauses if meaning(each.kind) == act), None) if reading else None
    if reading is None or head is None or head.start or head.kind not in _BARE | {"mended", "onsite"}:
        return sentence
    tokens = reading.words.tokens
    if head.end + 1 >= len(tokens) or tokens[head.end].text != ":":
        return sentence
    parts = {edge.part for edges in reading.words.edges[: head.end] for edge in edges if edge.end <= head.end}
    if parts & _TELLING:
        return sentence
    source = FoldedText(sentence.text)
    tail = source.original(tokens[head.end].end, len(source.folded)).strip(" :-–—")
    return replace(sentence, text=tail) if tail else sentence


def _colon(reading: Reading, act: str) -> int | None:
    """Where an explanation begins: after the order, and the words that say for whom one waits."""
    head = next(clause for clause in reading.clauses if clause.kind == act)
    if act == "wait" and asks_the_requester(reading):
        return head_ends(reading)
    at = head.end
    while (
        act == "wait"
        and at < min(len(reading.words.tokens), head.end + 4)
        and reading.words.tokens[at].text in _WHOSE
    ):
        at += 1
    marked = at < len(reading.words.tokens) and reading.words.tokens[at].text in (":", "—")
    return at if marked and head.start == 0 else None


def _asks_below(head: Reading, others: list[Sentence]) -> bool:
    """« Attente demandeur », and below it nothing but questions that say « vous »."""
    alone = head_ends(head) == len(head.words.tokens)
    return (
        alone
        and bool(others)
        and all(each.asks and not each.note and speaks_to_them(words(each.folded)) for each in others)
    )


def _is_bare(reading: Reading | None, letter: Letter) -> bool:
    return (
        reading is not None
        and bool(reading.clauses)
        and all(kind in _BARE or kind.startswith("verb:") for kind in reading.kinds)
        # « Nous passons chez vous lundi à 9 h » is told as it was said.
        and not _speaks(reading.words.texts())
        # Said to Madame, « le technicien passera mercredi à 14 h » tells an hour that no notice of ours tells.
        and not ("plan" in reading.kinds and _HOUR.search(letter.body) and _greets(letter))
        and not (
            "done" in reading.kinds
            and any(edge.part in ("THING", "JUNK") for edges in reading.words.edges for edge in edges)
        )
    )
