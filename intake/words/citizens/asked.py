"""The words by which a citizen asks for something, and what was understood: one table for texts and mails."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from models.values import Reference

Intent = Literal["track", "cancel", "help", "stop", "start", "new", "score", "language", "message"]

TRACK = frozenset({"suivi", "suivre", "status", "statut", "etat", "track", "avancement"})
CANCEL = frozenset({"annuler", "annule", "annulez", "annulation", "cancel"})
HELP = frozenset({"aide", "aides", "help", "info", "infos", "?"})
NEW = frozenset({"nouveau", "nouvelle", "new"})
START = frozenset({"start", "unstop", "reprendre", "reprise", "abonner", "reabonner"})
LANGUAGE = frozenset({"langue", "language", "lang"})
#: What may stand beside them when several requests are meant: it is asked back.
SEVERAL = frozenset({"et", "and", "tout", "toutes", "tous", "all", "les", "mes", "demandes", "requests"})
#: « ANNULER16 », as thumbs write it.
_GLUED = re.compile(r"\b(annul(?:er|ez|e)|annulation|cancel|suivi|statut|status)(?=[0-9])", re.IGNORECASE)
#: What follows « LANGUE », and the language it asks for.
LANGUAGES = {
    **dict.fromkeys(("fr", "francais", "francaise", "french"), "fr"),
    **dict.fromkeys(("en", "anglais", "anglaise", "english"), "en"),
}
#: Languages that people ask for and we do not write.
_OTHERS = frozenset(
    [
        "es",
        "espagnol",
        "spanish",
        "espanol",
        "de",
        "allemand",
        "german",
        "deutsch",
        "it",
        "italien",
        "italian",
        "italiano",
        "pt",
        "portugais",
        "portuguese",
        "ar",
        "arabe",
        "arabic",
        "tr",
        "turc",
        "turkish",
        "nl",
        "neerlandais",
        "dutch",
        "pl",
        "polonais",
        "polish",
        "ru",
        "russe",
        "russian",
        "uk",
        "ukrainien",
        "ukrainian",
        "zh",
        "chinois",
        "chinese",
        "ro",
        "roumain",
        "romanian",
        "vi",
        "vietnamien",
        "vietnamese",
    ]
)
#: What answers our question whether a wish is the reader's own.
CONFIRM = frozenset({"confirmer", "confirme", "confirmez", "confirm", "oui", "yes", "ok", "je confirme",
                     "i confirm", "c est moi", "oui je confirme", "yes i confirm"})  # fmt: skip
DECLINE = frozenset({"non", "no", "ce n est pas moi", "pas moi", "not me", "ne pas confirmer"})
#: Words that change nothing about a command.
POLITE = frozenset({"svp", "stp", "merci", "please", "sms", "bonjour", "mairie"})
#: What may stand between a command and the name of a request.
LINK = frozenset({"demande", "dossier", "request", "n", "no", "num", "numero", "ref", "reference", "la",
                  "ma", "de"})  # fmt: skip


def unglued(text: str) -> str:
    """`text` with a blank between a command and the number it was written together with. Linear in `text`."""
    return _GLUED.sub(r"\1 ", text)


@dataclass(frozen=True, slots=True)
class CitizenText:
    """One message understood; what it names is unproved until the process has checked it.

    `text` is what is left for a person to read: the words after NOUVEAU, the reason of ANNULER, the
    comment of a score, the whole for a message.
    """

    intent: Intent
    text: str = ""
    #: `2026-00042` written in full.
    reference: Reference | None = None
    #: `42` alone: the request of that number, of this year or the last, if it is the sender's.
    number: int | None = None
    #: What has the form of a signed short code (intake/sms/short_codes.py), capitals.
    codes: tuple[str, ...] = ()
    #: 1 to 5.
    score: int | None = None
    #: `fr` or `en` for a language, '' for one we do not write.
    language: str = ""
    #: Of a mail that may be meant as a command but is not surely one: its intent, while `intent` is `message`.
    perhaps: Intent | None = None

    @property
    def names_a_request(self) -> bool:
        """Whether anything in it may be the name of a request."""
        return self.reference is not None or self.number is not None or bool(self.codes)


def language_asked(words: list[str]) -> str | None:
    """What « LANGUE EN » asks for: `fr`, `en`, '' for a language we do not write; None for other words.

    Linear in `words`.
    """
    if len(words) != 2 or words[0] not in LANGUAGE:
        return None
    return LANGUAGES.get(words[1], "" if words[1] in _OTHERS else None)
