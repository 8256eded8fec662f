"""Counts and the words that go with them: « 1 demande est due », « 2 demandes sont dues », « 0 demande ».

French sentences of the catalogue say both: `{} ‹demande est due|demandes sont dues›`; the number before
decides, or the one that is named, `‹0:est due|sont dues›`. English sentences stand in the source with their
plural, which gives way when the number is 1: « 1 request is due ». Linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

#: What English sentences count.
_COUNTED = (
    "addresses", "agents", "answers", "bytes", "characters", "connections", "days", "doors", "examples",
    "exercises", "files", "hours", "jobs", "lines", "look-ups", "mailboxes", "mails", "media", "messages",
    "mistakes", "notices", "pages", "records", "requests", "rows", "seconds", "segments", "sessions",
    "sockets", "standbys", "tasks", "weeks",
)  # fmt: skip
_SINGULAR = {each: each[:-1] for each in _COUNTED} | {
    "addresses": "address", "mailboxes": "mailbox", "media": "medium",
}  # fmt: skip
_THIRD_PERSON = {
    "are": "is", "were": "was", "have": "has", "become": "becomes", "begin": "begins", "belong": "belongs",
    "come": "comes", "follow": "follows", "stay": "stays", "need": "needs", "use": "uses",
}  # fmt: skip
_VERBS = "|".join(_THIRD_PERSON)
_ONE = re.compile(
    r"(?<![^\s(…])1 (?:(?P<before>(?:(?:DMARC|SPF|manual|more|open|other|quoted|working) )?)"
    rf"(?P<noun>{'|'.join(_COUNTED)})(?: (?P<does>{_VERBS}))?|(?P<verb>{_VERBS}))(?![\w'-])"
)
_EITHER = re.compile(r"‹(?:(\d):)?([^‹›|]*)\|([^‹›|]*)›")
_BETWEEN = str.maketrans("", "", " ,\u00a0\u202f")


def agreed(english: str) -> str:
    """The English sentence where what is counted once stands in the singular."""
    return _ONE.sub(_once, english) if "1 " in english else english


def _once(found: re.Match[str]) -> str:
    if found["verb"]:
        return f"1 {_THIRD_PERSON[found['verb']]}"
    does = f" {_THIRD_PERSON[found['does']]}" if found["does"] else ""
    return f"1 {found['before']}{_SINGULAR[found['noun']]}{does}"


def either(words: str, values: Sequence[str], before: int) -> str:
    """These French words between two holes, of what is written for one and for several. `before`: how many of
    `values` stand before them; zero counts as one, and what is no number as several.
    """
    if "‹" not in words:
        return words

    def chosen(found: re.Match[str]) -> str:
        if found[1]:
            count = _number(values[int(found[1])])
        else:
            numbers = [each for value in values[:before] if (each := _number(value)) is not None]
            count = numbers[-1] if numbers else None
        return found[2] if count is not None and count < 2 else found[3]

    return _EITHER.sub(chosen, words)


def _number(value: str) -> int | None:
    bare = value.translate(_BETWEEN)
    return int(bare) if bare.isascii() and bare.isdecimal() and len(bare) < 19 else None
