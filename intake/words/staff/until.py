"""Until when a task is to be done: « remplacer le filtre pour la VMC avant mercredi »."""

from __future__ import annotations

import re
from datetime import date

from intake.words.when.dates import find_date
from models.folding import FoldedText, words

#: What a last day begins with, at the end of a task: the last of these words that a day follows counts.
_UNTIL = re.compile(r"[ ,(](?:avant|d'ici|pour|before|by|until)[ ](?:le[ ]|la[ ]|the[ ])?")
#: Characters of a day, and of the end of a task in which it stands.
_DAY, _END = range(3, 41), 60
#: Words that may stand beside a date and change nothing of it.
BESIDE_DATE = frozenset(["le", "la", "au", "du", "avant", "pour", "d", "ici", "fin", "on", "by", "the"])


def until_when(text: str, today: date | None) -> tuple[str, date | None]:
    """What is to be done, without the day at its end, and that day; all of `text` and None when it names none,
    or without `today`. Only the last 60 characters are looked at for a day.

    Linear in `text`.
    """
    source = FoldedText(text)
    offset = max(0, len(source.folded) - _END)
    end = source.folded[offset:]
    for until in reversed(list(_UNTIL.finditer(end)) if today is not None else []):
        said = end[until.end() :].rstrip(" .)")
        if len(said) not in _DAY or re.search(r"[.;:]", said):
            continue
        found = find_date(said, today) if today is not None else None
        if found is None or set(words(said[: found.start] + " " + said[found.end :])) - BESIDE_DATE:
            continue
        return source.original(0, offset + until.start()).strip(" ,.;"), found.day
    return text, None
