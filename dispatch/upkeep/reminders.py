"""What nobody asked for and somebody must hear: what falls due, tasks, what nobody has. What is late is told
in dispatch.upkeep.late.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.history.request import Request, find_requests, read_request
from dispatch.notices.outside_requests import Occasion, tell_contact
from dispatch.notices.tell import News, tell_person, tell_staff
from dispatch.people.contacts import contact_of
from models.organisation.working_time import add_working_days, end_of_day
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.people import Person
from models.tables.requests import RequestRow, Task, TaskState
from models.vocabulary import OPEN_KINDS, Audience

_requests, _tasks, _people = table_of(RequestRow), table_of(Task), table_of(Person)
#: Requests named in one list; the rest is only counted.
LISTED_REQUESTS = 30


def remind_due_soon(session: Session, in_force: InForce, now: datetime) -> int:
    """Tell staff of each open request as long before its due date as its type says, once per due date.

    How many were found. A type whose `remind_working_days` is 0 reminds of nothing.
    """
    town = in_force.organisation.town
    today, found = town.local_day(now), 0
    for kind in in_force.organisation.request_types:
        if not kind.remind_working_days or kind.key not in in_force.request_type_ids:
            continue
        last_day = add_working_days(town, today, kind.remind_working_days)
        due = find_requests(
            session,
            in_force,
            _requests.c.state_kind.in_(OPEN_KINDS),
            _requests.c.request_type_id == in_force.request_type_ids[kind.key],
            _requests.c.due_at > now,
            _requests.c.due_at <= end_of_day(town, last_day),
        )
        for request in due:
            day = request.due_at.date().isoformat() if request.due_at else ""
            change = Change(session, in_force, request, SYSTEM, f"soon:{request.id}:{day}", now)
            tell_staff(change, News("due_soon"))
        found += len(due)
    return found


def remind_tasks(session: Session, in_force: InForce, now: datetime) -> int:
    """Tell each agent of open tasks due within a day, once per task; how many were found."""
    query = sa.select(Task).where(
        _tasks.c.state == TaskState.OPEN,
        _tasks.c.due_at < now + timedelta(days=1),
        _tasks.c.assignee_id.is_not(None),
    )
    rows = session.scalars(query.order_by(_tasks.c.id)).all()
    for task in rows:
        key = in_force.agent_key(task.assignee_id)
        person_id = in_force.agent_persons.get(key or "")
        contact = contact_of(session, person_id) if person_id is not None else None
        request = read_request(session, in_force, task.request_id)
        if contact is not None and request is not None:
            data = {"title": task.title, "due_at": task.due_at.isoformat() if task.due_at else None}
            change = Change(session, in_force, request, SYSTEM, f"task:{task.id}", now)
            tell_person(change, News("task_reminder", data=data), contact, Audience.AGENT)
    return len(rows)


def list_unassigned(session: Session, in_force: InForce, now: datetime) -> int:
    """Tell managers, once a day, which open requests of their services nobody has; how many there are."""
    rows = find_requests(
        session, in_force, _requests.c.state_kind.in_(OPEN_KINDS), _requests.c.assignee_id.is_(None)
    )
    by_manager: dict[str, list[Request]] = {}
    for request in rows:
        for manager in in_force.organisation.managers_of(request.service):
            by_manager.setdefault(manager.key, []).append(request)
    names = (
        dict(
            session.connection()
            .execute(
                sa.select(_people.c.id, _people.c.name).where(
                    _people.c.id.in_([r.requester_id for r in rows])
                )
            )
            .all()
        )
        if rows
        else {}
    )
    day = in_force.organisation.town.local_day(now).isoformat()
    for key, theirs in by_manager.items():
        contact = contact_of(session, in_force.agent_persons[key], prefer="email")
        if contact is None or contact.channel != "email":
            continue
        items = [
            _line(in_force, request, names.get(request.requester_id, ""), contact.locale, now)
            for request in theirs[:LISTED_REQUESTS]
        ]
        data = {"items": items, "total": len(theirs)}
        tell_contact(
            Occasion(session, f"day:{day}", now), "unassigned", contact, data, audience=Audience.AGENT
        )
    return len(rows)


def _line(
    in_force: InForce, request: Request, requester: str, locale: str, now: datetime
) -> dict[str, object]:
    state = in_force.organisation.workflow(request.workflow).state(request.state)
    return {
        "reference": str(request.reference),
        "subject": request.subject,
        "state": state.label.text(locale) if state else request.state,
        "requester": requester,
        "created_at": request.created_at.isoformat(),
        "due_at": request.due_at.isoformat() if request.due_at else None,
        "overdue": bool(request.due_at and request.due_at < now),
    }
