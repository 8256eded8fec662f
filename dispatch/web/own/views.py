"""Saved views: filters of the list under a name, one's own and those that are shared with one's services."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from urllib.parse import parse_qsl

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from dispatch.queries.narrowing.narrow import narrow
from dispatch.queries.seen.listing import count
from dispatch.queries.seen.wanted import Wanted
from dispatch.sight.viewer import Viewer
from models.store.looking.reads import Reads
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.sessions import SavedView
from models.vocabulary import StaffRole

_views = table_of(SavedView)
#: Views of one person; characters of a name.
MOST_OF_ONE, LONGEST_NAME = 20, 60
#: Tabs above the list, the first of them counted: the rest is on the page of the views.
MOST_TABS, MOST_COUNTED = 12, 99
Why = Literal["no_name", "too_many", "name_taken", "not_yours"]


class NotSaved(Exception):
    """The view cannot be kept so; `why` is the name of a sentence of the pages."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


@dataclass(frozen=True, slots=True)
class View:
    """A saved view as a tab: `count` is None while it was not counted, MOST_COUNTED + 1 for more."""

    id: int
    name: str
    wanted: Wanted
    #: The key of the service that has it too; ''.
    service: str
    is_own: bool
    is_default: bool
    count: int | None = None

    @property
    def address(self) -> str:
        """`?etat=…`, never empty: the list without anything opens with the default view."""
        return self.wanted.full_address


def views_of(session: Session, viewer: Viewer, in_force: InForce) -> list[View]:
    """The views of `viewer`, in the order in which they were made, then those shared with their services."""
    shared = [in_force.service_ids[key] for key in viewer.services if key in in_force.service_ids]
    rows = session.connection().execute(
        sa.select(_views)
        .where(sa.or_(_views.c.person_id == viewer.person_id, _views.c.service_id.in_(shared)))
        .order_by(_views.c.id)
    )
    found = [
        View(
            row.id,
            row.name,
            Wanted.of(dict(parse_qsl(row.query))),
            in_force.service_key(row.service_id) or "",
            row.person_id == viewer.person_id,
            row.is_default and row.person_id == viewer.person_id,
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: not each.is_own)


def counted(
    session: Session, reads: Reads, viewer: Viewer, in_force: InForce, views: list[View], now: datetime
) -> list[View]:
    """The first MOST_TABS of them with how many requests `viewer` finds in each. Raises TooMuchToLookAt."""
    return [
        replace(
            each,
            count=count(
                session, narrow(session, reads, viewer, in_force, each.wanted, now), MOST_COUNTED + 1
            ),
        )
        for each in views[:MOST_TABS]
    ]


def may_share(viewer: Viewer, service: str) -> bool:
    """Whether `viewer` may give views to the staff of a service, and take them from it."""
    return viewer.leads and (viewer.role is StaffRole.ADMINISTRATOR or service in viewer.services)


def save(
    session: Session,
    viewer: Viewer,
    in_force: InForce,
    name: str,
    wanted: Wanted,
    now: datetime,
    *,
    service: str = "",
) -> int:
    """Keep a filter under a name, for a service too when one is named; its id. Raises NotSaved."""
    name = _name(name)
    service_id = _service_id(viewer, in_force, service)
    run = session.connection().execute
    mine = sa.select(sa.func.count()).where(_views.c.person_id == viewer.person_id)
    if run(mine).scalar_one() >= MOST_OF_ONE:
        raise NotSaved("too_many")
    values = {"person_id": viewer.person_id, "name": name, "query": _query(wanted), "service_id": service_id}
    try:
        with session.begin_nested():
            made = run(
                sa.insert(_views).values(**values, is_default=False, created_at=now).returning(_views.c.id)
            )
            return int(made.scalar_one())
    except IntegrityError as wrong:
        raise NotSaved("name_taken") from wrong


def rename(session: Session, viewer: Viewer, view_id: int, name: str) -> None:
    """Give a view of one's own another name. Raises NotSaved."""
    name = _name(name)
    try:
        with session.begin_nested():
            _change(session, viewer, view_id, name=name)
    except IntegrityError as wrong:
        raise NotSaved("name_taken") from wrong


def share(session: Session, viewer: Viewer, in_force: InForce, view_id: int, service: str) -> None:
    """Give a view of one's own to a service; with '' keep it for oneself. Raises NotSaved."""
    _change(session, viewer, view_id, service_id=_service_id(viewer, in_force, service))


def make_default(session: Session, viewer: Viewer, view_id: int | None) -> None:
    """Have the list open with that view of one's own; with none when it is None. Raises NotSaved."""
    run = session.connection().execute
    run(sa.update(_views).where(_views.c.person_id == viewer.person_id).values(is_default=False))
    if view_id is not None:
        _change(session, viewer, view_id, is_default=True)


def remove(session: Session, viewer: Viewer, in_force: InForce, view_id: int) -> None:
    """Take a view away: one's own, or one shared with a service that one leads. Raises NotSaved."""
    run = session.connection().execute
    row = run(sa.select(_views.c.person_id, _views.c.service_id).where(_views.c.id == view_id)).first()
    is_own = row is not None and row.person_id == viewer.person_id
    service = in_force.service_key(row.service_id) if row is not None else None
    if not is_own and not (service is not None and may_share(viewer, service)):
        raise NotSaved("not_yours")
    run(sa.delete(_views).where(_views.c.id == view_id))


def _change(session: Session, viewer: Viewer, view_id: int, **values: object) -> None:
    changed = session.connection().execute(
        sa.update(_views)
        .where(_views.c.id == view_id, _views.c.person_id == viewer.person_id)
        .values(**values)
    )
    if changed.rowcount != 1:
        raise NotSaved("not_yours")


def _name(written: str) -> str:
    name = " ".join(written.split())[:LONGEST_NAME]
    if not name:
        raise NotSaved("no_name")
    return name


def _query(wanted: Wanted) -> str:
    return wanted.on_page(1).address.removeprefix("?")


def _service_id(viewer: Viewer, in_force: InForce, service: str) -> int | None:
    if not service:
        return None
    if service not in in_force.service_ids or not may_share(viewer, service):
        raise NotSaved("not_yours")
    return in_force.service_ids[service]
