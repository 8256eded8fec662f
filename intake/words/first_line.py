"""The line of a message that may hold an order, and what follows it without greeting or farewell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.folding import FoldedText, fold, words

_LINES = 400
_LINE = 2000
#: How an internal note begins.
NOTE = re.compile(
    r"(?:(?:note|note interne|interne|internal|internal note|memo)[ ]?:|[#/](?:note|interne|memo)\b[ ]?:?)[ ]?"
)
_GREETING = re.compile(
    r"(?:re-?)?(?:bonjour|bonsoir|salut|hello|hi|coucou|cher|chere|chers|madame|monsieur|dear|good (?:morning|evening))\b"
)
_OPENER = re.compile(
    r"(?:(?:re-?)?(?:bonjour|bonsoir|salut|hello|hi|coucou)(?: (?:a tous|a toutes|tout le monde|madame|monsieur|all|[a-z]+))?"
    r"|bien recu|bien note|recu|note|ok|d'accord|merci(?: beaucoup)?|thanks|thank you|oui|yes|voila)[ ]?[,.;:!-][,.;:! -]*"
)


@dataclass(frozen=True, slots=True)
class FirstLine:
    """The first meaningful line, and what follows it."""

    text: str
    rest: str

    @property
    def folded(self) -> str:
        return fold(self.text)


def find_first_line(text: str) -> FirstLine | None:
    """The first line with words that is no greeting, without the « Bien reçu, » before it; None when there is none."""
    lines = [line[:_LINE].replace("\xa0", " ").strip(" \t>*_") for line in text.splitlines()[:_LINES]]
    for at, line in enumerate(lines):
        folded = fold(line)
        opener = _OPENER.match(folded)
        while opener and opener.end() < len(folded) and not NOTE.match(folded):
            line = FoldedText(line).original(opener.end(), len(folded))
            folded = fold(line)
            opener = _OPENER.match(folded)
        greeting = _GREETING.match(folded)
        if not words(folded) and folded.strip() != "?":
            continue
        if (greeting and len(words(folded)) <= 5) or (opener and opener.end() >= len(folded)):
            continue
        return FirstLine(line, "\n".join(lines[at + 1 :]))
    return None
