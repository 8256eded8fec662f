"""Whether somebody asks to see what is kept about them: « MES DONNÉES » and nothing else, which is done; or in
words of their own, which may be that (GDPR art. 15).
"""

from __future__ import annotations

from itertools import product

from intake.words.alone import phrases, says_only
from models.folding import fold, words

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
    Linear in `subject`.
    """
    return says_only(_PHRASES, subject, text, name)


#: What names the law or its subject, and what asks for something of it; each is a run of folded words.
_LAW = ("rgpd", "gdpr", "donnees personnelles", "donnees a caractere personnel", "personal data",
        "informatique et libertes", "subject access request")  # fmt: skip
_ASKS = frozenset(words(
    "acces acceder copie copies communiquer communication transmettre obtenir connaitre consulter savoir effacer "
    "effacement suppression supprimer rectifier rectification opposer opposition detenez conservez access copy "
    "copies obtain erase erasure delete deletion rectify hold keep store request"
))  # fmt: skip
#: Words of a message that are looked at.
_LOOKED_AT = 1000


def may_ask_for_own_data(subject: str, text: str) -> bool:
    """Whether a message names the law on personal data, or such data, and asks for something: it may be a
    demand under that law, which its writer is then told how to make. Linear in `subject`.
    """
    said = words(fold(f"{subject}\n{text}"[:20_000]))[:_LOOKED_AT]
    if _ASKS.isdisjoint(said):
        return False
    joined = f" {' '.join(said)} "
    return any(f" {law} " in joined for law in _LAW)
