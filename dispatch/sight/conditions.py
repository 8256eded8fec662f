"""The table of rights as conditions of the database: lists and counts hold what `may_see` lets through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from dispatch.sight.may_see import Placed, Sight, may_see
from dispatch.sight.viewer import Viewer
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.organisation import AgentRow
from models.tables.people import Person
from models.tables.requests import RequestRow, Task
from models.vocabulary import StaffRole

_requests, _tasks, _agents = table_of(RequestRow), table_of(Task), table_of(AgentRow)
_people = table_of(Person)


def works_on(
    viewer: Viewer, in_force: InForce, requests: sa.FromClause = _requests
) -> sa.ColumnElement[bool]:
    """The requests that `viewer` sees whole; `requests` is how a statement names their table."""
    if not viewer.is_staff:
        return sa.false()
    if viewer.role is StaffRole.ADMINISTRATOR:
        return sa.true()
    holders = _ids(in_force.agent_ids, viewer.holders)
    tasks = sa.select(_tasks.c.request_id).where(_tasks.c.assignee_id.in_(holders))
    ways = [
        requests.c.assignee_id.in_(holders),
        requests.c.service_id.in_(_ids(in_force.service_ids, viewer.services)),
        requests.c.id.in_(tasks),
    ]
    if viewer.keeps:
        ways.append(requests.c.building_id.in_(_ids(in_force.building_ids, viewer.keeps)))
    if viewer.sorts:
        ways.append(requests.c.service_id.is_(None))
    return sa.or_(*ways)


def works_on_sql(viewer: Viewer, in_force: InForce, *, is_sqlite: bool) -> str:
    """`works_on` as SQL about `request r`, for statements of commands; '' when every request is seen."""
    if viewer.role is StaffRole.ADMINISTRATOR:
        return ""
    dialect = sqlite.dialect() if is_sqlite else postgresql.dialect()  # type: ignore[no-untyped-call]
    seen = works_on(viewer, in_force, _requests.alias("r"))
    # Nothing is in it but ids of ours.
    return str(seen.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))


def delegated_to(viewer: Viewer, in_force: InForce) -> sa.ColumnElement[bool]:
    """The requests of the delegation of an elected official."""
    theirs = viewer.official
    if theirs is None:
        return sa.false()
    return sa.or_(
        _requests.c.service_id.in_(_ids(in_force.service_ids, theirs.services)),
        _requests.c.building_id.in_(_ids(in_force.building_ids, theirs.buildings)),
    )


def asked_for(viewer: Viewer) -> sa.ColumnElement[bool]:
    """The requests that `viewer` made."""
    return _requests.c.requester_id == (viewer.person_id or 0)


def sight_of(session: Session, viewer: Viewer, in_force: InForce, request_id: int) -> Sight:
    """What `viewer` sees of the request of that id; nothing of one that is not there, or was erased."""
    placed = placed_of(session, in_force, request_id)
    return may_see(viewer, placed) if placed is not None else Sight.NONE


def knows(session: Session, viewer: Viewer, in_force: InForce, person_id: int) -> bool:
    """Whether `viewer` may look up the person of that id, who is there, was not erased and is not another's
    earlier record. The database is asked the same for one who is not there.
    """
    run = session.connection().execute
    there = sa.select(_people.c.id).where(
        _people.c.id == person_id, _people.c.erased_at.is_(None), _people.c.merged_into_id.is_(None)
    )
    made = sa.select(_requests.c.id).where(
        _requests.c.requester_id == person_id, _requests.c.erased_at.is_(None), works_on(viewer, in_force)
    )
    is_there = run(there).first() is not None
    works_for = run(made.limit(1)).first() is not None
    return is_there and (works_for or viewer.role is StaffRole.ADMINISTRATOR)


def placed_of(session: Session, in_force: InForce, request_id: int) -> Placed | None:
    """What rights depend on in the request of that id; None of one that is not there, or was erased. The
    database is asked the same for either: 0 is the id of none.
    """
    row = (
        session.connection()
        .execute(
            sa.select(
                _requests.c.requester_id,
                _requests.c.service_id,
                _requests.c.assignee_id,
                _requests.c.building_id,
            ).where(_requests.c.id == request_id, _requests.c.erased_at.is_(None))
        )
        .first()
    )
    tasks = (
        sa.select(_agents.c.key)
        .join(_tasks, _tasks.c.assignee_id == _agents.c.id)
        .where(_tasks.c.request_id == request_id)
    )
    task_agents = frozenset(session.connection().execute(tasks).scalars())
    if row is None:
        return None
    return Placed(
        row.requester_id,
        in_force.service_key(row.service_id),
        in_force.agent_key(row.assignee_id),
        in_force.building_key(row.building_id),
        task_agents,
    )


def _ids(known: Mapping[str, int], keys: Iterable[str]) -> list[int]:
    return sorted(known[key] for key in keys if key in known)
