"""The words of a drawn workflow that are not the town's own: kinds of states, who may, what is missing."""

from __future__ import annotations

#: What the kinds of states, whoever may, and the other words of a drawing are called.
_WORDS = {
    "new": ("nouvelle", "new"),
    "open": ("ouverte", "open"),
    "waiting": ("en attente", "waiting"),
    "done": ("terminée", "done"),
    "refused": ("refusée", "refused"),
    "requester": ("demandeur", "requester"),
    "agent": ("agent", "agent"),
    "manager": ("responsable", "manager"),
    "system": ("le guichet", "system"),
    "rule": ("règle", "rule"),
    "missing": ("n’existe pas", "missing"),
    "task": ("tâche à l’entrée\u00a0:", "task on entry:"),
    # What nobody writes: the requester's words lead there by themselves.
    "answer": ("réponse du demandeur", "the requester's answer"),
    # Written with the name of a partner: no word of its own.
    "forward": ("transmettre à …", "pass on to …"),
}


def said(word: str, locale: str) -> str:
    """The word in `fr` or `en`; itself when it is none of these."""
    french, english = _WORDS.get(word, (word, word))
    return english if locale == "en" else french
