"""A reply address in other hands: a forwarded notice, or a stolen one. Whoever must know of it is told."""

from __future__ import annotations

from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.history.request import Request, read_request
from dispatch.inbound.case import Case
from dispatch.inbound.message_entry import change_of
from dispatch.notices.staff import staff_of
from dispatch.notices.tell import News, tell_person, tell_staff
from dispatch.people.contacts import contact_of
from models.vocabulary import CLOSED_KINDS, Audience


def tell_of_colleague(case: Case, change: Change) -> None:
    """Tell whose reply address it was that a colleague wrote to it: the words are a note, no order."""
    owner = case.thread.address_of
    if owner is None or case.automatic:
        return
    contact = contact_of(case.session, owner, channels=("email",))
    if contact is not None:
        told = {"reason": "used_by_colleague", "written": change.actor.name}
        tell_person(change, News("command_help", data=told), contact, Audience.AGENT)


def tell_of_stranger(case: Case, new: Request) -> None:
    """Tell of `new`, which somebody made by answering a letter that was not theirs: the agent whose reply
    address it was, else whoever works on the request of that letter, in words of ours.

    Whoever gets the new request reads in its notice what it is linked to: they are told once.
    """
    thread = case.thread
    if thread.linked_id is None or not (thread.handed_on or thread.address_of):
        return
    request = read_request(case.session, case.in_force, thread.linked_id)
    if request is None:
        return
    change = change_of(case, request, SYSTEM)
    if thread.address_of is not None:
        contact = contact_of(case.session, thread.address_of, channels=("email",))
        if contact is not None:
            told = {"reason": "used_by_other", "written": str(new.reference)}
            tell_person(change, News("command_help", data=told), contact, Audience.AGENT)
        return
    if request.kind in CLOSED_KINDS or staff_of(case.in_force, request) == staff_of(case.in_force, new):
        return
    told = {"reason": "written_elsewhere", "written": str(new.reference)}
    tell_staff(change, News("command_help", data=told))
