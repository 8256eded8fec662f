"""A request in a line: what lists, desk and board show of one, read without its fat columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.queries.seen.files import PICTURES
from models.store.organisations import InForce
from models.tables.acts import PENDING, IncidentProposal
from models.tables.columns import IN_HAND, columns_of, table_of
from models.tables.people import Person
from models.tables.requests import Attachment, EntryKind, RequestRow, Task, TaskState
from models.values import Reference
from models.vocabulary import CLOSED_KINDS, StateKind

requests = table_of(RequestRow)
_people, _files, _tasks = table_of(Person), table_of(Attachment), table_of(Task)
_proposals = table_of(IncidentProposal)
_COLUMNS = columns_of(
    requests, "id", "year", "number", "subject", "state", "state_kind", "workflow_key", "service_id",
    "building_id", "assignee_id", "requester_id", "priority", "channel", "created_at", "due_at", "planned_at",
    "planned_hours", "closed_at", "is_unanswered",
)  # fmt: skip

#: The request is neither done nor refused; written out, so that the index of those alone is used.
in_hand: sa.ColumnElement[Any] = sa.literal_column(f"request.{IN_HAND}")

#: Kinds of lines that a requester may read, when they are public.
SAID = (EntryKind.MESSAGE_IN, EntryKind.MESSAGE_OUT, EntryKind.STATE, EntryKind.ATTACHMENT)


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


def _number(query: sa.Select[Any], name: str) -> sa.Label[Any]:
    return query.correlate(requests).scalar_subquery().label(name)


_joined = requests.alias("joined")
# Made once: building a statement costs more than running it.
_READ = (
    sa.select(
        *_COLUMNS,
        _people.c.name.label("requester"),
        _number(
            sa.select(sa.func.count()).where(
                _files.c.request_id == requests.c.id,
                _files.c.decorative.is_(False),
                _files.c.removed_at.is_(None),
            ),
            "files",
        ),
        _number(
            sa.select(sa.func.count()).where(
                _tasks.c.request_id == requests.c.id, _tasks.c.state == TaskState.OPEN
            ),
            "open_tasks",
        ),
        _number(sa.select(sa.func.count()).where(_joined.c.merged_into_id == requests.c.id), "joined"),
        _number(
            sa.select(sa.func.count()).where(_proposals.c.first_id == requests.c.id, PENDING), "proposed"
        ),
    )
    .select_from(requests.outerjoin(_people, _people.c.id == requests.c.requester_id))
    .where(requests.c.id.in_(sa.bindparam("ids", expanding=True)))
)


def read_cards(
    session: Session,
    in_force: InForce,
    locale: str,
    now: datetime,
    ids: Sequence[int],
    *,
    with_photos: bool = False,
) -> list[Card]:
    """The requests of these ids, in their order: one statement, however many, and one more for their
    photos, which the board alone shows.
    """
    if not ids:
        return []
    rows = {row.id: row for row in session.connection().execute(_READ, {"ids": list(ids)})}
    photos = _photos_of(session, [row.id for row in rows.values() if row.files]) if with_photos else {}
    return [_card(rows[each], in_force, locale, now, photos.get(each, 0)) for each in ids if each in rows]


def _card(row: Any, in_force: InForce, locale: str, now: datetime, photo: int) -> Card:
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
        is_unanswered=row.is_unanswered and kind not in CLOSED_KINDS,
        files=row.files,
        photo=photo,
        open_tasks=row.open_tasks,
        reports=row.joined + row.proposed,
    )


_PHOTOS = (
    sa.select(_files.c.request_id, _files.c.id, _files.c.sha256, _files.c.derived_from)
    .where(
        _files.c.request_id.in_(sa.bindparam("ids", expanding=True)),
        _files.c.decorative.is_(False),
        _files.c.removed_at.is_(None),
        sa.func.lower(_files.c.content_type).in_(sorted(PICTURES)),
    )
    .order_by(_files.c.request_id, _files.c.id)
)


def _photos_of(session: Session, ids: Sequence[int]) -> dict[int, int]:
    """The photo that stands for each of these requests, by its id."""
    first: dict[int, Any] = {}
    photos: dict[int, int] = {}
    for row in session.connection().execute(_PHOTOS, {"ids": list(ids)}) if ids else ():
        shown = first.setdefault(row.request_id, row)
        # A board hangs where visitors pass: of a photo with something blackened, that copy.
        if row is shown or row.derived_from == shown.sha256:
            photos[row.request_id] = row.id
    return photos
