"""Titles and the words of closed lists, as people read them in French."""

from __future__ import annotations

from cli.speaking.chosen import (
    ALSO,
    CALLS,
    CHANNELS,
    FACTS,
    ORIGINS,
    PORTIONS,
    PRIORITIES,
    READ_AS,
    RIGHTS,
    SORTS,
)
from cli.speaking.headings import HEADINGS
from cli.speaking.language import language
from cli.speaking.named import ACTIONS, DOINGS, JOBS
from cli.speaking.translate import say
from dispatch.notices.lists.called import NOTICES
from models.nearest import plain_word

#: Words of closed lists, under the title or key of their column.
_STATES = {
    "new": "nouvelle",
    "open": "ouverte",
    "waiting": "en attente",
    "done": "terminée",
    "refused": "refusée",
    "assigned": "attribuée",
    "in_progress": "en cours",
    "planned": "planifiée",
    "reopened": "rouverte",
    "new_request": "nouvelle demande",
    "follow_up": "suite",
    "command": "ordre",
    "receipt": "accusé",
    "bounce": "non-remise",
    "automatic": "automatique",
    "duplicate": "double",
    "held": "retenu",
    "spam": "indésirable",
    "failed": "échoué",
    "queued": "à envoyer",
    "handed": "remis",
    "sent": "parti",
    "delivered": "arrivé",
    "canceled": "arrêté",
    "suppressed": "écarté",
}
#: By which door something came: « smtp », « desk:telephone ».
_DOORS = {
    "cli": "commande",
    "sms:cli": "commande (SMS)",
    "desk:telephone": "saisie (téléphone)",
    "desk:counter": "saisie (guichet)",
    "desk:paper": "saisie (papier)",
    "desk:social": "saisie (réseau social)",
    "web": "page",
}
_VALUES = {
    "state": _STATES,
    "door": _DOORS,
    "came by": _DOORS,
    "assignment": {
        "none": "personne",
        "least_loaded": "le moins chargé",
        "round_robin": "chacun son tour",
        "building_keeper": "le gardien du bâtiment",
        "person": "une personne",
    },
    "answers": {
        "requester": "le demandeur",
        "agent": "l’agent",
        "assignee": "l’agent",
        "task": "la tâche",
        "list": "la liste",
        "visa": "le visa",
        "wish": "le souhait",
        "confirmation": "la confirmation",
        "partner": "le partenaire",
    },
    "disposition": {"request": "demande", "hold": "à retenir", "spam": "indésirable", "refuse": "à refuser"},
    "carrier": {"files": "fichiers", "text-files": "fichiers", "none": "aucun"},
    "fate": {"destroy": "élimination", "select": "tri", "transfer": "versement"},
    "plan": {
        "every minute": "chaque minute",
        "every hour": "chaque heure",
        "every half hour": "chaque demi-heure",
    },
    "result": {"ok": "bien passé", "not yet": "pas encore"},
    "priority": PRIORITIES,
    "chain": {"history": "historique", "accesses": "journal des accès"},
    "channel": CHANNELS,
    "origin": ORIGINS,
    "only": FACTS,
    "sort": SORTS,
    "kind": {
        "citizen": "habitant",
        "elected": "élu",
        "internal": "interne",
        "agent": "agent",
        "service": "service",
    },
    "audience": {
        "requester": "demandeur",
        "agent": "agent",
        "service": "service",
        "administrator": "administrateur",
        "partner": "partenaire",
    },
    "incident": {"join": "réunir", "propose": "proposer", "no": "non"},
    "role": {"agent": "agent", "manager": "responsable", "administrator": "administrateur"},
    "count": {
        "building": "bâtiment",
        "buildings": "bâtiments",
        "rule": "règle",
        "rules": "règles",
    },
    "entry": {
        "message in": "message reçu",
        "message out": "message envoyé",
        "state": "état",
        "rule": "règle",
        "assignment": "attribution",
        "notice": "avis",
        "link": "lien",
        "task": "tâche",
        "attachment": "fichier joint",
        "note": "note",
    },
    "by": {
        "requester": "demandeur",
        "rule": "règle",
        "system": "le guichet",
        "agent": "agent",
        "manager": "responsable",
        "email": "courriel",
        "sms": "SMS",
    },
    "answered by": {
        "requester": "le demandeur",
        "agent": "l’agent",
        "wish": "le souhait",
        "confirmation": "la confirmation",
    },
    "for": {
        "requester": "demandeur",
        "agent": "agent",
        "service": "service",
        "administrator": "administrateur",
        "partner": "partenaire",
    },
    "notice": NOTICES,
    "job": JOBS,
    "action": ACTIONS,
    "runs": {"asleep": "endormie"},
    "right": RIGHTS,
    "read as": READ_AS,
    "call": CALLS,
    "portion": PORTIONS,
    "rule": {"right": "droit de la personne"},
    "told": {"the requester": "le demandeur", "staff": "le personnel", "by text": "par SMS"},
    "outcome": _STATES,
    "what": {
        "answers to one address": "réponses à une adresse",
        "answers to all addresses": "réponses à toutes les adresses",
        "notices to one requester": "avis à un demandeur",
        "notices to one of staff": "avis à un agent",
        "all that leaves": "tout ce qui part",
        "messages of one sender": "messages d’un expéditeur",
        "strangers' requests": "demandes d’inconnus",
        "new requests": "nouvelles demandes",
        "new requests of one domain": "nouvelles demandes d’un domaine",
        "answers to one domain": "réponses à un domaine",
        "octets of one sender": "octets d’un expéditeur",
        "octets of one host": "octets d’une machine",
        "octets of mail": "octets de courrier",
        "octets of mail kept": "octets de courrier gardé",
    },
    "preferred channel": {"the last used": "la dernière utilisée", "email": "courriel", "sms": "SMS"},
    "per": {"all": "en tout", "hour": "heure", "day": "jour"},
}
_YES_NO = {"True": "oui", "False": "non", "yes": "oui", "no": "non"}


def heading(title: str) -> str:
    """A title of a column, or the name of a fact, in the language of whoever typed the command."""
    if language() == "en":
        return title
    said = HEADINGS.get(title.lower()) or DOINGS.get(title, title)
    return said[:1].upper() + said[1:] if title[:1].isupper() else said


def colon() -> str:
    """What stands between a name and what is said of it."""
    return ": " if language() == "en" else "\u00a0: "


def key_of(column: str, typed: str) -> str:
    """The word of a closed list, typed as it is shown to people, in any case and without accents too; what
    was typed when it is none. Linear in `typed`.
    """
    words = _VALUES[column]
    if typed in words:
        return typed
    wanted = plain_word(typed)
    meant = ALSO.get(wanted, "")
    return next((key for key, said in words.items() if meant == key or wanted == plain_word(said)), typed)


def value(column: str, shown: str) -> str:
    """A cell under a title, in that language: words of closed lists are told, and why something failed;
    everything else stays.
    """
    if language() == "en":
        return shown
    if column == "last_error":
        return say(shown)
    return _VALUES.get(column.lower(), _YES_NO).get(shown, _YES_NO.get(shown, shown))
