"""Why a notice did not arrive, in people's words: templates and carriers use the key (pure)."""

from __future__ import annotations

#: Why a notice did not arrive, for agents: French (default) and English. Templates use the key.
REASONS: dict[str, tuple[str, str]] = {
    "no_such_address": ("cette adresse n'existe pas", "nobody has this address"),
    "mailbox_full": ("la boîte du destinataire est pleine", "the recipient's mailbox is full"),
    "mail_too_large": (
        "le message est trop gros pour sa boîte",
        "the message is too large for their mailbox",
    ),
    "mail_refused": (
        "le serveur de messagerie du destinataire l'a refusé",
        "the recipient's mail server refused it",
    ),
    "mail_expired": (
        "le serveur de messagerie du destinataire ne répond pas",
        "the recipient's mail server does not answer",
    ),
    "opted_out": ("la personne ne veut plus de SMS (STOP)", "the person no longer wants texts (STOP)"),
    "invalid_number": ("ce numéro n'existe pas", "this number does not exist"),
    "not_a_mobile": ("ce numéro ne reçoit pas de SMS (ligne fixe)", "this number takes no texts (landline)"),
    "unknown_number": ("ce numéro n'est plus attribué", "this number is not in service"),
    "unreachable": ("le téléphone est éteint ou hors réseau", "the phone is off or out of reach"),
    "blocked": ("l'opérateur a bloqué le message", "the operator blocked the message"),
    "too_long": ("le message est trop long", "the message is too long"),
    "empty": ("le message est vide", "the message is empty"),
    "busy": ("l'opérateur est surchargé, nouvel essai prévu", "the operator is busy, it will be tried again"),
    "expired": (
        "l'opérateur n'a pas pu remettre le message à temps",
        "the operator could not deliver the message in time",
    ),
    "no_answer": (
        "l'opérateur ne répond pas, nouvel essai prévu",
        "the operator does not answer, it will be tried again",
    ),
    "credentials": ("le compte SMS est refusé", "the SMS account is refused"),
    "account": ("le compte SMS est suspendu ou limité", "the SMS account is suspended or limited"),
    "region": ("les envois vers ce pays ne sont pas ouverts", "sending to this country is not enabled"),
    "sender": ("le numéro d'expéditeur n'est pas valable", "the sender number is not valid"),
    "settings": ("un réglage de l'envoi est faux", "a setting of the sending is wrong"),
    "no_carrier": ("la mairie n'envoie pas de SMS", "the town sends no texts"),
    "unknown": ("raison inconnue", "reason unknown"),
}

#: Enhanced status codes (RFC 3463 §3) of what a report says, the first that begins it; without their class.
_STATUSES = (
    ("1.8", "mail_refused"),
    ("1.", "no_such_address"),
    ("2.1", "no_such_address"),
    ("2.2", "mailbox_full"),
    ("2.3", "mail_too_large"),
    ("3.4", "mail_too_large"),
    ("4.4", "mail_expired"),
    ("4.7", "mail_expired"),
)


def reason_of_status(status: str) -> str:
    """The key of REASONS for an enhanced status code: `5.1.1` is `no_such_address`."""
    detail = status[2:]
    return next((reason for begins, reason in _STATUSES if detail.startswith(begins)), "mail_refused")


def why_undelivered(reason: str, locale: str) -> str:
    """A key of REASONS in people's words; anything else is technical, and nothing its reader can mend."""
    if locale == "en":
        return REASONS[reason][1] if reason in REASONS else reason.rstrip(".") or REASONS["unknown"][1]
    return REASONS[reason][0].replace("'", "’") if reason in REASONS else "l’envoi a échoué"
