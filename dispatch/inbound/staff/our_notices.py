"""What our own notices say to staff, pasted into words for a requester: known by its sentences, however its
lines are broken, and with or without the foot that gives a whole notice away.
"""

from __future__ import annotations

import re
from functools import cache

from dispatch.letters.render import LOCALES, PACKAGE_DIRECTORY
from dispatch.notices.catalogue import CATALOGUE
from models.folding import fold, runs

#: Words in a row that nobody writes to a citizen who did not read them in a notice of ours.
_RUN, _CHARACTERS = 7, 20_000
_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.S)
#: What stands above the list of orders.
_ABOVE_ORDERS = re.compile(r'\{% set (?:to_act|tap) = "([^"]+)" %\}')

Run = tuple[str, ...]


def repeats_our_notice(text: str) -> bool:
    """Whether a text has a sentence that only our notices to staff have."""
    return not _said_to_staff().isdisjoint(_runs(text[:_CHARACTERS]))


@cache
def _said_to_staff() -> frozenset[Run]:
    """Runs of words of what staff is written in either language, without those that others are written."""
    inside, outside = set[Run](), set[Run]()
    for notice in CATALOGUE.values():
        to_staff = notice.audience in ("agent", "administrator")
        for locale in LOCALES:
            body = PACKAGE_DIRECTORY / locale / "email" / notice.name / "body.txt"
            if body.is_file():
                # What is filled in stands between two pieces of a sentence.
                pieces = _TAG.split(body.read_text("utf-8"))
                (inside if to_staff else outside).update(*map(_runs, pieces))
    for locale in LOCALES:
        shared = (PACKAGE_DIRECTORY / locale / "words.txt").read_text("utf-8")
        inside.update(*map(_runs, _ABOVE_ORDERS.findall(shared)))
    return frozenset(inside - outside)


def _runs(text: str) -> list[Run]:
    return runs(fold(text), _RUN)
