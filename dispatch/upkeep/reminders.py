"""What nobody asked for and somebody must hear: overdue requests, tasks that fall due, what nobody has."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.notices import outside_requests
from dispatch.notices.tell import Fact, tell_person, tell_staff
from dispatch.people.contacts import contact_of
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.people import Person
from models.tables.requests import Request, Task, TaskState
from models.vocabulary import OPEN_KINDS

_requests, _tasks, _people = table_of(Request), table_of(Task), table_of(Person)
#: Lines of a digest; the rest is only counted.
DIGEST_LINES = 30


def remind_overdue(session: Session, in_force: InForce, now: datetime) -> int:
    """Tell staff of each open request past its due date, once per due date; how many were found."""
    rows = session.scalars(
        sa.select(Request)
        .where(_requests.c.state_kind.in_(OPEN_KINDS), _requests.c.due_at < now)
        .order_by(_requests.c.id)
    ).all()
    for request in rows:
        assert request.due_at is not None
        fact = Fact(request, f"due:{request.id}:{request.due_at.date().isoformat()}", now)
        tell_staff(session, fact, in_force, "overdue")
    return len(rows)


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
        request = session.get_one(Request, task.request_id)
        if contact is not None:
            data = {"title": task.title, "due_at": task.due_at.isoformat() if task.due_at else None}
            tell_person(
                session, Fact(request, f"task:{task.id}", now), "task_reminder", contact, "agent", data=data
            )
    return len(rows)


def list_unassigned(session: Session, in_force: InForce, now: datetime) -> int:
    """Tell managers, once a day, which open requests of their services nobody has; how many there are."""
    rows = session.scalars(
        sa.select(Request)
        .where(_requests.c.state_kind.in_(OPEN_KINDS), _requests.c.assignee_id.is_(None))
        .order_by(_requests.c.id)
    ).all()
    by_manager: dict[str, list[Request]] = {}
    for request in rows:
        for manager in in_force.organisation.managers_of(in_force.service_key(request.service_id)):
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
    day = now.astimezone(ZoneInfo(in_force.organisation.town.time_zone)).date().isoformat()
    for key, requests in by_manager.items():
        contact = contact_of(session, in_force.agent_persons[key], prefer="email")
        if contact is None or contact.channel != "email":
            continue
        items = [
            _line(in_force, request, names.get(request.requester_id, ""), contact.locale, now)
            for request in requests[:DIGEST_LINES]
        ]
        data = {"items": items, "total": len(requests)}
        outside_requests.tell_outside_a_request(
            session, "unassigned", contact, f"day:{day}", now, data=data, audience="agent"
        )
    return len(rows)


def _line(
    in_force: InForce, request: Request, requester: str, locale: str, now: datetime
) -> dict[str, object]:
    state = in_force.organisation.workflow(request.workflow_key).state(request.state)
    return {
        "reference": request.reference,
        "subject": request.subject,
        "state": state.label.text(locale) if state else request.state,
        "requester": requester,
        "created_at": request.created_at.isoformat(),
        "due_at": request.due_at.isoformat() if request.due_at else None,
        "overdue": bool(request.due_at and request.due_at < now),
    }
