"""Why a message was not sent, in people's words: templates and carriers use the key."""

from __future__ import annotations

from dispatch.notices.why.mail_status import find_status, status_sentence

#: Why a message did not arrive, for agents: French (default) and English. Templates use the key.
REASONS: dict[str, tuple[str, str]] = {
    "opted_out": ("la personne ne veut plus de SMS (STOP)", "the person no longer wants texts (STOP)"),
    "objected": (
        "la personne s’est opposée à recevoir des messages",
        "the person objected to being written to",
    ),
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
    "no_such_address": ("cette adresse n’existe pas", "nobody has this address"),
    "doubtful": (
        "la messagerie n’a pas confirmé la remise\u00a0: le message est peut-être arrivé",
        "the mail system never confirmed it: the message may have arrived",
    ),
    "partner_refused": ("le partenaire a refusé la demande", "the partner refused the request"),
    "partner_doubtful": (
        "le partenaire n’a pas confirmé qu’il a reçu la demande\u00a0: elle est peut-être arrivée, "
        "demandez-le-lui avant de la transmettre à nouveau",
        "the partner never confirmed that it has the request: it may have arrived, ask them before it is "
        "passed on again",
    ),
    "too_many_tries": (
        "le message n’a pas pu être remis malgré de nombreux essais",
        "the message could not be delivered in many tries",
    ),
    "unreachable_before": (
        "cette adresse ou ce numéro ne fonctionnait déjà plus",
        "this address or number did not work any more",
    ),
    "unknown": ("raison inconnue", "reason unknown"),
}


def why_undelivered(reason: str, locale: str) -> str:
    """A reason in the reader's language, without a capital or a full stop.

    `reason` is a key of REASONS, an enhanced status code, or a technical sentence that may hold one: that
    sentence itself is for administrators, and shown by `outbox show`. Linear in `reason`.
    """
    sentence = status_sentence(find_status(reason), locale) if reason not in REASONS else ""
    french, english = REASONS.get(reason, REASONS["unknown"])
    return sentence or (english if locale == "en" else french)
