"""Requests as applications read them: lists and single ones, of the types that are shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, Response

from dispatch.programs.moments import read_moment
from dispatch.programs.open311.calling import BASE, Call, Open311, Wrong
from dispatch.programs.open311.shown import Asked, read_shown
from models.errors import InvalidValue
from models.values import Reference

#: Requests of one answer, and days that one may span.
MOST, MOST_DAYS = 1000, 90


def listing_routes(server: Open311) -> APIRouter:
    """`GET /requests`, `/requests/ID`."""
    router = APIRouter()
    server.serve(router, f"{BASE}/requests", _list)
    server.serve(router, f"{BASE}/requests/{{reference}}", _one)
    return router


def _list(call: Call) -> Response:
    call.may_read()
    asked = _asked(call)
    with call.board.reads.looking() as session:
        found = read_shown(session, call, asked)
    call.looked("requests", shown=len(found))
    return call.answer("service_requests", found)


def _one(call: Call) -> Response:
    call.may_read()
    reference = read_reference(call.parts["reference"])
    with call.board.reads.looking() as session:
        found = read_shown(session, call, Asked(references=[reference]))
    if not found:
        raise Wrong(404, "service_request_id was not found.")
    call.looked("requests", shown=1)
    return call.answer("service_requests", found)


def read_reference(written: str) -> Reference:
    """A `service_request_id`. Raises Wrong 404 for what can be none."""
    try:
        return Reference.parse(written[:20])
    except InvalidValue as wrong:
        raise Wrong(404, "service_request_id was not found.") from wrong


def _asked(call: Call) -> Asked:
    """The filters. Raises Wrong 400 naming the one that is not understood."""
    if ids := call.value("service_request_id"):
        references = []
        for each in ids.split(",")[:MOST]:
            try:
                references.append(Reference.parse(each.strip()[:20]))
            except InvalidValue:
                continue
        # The specification lets it override all other arguments.
        return Asked(references=references)
    statuses = frozenset(each.strip() for each in call.value("status").split(",") if each.strip())
    if not statuses <= {"open", "closed"}:
        raise Wrong(400, "status must be open or closed.")
    since, until = read_span(call, "start_date", "end_date")
    changed_since, changed_until = time_of(call, "updated_after"), time_of(call, "updated_before")
    if since is None and until is None and changed_since is None:
        since = call.now - timedelta(days=MOST_DAYS)
    return Asked(
        codes=frozenset(each.strip() for each in call.value("service_code").split(",") if each.strip()),
        statuses=statuses,
        since=since,
        until=until,
        updated_since=changed_since,
        updated_until=changed_until,
        by_change=call.program is not None and bool(call.program.options.get("fms")),
        limit=_number(call, "page_size", MOST, MOST),
        page=_number(call, "page", 1, 10_000),
    )


def read_span(call: Call, first: str, last: str) -> tuple[datetime | None, datetime | None]:
    """A span of at most 90 days; with one end alone, the 90 days beside it. Raises Wrong 400."""
    since, until = time_of(call, first), time_of(call, last)
    most = timedelta(days=MOST_DAYS)
    if since is not None and until is not None and until - since > most:
        raise Wrong(400, f"{first} and {last} may not span more than {MOST_DAYS} days.")
    if since is not None and until is None:
        return since, since + most
    return (until - most, until) if since is None and until is not None else (since, until)


def time_of(call: Call, name: str) -> datetime | None:
    """The time of that name; None without one. Raises Wrong 400."""
    written = call.value(name)
    if not written:
        return None
    try:
        found = read_moment(written, default_zone=UTC)
    except ValueError as wrong:
        raise Wrong(400, f"{name} must be a time such as 2026-11-30T08:00:00Z.") from wrong
    if not 1970 < found.year < 3000:
        raise Wrong(400, f"{name} is out of range.")
    return found


def _number(call: Call, name: str, usual: int, most: int) -> int:
    written = call.value(name) or str(usual)
    if not (written.isascii() and written.isdecimal() and len(written) <= 6 and 1 <= int(written) <= most):
        raise Wrong(400, f"{name} must be a number from 1 to {most}.")
    return int(written)
