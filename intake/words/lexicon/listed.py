"""How the lexicon's lists are written: words parted by blanks, phrases by bars; folded, without marks.

A list that holds what no reader of words can find (« peut-etre » is two words) or the same twice is a slip of
whoever wrote it: it raises where it stands.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[a-z0-9]+")


def word_set(written: str) -> frozenset[str]:
    """The words of a list parted by blanks and line breaks.

    Raises ValueError for a word that stands there twice, or is not one word of folded text.
    """
    return frozenset(_sound(written.split()))


def phrase_set(written: str) -> frozenset[tuple[str, ...]]:
    """The phrases of a list parted by bars, each as its words; line breaks inside are blanks.

    Raises ValueError for a phrase that stands there twice, or has a word that is not one of folded text.
    """
    listed = [" ".join(each.split()) for each in written.split("|") if each.strip()]
    return frozenset(tuple(_words(each)) for each in _once(listed))


def _words(phrase: str) -> list[str]:
    found = phrase.split()
    if odd := [word for word in found if not _WORD.fullmatch(word)]:
        raise ValueError(f"not one folded word each: {odd}")
    return found


def _once(listed: list[str]) -> list[str]:
    if len(listed) != len(set(listed)):
        raise ValueError(f"listed twice: {sorted({each for each in listed if listed.count(each) > 1})}")
    return listed


def _sound(listed: list[str]) -> list[str]:
    return _words(" ".join(_once(listed)))
