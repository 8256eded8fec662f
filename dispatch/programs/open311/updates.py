"""The updates extension (mySociety): what happened to requests, and what is said about them elsewhere."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from fastapi import APIRouter, Response

from dispatch.programs.open311.calling import BASE, Call, Open311, Wrong
from dispatch.programs.open311.listing import MOST, read_reference, read_span
from dispatch.programs.open311.shown import going_on, may_be_shown, posted_by, requests, with_incidents
from dispatch.programs.open311.states import extended_status
from dispatch.programs.open311.written import moment
from dispatch.programs.told import Told, take, trace_taken
from intake.mail.dictated import DictatedFile
from models.tables.columns import table_of
from models.tables.requests import Entry, EntryKind
from models.values import Reference
from models.vocabulary import CLOSED_KINDS

_entries = table_of(Entry)
#: Words of a status that say something themselves, when no description comes with it.
_SAYS = {"reopen": "Ce n’est pas réglé.", "open": "Ce n’est pas réglé."}


def update_routes(server: Open311) -> APIRouter:
    """`GET` and `POST /servicerequestupdates`."""
    router = APIRouter()
    server.serve(router, f"{BASE}/servicerequestupdates", _list)
    server.serve(router, f"{BASE}/servicerequestupdates", _post, "POST")
    return router


def _list(call: Call) -> Response:
    """Changes of state, the oldest first: the state's name and nothing that anybody wrote."""
    call.require("updates")
    since, until = read_span(call, "start_date", "end_date")
    where = [
        may_be_shown(call),
        _entries.c.kind == EntryKind.STATE,
        *([_entries.c.at >= since] if since else []),
        *([_entries.c.at <= until] if until else []),
    ]
    query = (
        sa.select(
            _entries.c.id,
            _entries.c.at,
            _entries.c.data,
            requests.c.year,
            requests.c.number,
            requests.c.workflow_key,
            requests.c.merged_into_id,
            going_on("state").label("at_state"),
            going_on("workflow_key").label("at_workflow_key"),
        )
        .select_from(with_incidents())
        .join(_entries, requests.c.id == _entries.c.request_id)
        .where(*where)
        .order_by(_entries.c.id.desc())
        .limit(MOST)
    )
    with call.board.reads.looking() as session:
        rows = list(session.connection().execute(query))
    call.looked("requests", updates=len(rows))
    return call.answer("service_request_updates", [_update(call, row) for row in reversed(rows)])


def _update(call: Call, row: Any) -> dict[str, str]:
    workflow = call.organisation.workflow(row.workflow_key)
    key = str(row.data.get("to", ""))
    state = workflow.state(key)
    if row.merged_into_id is not None and state is not None and state.kind in CLOSED_KINDS:
        # It was joined to another: closed here, and going on there.
        workflow, key = call.organisation.workflow(row.at_workflow_key), row.at_state
        state = workflow.state(key)
    return {
        "update_id": str(row.id),
        "service_request_id": str(Reference(row.year, row.number)),
        "status": extended_status(workflow, key),
        "updated_datetime": moment(row.at),
        "description": state.label.text(call.organisation.town.locale) if state is not None else "",
        "media_url": "",
    }


def _post(call: Call) -> Response:
    """Words about a request that this application posted: they join it as its requester's."""
    program = call.require("updates")
    reference = read_reference(call.value("service_request_id"))
    update_id = call.value("update_id")[:200]
    if not update_id:
        raise Wrong(400, "update_id is required.")
    words = call.value("description") or _SAYS.get(call.value("status").lower(), "")
    if not words and not call.sent.files:
        raise Wrong(400, "description is required.")
    query = sa.select(requests.c.id).where(
        requests.c.year == reference.year,
        requests.c.number == reference.number,
        requests.c.erased_at.is_(None),
        posted_by(program.name),
    )
    with call.board.reads.looking() as session:
        request_id = session.connection().execute(query).scalar()
    if request_id is None:
        raise Wrong(404, "service_request_id was not found.")
    photos = [f"Photo : {each[:500]}" for each in call.sent.fields.get("media_url", ())[:10] if each.strip()]
    name = " ".join(f"{call.value('first_name')} {call.value('last_name')}".split())[:200].strip(" -")
    told = Told(
        "\n\n".join(filter(None, (words[:20_000], "\n".join(photos)))),
        who={"name": name},
        files=[DictatedFile(each.name or "photo", each.content) for each in call.sent.files],
        facts={"request": request_id},
    )
    call_name = f"update:{request_id}:{update_id}"
    inbound = take(
        call.board,
        program,
        told,
        now=call.now,
        peer=call.peer,
        name=call_name,
        asked=call_name.encode(),
    )
    trace_taken(call.board, program, inbound, call.now)
    return call.answer("service_request_updates", [{"update_id": f"m{inbound}"}])
