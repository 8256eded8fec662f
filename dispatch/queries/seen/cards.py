"""A request in a line: what lists, desk and board show of one, read without its fat columns."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.queries.seen.files import PICTURES
from dispatch.queries.seen.incidents import reports_of
from models.store.organisations import InForce
from models.tables.columns import IN_HAND, columns_of, table_of
from models.tables.people import Person
from models.tables.requests import Attachment, Entry, EntryKind, RequestRow, Task, TaskState
from models.values import Reference
from models.vocabulary import CLOSED_KINDS, ActorRole, StateKind

requests = table_of(RequestRow)
_people, _entries, _files, _tasks = table_of(Person), table_of(Entry), table_of(Attachment), table_of(Task)
_COLUMNS = columns_of(
    requests, "id", "year", "number", "subject", "state", "state_kind", "workflow_key", "service_id",
    "building_id", "assignee_id", "requester_id", "priority", "channel", "created_at", "due_at", "planned_at",
    "planned_hours", "closed_at",
)  # fmt: skip

#: The request is neither done nor refused; written out, so that the index of those alone is used.
in_hand: sa.ColumnElement[Any] = sa.literal_column(f"request.{IN_HAND}")

#: Kinds of lines that a requester may read, when they are public.
SAID = (EntryKind.MESSAGE_IN, EntryKind.MESSAGE_OUT, EntryKind.STATE, EntryKind.ATTACHMENT)
#: Those of them that are words or files of the requester, when they are theirs.
ASKED = (EntryKind.MESSAGE_IN, EntryKind.ATTACHMENT)


@dataclass(frozen=True, slots=True)
class Card:
    """One request of a list. Names are as the organisation has them today; '' where there is none."""

    id: int
    reference: str
    subject: str
    state: str
    state_label: str
    #: What whoever asked reads of the state.
    state_told: str
    kind: StateKind
    workflow: str
    service: str
    building: str
    assignee: str
    assignee_name: str
    requester: str
    priority: str
    channel: str
    created_at: datetime
    due_at: datetime | None
    planned_at: datetime | None
    planned_hours: str
    closed_at: datetime | None
    is_late: bool
    #: The requester's words came last, and staff have said nothing since.
    is_unanswered: bool = False
    files: int = 0
    #: The file that stands for it on a card: its first photo, or the covered copy of that; 0 without one.
    photo: int = 0
    open_tasks: int = 0
    #: How many more report the same: joined to it, or proposed to be.
    reports: int = 0


def read_cards(
    session: Session,
    in_force: InForce,
    locale: str,
    now: datetime,
    ids: Sequence[int],
) -> list[Card]:
    """The requests of these ids, in their order: seven statements, however many."""
    if not ids:
        return []
    run = session.connection().execute
    query = (
        sa.select(*_COLUMNS, _people.c.name.label("requester"))
        .outerjoin(_people, _people.c.id == requests.c.requester_id)
        .where(requests.c.id.in_(ids))
    )
    rows = {row.id: row for row in run(query)}
    unanswered = unanswered_of(session, ids)
    files, photos = _files_of(session, ids)
    tasks = _counts(
        session,
        sa.select(_tasks.c.request_id, sa.func.count())
        .where(_tasks.c.request_id.in_(ids), _tasks.c.state == TaskState.OPEN)
        .group_by(_tasks.c.request_id),
    )
    reports = reports_of(session, ids)
    return [
        replace(
            _card(
                rows[each], in_force, locale, now, each in unanswered, files.get(each, 0), tasks.get(each, 0)
            ),
            reports=reports.get(each, 0),
            photo=photos.get(each, 0),
        )
        for each in ids
        if each in rows
    ]


def unanswered_of(session: Session, ids: Collection[int]) -> frozenset[int]:
    """Those of the requests whose requester wrote last, after the message that opened them."""
    said = (
        sa.select(
            _entries.c.request_id,
            sa.func.max(_entries.c.id).label("last"),
            sa.func.min(_entries.c.id).label("first"),
        )
        .where(
            _entries.c.request_id.in_(ids),
            _entries.c.public.is_(True),
            _entries.c.kind.in_(SAID),
        )
        .group_by(_entries.c.request_id)
        .subquery()
    )
    query = (
        sa.select(said.c.request_id)
        .join(_entries, _entries.c.id == said.c.last)
        .where(
            _entries.c.kind.in_(ASKED),
            _entries.c.actor_role == ActorRole.REQUESTER,
            said.c.last != said.c.first,
        )
    )
    return frozenset(session.connection().execute(query).scalars())


def _card(
    row: Any, in_force: InForce, locale: str, now: datetime, unanswered: bool, files: int, tasks: int
) -> Card:
    organisation = in_force.organisation
    state = organisation.workflow(row.workflow_key).state(row.state)
    service = organisation.service(in_force.service_key(row.service_id))
    building = organisation.building(in_force.building_key(row.building_id))
    agent = in_force.agent_key(row.assignee_id)
    holder = organisation.agent(agent)
    kind = StateKind(row.state_kind)
    return Card(
        id=row.id,
        reference=str(Reference(row.year, row.number)),
        subject=row.subject,
        state=row.state,
        state_label=state.label.text(locale) if state is not None else row.state,
        state_told=state.told(locale) if state is not None else row.state,
        kind=kind,
        workflow=row.workflow_key,
        service=service.name if service is not None else "",
        building=building.name if building is not None else "",
        assignee=agent or "",
        assignee_name=holder.name if holder is not None else agent or "",
        requester=row.requester or "",
        priority=row.priority,
        channel=row.channel,
        created_at=row.created_at,
        due_at=row.due_at,
        planned_at=row.planned_at,
        planned_hours=row.planned_hours,
        closed_at=row.closed_at,
        is_late=row.due_at is not None and row.due_at < now and kind not in CLOSED_KINDS,
        is_unanswered=unanswered and kind not in CLOSED_KINDS,
        files=files,
        open_tasks=tasks,
    )


def _files_of(session: Session, ids: Collection[int]) -> tuple[dict[int, int], dict[int, int]]:
    """How many files each request has, and the photo that stands for it."""
    query = (
        sa.select(
            _files.c.request_id, _files.c.id, _files.c.content_type, _files.c.sha256, _files.c.derived_from
        )
        .where(_files.c.request_id.in_(ids), _files.c.decorative.is_(False), _files.c.removed_at.is_(None))
        .order_by(_files.c.request_id, _files.c.id)
    )
    counts: dict[int, int] = {}
    first: dict[int, Any] = {}
    photos: dict[int, int] = {}
    for row in session.connection().execute(query):
        counts[row.request_id] = counts.get(row.request_id, 0) + 1
        if row.content_type.lower() not in PICTURES:
            continue
        shown = first.setdefault(row.request_id, row)
        # A board hangs where visitors pass: of a photo with something blackened, that copy.
        if row is shown or row.derived_from == shown.sha256:
            photos[row.request_id] = row.id
    return counts, photos


def _counts(session: Session, query: sa.Select[Any]) -> dict[int, int]:
    return {row[0]: row[1] for row in session.connection().execute(query)}
