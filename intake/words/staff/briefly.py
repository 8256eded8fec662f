"""A few words and a signature that nothing announces: « 👍 », « OK », « Bien reçu, merci », then a name.

brief     = head *8 signed
head      = what stands above; the caller knows what may stand there
signed    = name / "Mairie de …"                  the first line below
          / name / title or reach                 every other
name      = 1*4 words, all of whoever writes, initials too
"""

from __future__ import annotations

import re
from collections.abc import Collection

from models.folding import fold, words

_LINES, _CHARACTERS, _NAME_WORDS = 8, 90, 4
_REACH = re.compile(r"(?:\d[ .-]?){8,14}|[^\s@]{1,64}@[^\s@]{3,128}|www\.|https?://|\b\d{5}\b")
_HALL = re.compile(r"(?:la )?(?:mairie|ville|commune|hotel de ville|town hall|city of)\b")
#: What a line below a name says of it: a function, a service, where it is.
_TITLES = frozenset(
    [
        "mairie",
        "ville",
        "commune",
        "hotel",
        "service",
        "services",
        "direction",
        "directeur",
        "directrice",
        "responsable",
        "technicien",
        "technicienne",
        "agent",
        "agente",
        "adjoint",
        "adjointe",
        "chef",
        "cheffe",
        "charge",
        "chargee",
        "secretaire",
        "secretariat",
        "gardien",
        "gardienne",
        "dgs",
        "dst",
        "pole",
        "departement",
        "bureau",
        "tel",
        "telephone",
        "fixe",
        "mobile",
        "portable",
        "standard",
        "place",
        "rue",
        "avenue",
        "boulevard",
        "bp",
        "cedex",
        "voirie",
        "batiments",
        "urbanisme",
        "accueil",
        "town",
        "hall",
        "department",
        "officer",
        "manager",
        "assistant",
        "phone",
    ]
)
#: Words of a bare acknowledgement, and those of which it has one at least.
_CORE = frozenset(
    [
        "ok",
        "okay",
        "oki",
        "dac",
        "dacc",
        "entendu",
        "recu",
        "recue",
        "recus",
        "note",
        "notee",
        "notes",
        "merci",
        "mercis",
        "parfait",
        "compris",
        "vu",
        "nickel",
        "super",
        "thanks",
        "thank",
        "noted",
        "received",
        "understood",
    ]
)
_AROUND = frozenset(
    [
        "bien",
        "tres",
        "d",
        "accord",
        "c",
        "est",
        "bonne",
        "reception",
        "beaucoup",
        "bcp",
        "a",
        "toi",
        "vous",
        "tous",
        "ca",
        "marche",
        "et",
        "pour",
        "l",
        "info",
        "information",
        "you",
        "got",
        "it",
        "very",
        "much",
        "well",
        "all",
    ]
)
_MOST_WORDS = 8


def without_signature(text: str, names: Collection[str], heads: Collection[str] = ()) -> str:
    """The first line of `text`, with the `heads` below it, when nothing else stands below but a signature of
    one of `names`; else `text`. At most nine lines are looked at.
    """
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    if not 2 <= len(lines) <= _LINES + 2 or any(len(line) > _CHARACTERS for line in lines):
        return text
    at = 1
    while at < len(lines) and lines[at] in heads:
        at += 1
    below = lines[at:]
    own = [frozenset(words(fold(name))) for name in names]
    if not below or len(below) > _LINES or not (_is_name(below[0], own) or _HALL.match(fold(below[0]))):
        return text
    signed = all(_is_name(line, own) or _says_who(line) for line in below[1:])
    return "\n".join(lines[:at]) if signed else text


def only_acknowledges(text: str, names: Collection[str]) -> bool:
    """Whether somebody only says that they read it: « Bien reçu, merci », with or without a signature.

    Linear in `text`.
    """
    heads = [line.strip() for line in text.splitlines()[:4] if _is_acknowledgement(line)]
    return _is_acknowledgement(without_signature(text, names, heads))


def _is_acknowledgement(text: str) -> bool:
    said = words(fold(text[:200]))
    if not said or len(said) > _MOST_WORDS or "?" in text or len(text) > 200:
        return False
    whole = " ".join(said)
    agrees = any(each in whole for each in ("d accord", "ca marche", "tres bien"))
    return set(said) <= _CORE | _AROUND and (agrees or not _CORE.isdisjoint(said))


def _is_name(line: str, own: Collection[frozenset[str]]) -> bool:
    """Whether the line is the writer's name, or a part of it with initials: « S. Haddad », « Sonia »."""
    said = words(fold(line))
    if not 1 <= len(said) <= _NAME_WORDS or "?" in line:
        return False
    return any(
        any(word in name and len(word) > 1 for word in said)
        and all(word in name or (len(word) == 1 and any(each[:1] == word for each in name)) for word in said)
        for name in own
    )


def _says_who(line: str) -> bool:
    return "?" not in line and (bool(_REACH.search(line)) or not _TITLES.isdisjoint(words(fold(line))))
