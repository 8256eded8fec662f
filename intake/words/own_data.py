"""Whether somebody asks to see what is kept about them: « MES DONNÉES », and nothing else (GDPR art. 15)."""

from __future__ import annotations

from itertools import product

from intake.words.alone import phrases, says_only

_ASKING = (
    "",
    "je demande",
    "je voudrais",
    "je souhaite",
    "je veux",
    "je souhaite recevoir",
    "je voudrais recevoir",
    "je souhaite avoir",
    "je voudrais avoir",
    "envoyez moi",
    "copie de",
    "une copie de",
    "acces a",
    "demande d acces a",
    "je demande l acces a",
    "je demande une copie de",
    "je souhaite acceder a",
    "je voudrais acceder a",
    "je souhaite une copie de",
    "je voudrais une copie de",
)
_DATA = ("mes donnees", "toutes mes donnees", "mes donnees personnelles", "toutes mes donnees personnelles",
         "mes donnees a caractere personnel")  # fmt: skip
_ENGLISH_ASKING = (
    "",
    "send me",
    "i want",
    "i would like",
    "i request",
    "copy of",
    "a copy of",
    "i would like a copy of",
    "i request a copy of",
    "access to",
    "i request access to",
)
_ENGLISH_DATA = ("my data", "all my data", "my personal data", "all my personal data")
_PHRASES = phrases(
    *(f"{asking} {data}" for asking, data in product(_ASKING, _DATA)),
    *(f"{asking} {data}" for asking, data in product(_ENGLISH_ASKING, _ENGLISH_DATA)),
)


def asks_for_own_data(subject: str, text: str, name: str = "") -> bool:
    """Whether subject and text together say that and no more, besides politeness and the writer's `name`.

    « Mes données de compteur » or « qui a mes données ? » are words for a person to read.
    """
    return says_only(_PHRASES, subject, text, name)
