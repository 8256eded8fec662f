"""Titles and the words of closed lists, as people read them in French."""

from __future__ import annotations

from cli.speaking.headings import HEADINGS
from cli.speaking.language import language

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
_VALUES = {
    "state": _STATES,
    "priority": {"low": "basse", "normal": "normale", "high": "haute", "urgent": "urgente"},
    "channel": {"email": "courriel", "sms": "SMS"},
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
    "notice": {},
    "runs": {"asleep": "endormie"},
    "right": {"read": "lire", "create": "créer", "act": "agir"},
    "rule": {},
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
    said = HEADINGS.get(title.lower(), title)
    return said[:1].upper() + said[1:] if title[:1].isupper() else said


def value(column: str, shown: str) -> str:
    """A cell under a title, in that language: words of closed lists are told, everything else stays."""
    if language() == "en":
        return shown
    return _VALUES.get(column.lower(), _YES_NO).get(shown, _YES_NO.get(shown, shown))
