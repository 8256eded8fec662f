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
#: How urgent a request is.
PRIORITIES = {"low": "basse", "normal": "normale", "high": "haute", "urgent": "urgente"}
#: As what `read` takes a file.
READ_AS = {"mime": "message-entier", "text": "texte", "html": "HTML"}
#: What a call of a provider of texts brings.
CALLS = {"message": "message", "receipt": "accusé"}
#: What another program may do.
RIGHTS = {
    "read": "lire",
    "create": "créer",
    "act": "agir",
    "post": "déposer",
    "updates": "suites",
}
#: Which portion of the service a process runs.
PORTIONS = {
    "doors": "portes",
    "board": "pages",
    "deciders": "décision",
    "deliverers": "envoi",
    "schedule": "horaire",
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
CHOSEN = {**ORIGINS, **FACTS, **SORTS, **PRIORITIES, **READ_AS, **CALLS, **RIGHTS, **PORTIONS}


def chosen(key: str) -> str:
    """What stands in a help for this key of a closed list, or for several between commas; the key itself
    where no option has it.
    """
    return ",".join(CHOSEN.get(each, each) for each in key.split(","))
