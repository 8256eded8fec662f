"""A request becomes somebody else's: who really asked, when another wrote for them."""

from __future__ import annotations

from dispatch.history.change import Change
from dispatch.notices.tell import News, tell_requester, tell_staff
from dispatch.people.contacts import Contact
from models.tables.requests import EntryKind

_SAID = {
    "fr": "Le demandeur est maintenant {new}\u00a0; c’était {old}.",
    "en": "The requester is now {new}; it was {old}.",
}


def change_requester(change: Change, contact: Contact, *, before: str) -> None:
    """Make the request that of the person of `contact`, where answers go from now on.

    The new requester receives the acknowledgement with the reference, staff an internal note. `before` names
    the former requester in it, who is told nothing: their next message about the request is a stranger's.
    """
    change.update(
        requester_id=contact.person_id,
        reply_contact_id=contact.contact_id,
        channel=contact.channel,
        locale=contact.locale,
    )
    locale = change.organisation.town.locale
    said = _SAID[locale].format(new=contact.name or contact.written, old=before)
    entry_id = change.write(EntryKind.NOTE, text=said, data={"requester": contact.person_id})
    received = {"received_at": change.request.created_at.isoformat(), "missing_fields": []}
    tell_requester(change, News("acknowledgement", entry_id, received), contact)
    tell_staff(change, News("note_added", entry_id, {"text": said}), besides=change.actor.person_id)
