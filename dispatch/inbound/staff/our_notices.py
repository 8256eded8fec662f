"""What our own notices say to staff, pasted into words for a requester: known by its sentences, however its
lines are broken, and with or without the foot that gives a whole notice away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from dispatch.letters.render import LOCALES, PACKAGE_DIRECTORY
from dispatch.notices.catalogue import CATALOGUE
from models.folding import fold, runs, words

#: Words in a row that nobody writes to a citizen who did not read them in a notice of ours: of 5,576 texts
#: of people (tests/words_fr, tests/corpus_fr) runs of six take none, runs of five one, runs of four twelve.
_RUN, _CHARACTERS = 6, 20_000
#: Words of a whole sentence from which on it is known by itself: « Le demandeur ne la voit pas. »; « C'est un
#: rappel. » may be said to anybody.
_WHOLE = 5
_MARKS = re.compile(r"[.!?:;\n]+")
#: What is filled in makes part of a sentence, what only chooses does not.
_CHOICE, _FILLED = re.compile(r"\{[%#].*?[%#]\}", re.S), "\0"
_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.S)
#: What stands above the list of orders.
_ABOVE_ORDERS = re.compile(r'\{% set (?:to_act|tap) = "([^"]+)" %\}')

Run = tuple[str, ...]


def repeats_our_notice(text: str) -> bool:
    """Whether a text has a run of words, or a whole sentence, that only our notices to staff have.

    Linear in `text`.
    """
    read = text[:_CHARACTERS]
    if not _said_to_staff().isdisjoint(_runs(read)):
        return True
    # A sentence may be broken into lines, or stand on a line without a mark.
    return any(not _whole_to_staff().isdisjoint(_whole(each)) for each in (read, " ".join(read.split())))


@cache
def _said_to_staff() -> frozenset[Run]:
    """Runs of words of what staff is written in either language, without those that others are written."""
    inside, outside = set[Run](), set[Run]()
    for body, to_staff in _bodies():
        # What is filled in stands between two pieces of a sentence.
        (inside if to_staff else outside).update(*map(_runs, _TAG.split(body)))
    for locale in LOCALES:
        shared = (PACKAGE_DIRECTORY / locale / "words.txt").read_text("utf-8")
        inside.update(*map(_runs, _ABOVE_ORDERS.findall(shared)))
    return frozenset(inside - outside)


@cache
def _whole_to_staff() -> frozenset[Run]:
    """The same of whole sentences in which nothing is filled in."""
    inside, outside = set[Run](), set[Run]()
    for body, to_staff in _bodies():
        said = _TAG.sub(_FILLED, _CHOICE.sub("\n", body))
        (inside if to_staff else outside).update(_whole(said))
    return frozenset(inside - outside)


def _bodies() -> Iterator[tuple[str, bool]]:
    """The texts of all notices, and whether staff is written them."""
    for notice in CATALOGUE.values():
        for locale in LOCALES:
            body = PACKAGE_DIRECTORY / locale / "email" / notice.name / "body.txt"
            if body.is_file():
                yield body.read_text("utf-8"), notice.audience in ("agent", "administrator")


def _whole(text: str) -> Iterator[Run]:
    for sentence in _MARKS.split(fold(text)):
        said = tuple(words(sentence))
        if len(said) >= _WHOLE and _FILLED not in sentence:
            yield said


def _runs(text: str) -> list[Run]:
    return runs(fold(text), _RUN)
