"""A requester's words for those who must not know who asks: names, addresses and numbers struck out."""

from __future__ import annotations

import re

from models.folding import SMALL_WORDS, fold, words

#: What stands where something was struck out.
STRUCK = "[…]"
#: Characters read of a text; what is beyond is cut off, never let through.
MOST = 20_000
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"]{1,64}@[^\s<>()\[\],;:\"]{1,190}")
#: Telephone numbers begin with a nought or a plus sign; a reference (2026-00041) and a price do not.
_NUMBER = re.compile(r"(?<![\d/\-])(?:\+\(?\d|\(?0\d)(?:[ .\-/()\u00a0\u202f]{0,2}\d){7,13}(?!\d)")
#: « Mme Durand », « Monsieur Jean Le Goff »: a civility and up to three names.
_CIVILITY = re.compile(
    r"\b(?:M\.|MM\.|Mme|Mlle|Mr|Monsieur|Madame|Mademoiselle|Mrs|Ms|Miss|Dr)[ \u00a0]+"
    r"(?:[A-ZÀ-ÖØ-Þ][\w’'\-]{0,40}[ \u00a0]?){1,3}"
)
_WORD = re.compile(r"[^\W\d_](?:[\w’'\-]{0,60}[^\W_])?")


def without_people(text: str, names: tuple[str, ...]) -> str:
    """`text` with addresses, telephone numbers, names after a civility and the `names` given struck out.

    A name of one word that is also a common one (« Petit ») is struck only where it is written as a name.
    """
    text = text[:MOST]
    for pattern in (_ADDRESS, _NUMBER, _CIVILITY):
        text = pattern.sub(_struck, text)
    whole = {tuple(words(fold(name))) for name in names}
    parts = {word for name in whole for word in name if len(word) > 1 and word not in SMALL_WORDS}
    if not parts:
        return text
    found: list[str] = []
    at = 0
    spans = [(each.start(), each.end(), each[0]) for each in _WORD.finditer(text)]
    for place, (start, end, word) in enumerate(spans):
        said = words(fold(word))
        known = bool(said) and set(said) <= parts
        beside = [spans[near][2] for near in (place - 1, place + 1) if 0 <= near < len(spans)]
        with_other = any(set(words(fold(other))) & (parts - set(said)) for other in beside)
        if not known or not (word[:1].isupper() or with_other):
            continue
        found += [text[at:start], STRUCK]
        at = end
    found.append(text[at:])
    return re.sub(r"\[…\](?:[ \u00a0]\[…\]){1,5}", STRUCK, "".join(found))


def _struck(found: re.Match[str]) -> str:
    """What was found, struck out; the blank or full stop at its end stays."""
    ending = len(found[0]) - len(found[0].rstrip(" .\u00a0"))
    return STRUCK + (found[0][-ending:] if ending else "")
