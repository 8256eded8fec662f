"""What programs look at: lists, one request, its files, and what became of what they sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from fastapi import APIRouter, Response
from sqlmodel import Session

from dispatch.programs.api.calling import Api
from dispatch.programs.api.calls import Call, Given
from dispatch.programs.api.problems import Problem, not_here
from dispatch.programs.moments import read_moment
from dispatch.queries.requests import get_request, rows_of, show_request
from dispatch.queries.seen.conversation import read_lines
from dispatch.queries.seen.in_order import NoPlace, Piece, PieceOrder, read_piece
from dispatch.queries.seen.wanted import CONTROLS, NOBODY, Wanted
from dispatch.web.frame.which_request import seen_at, seen_request
from dispatch.web.pages.files import file_answer
from models.folding import slug
from models.tables.columns import table_of
from models.tables.ledger import Door, InboundMessage
from models.tables.requests import RequestRow
from models.values import Reference

BASE = "/api/v1"
#: Requests of one piece of a list.
MOST = 200
_inbound, _requests = table_of(InboundMessage), table_of(RequestRow)
_STATES = {"open": "ouvertes", "closed": "closes", "all": "toutes"}
_PARAMETERS = frozenset(
    (
        "state", "service", "assignee", "building", "type", "tag", "overdue", "q", "since", "until",
        "updated_since", "order", "after", "limit",
    )
)  # fmt: skip


def reading_routes(api: Api) -> APIRouter:
    """`GET /api/v1/requests`, `/requests/REFERENCE`, `/requests/REFERENCE/files/ID`, `/received/ID`."""
    router = APIRouter()
    api.serve(router, f"{BASE}/requests", list_requests, "GET", "read")
    api.serve(router, f"{BASE}/requests/{{reference}}", show, "GET", "read")
    api.serve(router, f"{BASE}/requests/{{reference}}/files/{{file}}", _file, "GET", "read")
    api.serve(router, f"{BASE}/received/{{inbound}}", _received, "GET", "create")
    return router


def list_requests(call: Call) -> Given:
    """One piece of the list, and the address of the next."""
    piece = _piece(call.query)
    visit = call.visit
    with visit.board.reads.looking() as session:
        try:
            ids, after = read_piece(session, visit.board.reads, visit.viewer, visit.in_force, piece, call.now)
        except NoPlace as wrong:
            raise Problem(400, "query", "after is none of ours, or of a list in another order.") from wrong
        rows = rows_of(session, ids)
    call.looked("list", "requests", shown=len(rows), by=call.program.trace)
    headers = {}
    if after:
        address = f"{BASE}/requests?{urlencode({**call.query, 'after': after})}"
        headers["Link"] = f'<{address}>; rel="next"'
    return Given({"requests": rows, "next": after or None}, headers=headers)


def _piece(query: Mapping[str, str]) -> Piece:
    """The list asked for. Raises Problem for what it does not understand: a filter left out would show too
    much.
    """
    if unknown := sorted(set(query) - _PARAMETERS):
        raise Problem(400, "query", f"{unknown[0][:40]}: there is no such parameter.")
    if strange := next(
        (name for name, value in query.items() if CONTROLS.search(" ".join(value.split()))), ""
    ):
        raise Problem(400, "query", f"{strange}: control characters are not taken.")
    limit, state, overdue = query.get("limit", "50"), query.get("state", "all"), query.get("overdue", "false")
    if not (limit.isascii() and limit.isdecimal() and len(limit) <= 4 and 1 <= int(limit) <= MOST):
        raise Problem(400, "query", f"limit: a number from 1 to {MOST}.")
    if overdue not in ("true", "false"):
        raise Problem(400, "query", "overdue: true or false.")
    order = query.get("order", PieceOrder.NEWEST)
    if order not in tuple(PieceOrder):
        raise Problem(400, "query", f"order: one of {', '.join(PieceOrder)}.")
    assignee = query.get("assignee", "")
    return Piece(
        filter=Wanted(
            state=_STATES.get(state, state[:64]),
            service=query.get("service", "")[:64],
            holder=NOBODY if assignee == "none" else assignee[:64],
            building=query.get("building", "")[:64],
            tag=slug(query.get("tag", "")[:64]),
            late=overdue == "true",
            words=" ".join(query.get("q", "")[:200].split()),
        ),
        request_type=query.get("type", "")[:64],
        since=_time(query, "since"),
        until=_time(query, "until"),
        updated_since=_time(query, "updated_since"),
        order=PieceOrder(order),
        after=query.get("after", "")[:100],
        limit=int(limit),
    )


def _time(query: Mapping[str, str], name: str) -> datetime | None:
    """A time with its offset: one without would be read on nobody knows whose clock. Raises Problem."""
    written = query.get(name, "")
    if not written:
        return None
    try:
        return read_moment(written)
    except ValueError as wrong:
        raise Problem(
            400, "query", f"{name}: a time with its offset, such as 2026-11-30T08:00:00Z."
        ) from wrong


def show(call: Call) -> Given:
    """One request, as `guichet requests show --json` prints it."""
    visit = call.visit
    with visit.board.reads.looking() as session:
        request_id = seen_request(visit, session)
        found = show_request(session, get_request(session, call.parts["reference"]))
        # Other requests are named only to whoever sees them too.
        found["links"] = [each for each in found["links"] if _is_seen(call, session, each["reference"])]
    call.looked("read", f"request:{request_id}", by=call.program.trace)
    return Given(found)


def _is_seen(call: Call, session: Session, reference: str) -> bool:
    return seen_at(call.visit, session, Reference.parse(reference)) is not None


def _file(call: Call) -> Response:
    visit = call.visit
    with visit.board.reads.looking() as session:
        request_id = seen_request(visit, session)
        lines = read_lines(session, request_id)
    files = (file for line in lines for file in line.files)
    found = next((each for each in files if str(each.id) == call.parts["file"]), None)
    if found is None:
        raise not_here()
    if found.is_gone:
        raise Problem(410, "gone", "The file was erased.")
    answer = file_answer(visit, request_id, found)
    if answer.status_code == 410:
        # Its bytes are gone without having been erased: a page says so to browsers.
        raise Problem(410, "gone", "The file is gone.")
    return answer


def _received(call: Call) -> Given:
    number = call.parts["inbound"]
    if not (number.isascii() and number.isdecimal() and len(number) <= 9):
        raise not_here()
    found = what_became(call, int(number))
    call.looked("read", f"inbound:{number}", by=call.program.trace)
    return Given(found)


def what_became(call: Call, inbound: int) -> dict[str, Any]:
    """What became of something that this program sent, as `guichet requests create --json` prints it, and the
    state of its row in the ledger. Raises Problem 404 for what others sent.
    """
    query = (
        sa.select(_inbound.c.state, _inbound.c.reason, _requests.c.year, _requests.c.number)
        .outerjoin(_requests, _requests.c.id == _inbound.c.request_id)
        .where(
            _inbound.c.id == inbound,
            _inbound.c.door == Door.API,
            _inbound.c.door_name == call.program.name,
        )
    )
    with call.visit.board.reads.looking() as session:
        row = session.connection().execute(query).first()
    if row is None:
        raise not_here()
    request = str(Reference(row.year, row.number)) if row.year is not None else None
    return {"inbound": inbound, "request": request, "reason": row.reason, "state": row.state}
