"""How a French word sounds, roughly: what thumbs write by ear meets the word it stands for."""

from __future__ import annotations

import re

#: Letters that sound alike, the longest first, each with what stands in every word that has them; applied
#: once from left to right.
_ALIKE = (
    ("au", re.compile("eaux?|aux?"), "o"),
    ("i", re.compile("[ae]i[nm](?![aeiouy])"), "in"),
    ("", re.compile("[ae][iy]"), "e"),
    ("ph", re.compile("ph"), "f"),
    ("c", re.compile("s?c(?=[eiy])"), "s"),
    ("", re.compile("qu?|c(?!h)|k"), "k"),
    ("g", re.compile("g(?=[eiy])"), "j"),
    ("gu", re.compile("gu(?=[eiy])"), "g"),
    ("h", re.compile("(?<!c)h"), ""),
    ("y", re.compile("y"), "i"),
    ("", re.compile(r"(.)\1+"), r"\1"),
)
_SILENT = re.compile("(?:ees?|ent|er|ez|es|[esxtdzp])$")
#: Letters of a sound below which too many words share it.
_SHORTEST = 5


def sound(word: str) -> str:
    """What a folded word sounds like (`nesance` and `naissance`: `nesans`); '' when it is too short to tell.

    Linear in its letters; nobody asks it for more than a word.
    """
    for part, letters, alike in _ALIKE:
        if part in word:
            word = letters.sub(alike, word)
    word = _SILENT.sub("", word)
    return word if len(word) >= _SHORTEST else ""
