"""The first line of a message that says something: what a request is called that came without a subject."""

from __future__ import annotations

import re

from models.folding import FoldedText, fold, words

_LINES = 400
_LINE = 2000
_GREETING = re.compile(
    r"(?:re-?)?(?:bonjour|bonsoir|salut|hello|hi|coucou|cher|chere|chers|madame|monsieur|dear|good (?:morning|evening))\b"
)
_OPENER = re.compile(
    r"(?:(?:re-?)?(?:bonjour|bonsoir|salut|hello|hi|coucou)(?: (?:a tous|a toutes|tout le monde|madame|monsieur|all|[a-z]+))?"
    r"|bien recu|bien note|recu|ok|d'accord|merci(?: beaucoup)?|thanks|thank you|oui|yes|voila)[ ]?[,.;:!-][,.;:! -]*"
)


def find_first_line(text: str) -> str | None:
    """The first line with words that is no greeting, without the « Bien reçu, » before it; None when there is none.

    One pass over at most 400 lines of 2,000 characters.
    """
    for written in text.splitlines()[:_LINES]:
        line = written[:_LINE].replace("\xa0", " ").strip(" \t>*_")
        folded = fold(line)
        begins = 0
        while (opener := _OPENER.match(folded, begins)) and opener.end() < len(folded):
            begins = opener.end()
        if opener is not None:
            continue
        said = words(folded[begins:])
        if not said and folded[begins:].strip() != "?":
            continue
        if _GREETING.match(folded, begins) and len(said) <= 5:
            continue
        return FoldedText(line).original(begins, len(folded)) if begins else line
    return None
