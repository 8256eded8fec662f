"""Requests change hands: to an agent, or to a service whose strategy chooses one."""

from __future__ import annotations

from dispatch.history.change import Change
from dispatch.notices.tell import News, tell_staff
from dispatch.requests.loads import open_loads, service_turns, take_turn
from dispatch.rules.agent_choice import choose
from models.tables.requests import EntryKind


def assign_agent(change: Change, agent: str, comment: str = "") -> None:
    """Give the request to the agent of that key, who is told unless it was their own doing."""
    change.update(assignee=agent)
    _tell(change, {"agent": agent}, comment)


def assign_service(change: Change, service: str, comment: str = "") -> str | None:
    """Move the request to a service; the agent its strategy chose, or None when its mailbox or managers are
    told.

    The service must exist.
    """
    organisation, session = change.organisation, change.session
    found = organisation.service(service)
    if found is None:
        raise ValueError(f"there is no service {service}")
    agent = choose(
        organisation,
        found,
        change.request.building,
        organisation.town.local_day(change.now),
        loads=open_loads(session),
        turns=service_turns(session),
    )
    take_turn(session, service)
    change.update(service=service, assignee=agent)
    _tell(change, {"service": service, "agent": agent}, comment)
    return agent


def _tell(change: Change, hands: dict[str, str | None], comment: str) -> None:
    entry_id = change.write(EntryKind.ASSIGNMENT, text=comment, data=hands)
    tell_staff(change, News("assigned", entry_id, {"comment": comment}), besides=change.actor.person_id)
