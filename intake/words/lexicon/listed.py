"""How the lexicon's lists are written: words parted by blanks, phrases by bars; folded, without marks."""

from __future__ import annotations


def word_set(written: str) -> frozenset[str]:
    """The words of a list parted by blanks and line breaks."""
    return frozenset(written.split())


def phrase_set(written: str) -> frozenset[tuple[str, ...]]:
    """The phrases of a list parted by bars, each as its words; line breaks inside are blanks."""
    return frozenset(tuple(each.split()) for each in written.split("|") if each.strip())
