"""How a request stands, as plain values that can be kept, compared and put back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.requests.undo.waiting import proposals_of, visas_of, wait_again
from models.tables.acts import Forwarding
from models.tables.columns import table_of
from models.tables.requests import Participant, RequestLink, RequestRow, Task

_requests, _tasks = table_of(RequestRow), table_of(Task)
_links, _participants = table_of(RequestLink), table_of(Participant)
_forwardings = table_of(Forwarding)
#: What an order changes of a request's row; moments are kept as ISO 8601.
COLUMNS = (
    "state", "state_kind", "service_id", "building_id", "request_type_id", "workflow_key", "assignee_id",
    "priority", "due_at", "due_left_hours", "planned_at", "planned_hours", "closed_at", "merged_into_id",
    "address", "latitude", "longitude", "tags",
)  # fmt: skip
_MOMENTS = ("due_at", "planned_at", "closed_at")
Standing = dict[str, Any]


def standing_of(session: Session, request_id: int) -> Standing:
    """The request's row, its tasks, its links, who else takes part in it, who outside has it and what of it
    waits for somebody's word, as JSON.
    """
    connection = session.connection()
    row = connection.execute(
        sa.select(*(_requests.c[name] for name in COLUMNS)).where(_requests.c.id == request_id)
    ).one()
    tasks = connection.execute(
        sa.select(_tasks.c.id, _tasks.c.state, _tasks.c.assignee_id)
        .where(_tasks.c.request_id == request_id)
        .order_by(_tasks.c.id)
    )
    links = connection.execute(
        sa.select(_links.c.id)
        .where(sa.or_(_links.c.request_id == request_id, _links.c.other_id == request_id))
        .order_by(_links.c.id)
    ).scalars()
    addresses = connection.execute(
        sa.select(_participants.c.address)
        .where(_participants.c.request_id == request_id)
        .order_by(_participants.c.address)
    ).scalars()
    passed_on = connection.execute(
        sa.select(_forwardings.c.id)
        .where(_forwardings.c.request_id == request_id, _forwardings.c.withdrawn_at.is_(None))
        .order_by(_forwardings.c.id)
    ).scalars()
    joined = connection.execute(
        sa.select(_requests.c.id).where(_requests.c.merged_into_id == request_id).order_by(_requests.c.id)
    ).scalars()
    return {
        "joined": list(joined),
        "passed_on": list(passed_on),
        "row": {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in row._mapping.items()
        },
        "tasks": {str(task.id): [task.state, task.assignee_id] for task in tasks},
        "links": list(links),
        "addresses": list(addresses),
        "visas": visas_of(session, request_id),
        "proposals": proposals_of(session, request_id),
    }


def changed_columns(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns of the request's row in which two standings differ."""
    was, now = before["row"], after["row"]
    # What was kept before a column was there says nothing of it.
    return tuple(name for name in COLUMNS if name in was and was[name] != now.get(name))


def put_back(
    session: Session, request_id: int, before: Standing, after: Standing, now: datetime
) -> list[tuple[int, str]]:
    """Make the request stand as `before` again, in all that `after` changed and in nothing else; the tasks
    that are canceled by it, each with its title.

    A task that `after` added is canceled, a link or participant it added is gone, it was never passed on, and
    what it decided waits again; what has been added since by others stays.
    """
    connection = session.connection()
    values = {name: before["row"][name] for name in changed_columns(before, after)}
    for name in set(values) & set(_MOMENTS):
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    connection.execute(
        sa.update(_requests).where(_requests.c.id == request_id).values(updated_at=now, **values)
    )
    for number, (state, assignee) in before["tasks"].items():
        if after["tasks"].get(number) != [state, assignee]:
            ended = {} if state != "open" else {"ended_at": None, "comment": ""}
            connection.execute(
                sa.update(_tasks)
                .where(_tasks.c.id == int(number))
                .values(state=state, assignee_id=assignee, **ended)
            )
    added = [int(number) for number in after["tasks"] if number not in before["tasks"]]
    canceled = connection.execute(
        sa.update(_tasks)
        .where(_tasks.c.id.in_(added), _tasks.c.state == "open")
        .values(state="canceled", ended_at=now)
        .returning(_tasks.c.id, _tasks.c.title)
    ).all()
    new_links = [each for each in after["links"] if each not in before["links"]]
    connection.execute(sa.delete(_links).where(_links.c.id.in_(new_links)))
    new_addresses = [each for each in after["addresses"] if each not in before["addresses"]]
    connection.execute(
        sa.delete(_participants).where(
            _participants.c.request_id == request_id, _participants.c.address.in_(new_addresses)
        )
    )
    passed_on = [each for each in after.get("passed_on", ()) if each not in before.get("passed_on", ())]
    connection.execute(
        sa.update(_forwardings).where(_forwardings.c.id.in_(passed_on)).values(withdrawn_at=now)
    )
    wait_again(session, before, after)
    return sorted((row.id, row.title) for row in canceled)
