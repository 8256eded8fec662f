"""Somebody may be in danger: whoever is on call is told at once, at any hour, by text and by email."""

from __future__ import annotations

from dispatch.history.change import Change
from dispatch.notices.tell import News, tell_person
from dispatch.people.contacts import contact_of
from dispatch.rules.agent_choice import alerted
from models.vocabulary import Audience, Channel


def tell_danger(change: Change, news: News) -> bool:
    """Tell those on call, else the service's agents, else the administrators; whether the agent who holds the
    request was told by email, so that nothing more need be said.

    A text wakes at night and says little; the email holds everything, and is there when texts are not.
    """
    organisation, in_force = change.organisation, change.in_force
    today = organisation.town.local_day(change.now)
    written_to_holder = False
    service = change.request.service or organisation.town.default_service
    for key in alerted(organisation, service, today):
        person = in_force.agent_persons.get(key)
        if person is None:
            continue
        for channel in (way for way in (Channel.SMS, Channel.EMAIL) if way in change.channels):
            contact = contact_of(change.session, person, channels=(channel,))
            if contact is not None:
                tell_person(change, news, contact, Audience.AGENT)
                written_to_holder |= key == change.request.assignee and channel == Channel.EMAIL
    return written_to_holder
