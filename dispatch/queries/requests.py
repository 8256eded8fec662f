"""What commands show of requests, as plain dictionaries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.queries.outside import passed_on
from intake.mail.dictated import ORIGINS
from models.errors import InvalidValue, UserError
from models.tables.columns import columns_of, table_of
from models.tables.ledger import InboundMessage
from models.tables.organisation import AgentRow, BuildingRow, RequestTypeRow, ServiceRow
from models.tables.people import ContactPoint, Person
from models.tables.requests import Attachment, Entry, RequestLink, RequestRow, Task, withdrawn
from models.values import Reference

_requests, _services, _buildings = table_of(RequestRow), table_of(ServiceRow), table_of(BuildingRow)
_agents, _people, _types = table_of(AgentRow), table_of(Person), table_of(RequestTypeRow)
_contacts, _entries, _attachments = table_of(ContactPoint), table_of(Entry), table_of(Attachment)
_inbound, _tasks, _links = table_of(InboundMessage), table_of(Task), table_of(RequestLink)
_FILE = ("id", "entry_id", "shown_name", "content_type", "size_bytes", "sha256", "decorative", "removed_at")


def get_request(session: Session, text: str, year: int | None = None) -> RequestRow:
    """The request of a reference as typed, as `request_id_of` reads it. Raises UserError."""
    return session.get_one(RequestRow, request_id_of(session, text, year))


def request_id_of(session: Session, text: str, year: int | None = None) -> int:
    """The id of the request of a reference as typed: `2026-00042`, `2026-42`, and with `year`, this one's,
    `42` too.

    A number alone that this year has not reached is last year's. Raises UserError.
    """
    number = re.fullmatch(r"\s*(?:#|n°)?\s*([0-9]{1,7})\s*", text, re.ASCII)
    if number is not None and year is not None and int(number[1]) > 0:
        for each in (year, year - 1):
            found = _by_reference(session, Reference(each, int(number[1])))
            if found is not None:
                return found
        raise UserError(f"There is no request {Reference(year, int(number[1]))}.")
    reference = _parse(text)
    found = _by_reference(session, reference)
    if found is None:
        raise UserError(f"There is no request {reference}.")
    return found


def _by_reference(session: Session, reference: Reference) -> int | None:
    query = sa.select(_requests.c.id).where(
        _requests.c.year == reference.year, _requests.c.number == reference.number
    )
    return session.connection().execute(query).scalar()


def show_request(session: Session, request: RequestRow) -> dict[str, Any]:
    """One request with its entries, attachments, tasks, links and routing steps."""
    row = session.connection().execute(_request_query().where(_requests.c.id == request.id)).one()
    entries = session.connection().execute(
        sa.select(_entries, _people.c.name.label("person"))
        .outerjoin(_people, _people.c.id == _entries.c.person_id)
        .where(_entries.c.request_id == request.id)
        .order_by(_entries.c.id)
    )
    lines = [_entry(entry) for entry in entries.mappings()]
    taken_back = withdrawn(lines)
    received = _received(session, request)
    came = {row["id"]: _origin(row["door"]) for row in received}
    return {
        **_request_row(row),
        "erased_at": row.erased_at,
        "workflow": request.workflow_key,
        "tags": request.tags,
        "fields": request.fields,
        "address": request.address,
        "position": [request.latitude, request.longitude] if request.latitude is not None else None,
        "requester_contacts": _contacts_of(session, request.requester_id),
        "entries": [
            {
                **line,
                "origin": came.get(line["inbound"]) or line["channel"],
                "public": line["public"] and line["id"] not in taken_back,
                "withdrawn": line["id"] in taken_back,
            }
            for line in lines
        ],
        "attachments": _rows(
            session,
            sa.select(*columns_of(_attachments, *_FILE))
            .where(_attachments.c.request_id == request.id)
            .order_by(_attachments.c.id),
        ),
        "tasks": _rows(
            session,
            sa.select(
                _tasks.c.id, _tasks.c.title, _tasks.c.state, _tasks.c.due_at, _agents.c.key.label("assignee")
            )
            .outerjoin(_agents, _agents.c.id == _tasks.c.assignee_id)
            .where(_tasks.c.request_id == request.id)
            .order_by(_tasks.c.id),
        ),
        "links": _linked(session, request),
        "passed_on": passed_on(session, row.id),
        "received": received,
        "steps": request.decision.get("steps", []),
    }


def _received(session: Session, request: RequestRow) -> list[dict[str, Any]]:
    query = (
        sa.select(*columns_of(_inbound, "id", "door", "door_name", "received_at", "recipients", "state"))
        .where(_inbound.c.request_id == request.id)
        .order_by(_inbound.c.id)
    )
    return [
        {**row, "door": row["door"] + (f":{name}" if (name := row.pop("door_name")) else "")}
        for row in _rows(session, query)
    ]


def _origin(door: str) -> str:
    """How a message reached the town, where its door is no channel: told to the desk, or to a program."""
    kind, _, name = door.partition(":")
    origin = name if kind == "desk" else kind
    return origin if origin in (*ORIGINS, "api", "open311") else ""


def rows_of(session: Session, ids: Sequence[int]) -> list[dict[str, Any]]:
    """These requests, in this order, as `requests list --json` prints them."""
    query = _request_query(*columns_of(_requests, *_ROW)).where(_requests.c.id.in_(ids))
    found = {row.id: _request_row(row) for row in session.connection().execute(query)}
    for row in found.values():
        # A number that somebody only wrote into a form stands with the request, not in lists.
        row["requester"].pop("phone")
    return [found[each] for each in ids if each in found]


#: What a list needs of a request: its decision is a fat column.
_ROW = (
    "id", "year", "number", "state", "subject", "priority", "channel", "created_at", "updated_at", "due_at",
)  # fmt: skip


def _request_query(*columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    return (
        sa.select(
            *(columns or (_requests,)),
            _services.c.key.label("service"),
            _buildings.c.key.label("building"),
            _agents.c.key.label("assignee"),
            _types.c.key.label("type"),
            _people.c.name.label("requester_name"),
            _people.c.told_phone.label("requester_phone"),
            _contacts.c.written.label("requester_contact"),
        )
        .outerjoin(_services, _services.c.id == _requests.c.service_id)
        .outerjoin(_buildings, _buildings.c.id == _requests.c.building_id)
        .outerjoin(_agents, _agents.c.id == _requests.c.assignee_id)
        .outerjoin(_types, _types.c.id == _requests.c.request_type_id)
        .outerjoin(_people, _people.c.id == _requests.c.requester_id)
        .outerjoin(_contacts, _contacts.c.id == _requests.c.reply_contact_id)
    )


def _request_row(row: sa.Row[Any]) -> dict[str, Any]:
    return {
        "reference": str(Reference(row.year, row.number)),
        "state": row.state,
        "subject": row.subject,
        "service": row.service,
        "building": row.building,
        "type": row.type,
        "assignee": row.assignee,
        "requester": {
            "name": row.requester_name or "",
            "contact": row.requester_contact or "",
            "phone": row.requester_phone or "",
        },
        "priority": row.priority,
        "channel": row.channel,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "due_at": row.due_at,
    }


def _entry(row: sa.RowMapping) -> dict[str, Any]:
    return {
        "id": row["id"],
        "at": row["at"],
        "kind": row["kind"],
        "by": row["actor_role"],
        "person": row["person"] or "",
        "channel": row["channel"],
        "public": row["public"],
        "text": row["text"],
        "quoted": row["quoted"],
        "data": row["data"],
        "inbound": row["inbound_id"],
    }


def _contacts_of(session: Session, person_id: int) -> list[dict[str, Any]]:
    return _rows(
        session,
        sa.select(
            *columns_of(
                _contacts,
                "kind",
                "written",
                "verified_at",
                "opted_out_at",
                "unreachable_since",
                "unreachable_reason",
            )
        )
        .where(_contacts.c.person_id == person_id)
        .order_by(_contacts.c.id),
    )


def _linked(session: Session, request: RequestRow) -> list[dict[str, Any]]:
    other = sa.case((_links.c.request_id == request.id, _links.c.other_id), else_=_links.c.request_id)
    query = (
        sa.select(_requests.c.year, _requests.c.number, _links.c.reason)
        .join(_requests, _requests.c.id == other)
        .where(sa.or_(_links.c.request_id == request.id, _links.c.other_id == request.id))
    )
    return [
        {"reference": str(Reference(row.year, row.number)), "reason": row.reason}
        for row in session.connection().execute(query)
    ]


def _rows(session: Session, query: sa.Select[Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in session.connection().execute(query).mappings()]


def _parse(text: str) -> Reference:
    try:
        return Reference.parse(text)
    except InvalidValue as wrong:
        raise UserError(wrong.public) from wrong
