"""Words of options that take one of a closed list, in French: shown by the help, and taken when typed."""

from __future__ import annotations

CHANNELS = {"email": "courriel", "sms": "SMS"}
#: How a request reached the town.
ORIGINS = {
    **CHANNELS,
    "telephone": "téléphone",
    "counter": "guichet",
    "paper": "lettre",
    "social": "réseau-social",
    "api": "logiciel",
    "open311": "Open311",
}
#: What may be asked of a request by name.
FACTS = {
    "closed": "close",
    "answered": "répondue",
    "in-time": "dans-le-délai",
    "out-of-time": "hors-délai",
    "rerouted": "changée-de-service",
    "reopened": "rouverte",
    "merged": "réunie",
    "rated": "notée",
    "erased": "effacée",
}
#: What a list is sorted by.
SORTS = {
    "newest": "récentes",
    "found": "ouvertes",
    "oldest": "anciennes",
    "due": "échéance",
    "priority": "priorité",
    "state": "état",
    "service": "service",
    "assignee": "agent",
}
#: What people call the same, and no list shows.
ALSO = {
    "papier": "paper",
    "courrier": "paper",
    "mail": "email",
    "e mail": "email",
    "texto": "sms",
    "accueil": "counter",
    "reseaux": "social",
    "reseau": "social",
    "reseaux sociaux": "social",
}
#: All of them: a key means one thing, whatever the option.
CHOSEN = {**ORIGINS, **FACTS, **SORTS}


def chosen(key: str) -> str:
    """What stands in a help for this key of a closed list; the key itself where no option has it."""
    return CHOSEN.get(key, key)
