"""Whether words need a manager's visa, who is asked for it now, and who may give it."""

from __future__ import annotations

from datetime import date

from dispatch.history.actor import Actor
from dispatch.history.change import Change
from dispatch.history.request import Request
from dispatch.people.contacts import Contact, contact_of
from dispatch.rules.agent_choice import present
from models.store.organisations import InForce


def needs_visa(change: Change) -> bool:
    """Whether what this actor says to the requester waits for a manager: the service or the type says so, and
    they lead the service themselves not.
    """
    organisation, request = change.organisation, change.request
    service = organisation.service(request.service or organisation.town.default_service)
    kind = organisation.request_type(request.request_type)
    wanted = (service is not None and service.visa) or (kind is not None and kind.visa)
    return wanted and not may_give(change.in_force, request, change.actor.person_id)


def may_give(in_force: InForce, request: Request, person_id: int | None, today: date | None = None) -> bool:
    """Whether that person releases words about the request: a manager of its service, an administrator, and,
    on a day given, who stands in for such a manager.
    """
    organisation = in_force.organisation
    key = in_force.agent_of(person_id)
    agent = organisation.agent(key)
    if agent is None or agent.closed:
        return False
    leading = organisation.managers_of(request.service or organisation.town.default_service)
    if agent.role == "administrator" or agent in leading:
        return True
    return today is not None and any(present(organisation, each.key, today) == key for each in leading)


def may_release(
    in_force: InForce, request: Request, author_id: int | None, person_id: int | None, today: date
) -> bool:
    """Whether that person releases what the author wrote: nobody who only stands in releases their own."""
    return may_give(in_force, request, person_id, None if person_id == author_id else today)


def givers(change: Change, author_id: int | None) -> list[tuple[Contact, str]]:
    """Who is asked for a visa now, each with the name of the absent manager they stand in for, or ''.

    The managers of the service who are there, who stands in for those who are not, unless the words are
    theirs; when nobody is, the administrators.
    """
    organisation, own = change.organisation, change.in_force.agent_of(author_id)
    today = organisation.town.local_day(change.now)
    service = change.request.service or organisation.town.default_service
    asked: dict[str, str] = {}
    for manager in organisation.managers_of(service):
        here = present(organisation, manager.key, today)
        if here == manager.key:
            asked[here] = ""
        elif here is not None and here != own:
            asked.setdefault(here, manager.name)
    return _reached(change, asked) or administrators(change)


def administrators(change: Change) -> list[tuple[Contact, str]]:
    """The administrators who work here and can be reached, as `givers` are."""
    agents = change.organisation.agents
    here = (each.key for each in agents if each.role == "administrator" and not each.closed)
    return _reached(change, dict.fromkeys(here, ""))


def author(change: Change, person_id: int | None) -> Actor:
    """Whoever wrote words that others release, as the history names them."""
    found = change.organisation.agent(change.in_force.agent_of(person_id))
    return Actor(change.actor.role, person_id, found.name if found is not None else "", "visa")


def _reached(change: Change, asked: dict[str, str]) -> list[tuple[Contact, str]]:
    found = []
    for key, absent in asked.items():
        person_id = change.in_force.agent_persons.get(key)
        contact = contact_of(change.session, person_id, channels=change.channels) if person_id else None
        if contact is not None and person_id != change.actor.person_id:
            found.append((contact, absent))
    return found
