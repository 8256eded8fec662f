"""« Ne … plus »: a trouble that is gone, or something that people miss."""

from __future__ import annotations

from typing import Literal

from intake.words.lexicon.feelings import (
    AGAIN,
    BACK,
    BETWEEN,
    GOOD_RIDDANCE,
    HAD,
    HAVING,
    TROUBLE,
    WELCOME_BACK,
)


def goes_no_more(said: list[str], at: int) -> bool:
    """« ne clignote plus », « n'est plus cassé », « n'ai plus de fuite »: gone. « Le bus ne passe plus » is missed.

    Linear in `said`.
    """
    if "plus" not in said[at + 1 : at + 4]:
        return False
    gone = (GOOD_RIDDANCE | TROUBLE | AGAIN) - WELCOME_BACK
    return not gone.isdisjoint(said[at + 1 : at + 7]) or had_none(said, said.index("plus", at + 1))


#: Words within which somebody who tells of what they lacked says that it is back.
_SOON = 60


def had_none(said: list[str], plus: int) -> bool:
    """« N'avions plus de chauffage, c'est revenu »: whether the « plus » tells what was, before it came back.

    Linear in `said`.
    """
    return not HAD.isdisjoint(said[max(0, plus - 2) : plus]) and not BACK.isdisjoint(
        said[plus : plus + _SOON]
    )


def has_no_more(said: list[str], at: int) -> Literal["thanks", "not_solved", "other"] | None:
    """What « n'ai plus … » at `at` says: thanks for a trouble that is gone, or that something is missed.

    Without « ne » (« j'ai plus d'eau », « il a plus de 80 ans ») nobody can tell: `other`. Nor can they of what
    was (« je n'avais plus d'eau ») unless it says that it is back. None when no such words stand there, or they
    say nothing about now. Linear in `said`.
    """
    if said[at] not in HAVING or "plus" not in said[at + 1 : at + 3]:
        return None
    plus = said.index("plus", at + 1)
    missed = next((word for word in said[plus + 1 : plus + 6] if word not in BETWEEN), "")
    if missed in GOOD_RIDDANCE:
        return "thanks"
    if said[at] in HAD:
        return None if had_none(said, plus) else "other"
    return "not_solved" if {"n", "ne"}.intersection(said[max(0, at - 2) : at]) else "other"
