"""Words of a sentence and the parts each may play, as edges between word positions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from intake.words.lexicon.feelings import HAPPY_SIGNS
from intake.words.lexicon.open_class import (
    NAMES_TOO,
    may_describe_a_thing,
    may_follow_a_noun,
    may_name_a_thing,
)
from intake.words.lexicon.shortened import SHORTENED
from intake.words.orders.days import mark_dates, mark_weekdays_past
from intake.words.orders.edges import Edge, Found, Token
from intake.words.orders.structure import structures
from intake.words.phrases import TOKEN, Phrases, is_known, lexicon_by_length, may_be_present, without_doubles
from models.folding import FoldedText

#: Words of one sentence that are looked at: a longer one orders nothing.
WORDS = 60
_TIME = re.compile(
    r"(?<![\w])(?:a )?\d{1,2} ?(?:h|heures?)(?: ?\d\d)?(?![\w])|(?<!\w)(?:midi|minuit)(?!\w)"
    r"|(?<!\w)(?:at )?\d{1,2}(?::\d\d)? ?[ap]m(?!\w)"
)
_MINUTES = re.compile(r"(?<!\w)\d{1,3} ?(?:minutes?|mn|min|h|heures?)(?!\w)")
#: A week by its number: « semaine 50 », « S50 ».
_WEEK = re.compile(r"(?<!\w)(?:(?:la |en )?sem(?:aine|\.)? ?(?:n° ?)?|s ?)[1-5]?\d(?![\w])")
_REFERENCE = re.compile(r"(?<![\w-])20\d\d-\d{1,7}(?![\w-])|(?<![\w-])00\d{3,5}(?![\w-])")
#: Two or three letters that sign, without a vowel between them to be spoken: « JC », « MPD ».
_INITIALS = re.compile(r"[b-df-hj-np-tv-z]{2,3}|[a-z][b-df-hj-np-tv-z]|[b-df-hj-np-tv-z][a-z]")
#: What is read off a meter is no request: « index 00245 ».
_MEASURED = ("index", "releve", "compteur")
#: Marks between clauses; every other mark is left out.
_SEPARATORS = frozenset(",;:()/—+&=>→")
#: Participles whose accent tells them from the present, and those after which their object may stand.
_PARTICIPLES = frozenset(["DONE", "FIX", "CLEAR", "CUT", "PUT", "PLAN", "MENDED", "ISSUED", "CORRECTED"])
_PARTICIPLE = re.compile(r"(?<=\w\w)ée?s?$")
_NO_PARTICIPLES = frozenset(["WORK", "WORKS", "RUNS", "WORKSAGAIN", "THING"])
#: « sale » is dirty, « salé » is done; a « relance » is a reminder.
_ADJECTIVES = frozenset(["sale", "sales", "relance", "relances"])
_WORKED = frozenset(["FIX", "CLEAR", "PUT"])


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
    """The words of a sentence with every part each may play; None when it is too long to be an order.

    Linear in `sentence`.
    """
    source = FoldedText(sentence)
    if len(source.folded) > 1200:
        return None
    tokens = tuple(_tokens(source))
    if len(tokens) > WORDS:
        return None
    found = Found(tokens)
    wrong_date = mark_dates(source.folded, today, found)
    _mark_times_and_references(source.folded, found)
    _mark_phrases(tuple(own), _has_accents(sentence), today, found)
    mark_weekdays_past(found)
    _mark_single_words(sentence.isupper(), found)
    for start, end, part in tuple(structures(found.tokens, found.edges)):
        found.edges[start].append(Edge(end, part))
    return Words(tokens, tuple(tuple(dict.fromkeys(each)) for each in found.edges), wrong_date)


def _has_accents(sentence: str) -> bool:
    return any(letter.isalpha() and not letter.isascii() for letter in sentence)


def _mark_times_and_references(folded: str, found: Found) -> None:
    for time in _TIME.finditer(folded):
        found.mark(time.start(), time.end(), "TIME")
        if (head := time[0].partition(" ")[0]) in ("a", "at"):
            found.mark(time.start() + len(head) + 1, time.end(), "TIME")
    for minutes in _MINUTES.finditer(folded):
        found.mark(minutes.start(), minutes.end(), "INMINUTES")
    for week in _WEEK.finditer(folded):
        found.mark(week.start(), week.end(), "WEEK")
    for reference in _REFERENCE.finditer(folded):
        if folded[: reference.start()].rstrip(" :").endswith(_MEASURED):
            continue
        found.mark(reference.start(), reference.end(), "REF", reference[0])


def _mark_phrases(own: tuple[Phrases, ...], with_accents: bool, today: date | None, found: Found) -> None:
    """Mark what the tables of phrases say, of the words as written and with doubled letters made single."""
    texts = tuple(token.text for token in found.tokens)
    loose = tuple(without_doubles(text) for text in texts)
    index = lexicon_by_length()
    writings = (texts, loose) if loose != texts else (texts,)
    for at, token in enumerate(found.tokens):
        if token.text in _SEPARATORS:
            found.edges[at].append(Edge(at + 1, "SEP"))
            continue
        for written in writings:
            for length, listed in index.get(written[at], ()):
                said = written[at : at + length]
                for part, value in listed.get(said, ()):
                    found.edges[at] += _parts_of(said, part, value, token, with_accents, today, at + length)
            for table in own:
                for said, part, value in table.get(written[at], ()):
                    end = at + len(said)
                    # The first word is the key of the table.
                    if end == at + 1 or written[at:end] == said:
                        found.edges[at] += _parts_of(said, part, value, token, with_accents, today, end)


def _parts_of(
    said: tuple[str, ...],
    part: str,
    value: object,
    first: Token,
    with_accents: bool,
    today: date | None,
    end: int,
) -> Iterator[Edge]:
    """The edges of one phrase that stands here: none where its accents say that it is no participle."""
    if part in _PARTICIPLES and may_be_present(said[0]) and not first.accented:
        # « répare » beside other accents is no « réparé ».
        if with_accents or said[0] in _ADJECTIVES:
            return
    elif (
        first.accented
        and len(said) == 1
        and part in _NO_PARTICIPLES
        and (may_be_present(said[0]) or said[0] in ("marche", "ferme"))
    ):
        # « posé lundi » is no « pose », « marché » no « marche ».
        return
    elif part in _WORKED:
        yield Edge(end, "WORKED", value)
    yield Edge(end, part, today if part == "TODAY" else value)


def _mark_single_words(shouted: bool, found: Found) -> None:
    """Mark numbers, capitals, and words nobody knows, which may name a thing or a person."""
    for at, token in enumerate(found.tokens):
        if token.text in _SEPARATORS:
            continue
        edges, capital = found.edges[at], token.capital and at > 0
        if token.text.isdigit():
            edges.append(Edge(at + 1, "NUM"))
        if capital:
            edges.append(Edge(at + 1, "CAP"))
            if _INITIALS.fullmatch(token.text) and not is_known(token.text) and not shouted:
                edges.append(Edge(at + 1, "INITIALS"))
        if may_name_a_thing(token.text) and (token.text in NAMES_TOO or not is_known(token.text)):
            parts = {edge.part for edge in edges if edge.end == at + 1}
            # Litter that is known as such is no thing that may be mended or set in place.
            if parts.isdisjoint(("AGENT", "SERVICE")) and ("JUNK" not in parts or parts & {"THING", "PAPER"}):
                edges.append(Edge(at + 1, "OPEN"))
                if at > 0 and not token.accented and may_follow_a_noun(token.text):
                    edges.append(Edge(at + 1, "NOUNTOO"))
            if capital and not shouted:
                edges.append(Edge(at + 1, "NAME"))
        if at > 0 and may_describe_a_thing(token.text) and not is_known(token.text):
            edges.append(Edge(at + 1, "ADJ"))


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
                "no" if text in ("n°", "nº") else SHORTENED.get(text, text.rstrip("°º")),
                start,
                end,
                source.original(start, start + 1)[:1].isupper(),
                not source.original(start, end).rstrip("sS")[-1:].isascii(),
                _PARTICIPLE.search(source.original(start, end).lower()) is not None,
            )
        elif text not in "'.-\"!*_´`?" and text not in HAPPY_SIGNS and not text.isspace():
            yield Token(text, start, end)
