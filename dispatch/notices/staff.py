"""Which persons of staff must hear of a request, and who stands in for those who are away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dispatch.history.request import Request
from dispatch.rules.agent_choice import present
from models.store.organisations import InForce


def staff_of(in_force: InForce, request: Request) -> list[list[int]]:
    """Persons who must hear of a request: its assignee; failing that its service's mailbox, its managers or,
    in a service that has none of its own, its agents; administrators.

    Who left hears nothing any more.
    """
    organisation = in_force.organisation
    tiers: list[list[int]] = []
    assignee = organisation.agent(request.assignee)
    if assignee is not None and not assignee.closed and assignee.key in in_force.agent_persons:
        tiers.append([in_force.agent_persons[assignee.key]])
    service = request.service or organisation.town.default_service
    if service in in_force.service_persons:
        tiers.append([in_force.service_persons[service]])
    here = [each for each in organisation.agents if service in each.services and not each.closed]
    if all(each.role == "agent" for each in here):
        tiers.append(
            [in_force.agent_persons[each.key] for each in here if each.key in in_force.agent_persons]
        )
    managers = [
        in_force.agent_persons[agent.key]
        for agent in organisation.managers_of(service)
        if agent.key in in_force.agent_persons
    ]
    return [*tiers, managers, administrators_of(in_force)]


def administrators_of(in_force: InForce) -> list[int]:
    """Persons who run the counter."""
    return [
        in_force.agent_persons[agent.key]
        for agent in in_force.organisation.agents
        if agent.role == "administrator" and not agent.closed and agent.key in in_force.agent_persons
    ]


def administrators_now(in_force: InForce, today: date) -> list[int]:
    """Persons who run the counter and, while none of them is there, who stands in for them besides."""
    persons = administrators_of(in_force)
    if not all(is_away(in_force, each, today) for each in persons):
        return persons
    return [*persons, *stand_ins(in_force, persons, today)]


def is_away(in_force: InForce, person_id: int, today: date) -> bool:
    """Whether that person is an agent who is absent; a service's mailbox is always there."""
    agent = in_force.organisation.agent(in_force.agent_of(person_id))
    return agent is not None and agent.absence_on(today) is not None


def stand_ins(in_force: InForce, persons: Iterable[int], today: date) -> dict[int, str]:
    """Who stands in for those of `persons` who are away, none of them, with the name of the absent one."""
    organisation, given = in_force.organisation, list(persons)
    found: dict[int, str] = {}
    for person_id in given:
        agent = organisation.agent(in_force.agent_of(person_id))
        if agent is None:
            continue
        here = in_force.agent_persons.get(present(organisation, agent.key, today) or "")
        if here is not None and here not in given:
            found.setdefault(here, agent.name)
    return found
