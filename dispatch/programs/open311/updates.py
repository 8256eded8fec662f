"""The updates extension (mySociety): what happened to requests, and what is said about them elsewhere."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from fastapi import APIRouter, Response

from dispatch.programs.open311.calling import BASE, Call, Open311, Wrong
from dispatch.programs.open311.listing import MOST, read_reference, read_span, time_of
from dispatch.programs.open311.shown import (
    going_on,
    joined_to,
    may_be_shown,
    posted_by,
    requests,
    with_incidents,
)
from dispatch.programs.open311.states import extended_status
from dispatch.programs.open311.written import moment
from dispatch.programs.told import Told, take, trace_taken
from dispatch.requests.merging import MERGE
from dispatch.requests.workflow import initial_state
from intake.mail.dictated import DictatedFile
from models.organisation.values import Locale
from models.tables.columns import table_of
from models.tables.requests import Entry, EntryKind
from models.values import Reference

_entries = table_of(Entry)
#: Words of a status that say something themselves, when no description comes with it.
_SAYS = {"reopen": "Ce n’est pas réglé.", "open": "Ce n’est pas réglé."}
_JOINED: dict[Locale, str] = {
    "fr": "Signalement joint à une demande sur le même problème{which}\u00a0:",
    "en": "Joined to a request about the same problem{which}:",
}


def update_routes(server: Open311) -> APIRouter:
    """`GET` and `POST /servicerequestupdates`."""
    router = APIRouter()
    server.serve(router, f"{BASE}/servicerequestupdates", _list)
    server.serve(router, f"{BASE}/servicerequestupdates", _post, "POST")
    return router


def _list(call: Call) -> Response:
    """Changes of state, the oldest first: the state's name and nothing that anybody wrote.

    Whoever reported what was joined to an incident hears that it was, and from then on what becomes of that.
    """
    call.require("updates")
    since, until = read_span(call, "start_date", "end_date")
    after, before = time_of(call, "updated_after"), time_of(call, "updated_before")
    where = [
        may_be_shown(call),
        _entries.c.kind == EntryKind.STATE,
        *(_entries.c.at >= each for each in (since, after) if each),
        *(_entries.c.at <= each for each in (until, before) if each),
    ]
    there = sa.and_(
        requests.c.merged_into_id.is_not(None),
        sa.or_(*(_entries.c.request_id == each for each in joined_to())),
        _entries.c.at > requests.c.closed_at,
    )
    with call.board.reads.looking() as session:
        run = session.connection().execute
        # Two questions, not one with « or »: the newest lines of the history stay quick to find.
        own = run(_changes(requests.c.id == _entries.c.request_id, where))
        rows = [(row.id, row.number, row, False) for row in own]
        rows += [(row.id, row.number, row, True) for row in run(_changes(there, where))]
    rows.sort(key=lambda each: each[:2])
    newest = rows[-MOST:]
    call.looked("requests", updates=len(newest))
    return call.answer(
        "service_request_updates", [_update(call, row, of_incident) for _, _, row, of_incident in newest]
    )


def _changes(joining: sa.ColumnElement[bool], where: list[sa.ColumnElement[bool]]) -> sa.Select[Any]:
    """Lines of the history with the requests that they are about."""
    earlier = _entries.alias("earlier")
    stood = (
        sa.select(earlier.c.data)
        .where(
            earlier.c.request_id == going_on("id"),
            earlier.c.kind == EntryKind.STATE,
            earlier.c.at <= _entries.c.at,
        )
        .order_by(earlier.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        sa.select(
            _entries.c.id,
            _entries.c.at,
            _entries.c.data,
            requests.c.year,
            requests.c.number,
            requests.c.workflow_key,
            requests.c.merged_into_id,
            going_on("workflow_key").label("at_workflow_key"),
            going_on("request_type_id").label("at_request_type_id"),
            going_on("year").label("at_year"),
            going_on("number").label("at_number"),
            # How the incident stood when something was joined to it.
            stood.label("at_data"),
        )
        .select_from(with_incidents().join(_entries, joining))
        .where(*where)
        .order_by(_entries.c.id.desc())
        .limit(MOST)
    )


def _update(call: Call, row: Any, of_incident: bool) -> dict[str, str]:
    is_joined = row.merged_into_id is not None and row.data.get("verb") == MERGE
    reference = str(Reference(row.year, row.number))
    of_its_own = not of_incident and not is_joined
    workflow = call.organisation.workflow(row.workflow_key if of_its_own else row.at_workflow_key)
    key = str(row.data.get("to", ""))
    if is_joined:
        # Closed here, and going on there.
        key = str((row.at_data or {}).get("to", "")) or initial_state(workflow).key
    state, locale = workflow.state(key), call.organisation.town.locale
    label = state.told(locale, theirs=False) if state is not None else ""
    return {
        "update_id": f"{row.id}-{reference}" if of_incident else str(row.id),
        "service_request_id": reference,
        "status": extended_status(workflow, key),
        "updated_datetime": moment(row.at),
        "description": f"{_joined(call, row)} {label}".strip() if is_joined else label,
        "media_url": "",
    }


def _joined(call: Call, row: Any) -> str:
    """That a report was joined to another; which one only where that one is shown, too."""
    shown = {call.in_force.request_type_ids[each.key] for each in call.shown_types}
    which = f" {Reference(row.at_year, row.at_number)}" if row.at_request_type_id in shown else ""
    return _JOINED[call.organisation.town.locale].format(which=which)


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
