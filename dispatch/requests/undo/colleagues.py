"""Colleagues who were told of something hear that it is undone: what of theirs it was, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dispatch.history.change import Change
from dispatch.notices.tell import News, tell_person
from dispatch.people.contacts import contact_of
from models.vocabulary import Audience

#: By the notice that told them; '' any other.
_SAID = {
    "fr": {
        "task_assigned": "{name} retire la tâche «\u00a0{title}\u00a0» qui vous était confiée\u00a0: "
        "elle n’est plus à faire.",
        "opinion_asked": "{name} n’attend plus l’avis qui vous était demandé sur cette demande.",
        "": "{name} a annulé ce qui vous avait été annoncé de cette demande\u00a0: elle est comme avant.",
    },
    "en": {
        "task_assigned": "{name} withdraws the task “{title}” that was given to you: it need not be done.",
        "opinion_asked": "{name} no longer waits for the view that you were asked for on this request.",
        "": "{name} has undone what you were told of this request: it is again as it was before.",
    },
}


def tell_colleagues(change: Change, rows: Sequence[Any]) -> tuple[int, ...]:
    """Tell everybody of `rows`, letters of the outbox that had left, that it is undone; not whoever undoes.
    Who was told.
    """
    told: list[int] = []
    persons = {row.person_id for row in rows if row.person_id is not None} - {change.actor.person_id}
    for person_id in sorted(persons):
        contact = contact_of(change.session, person_id, channels=change.channels)
        if contact is None:
            continue
        said = _SAID["en" if contact.locale == "en" else "fr"]
        sentences = dict.fromkeys(
            said.get(row.notice, said[""]).format(
                name=change.actor.name, title=" ".join(str(row.data.get("title", "")).split())[:120]
            )
            for row in rows
            if row.person_id == person_id
        )
        news = News("note_added", data={"text": "\n".join(sentences)})
        tell_person(change, news, contact, Audience.AGENT)
        told.append(person_id)
    return tuple(told)
