"""Requests change hands: to an agent, or to a service whose strategy chooses one."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.notices.tell import Fact, tell_staff
from dispatch.requests import history
from dispatch.rules.agent_choice import choose
from dispatch.rules.facts import open_loads, service_turns
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.organisation import ServiceRow
from models.tables.requests import EntryKind, Request

_services = table_of(ServiceRow)


def assign_agent(
    session: Session,
    in_force: InForce,
    request: Request,
    agent: str,
    fact: Fact,
    *,
    actor_role: str,
    person_id: int | None,
    comment: str = "",
) -> None:
    """Give `request` to the agent of that key, who is told unless it was their own doing."""
    assert request.id is not None
    request.assignee_id = in_force.agent_ids[agent]
    history.touch(session, request.id, fact.now, assignee_id=request.assignee_id)
    entry_id = history.write_entry(
        session,
        request.id,
        EntryKind.ASSIGNMENT,
        fact.now,
        actor_role=actor_role,
        person_id=person_id,
        text=comment,
        data={"agent": agent},
        inbound_id=fact.inbound_id,
    )
    told = replace(fact, request=request, entry_id=entry_id)
    tell_staff(session, told, in_force, "assigned", data={"comment": comment}, besides=person_id)


def assign_service(
    session: Session,
    in_force: InForce,
    request: Request,
    service: str,
    fact: Fact,
    *,
    actor_role: str,
    person_id: int | None,
    comment: str = "",
) -> str | None:
    """Move `request` to a service; the agent its strategy chose, or None when its mailbox or managers are told."""
    assert request.id is not None
    organisation = in_force.organisation
    found = organisation.service(service)
    assert found is not None
    day = fact.now.astimezone(ZoneInfo(organisation.town.time_zone)).date()
    agent = choose(
        organisation,
        found,
        in_force.building_key(request.building_id),
        day,
        loads=open_loads(session, in_force),
        turns=service_turns(session),
    )
    session.connection().execute(
        sa.update(_services).where(_services.c.key == service).values(turn=_services.c.turn + 1)
    )
    request.service_id = in_force.service_ids[service]
    request.assignee_id = in_force.agent_ids[agent] if agent else None
    history.touch(
        session, request.id, fact.now, service_id=request.service_id, assignee_id=request.assignee_id
    )
    entry_id = history.write_entry(
        session,
        request.id,
        EntryKind.ASSIGNMENT,
        fact.now,
        actor_role=actor_role,
        person_id=person_id,
        text=comment,
        data={"service": service, "agent": agent},
        inbound_id=fact.inbound_id,
    )
    told = replace(fact, request=request, entry_id=entry_id)
    tell_staff(session, told, in_force, "assigned", data={"comment": comment}, besides=person_id)
    return agent
