"""A request as it stands, in the words of the organisation: what those who treat it pass around."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.requests import RequestRow
from models.values import Reference
from models.vocabulary import Channel, StateKind

_requests = table_of(RequestRow)
# Made once: building a statement costs SQLAlchemy three times what SQLite needs to run it.
_READ = sa.select(
    *(
        _requests.c[name]
        for name in (
            "id",
            "year",
            "number",
            "subject",
            "state",
            "state_kind",
            "workflow_key",
            "service_id",
            "building_id",
            "request_type_id",
            "assignee_id",
            "requester_id",
            "channel",
            "reply_contact_id",
            "locale",
            "fields",
            "latitude",
            "longitude",
            "address",
            "created_at",
            "updated_at",
            "due_at",
            "due_left_hours",
            "answer_due_at",
            "planned_at",
            "planned_hours",
            "closed_at",
        )
    )
)
#: Columns whose names say more than the table needs to.
_RENAMED = {"kind": "state_kind", "workflow": "workflow_key"}
_READ_ONE = _READ.where(_requests.c.id == sa.bindparam("of_request"))
_LOCK = _READ_ONE.with_for_update()


@dataclass(frozen=True, slots=True)
class Request:
    """One request. Its parts are named by the keys of the organisation; people by their ids."""

    id: int
    reference: Reference
    subject: str
    #: Key of the state in `workflow`, and its kind.
    state: str
    kind: StateKind
    workflow: str
    requester_id: int
    created_at: datetime
    updated_at: datetime
    service: str | None = None
    building: str | None = None
    request_type: str | None = None
    assignee: str | None = None
    #: The channel the requester last used, and the contact point to answer to.
    channel: Channel = Channel.EMAIL
    reply_contact_id: int | None = None
    locale: str = "fr"
    fields: Mapping[str, Any] = field(default_factory=dict)
    latitude: float | None = None
    longitude: float | None = None
    #: The address of the town it is about, as the register has it; '' without one.
    address: str = ""
    due_at: datetime | None = None
    #: Opening hours that were left when the requester was asked; None when nothing stands still.
    due_left_hours: float | None = None
    #: When a person of staff must have answered.
    answer_due_at: datetime | None = None
    #: When planned work will happen.
    planned_at: datetime | None = None
    #: When on that day (`models.planned_hours`); '' when only the day is known.
    planned_hours: str = ""
    closed_at: datetime | None = None

    def as_row(self, in_force: InForce) -> dict[str, Any]:
        """The columns of the request but its id, for a new row."""
        named = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        del named["id"]
        reference: Reference = named.pop("reference")
        return {"year": reference.year, "number": reference.number, **columns_of(in_force, named)}


def columns_of(in_force: InForce, named: Mapping[str, Any]) -> dict[str, Any]:
    """Values by the names of `Request` as the columns that keep them; a key must be one of the
    organisation.
    """
    ids = {
        "service": ("service_id", in_force.service_ids),
        "building": ("building_id", in_force.building_ids),
        "request_type": ("request_type_id", in_force.request_type_ids),
        "assignee": ("assignee_id", in_force.agent_ids),
    }
    row: dict[str, Any] = {}
    for name, value in named.items():
        if name in ids:
            column, known = ids[name]
            row[column] = known[value] if value else None
        else:
            row[_RENAMED.get(name, name)] = value
    return row


def read_request(session: Session, in_force: InForce, request_id: int) -> Request | None:
    """The request of that id as this transaction sees it; None when it is gone."""
    row = session.connection().execute(_READ_ONE, {"of_request": request_id}).first()
    return _request(in_force, row) if row is not None else None


def lock_request(session: Session, in_force: InForce, request_id: int) -> Request:
    """The request, locked against other writers until the transaction ends. It must exist."""
    return _request(in_force, session.connection().execute(_LOCK, {"of_request": request_id}).one())


def find_requests(session: Session, in_force: InForce, *conditions: Any) -> list[Request]:
    """The requests whose columns fulfil the conditions, oldest first."""
    rows = session.connection().execute(_READ.where(*conditions).order_by(_requests.c.id))
    return [_request(in_force, row) for row in rows]


def _request(in_force: InForce, row: sa.Row[Any]) -> Request:
    return Request(
        id=row.id,
        reference=Reference(row.year, row.number),
        subject=row.subject,
        state=row.state,
        kind=StateKind(row.state_kind),
        workflow=row.workflow_key,
        requester_id=row.requester_id,
        created_at=row.created_at,
        updated_at=row.updated_at,
        service=in_force.service_key(row.service_id),
        building=in_force.building_key(row.building_id),
        request_type=in_force.request_type_key(row.request_type_id),
        assignee=in_force.agent_key(row.assignee_id),
        channel=Channel(row.channel),
        reply_contact_id=row.reply_contact_id,
        locale=row.locale,
        fields=row.fields,
        latitude=row.latitude,
        longitude=row.longitude,
        address=row.address,
        due_at=row.due_at,
        due_left_hours=row.due_left_hours,
        answer_due_at=row.answer_due_at,
        planned_at=row.planned_at,
        planned_hours=row.planned_hours,
        closed_at=row.closed_at,
    )
