"""Requests change hands: to an agent, or to a service whose strategy chooses one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from dispatch.history.change import Change
from dispatch.notices.tell import News, tell_agents, tell_staff
from dispatch.requests.loads import open_loads, service_turns, take_turn
from dispatch.rules.agent_choice import choose
from models.organisation import Service
from models.tables.requests import EntryKind


def has_it_already(change: Change, *, agent: str = "", service: str = "") -> bool:
    """Whether giving the request to the agent, or to the service, of that key would change nothing.

    Who has it and names their own service gives it back: its strategy chooses anew.
    """
    holder = change.request.assignee
    if agent:
        return holder == agent
    if change.request.service != service:
        return False
    if holder is not None:
        return change.in_force.agent_persons.get(holder) != change.actor.person_id
    found = change.organisation.service(service)
    return found is not None and _choose(change, found) is None


def assign_agent(
    change: Change, agent: str, comment: str = "", *, not_before: datetime | None = None
) -> None:
    """Give the request to the agent of that key, who is told unless it was their own doing. Whoever had it
    hears that a colleague took it for themselves.

    `not_before`: when that may leave at the earliest, so that whoever gave it can take it back.
    """
    before = _hands(change)
    change.update(assignee=agent)
    _tell(change, {"agent": agent}, before, comment, not_before)
    holder = before["agent"]
    if holder not in (None, agent) and change.in_force.agent_persons.get(agent) == change.actor.person_id:
        about = replace(change, cause=f"taken:{change.cause}")
        data = {"by": change.actor.name, "taken_over": True}
        tell_agents(
            about, News("state_changed_assignee", data=data), [holder], besides=change.actor.person_id
        )


def assign_service(
    change: Change, service: str, comment: str = "", *, not_before: datetime | None = None
) -> str | None:
    """Move the request to a service; the agent its strategy chose, or None when its mailbox or managers are
    told, not before the moment given.

    The service must exist.
    """
    organisation, session = change.organisation, change.session
    found = organisation.service(service)
    if found is None:
        raise ValueError(f"there is no service {service}")
    agent = _choose(change, found)
    take_turn(session, service)
    before = _hands(change)
    change.update(service=service, assignee=agent)
    _tell(change, {"service": service, "agent": agent}, before, comment, not_before)
    return agent


def _choose(change: Change, service: Service) -> str | None:
    """The agent whom the strategy of a service chooses now."""
    return choose(
        change.organisation,
        service,
        change.request.building,
        change.organisation.town.local_day(change.now),
        loads=open_loads(change.session),
        turns=service_turns(change.session),
    )


def _hands(change: Change) -> dict[str, str | None]:
    return {"service": change.request.service, "agent": change.request.assignee}


def _tell(
    change: Change,
    hands: dict[str, str | None],
    before: dict[str, str | None],
    comment: str,
    not_before: datetime | None,
) -> None:
    # The hands it was in are kept: who gave it away can take it back into them.
    entry_id = change.write(EntryKind.ASSIGNMENT, text=comment, data={**hands, "from": before})
    news = News("assigned", entry_id, {"comment": comment})
    tell_staff(change, news, besides=change.actor.person_id, not_before=not_before)
