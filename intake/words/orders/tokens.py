"""Words of a sentence and the parts each may play, as edges between word positions (p)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from intake.words.dates import written_dates
from intake.words.lexicon.open_class import may_name_a_thing
from intake.words.phrases import TOKEN, Phrases, is_known, lexicon_phrases, may_be_present, without_doubles
from models.folding import FoldedText

#: Words of one sentence that are looked at: a longer one orders nothing.
WORDS = 60
_TIME = re.compile(r"(?<![\w])(?:a )?\d{1,2} ?(?:h|heures?)(?: ?\d\d)?(?![\w])|(?<!\w)(?:midi|minuit)(?!\w)")
_REFERENCE = re.compile(r"(?<![\w-])20\d\d-\d{1,7}(?![\w-])|(?<![\w-])00\d{3,5}(?![\w-])")
_DAY_AND_NUMBER = re.compile(r"(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) {1,3}(\d{1,2})")
_FIRST = re.compile(r" {1,3}1er(?!\w)")
#: Marks between clauses; every other mark is left out.
_SEPARATORS = frozenset(",;:()/—+&")
#: Participles whose accent tells them from the present, and those after which their object may stand.
_PARTICIPLES = frozenset(["DONE", "FIX", "CLEAR", "PUT", "PLAN", "MENDED", "ISSUED", "CORRECTED"])
#: « sale » is dirty, « salé » is done.
_ADJECTIVES = frozenset(["sale", "sales"])
_WORKED = frozenset(["FIX", "CLEAR", "PUT"])


@dataclass(frozen=True, slots=True)
class Token:
    """One word or separator of a sentence, and where it stands in the folded text."""

    text: str
    start: int
    end: int
    capital: bool = False
    #: Whether it is written with an accent on its last « e ».
    accented: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """From one word position to another: the part those words may play. `value`: what they name."""

    end: int
    part: str
    value: object = None


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
        day = found.day or _day_past(folded[found.start : found.end], today)
        first = _FIRST.match(folded, found.end) if day is not None and day.day == 1 else None
        if day is None:
            wrong = True
        else:
            # Without a year « le 26/11 » written on the 27th was yesterday, not in a year.
            past = today is not None and (day < today or (day - today).days > 270)
            for end in (found.end, first.end()) if first else (found.end,):
                add(found.start, end, "PASTDAY" if past else "DATE", day)
    for time in _TIME.finditer(folded):
        add(time.start(), time.end(), "TIME")
        if time[0].startswith("a "):
            add(time.start() + 2, time.end(), "TIME")
    for reference in _REFERENCE.finditer(folded):
        add(reference.start(), reference.end(), "REF", reference[0])
    texts = [token.text for token in tokens]
    with_accents = any(letter.isalpha() and not letter.isascii() for letter in sentence)
    shouted = sentence.isupper()
    loose = [without_doubles(text) for text in texts]
    tables = (lexicon_phrases(), *own)
    for at, token in enumerate(tokens):
        if token.text in _SEPARATORS:
            edges[at].append(Edge(at + 1, "SEP"))
            continue
        for written in (texts, loose) if loose[at] != texts[at] or loose != texts else (texts,):
            for table in tables:
                for said, part, value in table.get(written[at], ()):
                    if tuple(written[at : at + len(said)]) != said:
                        continue
                    if part in _PARTICIPLES and may_be_present(said[0]) and not token.accented:
                        # « répare » beside other accents is no « réparé ».
                        if with_accents or said[0] in _ADJECTIVES:
                            continue
                    elif part == "WORK" and token.accented and may_be_present(said[0]):
                        # « posé lundi » is no « pose ».
                        continue
                    elif part in _WORKED:
                        edges[at].append(Edge(at + len(said), "WORKED", value))
                    if part == "TODAY":
                        value = today
                    edges[at].append(Edge(at + len(said), part, value))
        if token.text.isdigit():
            edges[at].append(Edge(at + 1, "NUM"))
        if token.capital and at > 0:
            edges[at].append(Edge(at + 1, "CAP"))
        if may_name_a_thing(token.text) and not is_known(token.text):
            parts = {edge.part for edge in edges[at] if edge.end == at + 1}
            if parts.isdisjoint(("AGENT", "SERVICE")) and ("JUNK" not in parts or parts & {"THING", "PAPER"}):
                edges[at].append(Edge(at + 1, "OPEN"))
            if token.capital and at > 0 and not shouted:
                edges[at].append(Edge(at + 1, "NAME"))
    return Words(tuple(tokens), tuple(tuple(dict.fromkeys(each)) for each in edges), wrong)


def _day_past(written: str, today: date | None) -> date | None:
    """« jeudi 26 » written on Friday the 27th: the day of the last month that is both."""
    found = _DAY_AND_NUMBER.fullmatch(written)
    if found is None or today is None:
        return None
    weekday = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche").index(found[1])
    days = (today - timedelta(days=ago) for ago in range(1, 29))
    return next((day for day in days if day.weekday() == weekday and day.day == int(found[2])), None)


def _tokens(source: FoldedText) -> Iterator[Token]:
    folded = source.folded
    for found in TOKEN.finditer(folded):
        text, (start, end) = found[0], found.span()
        if text == "-" and (start == 0 or folded[start - 1].isspace()):
            yield Token("—", start, end)
        elif text in _SEPARATORS:
            yield Token(text, start, end)
        elif text[0].isalnum():
            # A date or a reference may end where no word does: dots and dashes in it are no words.
            yield Token(
                "no" if text in ("n°", "nº") else text.rstrip("°º"),
                start,
                end,
                source.original(start, start + 1)[:1].isupper(),
                not source.original(start, end).rstrip("sS")[-1:].isascii(),
            )
        elif text not in "'.-\"!*_´`?" and not text.isspace():
            yield Token(text, start, end)
