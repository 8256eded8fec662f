"""A taken transition becomes rows: the state, its entry, its tasks, and the notices the workflow plans."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.notices.tell import Fact, tell_person, tell_requester, tell_staff
from dispatch.people.contacts import contact_of
from dispatch.requests import history
from dispatch.requests.tasks import create_tasks, draft_tasks
from dispatch.requests.workflow import Advance
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.requests import EntryKind, Request, Task
from models.vocabulary import CLOSED_KINDS

_tasks = table_of(Task)


def open_tasks(session: Session, request_id: int) -> int:
    """How many tasks of a request are still to be done."""
    query = (
        sa.select(sa.func.count())
        .select_from(_tasks)
        .where(_tasks.c.request_id == request_id, _tasks.c.state == "open")
    )
    return session.connection().execute(query).scalar_one()


def change_state(
    session: Session,
    in_force: InForce,
    request: Request,
    step: Advance,
    fact: Fact,
    *,
    actor_role: str,
    person_id: int | None,
    attachment_ids: list[int] | None = None,
    channel: str = "",
    not_before: datetime | None = None,
    shown_entry: int | None = None,
) -> int:
    """Move `request` along `step`, telling whom the workflow says; the id of the entry.

    `not_before` is when the requester's notices may leave; `shown_entry` the message that staff's notices show
    in place of this change (a requester's words that reopened it). The person who did it is not told of it. `request` is brought up to date too.
    """
    assert request.id is not None
    organisation = in_force.organisation
    workflow = organisation.workflow(request.workflow_key)
    before = workflow.state(step.from_state)
    planned_at = _noon(step.date, organisation.town.time_zone) if step.date else None
    entry_id = history.write_entry(
        session,
        request.id,
        EntryKind.STATE,
        fact.now,
        actor_role=actor_role,
        person_id=person_id,
        channel=channel,
        public=True,
        text=step.comment,
        data={
            "verb": step.verb,
            "from": step.from_state,
            "to": step.to_state.key,
            "date": step.date.isoformat() if step.date else None,
        },
        inbound_id=fact.inbound_id,
    )
    values: dict[str, Any] = {"state": step.to_state.key, "state_kind": step.to_state.kind}
    values["closed_at"] = fact.now if step.to_state.kind in CLOSED_KINDS else None
    if planned_at is not None:
        values["planned_at"] = planned_at
    history.touch(session, request.id, fact.now, **values)
    for name, value in values.items():
        setattr(request, name, value)
    drafts = draft_tasks(in_force, request, step.tasks, fact.now)
    create_tasks(session, in_force, request, drafts, fact, actor_role="system")
    told = replace(fact, request=request, entry_id=entry_id)
    data = {
        "verb": step.verb,
        "from_state": before.key if before else step.from_state,
        "to_state": step.to_state.key,
        "comment": step.comment,
        "date": step.date.isoformat() if step.date else "",
    }
    for notice in step.notices:
        if notice.to == "requester":
            tell_requester(
                session,
                told,
                notice.template,
                data=data,
                attachment_ids=attachment_ids or [],
                not_before=not_before,
            )
        elif notice.to == "managers":
            for agent in organisation.managers_of(in_force.service_key(request.service_id)):
                contact = contact_of(session, in_force.agent_persons[agent.key])
                if contact is not None and contact.person_id != person_id:
                    tell_person(session, told, notice.template, contact, "agent", data=data)
        else:
            tell_staff(
                session,
                replace(told, entry_id=shown_entry or entry_id),
                in_force,
                notice.template,
                data=data,
                attachment_ids=attachment_ids or [],
                besides=person_id,
            )
    return entry_id


def _noon(day: Any, time_zone: str) -> datetime:
    return datetime.combine(day, time(12), ZoneInfo(time_zone))
