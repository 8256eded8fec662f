"""Which agent or service somebody means by a name written in passing."""

from __future__ import annotations

import re
from functools import lru_cache

from intake.words.phrases import Phrases, as_phrases
from models.folding import SMALL_WORDS, FoldedText, fold, slug, words
from models.organisation import Official, Organisation

_CIVILITIES = frozenset(
    [
        "m",
        "mr",
        "mme",
        "mlle",
        "monsieur",
        "madame",
        "mademoiselle",
        "mrs",
        "ms",
        "service",
        "services",
        "equipe",
    ]
)


#: « affecter à … », with whoever is named; one pass over a line of at most _LINE characters.
_HAND_ON = re.compile(
    r"(?:merci (?:de |d')|a )?(?:re)?(?:affecter|affecte|assigner|attribuer|confier|transferer|transmettre|passer|donner"
    r"|assign|hand over|give|pass)(?: (?:la|cette|le|ce) (?:demande|dossier)| it| this)? (?:a|au|aux|to) "
    r"(?P<name>[^:;,.!?]{2,60}?)(?: (?:svp|stp|merci|please))?[.! ]{0,3}"
)
_LINE, _NAME_WORDS = 120, 6


def handed_to_nobody(text: str) -> str:
    """Whom the first line of `text` hands a request to, as written; '' for any other line.

    The caller has found that nobody bears that name. Linear in `text`.
    """
    lines = text.strip().splitlines()
    first = FoldedText(lines[0].replace("\xa0", " ").strip()[:_LINE] if lines else "")
    found = _HAND_ON.fullmatch(first.folded)
    if found is None or len(found["name"].split()) > _NAME_WORDS:
        return ""
    return first.original(*found.span("name")).strip()


def name_words(name: str) -> list[str]:
    """The folded words of a name, without civilities and small words. Linear in `name`."""
    return [word for word in words(fold(name)) if word not in _CIVILITIES and word not in SMALL_WORDS]


def find_agent(organisation: Organisation, written: str) -> str | None:
    """The key of the one agent whose name has all the words written (`Mme Durand`), or whose address it is.

    Linear in `written`.
    """
    exact = organisation.agent(slug(written)) or organisation.agent_with(written.strip())
    if exact is not None:
        return None if exact.closed else exact.key
    wanted = name_words(written)
    if not wanted:
        return None
    found = [
        agent.key
        for agent in organisation.agents
        if not agent.closed and set(wanted) <= set(name_words(agent.name))
    ]
    return found[0] if len(found) == 1 else None


def find_official(organisation: Organisation, written: str) -> Official | None:
    """The one elected official in office whose name has all the words written. Linear in `written`."""
    wanted = set(name_words(written))
    found = [
        each
        for each in organisation.officials
        if not each.closed and wanted and wanted <= set(name_words(each.name))
    ]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=8)
def phrases_of_staff(organisation: Organisation) -> Phrases:
    """How the agents and services of a town are named in passing, as phrases of the grammar of orders.

    A name that could mean two agents, or two services, is nobody's.
    """
    meant: dict[tuple[str, str], set[str]] = {}
    for agent in organisation.agents:
        if agent.closed:
            continue
        said = agent.name.split()
        names = {agent.name, said[0], " ".join(said[1:]), " ".join((*said[1:], said[0]))}
        for name in names:
            for civility in ("", "m ", "mr ", "mme ", "mlle ", "monsieur ", "madame "):
                if name:
                    meant.setdefault(("AGENT", f"{civility}{fold(name)}"), set()).add(agent.key)
    for service in organisation.services:
        if service.closed:
            continue
        for name in (service.name, *service.aliases, service.key.replace("-", " ")):
            said = name_words(name)
            for count in range(1, len(said) + 1):
                exact = count == len(said)
                part = "SERVICE" if exact else "BEGINS"
                meant.setdefault((part, " ".join(said[:count])), set()).add(service.key)
            meant.setdefault(("SERVICE", fold(name)), set()).add(service.key)
    found: list[tuple[str, str, object]] = []
    for (part, phrase), keys in meant.items():
        if len(keys) == 1 and not (part == "BEGINS" and ("SERVICE", phrase) in meant):
            found.append((phrase, "SERVICE" if part == "BEGINS" else part, next(iter(keys))))
    return as_phrases(found)


@lru_cache(maxsize=8)
def names_of_staff(organisation: Organisation) -> frozenset[str]:
    """First names and surnames of everybody who works for the town, folded; short ones and small words left out."""
    return frozenset(
        word
        for agent in organisation.agents
        if not agent.closed
        for word in name_words(agent.name)
        if len(word) > 2 and word not in _ALSO_WORDS
    )


#: Surnames that are ordinary words would keep ordinary answers inside.
_ALSO_WORDS = frozenset(
    [
        "blanc",
        "noir",
        "petit",
        "grand",
        "legrand",
        "rose",
        "barre",
        "roche",
        "rolland",
        "noel",
        "marchand",
        "martin",
        "joly",
    ]
)
