"""What the access log names, as people read it in French: what was looked at, and the details of each line.

Programs read the log as it is (`--json`, `--csv`), and what is typed as it is shown is understood.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cli.speaking.language import language

#: What a line is about; before the colon where a number or a name follows.
SUBJECTS = {
    "accesses": "journal",
    "addresses": "adresses",
    "agenda": "agenda",
    "agent": "agent",
    "api": "api",
    "api keys": "jetons de l’API",
    "archive": "archives",
    "around": "alentours",
    "board": "tableau",
    "building": "bâtiment",
    "calendar": "calendrier",
    "command": "commande",
    "contact": "coordonnée",
    "data_requests": "demandes de données",
    "delegation": "délégation",
    "desk": "accueil",
    "erasures": "effacements",
    "everything": "tout",
    "figures": "chiffres",
    "file": "fichier",
    "files": "fichiers",
    "history": "historique",
    "inbound": "message",
    "inbox": "registre",
    "limits": "limites",
    "map": "carte",
    "mine": "les siennes",
    "open311": "open311",
    "open311 keys": "clés Open311",
    "organisation": "organisation",
    "outbound": "avis",
    "outbox": "envois",
    "page": "page",
    "passkey": "clé d’accès",
    "passkeys": "clés d’accès",
    "people": "personnes",
    "person": "personne",
    "recipient": "destinataire",
    "reply_keys": "clés de réponse",
    "request": "demande",
    "requests": "demandes",
    "retention": "conservation",
    "rights": "droits",
    "schedule": "heures dites",
    "service": "service",
    "sessions": "connexions",
    "signin": "entrée",
    "stats": "statistiques",
    "tasks": "tâches",
    "view": "vue",
    "webhook": "webhook",
    "webhooks": "webhooks",
}
#: Names of the details.
DETAILS = {
    "addresses": "adresses",
    "agents": "par agent",
    "attempt": "essai",
    "batch": "lot",
    "because": "raison",
    "by": "par",
    "count": "nombre",
    "damaged": "abîmés",
    "demand": "demande",
    "dropped": "retirées",
    "ended": "fermées",
    "events": "faits",
    "files": "fichiers",
    "filter": "filtre",
    "found": "trouvés",
    "gave": "suite",
    "gone": "disparue",
    "inbound": "message",
    "job": "travail",
    "kept": "gardées",
    "key": "clé",
    "kind": "sorte",
    "known": "connu par",
    "may": "peut",
    "notes": "avec les notes",
    "origin": "origine",
    "outcome": "issue",
    "page": "page",
    "partner": "partenaire",
    "path": "chemin",
    "peer": "machine",
    "prefers": "préfère",
    "reason": "raison",
    "recipient": "destinataire",
    "request": "demande",
    "requests": "demandes",
    "rule": "règle",
    "seen": "vu",
    "sees": "voit",
    "services": "services",
    "sessions": "connexions",
    "shown": "montrés",
    "streets": "rues",
    "tiles": "images",
    "to": "vers",
    "transfer": "versement",
    "updates": "nouvelles",
    "version": "version",
    "what": "quoi",
    "why": "pourquoi",
    "wrong": "faux",
    "young": "trop récents",
}
#: Values that are words of ours, whatever they are details of.
_WORDS = {
    "True": "oui",
    "False": "non",
    "None": "rien",
    "address": "adresse",
    "code": "code faux",
    "counter": "guichet",
    "directory": "annuaire",
    "email": "courriel",
    "left": "partie de la mairie",
    "link": "lien faux ou déjà servi",
    "form": "formulaire d’ailleurs",
    "mail": "courriel",
    "not theirs": "n’existe pas, ou pas pour eux",
    "others": "d’autres",
    "paper": "papier",
    "passkey": "clé d’accès",
    "passkey known": "clé d’accès déjà connue",
    "peer asks too often": "trop de demandes d’une machine",
    "print": "impression",
    "right": "droit de la personne",
    "signed out": "sans connexion",
    "sms": "SMS",
    "social": "réseau social",
    "telephone": "téléphone",
    "terminal": "terminal",
    "text": "SMS",
    "too_many": "trop nombreux",
    "tracking proof": "preuve de suivi fausse",
    "unknown": "inconnu",
    "web": "page",
    "words": "mots cherchés",
}
#: Why something that signs somebody in was not believed: of a device's key, and of the town's directory.
_NOT_BELIEVED = {
    "access token": "jeton d’accès d’un autre",
    "acr": "niveau de preuve trop bas",
    "algorithm": "signature d’une autre sorte",
    "another's": "d’une autre personne",
    "attestation": "origine de l’appareil non admise",
    "audience": "fait pour un autre",
    "away": "sans réponse",
    "challenge": "question trop vieille ou déjà servie",
    "counter": "compteur en arrière, clé copiée",
    "expired": "périmé",
    "issuer": "d’un autre émetteur",
    "no address": "sans adresse",
    "no code": "sans code",
    "nonce": "réponse à une autre question",
    "not yet": "pas encore valable",
    "registration": "inscription fausse",
    "signature": "signature fausse",
    "siret": "d’une autre commune",
    "state": "entrée inconnue ou trop vieille",
    "subject": "sans nom",
    "token": "jeton illisible",
    "too long": "trop long",
    "unknown": "inconnu",
    "unreadable": "illisible",
    "unverified": "adresse non prouvée",
    "user info": "fiche illisible",
}

#: How the writer of a mail or text was known; several stand with a plus between.
_KNOWN_BY = {
    "address": "adresse",
    "code": "code de l’avis",
    "confirmed": "confirmation de l’agent",
    "dkim": "DKIM",
    "dmarc": "DMARC",
    "login": "compte du relais",
    "message_id": "fil de la conversation",
    "network": "réseau de confiance",
    "number": "numéro",
    "operator": "commande",
    "page": "page",
    "reference": "référence",
    "released": "administrateur",
    "signature": "signature",
    "spf": "SPF",
    "token": "adresse de réponse",
}


def subject_said(subject: str) -> str:
    """`inbox`, `person:7` as they are called in French: `registre`, `personne:7`; others stay."""
    if language() == "en":
        return subject
    name, colon, which = subject.partition(":")
    return f"{SUBJECTS.get(name, name)}{colon}{which}"


def subject_typed(typed: str) -> str:
    """The subject as the log has it, typed in either language; « demande » alone is none."""
    name, colon, which = typed.partition(":")
    known = next((key for key, said in SUBJECTS.items() if name in (key, said)), name)
    return f"{known}{colon}{which}"


def details_said(data: Mapping[str, object], reason: Callable[[str], str]) -> str:
    """`count 5, by web`; in French `nombre 5, par page`. `reason` says why a message ended as it did."""
    return ", ".join(
        f"{_name(name)} {reason(str(value)) if name == 'outcome' else _value(name, value)}"
        for name, value in data.items()
    )


def _name(name: str) -> str:
    return name if language() == "en" else DETAILS.get(name, name)


def _value(name: str, value: object) -> str:
    if isinstance(value, list | tuple):
        return " ".join(_value(name, each) for each in value)
    written = str(value)
    if language() == "en":
        return written
    if name == "job":
        from cli.speaking.named import JOBS

        return JOBS.get(written, written)
    if name == "known":
        return " + ".join(_KNOWN_BY.get(each, each) for each in written.split("+"))
    by, _, why = written.partition(" ")
    if name == "why" and written not in _WORDS and by in ("directory", "passkey") and why in _NOT_BELIEVED:
        return f"{_WORDS[by]}\u00a0: {_NOT_BELIEVED[why]}"
    return _WORDS.get(written, written)
