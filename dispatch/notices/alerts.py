"""What administrators are alerted to, in the language of each.

An alert is kept by its key and its values; the sentence is made when the notice is written, for its reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dispatch.notices.why.explained import EXPLANATIONS
from dispatch.notices.why.machines import SECOND_MACHINE
from dispatch.notices.why.reasons import why_undelivered
from dispatch.queries.figures.money import money

#: By key: the sentence in French and in English, with the values in braces. A value named `reason` is one of
#: dispatch.notices.why.reasons, and said in the reader's language.
_SUMMARIES: dict[str, tuple[str, str]] = {
    "door_silent": (
        "Rien n’est arrivé par la porte {door} depuis plus de {hours} heures.",
        "Nothing has come in by {door} for more than {hours} hours.",
    ),
    "quota": (
        "Les pièces jointes occupent {used} Mo sur {quota} ({percent}\u00a0%).",
        "Attachments use {used} of {quota} MB ({percent} %).",
    ),
    "room_disk": (
        "Moins de {room} Mo libres sur le disque\u00a0: le courrier attend chez ses expéditeurs.",
        "Less than {room} MB are free on the disk: mail waits with its senders.",
    ),
    "room_limit": (
        "La limite {setting} ({limit} Mo) est atteinte\u00a0: du courrier attend chez ses expéditeurs.",
        "The limit {setting} ({limit} MB) is reached: mail waits with its senders.",
    ),
    "notices_wait": (
        "Avis par {channel} en attente depuis plus de {hours} heures\u00a0: {count}.",
        "Notices by {channel} that have waited for more than {hours} hours: {count}.",
    ),
    "held": (
        "Messages retenus au cours des dernières 24 heures sans être annoncés un à un\u00a0: {count}.",
        "Messages held in the last 24 hours and not announced one by one: {count}.",
    ),
    "mailbox_failing": (
        "La boîte {name} ne peut pas être lue.",
        "The mailbox {name} cannot be read.",
    ),
    "mailbox_missing": (
        "Messages de la boîte {name} qui ne sont pas enregistrés ici\u00a0: {missing}.",
        "Messages of the mailbox {name} that are not stored here: {missing}.",
    ),
    "access_log_damaged": (
        "Le début du journal des accès n’est pas intact\u00a0: rien n’en est effacé.",
        "The beginning of the access log is not whole: nothing of it is erased.",
    ),
    "backup_never": (
        "{name} n’a pas de bonne sauvegarde des {hours} dernières heures\u00a0: il n’y en a jamais eu.",
        "{name} has no good backup of the last {hours} hours: none was ever made.",
    ),
    "backup_old": (
        "{name} n’a pas de bonne sauvegarde des {hours} dernières heures\u00a0: la dernière est du {last}.",
        "{name} has no good backup of the last {hours} hours: the last is of {last}.",
    ),
    **SECOND_MACHINE,
    "texts_not_delivered": (
        "Les SMS ne sont pas remis\u00a0: {reason}.",
        "Texts are not delivered: {reason}.",
    ),
    "texts_stopped": (
        "Les SMS ne partent pas\u00a0: l’opérateur refuse nos réglages. Ils attendent.",
        "Texts are not sent: the provider refuses our settings. They wait.",
    ),
    "mail_stopped": (
        "Le courrier ne part pas\u00a0: le relais refuse nos réglages. Il attend.",
        "Mail is not sent: the relay refuses our settings. It waits.",
    ),
    "mail_away": (
        "Depuis {at}, le courrier ne part pas\u00a0: le relais ne répond pas. Il attend.",
        "Since {at} no mail is sent: the relay does not answer. It waits.",
    ),
    "texts_away": (
        "Depuis {at}, les SMS ne partent pas\u00a0: l’opérateur ne répond pas. Ils attendent.",
        "Since {at} no text is sent: the provider does not answer. They wait.",
    ),
    "texts_missed": (
        "SMS qui n’étaient pas arrivés et qu’il a fallu aller chercher\u00a0: {count}.",
        "Texts that had not reached the webhook and were fetched: {count}.",
    ),
    "calls_refused": (
        "{count} appels ou plus du webhook SMS ont été refusés en une heure.",
        "{count} or more calls of the SMS webhook were refused within an hour.",
    ),
    "photo_not_fetched": (
        "Une photo venue par SMS n’a pas pu être récupérée.",
        "A photo that came by text could not be fetched.",
    ),
    "many_set_aside": (
        "Plus de {count} messages ont été mis de côté en une heure.",
        "More than {count} messages were set aside within an hour.",
    ),
    "storm_sender": (
        "Plus de {count} messages de {address} en une heure\u00a0: les suivants sont retenus.",
        "More than {count} messages of {address} within an hour: further ones are held.",
    ),
    "storm_domain": (
        "{count} demandes venues de {address} en une heure\u00a0: les suivantes sont retenues.",
        "{count} requests from {address} within an hour: further ones are held.",
    ),
    "storm_strangers": (
        "Plus de {count} demandes d’inconnus en une heure\u00a0: les suivantes sont retenues.",
        "More than {count} requests of strangers within an hour: further ones are held.",
    ),
    "storm_all": (
        "Plus de {count} demandes nouvelles en une heure\u00a0: les suivantes sont retenues.",
        "More than {count} new requests within an hour: further ones are held.",
    ),
    "answers_held": (
        "Plus de {count} accusés de réception en une heure\u00a0: les suivants sont retenus.",
        "More than {count} acknowledgements within an hour: further ones are held.",
    ),
    "answers_held_domain": (
        "{count} accusés de réception à {address} en une heure\u00a0: les suivants sont retenus.",
        "{count} acknowledgements to {address} within an hour: further ones are held.",
    ),
    "notices_held": (
        "Plus de {count} avis à {address} en un jour\u00a0: les suivants sont retenus.",
        "More than {count} notices to {address} in a day: further ones are held.",
    ),
    "sending_limited": (
        "Plus de {count} envois en {hours}\u00a0h\u00a0: le reste attend.",
        "More than {count} notices left within {hours} h: the rest waits.",
    ),
    "budget_spent": (
        "Le budget SMS du mois ({budget}) est dépensé.",
        "The month's budget for texts ({budget}) is spent.",
    ),
    "budget_share": (
        "{percent}\u00a0% du budget SMS du mois est dépensé ({spent} sur {budget}).",
        "{percent} % of the month's budget for texts is spent ({spent} of {budget}).",
    ),
    "acknowledgements_held": (
        "Plus de {count} accusés de réception vers {address} en un jour\u00a0: ils sont retenus.",
        "More than {count} acknowledgements to {address} in a day: they are held.",
    ),
    "staff_unreached": (
        "Un avis à {who} ({address}) n’est pas arrivé\u00a0: {reason}.",
        "A notice to {who} ({address}) did not arrive: {reason}.",
    ),
    "staff_said_stop": (
        "STOP est venu du numéro d’un membre du personnel\u00a0; ses avis continuent.",
        "STOP came from the number of a member of staff; their notices go on.",
    ),
    "data_requested": (
        "Quelqu’un demande à voir ses données\u00a0: réponse due le {day} au plus tard.",
        "Somebody asks to see their data: they are to be answered by {day}.",
    ),
    "data_request_due": (
        "La demande de données n°\u00a0{number} attend sa réponse, due le {day} au plus tard.",
        "Demand {number} for somebody’s data is to be answered by {day}.",
    ),
    "data_request_late": (
        "Demandes de données sans réponse après un mois\u00a0: {count}.",
        "{count} demands for data were not answered within a month.",
    ),
    "declined": (
        "Le message n°\u00a0{inbound} est venu au nom d’un agent qui ne l’a pas écrit.",
        "Message {inbound} was sent in the name of an agent who did not write it.",
    ),
}
KEYS = frozenset(_SUMMARIES)


def alert_of(
    key: str, *, command: str = "", detail: str = "", explains: str = "", **values: object
) -> dict[str, Any]:
    """The data of an alert notice. `detail` is what a program said, in its own words; `explains` names the
    explanation when it is not that of `key`. Raises KeyError for an unknown key or a missing value.
    """
    given = {name: str(value) for name, value in values.items()}
    return {
        "key": key,
        "explains": explains,
        "values": given,
        "detail": detail[:500],
        "command": command,
        "summary": summary_of(key, given, "en"),
    }


def summary_of(key: str, values: Mapping[str, str], locale: str) -> str:
    """The sentence of an alert, for a reader of `locale`."""
    return _SUMMARIES[key][locale == "en"].format(**_in(values, locale))


def explanation_of(key: str, explains: str, values: Mapping[str, str], locale: str) -> str:
    """What is said below it, '' when nothing is."""
    found = EXPLANATIONS.get(explains or key)
    return found[locale == "en"].format(**_in(values, locale)) if found else ""


def _in(values: Mapping[str, str], locale: str) -> dict[str, str]:
    said = dict(values)
    if "reason" in said:
        said["reason"] = why_undelivered(said["reason"], locale)
    if currency := said.get("currency"):
        said |= {each: money(said[each], currency, locale) for each in ("budget", "spent") if each in said}
    return said
