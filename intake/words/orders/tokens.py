"""Words of a sentence and the parts each may play, as edges between word positions (p)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from intake.words.dates import written_dates
from intake.words.lexicon import en, fr
from models.folding import FoldedText, fold

#: Words of one sentence that are looked at: a longer one orders nothing.
WORDS = 60
_TOKEN = re.compile(r"[a-z0-9]+(?:°|º)?|[^\w\s]|[^\W_]+|_")
_TIME = re.compile(r"(?<![\w])(?:a )?\d{1,2} ?(?:h|heures?)(?: ?\d\d)?(?![\w])|(?<!\w)(?:midi|minuit)(?!\w)")
_REFERENCE = re.compile(r"(?<![\w-])20\d\d-\d{1,7}(?![\w-])|(?<![\w-])00\d{3,5}(?![\w-])")
#: Marks between clauses; every other mark is left out.
_SEPARATORS = frozenset(",;:()/—+&")
_DOUBLED = re.compile(r"([bcdfghjklmnpqrstvwxz])\1")
_VOWELS = "aeiouy"


@dataclass(frozen=True, slots=True)
class Token:
    """One word or separator of a sentence, and where it stands in the folded text."""

    text: str
    start: int
    end: int
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """From one word position to another: the part those words may play. `value`: what they name."""

    end: int
    part: str
    value: object = None


Phrases = Mapping[str, tuple[tuple[tuple[str, ...], str, object], ...]]


def plain_words(phrase: str) -> tuple[str, ...]:
    """The words of a phrase without marks, as sentences are compared."""
    return tuple(each.rstrip("°º") for each in _TOKEN.findall(fold(phrase)) if each[0].isalnum())


def _inflected(masculine: str) -> tuple[str, ...]:
    head, _, tail = masculine.partition(" ")
    plural = (head, f"{head}s") if not head.endswith("s") else (head,)
    forms = (*plural, f"{head}e", f"{head}es")
    return tuple(f"{form} {tail}".strip() for form in dict.fromkeys(forms))


@cache
def _lexicon() -> dict[str, tuple[tuple[tuple[str, ...], str, object], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], str, object]]] = {}
    for language in (fr, en):
        for part, listed in language.PARTICIPLES.items():
            for masculine in listed.split("|"):
                for form in _inflected(" ".join(masculine.split())):
                    _put(found, form, part, None)
        for part, listed in language.PHRASES.items():
            for phrase in listed.split("|"):
                _put(found, phrase, part, None)
    return {first: tuple(sorted(set(each), key=lambda one: -len(one[0]))) for first, each in found.items()}


def _put(
    found: dict[str, list[tuple[tuple[str, ...], str, object]]], phrase: str, part: str, value: object
) -> None:
    if said := plain_words(phrase):
        found.setdefault(said[0], []).append((said, part, value))
        loose = tuple(_loose(word) for word in said)
        if loose != said:
            found.setdefault(loose[0], []).append((loose, part, value))


def _loose(word: str) -> str:
    """A word with doubled consonants written once: « plannifié » and « planifié » are one."""
    return _DOUBLED.sub(r"\1", word) if len(word) > 5 else word


@cache
def _known_words() -> frozenset[str]:
    acting = ("THING", "JUNK", "OF", "DET", "DETI", "TO", "ATDATE", "ADJ", "GEAR", "SEE", "WITH", "SINCE", "AND", "ALL", "ABOUT", "MOMENT")
    found = {
        word
        for phrases in _lexicon().values()
        for said, part, _ in phrases
        if part not in acting
        for word in said
    }
    return frozenset(found | fr.BLOCKERS | set(fr.WAITS_FOR_REQUESTER)) - {"voirie", "service", "agents", "equipe", "technique"}


def is_known(word: str) -> bool:
    """Whether a folded word belongs to what orders, limits or doubts: then it is no name."""
    return word in _known_words()


_ORDERS = frozenset("DONE FIX CLEAR TAKE TAKEN PLAN WAITHEAD REFUSE REFUSEHEAD REOPEN CLOSE ENDED DUP".split())


def is_order_phrase(phrase: str) -> bool:
    """Whether the lexicon itself knows this phrase, or one that it begins with, as an order."""
    said = plain_words(phrase)
    return bool(said) and any(
        said[: len(known)] == known and part in _ORDERS for known, part, _ in _lexicon().get(said[0], ())
    )


def as_phrases(named: Iterable[tuple[str, str, object]]) -> Phrases:
    """Phrases of one's own (names of colleagues, aliases of a workflow) as the reader looks them up."""
    found: dict[str, list[tuple[tuple[str, ...], str, object]]] = {}
    for phrase, part, value in named:
        _put(found, phrase, part, value)
    return {first: tuple(each) for first, each in found.items()}


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence as words with the edges that begin at each, and the bad dates in it."""

    tokens: tuple[Token, ...]
    edges: tuple[tuple[Edge, ...], ...]
    #: A date that does not exist, or whose weekday contradicts it.
    wrong_date: bool = False

    def texts(self, start: int = 0, end: int | None = None) -> list[str]:
        return [token.text for token in self.tokens[start:end]]


def read_words(sentence: str, own: Iterable[Phrases], today: date | None) -> Words | None:
    """The words of a sentence with every part each may play; None when it is too long to be an order."""
    source = FoldedText(sentence)
    folded = source.folded
    if len(folded) > 1200:
        return None
    tokens = list(_tokens(source))
    if len(tokens) > WORDS:
        return None
    edges: list[list[Edge]] = [[] for _ in tokens]
    at_start = {token.start: at for at, token in enumerate(tokens)}
    at_end = {token.end: at + 1 for at, token in enumerate(tokens)}

    def add(start: int, end: int, part: str, value: object = None) -> None:
        begins = at_start.get(start)
        ends = at_end.get(end)
        if begins is not None and ends is not None and ends > begins:
            edges[begins].append(Edge(ends, part, value))

    wrong = False
    for found in written_dates(folded, today):
        if found.day is None:
            wrong = True
        else:
            # Without a year « le 26/11 » written on the 27th was yesterday, not in a year.
            past = today is not None and (found.day < today or (found.day - today).days > 270)
            add(found.start, found.end, "PASTDAY" if past else "DATE", found.day)
    for time in _TIME.finditer(folded):
        add(time.start(), time.end(), "TIME")
        if time[0].startswith("a "):
            add(time.start() + 2, time.end(), "TIME")
    for reference in _REFERENCE.finditer(folded):
        add(reference.start(), reference.end(), "REF", reference[0])
    texts = [token.text for token in tokens]
    loose = [_loose(text) for text in texts]
    tables = (_lexicon(), *own)
    for at, token in enumerate(tokens):
        if token.text in _SEPARATORS:
            edges[at].append(Edge(at + 1, "SEP"))
            continue
        for written in (texts, loose) if loose[at] != texts[at] or loose != texts else (texts,):
            for table in tables:
                for said, part, value in table.get(written[at], ()):
                    if tuple(written[at : at + len(said)]) == said:
                        edges[at].append(Edge(at + len(said), part, value))
        if token.text.isdigit():
            edges[at].append(Edge(at + 1, "NUM"))
        if token.capital and at > 0:
            edges[at].append(Edge(at + 1, "CAP"))
    return Words(tuple(tokens), tuple(tuple(dict.fromkeys(each)) for each in edges), wrong)


def _tokens(source: FoldedText) -> Iterator[Token]:
    folded = source.folded
    for found in _TOKEN.finditer(folded):
        text, (start, end) = found[0], found.span()
        if text == "-" and (start == 0 or folded[start - 1].isspace()):
            yield Token("—", start, end)
        elif text in _SEPARATORS:
            yield Token(text, start, end)
        elif text[0].isalnum():
            # A date or a reference may end where no word does: dots and dashes in it are no words.
            yield Token("no" if text in ("n°", "nº") else text.rstrip("°º"), start, end, source.original(start, start + 1)[:1].isupper())
        elif text not in "'.-\"!*_´`?" and not text.isspace():
            yield Token(text, start, end)
