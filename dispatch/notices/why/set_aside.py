"""Why a message was held or set aside, in the reader's language.

The ledger keeps its reasons in English, for commands; letters to French readers say them in French.
"""

from __future__ import annotations

import re

#: The sentence of the ledger, `*` for what varies, and the French one with each `{}` in the same order.
_SAID = (
    ("virus", "une pièce jointe contient un virus"),
    ("quota", "la place prévue pour les pièces jointes est pleine (limits.quota_bytes)"),
    ("a virus was found in it: *", "une pièce jointe contient un virus : {}"),
    ("Reading took longer than * s.", "sa lecture a pris plus de {} s"),
    ("The process that read it was ended.", "le programme qui le lisait s’est arrêté"),
    ("The reader failed (*).", "le programme qui le lisait a échoué ({})"),
    ("Reading takes more than * MB of memory.", "sa lecture demande plus de {} Mo de mémoire"),
    (
        "the service stopped * times while working on it",
        "le service s’est arrêté {} fois pendant qu’il le traitait",
    ),
    ("gave up after * attempts: *", "abandonné après {} essais ; détail technique : {}"),
    (
        "about no message of ours: nothing changed",
        "un avis de non-remise qui ne concerne aucun de nos messages",
    ),
    (
        "written to the return address of message *, not by whom it was sent to",
        "écrit à l’adresse de retour de notre message n° {}, par quelqu’un d’autre que son destinataire",
    ),
    (
        "an agent's number without the code of a notice",
        "un SMS du numéro d’un agent, sans le code d’un avis",
    ),
    ("its agent did not confirm it in time", "l’agent ne l’a pas confirmé à temps"),
    (
        "the same order was given through this address before",
        "le même ordre a déjà été donné par cette adresse",
    ),
    ("held by a rule", "une règle le retient"),
    ("looks automatic: Auto-Submitted: *.", "paraît automatique (Auto-Submitted : {})"),
    ("looks automatic: Auto-Submitted: *", "paraît automatique (Auto-Submitted : {})"),
    ("looks automatic: Precedence: *.", "paraît automatique (Precedence : {})"),
    ("looks automatic: Precedence: *", "paraît automatique (Precedence : {})"),
    ("looks automatic: * is set.", "paraît automatique (en-tête {})"),
    ("looks automatic: It is a read receipt*", "un accusé de lecture qui ne répond à aucun de nos messages"),
    ("looks automatic: The subject is that of a read receipt.", "son objet est celui d’un accusé de lecture"),
    ("looks automatic: It is a feedback report*", "un rapport automatique de messagerie"),
    ("looks automatic: It is a notice of delay*", "un avis de retard d’un serveur"),
    ("looks automatic: A program wrote it.", "paraît automatique : un programme l’a écrit"),
    (
        "looks automatic: Exchange's inbox rules wrote it.",
        "paraît automatique : écrit par une règle de boîte de réception",
    ),
    (
        "looks automatic: The text says that it is an automatic answer.",
        "son texte dit qu’il est une réponse automatique",
    ),
    (
        "looks automatic: The subject *an absence message.",
        "paraît être un message d’absence",
    ),
    ("looks automatic: It was sent in bulk.", "paraît être un envoi en nombre"),
    ("looks automatic: It carries our own loop header.", "il porte notre propre marque de retour"),
    (
        "looks automatic: A scanner or copier sent it.",
        "paraît automatique : un scanner ou un copieur l’a envoyé",
    ),
    ("looks automatic: A web form sent it.", "paraît automatique : un formulaire l’a envoyé"),
    (
        "looks automatic: A service that sends for programs sent it.",
        "paraît automatique : un service qui envoie pour des programmes l’a envoyé",
    ),
    (
        "looks automatic: Its envelope sender is empty.",
        "paraît automatique : son enveloppe n’a pas d’expéditeur",
    ),
    (
        "looks automatic: Its sender is a machine's address.",
        "paraît automatique : son expéditeur est l’adresse d’une machine",
    ),
    (
        "looks automatic: The sender is a short code or a name: it takes no answer.",
        "son expéditeur est un numéro court ou un nom : on ne peut lui répondre",
    ),
    ("looks automatic: *", "paraît automatique : {}"),
)
_MOST = 300


def why_set_aside(reason: str, locale: str) -> str:
    """A reason of the ledger for a reader of `locale`; one that has no French words (a rule's own) comes as
    it is.
    """
    written = reason[:_MOST]
    if locale == "en":
        return {"virus": "a virus", "quota": "the room for attachments is full (limits.quota_bytes)"}.get(
            written, written
        )
    for pattern, french in _PATTERNS:
        if (found := pattern.fullmatch(written)) is not None:
            return french.format(*found.groups())
    return written


#: At most two wildcards, each bounded by the length of a reason: linear enough on 300 characters.
_PATTERNS = tuple(
    (
        re.compile(re.escape(said).replace(r"\*", "(.{0,300}?)"), re.DOTALL),
        re.sub(r" ([:;])", "\u00a0\\1", french),
    )
    for said, french in _SAID
)
