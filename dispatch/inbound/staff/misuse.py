"""A reply address of an agent in other hands: a forwarded notice, or a stolen one. Whoever has it is told."""

from __future__ import annotations

from dispatch.history.actor import SYSTEM
from dispatch.history.request import read_request
from dispatch.inbound.case import Case
from dispatch.inbound.message_entry import change_of
from dispatch.notices.tell import News, tell_person
from dispatch.people.contacts import contact_of
from models.vocabulary import Audience


def tell_owner_of_address(case: Case) -> None:
    """Tell the agent whose reply address somebody else wrote to, in words of ours."""
    thread = case.thread
    if thread.address_of is None or thread.linked_id is None:
        return
    request = read_request(case.session, case.in_force, thread.linked_id)
    contact = contact_of(case.session, thread.address_of, channels=("email",))
    if request is not None and contact is not None:
        news = News("command_help", data={"reason": "used_by_other"})
        tell_person(change_of(case, request, SYSTEM), news, contact, Audience.AGENT)
