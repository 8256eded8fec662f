"""What is said below an alert: what it means, and what is to be done about it."""

from __future__ import annotations

#: By the key of the alert, or what it names: in French and in English, with the values in braces.
EXPLANATIONS: dict[str, tuple[str, str]] = {
    "mail_away": (
        "Rien n’est perdu\u00a0: tout part dès qu’il répond de nouveau.",
        "Nothing is lost: all of it leaves as soon as it answers again.",
    ),
    "texts_away": (
        "Rien n’est perdu\u00a0: tout part dès qu’il répond de nouveau.",
        "Nothing is lost: all of it leaves as soon as it answers again.",
    ),
    "texts_missed": (
        "L’adresse de secours est-elle réglée chez l’opérateur, et le service joignable\u00a0?",
        "Is the fallback address set at the carrier, and the service reachable?",
    ),
    "calls_refused": (
        "Le jeton, l’adresse publique ou la description des appels est faux dans les réglages, ou quelqu’un "
        "essaie.",
        "The auth token, the public address or the description of the calls is wrong in the settings, or "
        "somebody is trying.",
    ),
    "many_set_aside": (
        "Ils sont conservés\u00a0; il n’y aura plus d’avis pour chacun d’eux pendant cette heure.",
        "They are kept; no more of them are told one by one this hour.",
    ),
    "storm_sender": (
        "Ils sont conservés, et rien ne part pour eux. Cette commande en fait des demandes.",
        "They are kept, and nothing leaves for them. This command makes requests of them.",
    ),
    "storm_domain": (
        "Elles sont conservées, et rien ne part pour elles\u00a0; un danger passe, et les autres écrivent"
        " comme d’habitude. Cette commande en fait des demandes\u00a0; --limit dit combien.",
        "They are kept, and nothing leaves for them; a danger passes, and others write as ever. This command"
        " makes requests of them, some at a time with --limit.",
    ),
    "storm_strangers": (
        "Elles sont conservées\u00a0; un danger passe. Cette commande en fait des demandes\u00a0;"
        " --limit dit combien.",
        "They are kept; a danger passes. This command makes requests of them, some at a time with --limit.",
    ),
    "storm_all": (
        "Elles sont conservées\u00a0; un danger passe. Cette commande en fait des demandes\u00a0;"
        " --limit dit combien.",
        "They are kept; a danger passes. This command makes requests of them, some at a time with --limit.",
    ),
    "answers_held": (
        "Les demandes, elles, sont enregistrées.",
        "The requests themselves are written.",
    ),
    "answers_held_domain": (
        "Les demandes, elles, sont enregistrées, et les autres ont leur accusé.",
        "The requests themselves are written, and others are acknowledged.",
    ),
    "acknowledgements_held": (
        "C’est peut-être une machine qui répond à chacun. Ce qu’elle écrit est conservé\u00a0;"
        " il n’y aura plus d’accusé à cette adresse aujourd’hui.",
        "It may be a machine that answers each of them. What it writes is kept; nothing more is acknowledged"
        " there today.",
    ),
    "staff_said_stop": (
        "Un numéro peut être imité. Si l’agent ne veut pas de SMS, retirez le numéro de l’organisation.",
        "A number can be imitated. If they want no texts, take it out of the organisation.",
    ),
    "data_requested": (
        "Rien n’est envoyé tout seul\u00a0: assurez-vous de l’identité, puis guichet people export et"
        " guichet people answered.",
        "Nothing is sent by itself: make sure who asks, then guichet people export and"
        " guichet people answered.",
    ),
    "declined": (
        "Rien n’a été fait. Quelqu’un connaît peut-être une de ses adresses de réponse.",
        "Nothing was done. Somebody may know one of their reply addresses.",
    ),
    "went_instead": (
        "Il est allé à {instead} à la place.",
        "It went to {instead} instead.",
    ),
    "nobody_instead": (
        "Personne d’autre n’a pu être prévenu.",
        "Nobody else could be told.",
    ),
}
