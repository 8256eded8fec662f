"""One mail a day for each person who has something late, and at once what is late about a danger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.history.request import Request, find_requests
from dispatch.notices.listed import WorkList
from dispatch.notices.outside_requests import Occasion, tell_contact
from dispatch.notices.tell import News, staff_of, tell_person
from dispatch.notices.work_lists import work_items
from dispatch.people.contacts import Contact, contact_of
from dispatch.rules.agent_choice import present
from models.organisation.working_time import add_working_days, is_working_day
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.requests import RequestRow
from models.vocabulary import OPEN_KINDS, Audience

_requests = table_of(RequestRow)
#: Requests one mail lists of each kind; the rest is only counted.
LISTED = 60


def remind_late(session: Session, in_force: InForce, now: datetime, manager_after_days: int) -> int:
    """Tell everybody, on working days, in one mail what of theirs is late; how many requests are.

    Whoever stands in for an absent agent gets that agent's too. What is late by `manager_after_days` working
    days is listed to the managers of its service besides (0: never).
    """
    town = in_force.organisation.town
    today = town.local_day(now)
    late = find_requests(session, in_force, _requests.c.state_kind.in_(OPEN_KINDS), _requests.c.due_at < now)
    if not late or not is_working_day(town, today):
        return len(late)
    own: dict[int, list[Request]] = {}
    team: dict[int, list[Request]] = {}
    contacts: dict[int, Contact] = {}
    for request in late:
        told = _holders(session, in_force, request, now)
        for contact in told:
            contacts[contact.contact_id] = contact
            own.setdefault(contact.contact_id, []).append(request)
        if manager_after_days and _is_very_late(in_force, request, now, manager_after_days):
            for contact in _managers(session, in_force, request):
                if contact not in told:
                    contacts[contact.contact_id] = contact
                    team.setdefault(contact.contact_id, []).append(request)
    for contact_id, contact in contacts.items():
        reader = _agent_of(in_force, contact)
        mine, theirs = own.get(contact_id, []), team.get(contact_id, [])
        details = WorkList(
            items=work_items(session, in_force, mine, now, reader=reader)[:LISTED],
            total=len(mine),
            team=work_items(session, in_force, theirs, now, reader=reader)[:LISTED],
            team_total=len(theirs),
        )
        occasion = Occasion(session, f"late:{today.isoformat()}", now)
        tell_contact(occasion, "late", contact, details, audience=Audience.AGENT)
    return len(late)


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
        told = [*_holders(session, in_force, request, now), *_managers(session, in_force, request)]
        for contact in dict.fromkeys(told):
            tell_person(change, News("overdue"), contact, Audience.AGENT)
    return len(past)


def _holders(session: Session, in_force: InForce, request: Request, now: datetime) -> list[Contact]:
    """Who is told: the assignee, or whoever stands in today; else the service's mailbox, and so on."""
    organisation = in_force.organisation
    here = present(organisation, request.assignee, organisation.town.local_day(now))
    deputy = in_force.agent_persons.get(here or "")
    tiers = [*([[deputy]] if deputy is not None else []), *staff_of(in_force, request)]
    for persons in tiers:
        if reached := _reached(session, persons):
            return reached
    return []


def _managers(session: Session, in_force: InForce, request: Request) -> list[Contact]:
    managers = in_force.organisation.managers_of(
        request.service or in_force.organisation.town.default_service
    )
    persons = [in_force.agent_persons[each.key] for each in managers if each.key in in_force.agent_persons]
    return _reached(session, persons)


def _reached(session: Session, persons: Sequence[int]) -> list[Contact]:
    found = [contact_of(session, person, prefer="email") for person in persons]
    return [contact for contact in found if contact is not None]


def _agent_of(in_force: InForce, contact: Contact) -> str:
    keys: Mapping[int, str] = {person: key for key, person in in_force.agent_persons.items()}
    return keys.get(contact.person_id, "")


def _is_very_late(in_force: InForce, request: Request, now: datetime, days: int) -> bool:
    town = in_force.organisation.town
    return request.due_at is not None and add_working_days(
        town, town.local_day(request.due_at), days
    ) <= town.local_day(now)
