"""The line of a message that may hold an order, and what follows it without greeting or farewell (p)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.folding import FoldedText, fold, words

_LINES = 400
#: Words that answer nothing when they stand alone, and how many of them there may be.
_NOTHING = frozenset(
    [
        "ok",
        "okay",
        "vu",
        "lu",
        "note",
        "notee",
        "recu",
        "recue",
        "bien",
        "merci",
        "beaucoup",
        "thanks",
        "thank",
        "you",
        "noted",
        "seen",
        "bonjour",
        "bonsoir",
        "salut",
        "hello",
        "hi",
        "madame",
        "monsieur",
        "c",
        "est",
    ]
)
_FEW = 8
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
_CLOSING = re.compile(
    r"(?:(?:bien |tres )?(?:cordialement|sincerement)|cdlt|cdt|bien a vous|bonne (?:journee|soiree|reception)|salutations"
    r"|sinceres salutations|(?:kind |best )?regards|envoye d|sent from|--|a bientot|bon week-?end)"
)


@dataclass(frozen=True, slots=True)
class FirstLine:
    """The first meaningful line, and what follows it."""

    text: str
    rest: str

    @property
    def folded(self) -> str:
        return fold(self.text)

    def after(self, at: int) -> str:
        """The comment: the line from folded position `at`, then the lines below, without the farewell."""
        source = FoldedText(self.text)
        tail = source.original(at, len(source.folded)) if at < len(source.folded) else ""
        return without_closing(f"{tail.lstrip(' ,.;:!-–—)')}\n{self.rest}")


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


def without_closing(text: str) -> str:
    """`text` up to the farewell, and without blank edges."""
    kept: list[str] = []
    for line in text.splitlines():
        if _CLOSING.match(fold(line).strip()):
            break
        kept.append(line)
    return "\n".join(kept).strip()


def says_something(text: str) -> bool:
    """False when a text is nothing but « ok », « bien reçu », « merci », a greeting, a farewell or a picture of a thumb."""
    said = [word for line in without_closing(text).splitlines() for word in words(fold(line[:_LINE]))]
    return len(said) > _FEW or not _NOTHING.issuperset(said)
