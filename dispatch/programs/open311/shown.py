"""What anybody may know of a request: its type, its place to the street, its state and dates. No word that
somebody wrote, no person, no file: a description may hold anything about anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.programs.open311.calling import Call
from dispatch.programs.open311.states import plain_status
from dispatch.programs.open311.written import moment
from models.tables.columns import columns_of, table_of
from models.tables.ledger import Door, InboundMessage
from models.tables.requests import RequestRow
from models.values import Reference

requests, _inbound = table_of(RequestRow), table_of(InboundMessage)
#: Digits behind the point: eleven metres, the street and not the door.
_DIGITS = 4
_COLUMNS = (
    "id", "year", "number", "state", "state_kind", "workflow_key", "request_type_id", "building_id",
    "service_id", "created_at", "updated_at", "closed_at", "due_at", "latitude", "longitude",
    "address",
)  # fmt: skip


#: What a request that was joined to another has from that one: whoever reported it sees how that goes on.
_GOING_ON = ("state", "state_kind", "workflow_key", "closed_at", "updated_at")
#: The request that a request was joined to, the one that one was, and so on: as deep as incidents are joined.
_JOINED = tuple(requests.alias(f"joined_{depth}") for depth in range(3))


@dataclass(frozen=True, slots=True)
class Asked:
    """Which of the requests that may be shown. Spans are of receipt; with `by_change` of the last change."""

    codes: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    since: datetime | None = None
    until: datetime | None = None
    updated_since: datetime | None = None
    updated_until: datetime | None = None
    references: Sequence[Reference] | None = None
    by_change: bool = False
    limit: int = 1000
    page: int = 1


def may_be_shown(call: Call) -> sa.ColumnElement[bool]:
    """The requests of types that are shown; and to a key with that right, those that it posted itself."""
    ids = [call.in_force.request_type_ids[each.key] for each in call.shown_types]
    shown: sa.ColumnElement[bool] = requests.c.request_type_id.in_(ids)
    program = call.program
    if program is not None and program.services:
        known = call.in_force.service_ids
        services = [known[each] for each in program.services if each in known]
        shown = sa.and_(shown, requests.c.service_id.in_(services))
    if program is not None:
        shown = sa.or_(shown, posted_by(program.name))
    return sa.and_(shown, requests.c.erased_at.is_(None))


def with_incidents() -> sa.FromClause:
    """Requests, each beside those that it was joined to."""
    found: sa.FromClause = requests
    for below, above in zip((requests, *_JOINED), _JOINED, strict=False):
        found = found.outerjoin(above, above.c.id == below.c.merged_into_id)
    return found


def going_on(name: str) -> sa.ColumnElement[Any]:
    """A column of the request that the work goes on in: of the last that it was joined to, or its own."""
    last = [(each.c.id.is_not(None), each.c[name]) for each in reversed(_JOINED)]
    return sa.case(*last, else_=requests.c[name])


def joined_to() -> tuple[sa.ColumnElement[Any], ...]:
    """The ids of those that a request was joined to, the nearest first; NULL where there is none."""
    return tuple(each.c.id for each in _JOINED)


def last_changed() -> sa.ColumnElement[Any]:
    """When a request changed, or the one that the work goes on in."""
    own, there = requests.c.updated_at, going_on("updated_at")
    return sa.case((there > own, there), else_=own)


def posted_by(name: str) -> sa.ColumnElement[bool]:
    """The requests that a program posted."""
    return sa.exists(
        sa.select(_inbound.c.id)
        .where(
            _inbound.c.request_id == requests.c.id,
            _inbound.c.door == Door.OPEN311,
            _inbound.c.door_name == name,
        )
        .correlate(requests)
    )


def _marked() -> sa.ColumnElement[bool]:
    """Whether the position of a request is the one that the application which posted it gave."""
    return sa.exists(
        sa.select(_inbound.c.id)
        .where(
            _inbound.c.request_id == requests.c.id,
            _inbound.c.door == Door.OPEN311,
            _inbound.c.door_facts[("position", 0)].as_string().is_not(None),
        )
        .correlate(requests)
    )


def read_shown(session: Session, call: Call, asked: Asked) -> list[dict[str, Any]]:
    """The requests asked for, the newest first. Raises TooMuchToLookAt."""
    where = [may_be_shown(call)]
    if asked.references is not None:
        where.append(
            sa.tuple_(requests.c.year, requests.c.number).in_(
                [(each.year, each.number) for each in asked.references]
            )
        )
    if asked.codes:
        ids = [call.in_force.request_type_ids.get(code, 0) for code in asked.codes]
        where.append(requests.c.request_type_id.in_(ids))
    if asked.statuses == {"open"}:
        where.append(going_on("closed_at").is_(None))
    elif asked.statuses == {"closed"}:
        where.append(going_on("closed_at").is_not(None))
    received, changed = requests.c.created_at, last_changed()
    for since, until, columns in (
        (asked.since, asked.until, (received, changed) if asked.by_change else (received,)),
        (asked.updated_since, asked.updated_until, (changed,)),
    ):
        spans = [
            sa.and_(*([each >= since] if since else []), *([each <= until] if until else []))
            for each in columns
            if since or until
        ]
        where += [sa.or_(*spans)] if spans else []
    query = (
        sa.select(
            *columns_of(requests, *_COLUMNS),
            *(going_on(name).label(f"at_{name}") for name in _GOING_ON),
            _marked().label("marked"),
        )
        .select_from(with_incidents())
        .where(*where)
        .order_by(requests.c.id.desc())
        .limit(asked.limit)
        .offset((asked.page - 1) * asked.limit)
    )
    return [_shown(call, row) for row in session.connection().execute(query)]


def _shown(call: Call, row: Any) -> dict[str, Any]:
    organisation, in_force = call.organisation, call.in_force
    locale = organisation.town.locale
    kind = organisation.request_type(in_force.request_type_key(row.request_type_id))
    building = organisation.building(in_force.building_key(row.building_id))
    service = organisation.service(in_force.service_key(row.service_id))
    state = organisation.workflow(row.at_workflow_key).state(row.at_state)
    label = kind.label.text(locale).strip() if kind is not None else ""
    # An address that somebody wrote may be where they live; where a reporting application put its mark is
    # the place of the matter, whatever address stands beside it.
    if row.latitude is not None and (row.marked or not row.address):
        place = (round(row.latitude, _DIGITS), round(row.longitude, _DIGITS))
    elif building is not None and building.latitude is not None and building.longitude is not None:
        place = (building.latitude, building.longitude)
    else:
        place = None
    return {
        "service_request_id": str(Reference(row.year, row.number)),
        "status": plain_status(row.at_state_kind),
        "status_notes": state.told(locale, theirs=False) if state is not None else "",
        "service_name": label,
        "service_code": kind.key if kind is not None else "",
        "description": label,
        "agency_responsible": service.name if service is not None else organisation.town.name,
        "service_notice": "",
        "requested_datetime": moment(row.created_at),
        "updated_datetime": moment(row.at_closed_at or max(row.updated_at, row.at_updated_at)),
        "expected_datetime": moment(row.due_at),
        "address": building.address if building is not None else "",
        "address_id": "",
        "zipcode": "",
        "lat": str(place[0]) if place is not None else "",
        "long": str(place[1]) if place is not None else "",
        "media_url": "",
    }
