"""Who hears of what is late; and at once, what is late about a danger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.history.request import Request, find_requests
from dispatch.notices.tell import News, staff_of, tell_person
from dispatch.people.contacts import Contact, contact_of
from dispatch.rules.agent_choice import present
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.requests import RequestRow
from models.vocabulary import Audience

_requests = table_of(RequestRow)


def remind_dangers(session: Session, in_force: InForce, now: datetime) -> int:
    """Tell the holder and the managers, once, of each message about a danger that is past its hour and that
    nobody has taken; how many there are.
    """
    past = find_requests(
        session,
        in_force,
        _requests.c.state_kind == "new",
        _requests.c.due_at < now,
        _requests.c.priority == "urgent",
        _requests.c.decision["danger"].as_boolean(),
    )
    for request in past:
        change = Change(session, in_force, request, SYSTEM, f"danger:{request.id}", now)
        told = [*holders(session, in_force, request, now), *managers(session, in_force, request)]
        for contact in dict.fromkeys(told):
            tell_person(change, News("overdue"), contact, Audience.AGENT)
    return len(past)


def holders(session: Session, in_force: InForce, request: Request, now: datetime) -> list[Contact]:
    """Who is told: the assignee, or whoever stands in today; else the service's mailbox, and so on."""
    organisation = in_force.organisation
    here = present(organisation, request.assignee, organisation.town.local_day(now))
    deputy = in_force.agent_persons.get(here or "")
    tiers = [*([[deputy]] if deputy is not None else []), *staff_of(in_force, request)]
    for persons in tiers:
        if reached := _reached(session, persons):
            return reached
    return []


def managers(session: Session, in_force: InForce, request: Request) -> list[Contact]:
    """Where the managers of the request's service are reached."""
    found = in_force.organisation.managers_of(request.service or in_force.organisation.town.default_service)
    persons = [in_force.agent_persons[each.key] for each in found if each.key in in_force.agent_persons]
    return _reached(session, persons)


def _reached(session: Session, persons: Sequence[int]) -> list[Contact]:
    found = [contact_of(session, person, prefer="email") for person in persons]
    return [contact for contact in found if contact is not None]
