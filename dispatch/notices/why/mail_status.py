"""Why a mail did not arrive, in people's words, by the enhanced status code of the report (RFC 3463)."""

from __future__ import annotations

import re

_STATUS = re.compile(r"(?<![\d.])[245]\.(\d{1,3}\.\d{1,3})(?![\d.])", re.ASCII)
#: Text looked at for a code.
_MOST_CHARACTERS = 1_000

#: Subject and detail of the code: French (default) and English. `x.0` speaks for every other detail of `x`.
SENTENCES: dict[str, tuple[str, str]] = {
    "0.0": ("la messagerie n’a pas dit pourquoi", "the mail system did not say why"),
    "1.0": ("cette adresse n’est pas valable", "this address is not valid"),
    "1.1": ("cette adresse n’existe pas", "this address does not exist"),
    "1.2": ("le domaine de cette adresse n’existe pas", "the domain of this address does not exist"),
    "1.3": ("cette adresse est mal écrite", "this address is misspelt"),
    "1.6": (
        "cette adresse a changé, sans dire pour laquelle",
        "this address has moved, without saying where",
    ),
    "1.10": ("ce domaine ne reçoit aucun courriel", "this domain receives no mail"),
    "2.0": ("cette boîte aux lettres ne peut pas recevoir", "this mailbox cannot receive"),
    "2.1": ("cette boîte aux lettres est désactivée", "this mailbox is disabled"),
    "2.2": ("la boîte aux lettres est pleine", "the mailbox is full"),
    "2.3": (
        "le message est trop gros pour cette boîte aux lettres",
        "the message is too large for this mailbox",
    ),
    "2.4": ("la liste de diffusion n’a pas pu être lue", "the mailing list could not be expanded"),
    "3.0": ("le serveur du destinataire est en panne", "the recipient’s server is out of order"),
    "3.1": ("le disque du serveur du destinataire est plein", "the disk of the recipient’s server is full"),
    "3.4": ("le message est trop gros pour ce serveur", "the message is too large for this server"),
    "4.0": ("le serveur du destinataire n’a pas été joint", "the recipient’s server was not reached"),
    "4.1": ("le serveur du destinataire ne répond pas", "the recipient’s server does not answer"),
    "4.2": ("la liaison avec le serveur du destinataire s’est coupée", "the recipient’s server broke off"),
    "4.4": ("aucun serveur ne reçoit le courriel de ce domaine", "no server takes mail for this domain"),
    "4.6": ("le message tourne en rond entre deux serveurs", "the message goes round in a loop of servers"),
    "4.7": (
        "le message n’a pas pu être remis malgré plusieurs jours d’essais",
        "the message could not be delivered in several days of trying",
    ),
    "5.0": ("les deux serveurs ne se sont pas compris", "the two servers did not understand each other"),
    "6.0": ("le contenu du message n’est pas accepté", "the content of the message is not accepted"),
    "7.0": ("le serveur du destinataire refuse nos messages", "the recipient’s server refuses our messages"),
    "7.1": ("le serveur du destinataire refuse nos messages", "the recipient’s server refuses our messages"),
    "7.13": ("ce compte est désactivé", "this account is disabled"),
    "7.23": ("notre envoi n’a pas été reconnu (SPF)", "our sending was not recognised (SPF)"),
    "7.20": ("notre signature n’a pas été reconnue (DKIM)", "our signature was not recognised (DKIM)"),
    "7.26": (
        "notre envoi n’a pas été reconnu (SPF et DKIM)",
        "our sending was not recognised (SPF and DKIM)",
    ),
}


def find_status(text: str) -> str:
    """The first enhanced status code in `text` (`5.1.1`), looking at its beginning; '' when there is none.

    Linear in `text`.
    """
    found = _STATUS.search(text[:_MOST_CHARACTERS])
    return found[0] if found else ""


def status_sentence(status: str, locale: str) -> str:
    """What a code says, without a capital or a full stop; '' when `status` is none. Linear in `status`."""
    found = _STATUS.fullmatch(status)
    if found is None:
        return ""
    subject = found[1].split(".")[0]
    french, english = SENTENCES.get(found[1]) or SENTENCES.get(f"{subject}.0") or SENTENCES["0.0"]
    return english if locale == "en" else french
