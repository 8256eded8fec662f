"""What may follow what in a sentence: which clause stands only first, after a mark, or behind another."""

from __future__ import annotations

from intake.words.orders.grammar import clauses
from intake.words.orders.grammar.beside import SUPPORT
from intake.words.orders.readings import Clause
from intake.words.orders.tokens import Words

JOINS = frozenset(["et", "puis", "donc", "car", "alors", "mais"])
#: « vous », « votre »: such a clause tells the requester something.
_TURNS_TO = frozenset(["vous", "merci", "veuillez"])
#: « je rouvre » says what is done as it is said, wherever it stands.
SPEAKERS = frozenset(["je", "on", "nous"])
#: Orders that bear a remark without a verb after them.
_BEARS_A_TAIL = frozenset(["done", "mended", "closed", "again", "tail"])
#: Heads after which a clause may run on without a mark.
_RUNS_ON = frozenset(["wait"])
#: Remarks that would take the object of the clause before them for their own.
_AFTER_A_MARK = frozenset(
    [
        "gear",
        "absent",
        "cause",
        "told",
        "looked",
        "lit",
        "works",
        "onsite",
        "went",
        "rest",
        "passed",
        "safe",
        "reached",
        "measure",
        "seen",
        "eta",
        "also",
        "did",
    ]
)
_BEGINS = frozenset(["ca", "sa", "c", "cela", "tout", "on", "je", "photo"])
_GOES_ON = frozenset(["a", "au", "aux", "aupres", "pour", "hier", "ce", "chez", "de", "d"])
#: After « il nous manque »; after other heads « devis demandé » the article would begin something else.
_MISSING = frozenset(["le", "la", "les", "l", "un", "une", "votre", "vos"])


def may_follow(path: tuple[Clause, ...], clause: Clause, words: Words) -> bool:
    """Heads and free clauses stand at the beginning or after a mark; a free one also after a head that runs on."""
    last = path[-1] if path else None
    if clause.kind == "signed":
        last_word = all(is_mark(words, at) for at in range(clause.end, len(words.tokens)))
        return last_word and is_mark(words, clause.start - 1)
    if clause.kind == "forwhom":
        return last is not None and last.kind in ("done", "mended") and last.end == clause.start
    if (
        clause.kind == "give"
        and last is not None
        and last.kind in ("done", "mended")
        and last.end == clause.start
    ):
        # « C'est réglé pour la cantine » hands nothing over.
        return False
    if clause.kind == "beside":
        return last is None or last.end < clause.start
    if last is not None and last.kind == "beside" and clause.kind != "mark" and last.end == clause.start:
        return False
    if clause.kind == "tail":
        return last is not None and (last.kind in _BEARS_A_TAIL or last.kind in SUPPORT)
    if last is not None and last.kind == "topic":
        return clause.kind == "mark" or last.end < clause.start
    if last is not None and last.kind in _AFTER_A_MARK and last.end == clause.start:
        # « Marché prévu … » is no « marche », then a plan.
        return is_mark(words, clause.start) or clause.kind == "mark"
    if clause.kind in _AFTER_A_MARK:
        begins = words.tokens[clause.start].text in _BEGINS
        return begins or not path or path[-1].end < clause.start or is_mark(words, clause.start - 1)
    if clause.kind not in ("free", "said", *clauses.HEADS):
        return True
    if clause.kind == "said" and words.tokens[clause.start].text in _TURNS_TO:
        return True
    if last is None or last.end < clause.start or is_mark(words, clause.start - 1):
        return True
    if clause.kind == "reopen" and words.tokens[clause.start].text in SPEAKERS:
        return True
    if clause.kind in ("free", "said") and last.kind in _RUNS_ON:
        return not _says_it_all(words, last) or _goes_on(words, last, words.tokens[clause.start].text)
    if clause.kind in ("free", "said") and last.kind == "refuse":
        return _gives_its_reason(words, last)
    if clause.kind == "free":
        return False
    return last.kind in SUPPORT


def _gives_its_reason(words: Words, head: Clause) -> bool:
    """Whether a refusal ends in « faute de », « en raison de »; « refusé pour » may refuse a part."""
    return words.tokens[head.end - 1].text != "pour" and any(
        edge.part == "MOTIVE" and edge.end == head.end
        for at in range(head.start, head.end)
        for edge in words.edges[at]
    )


def _goes_on(words: Words, head: Clause, following: str) -> bool:
    missing = "manque" in words.texts(head.start, head.end)
    if following in _MISSING:
        return missing
    if following == "chez":
        return "incomplet" not in words.texts(head.start, head.end)
    return following in _GOES_ON


def _says_it_all(words: Words, head: Clause) -> bool:
    """Whether a head names what is waited for by itself: « devis demandé » runs on only with « à », « chez »."""
    return any(
        edge.part in ("WAITOURS", "WAITTHEIRS", "ORDERED") and edge.end <= head.end
        for at in range(head.start, head.end)
        for edge in words.edges[at]
    )


def is_mark(words: Words, at: int) -> bool:
    return at >= 0 and (words.tokens[at].text in JOINS or any(edge.part == "SEP" for edge in words.edges[at]))
