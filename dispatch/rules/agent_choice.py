"""Who gets a request: the strategies of services, absences and deputies honoured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from models.organisation import Agent, Organisation, Service


def present(organisation: Organisation, agent: str | None, day: date) -> str | None:
    """`agent` or, when away on `day`, whoever stands in, and so on; None when the chain ends or turns in a
    circle.
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


def standing_for(organisation: Organisation, agents: Iterable[str], day: date) -> tuple[str, ...]:
    """Those of `agents` who are there on `day`, and who stands in for the others; each once. Whoever is away
    and for whom nobody stands in stays: it waits for them.
    """
    return tuple(dict.fromkeys(present(organisation, key, day) or key for key in agents))


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


def on_call(organisation: Organisation, service: str, day: date) -> str | None:
    """Who holds a message about a danger that the service's own strategy gives to nobody: whoever is on call
    in the town, else an agent of the service, else an administrator; of them the first who is there.
    """
    town = organisation.town
    keys = [
        *town.on_call,
        *(agent.key for agent in organisation.agents_of(service)),
        *(agent.key for agent in organisation.agents if agent.role == "administrator"),
    ]
    return next((here for key in keys if (here := present(organisation, key, day)) is not None), None)


def alerted(organisation: Organisation, service: str, day: date) -> tuple[str, ...]:
    """Keys of the agents told at once of a danger: those on call (or who stands in for them), else all of the
    service who are there, else the administrators.
    """
    groups = (
        [present(organisation, key, day) for key in organisation.town.on_call],
        [agent.key for agent in organisation.agents_of(service) if _is_here(agent, day)],
        [
            agent.key
            for agent in organisation.agents
            if agent.role == "administrator" and not agent.closed and _is_here(agent, day)
        ],
    )
    found = ([key for key in group if key is not None] for group in groups)
    return tuple(dict.fromkeys(next((keys for keys in found if keys), [])))


def _is_here(agent: Agent, day: date) -> bool:
    return agent.absence_on(day) is None
