"""Which agent or service somebody means by a name written in passing (p)."""

from __future__ import annotations

from models.folding import SMALL_WORDS, fold, slug, words
from models.organisation import Organisation

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


def _name_words(name: str) -> list[str]:
    return [word for word in words(fold(name)) if word not in _CIVILITIES and word not in SMALL_WORDS]


def find_agent(organisation: Organisation, written: str) -> str | None:
    """The key of the one agent whose name has all the words written (`Mme Durand`), or whose address it is."""
    exact = organisation.agent(slug(written)) or organisation.agent_with(written.strip())
    if exact is not None:
        return None if exact.closed else exact.key
    wanted = _name_words(written)
    if not wanted:
        return None
    found = [
        agent.key
        for agent in organisation.agents
        if not agent.closed and set(wanted) <= set(_name_words(agent.name))
    ]
    return found[0] if len(found) == 1 else None


def find_service(organisation: Organisation, written: str) -> str | None:
    """The key of the one service of that name, alias or key; the first words of its name are enough."""
    wanted = _name_words(written)
    if not wanted:
        return None
    exact: list[str] = []
    begins: list[str] = []
    for service in organisation.services:
        if service.closed:
            continue
        names = [_name_words(name) for name in (service.name, *service.aliases, service.key)]
        if wanted in names:
            exact.append(service.key)
        elif any(name[: len(wanted)] == wanted for name in names):
            begins.append(service.key)
    chosen = exact or begins
    return chosen[0] if len(chosen) == 1 else None
