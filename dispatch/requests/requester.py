"""A request becomes somebody else's: who really asked, when another wrote for them."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import Session

from dispatch.notices.tell import Fact, tell_requester, tell_staff
from dispatch.people.contacts import Contact
from dispatch.requests import history
from models.store.organisations import InForce
from models.tables.requests import EntryKind, Request
from models.vocabulary import ActorRole

_SAID = {
    "fr": "Le demandeur est maintenant {new}\u00a0; c’était {old}.",
    "en": "The requester is now {new}; it was {old}.",
}


def change_requester(
    session: Session,
    in_force: InForce,
    request: Request,
    contact: Contact,
    fact: Fact,
    *,
    actor_role: ActorRole,
    person_id: int | None,
    before: str,
) -> None:
    """Make `request` that of the person of `contact`, where answers go from now on.

    The new requester receives the acknowledgement with the reference, staff an internal note. `before` names
    the former requester in it, who is told nothing: their next message about the request is a stranger's.
    """
    assert request.id is not None
    request.requester_id, request.reply_contact_id = contact.person_id, contact.contact_id
    request.channel, request.locale = contact.channel, contact.locale
    history.touch(
        session,
        request.id,
        fact.now,
        requester_id=contact.person_id,
        reply_contact_id=contact.contact_id,
        channel=contact.channel,
        locale=contact.locale,
    )
    locale = in_force.organisation.town.locale
    said = _SAID[locale].format(new=contact.name or contact.written, old=before)
    entry_id = history.write_entry(
        session,
        request.id,
        EntryKind.NOTE,
        fact.now,
        actor_role=actor_role,
        person_id=person_id,
        text=said,
        data={"requester": contact.person_id},
        inbound_id=fact.inbound_id,
    )
    told = replace(fact, request=request, entry_id=entry_id)
    tell_requester(
        session,
        told,
        "acknowledgement",
        data={"received_at": request.created_at.isoformat(), "missing_fields": []},
        contact=contact,
    )
    tell_staff(session, told, in_force, "note_added", data={"text": said}, besides=person_id)
