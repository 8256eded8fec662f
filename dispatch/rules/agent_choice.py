"""Who gets a request: the strategies of services, absences and deputies honoured."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from models.organisation import Agent, Organisation, Service


def present(organisation: Organisation, agent: str | None, day: date) -> str | None:
    """`agent` or, when away on `day`, whoever stands in, and so on;
    None when the chain ends or turns in a circle.
    """
    seen: set[str] = set()
    while agent is not None and agent not in seen:
        seen.add(agent)
        found = organisation.agent(agent)
        if found is None or found.closed:
            return None
        absence = found.absence_on(day)
        if absence is None:
            return agent
        agent = absence.deputy or found.deputy
    return None


def choose(
    organisation: Organisation,
    service: Service,
    building: str | None,
    day: date,
    *,
    loads: Mapping[str, int] | None = None,
    turns: Mapping[str, int] | None = None,
) -> str | None:
    """The key of the agent who gets a request of `service` on `day`, or None when managers must give it.

    `loads` counts open requests by agent (absent: none); `turns` how many requests each service has had,
    so that each present agent gets one of n. What the strategy leaves empty falls to `service.person`.
    """
    chosen: str | None = None
    here = [agent for agent in organisation.agents_of(service.key) if _is_here(agent, day)]
    match service.assignment:
        case "none":
            return None
        case "person":
            chosen = None
        case "round_robin":
            turn = turns.get(service.key, 0) if turns is not None else 0
            chosen = here[turn % len(here)].key if here else None
        case "least_loaded":
            # min keeps the first of equals: the order of the file.
            chosen = min(here, key=lambda agent: (loads or {}).get(agent.key, 0)).key if here else None
        case "building_keeper":
            found = organisation.building(building)
            chosen = present(organisation, found.keeper, day) if found else None
        case "on_duty":
            on_duty = (duty.agent for duty in service.roster if duty.begins_on <= day <= duty.ends_on)
            chosen = next((agent for key in on_duty if (agent := present(organisation, key, day))), None)
    return chosen or present(organisation, service.person, day)


def _is_here(agent: Agent, day: date) -> bool:
    return agent.absence_on(day) is None
