"""The list as a file: exactly what is filtered, in its order, and no more than its reader may see."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Response

from dispatch.queries.seen.listing import all_seen
from dispatch.queries.seen.wanted import Wanted
from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import serve
from dispatch.web.frame.visit import PROTECTION, Visit

#: Lines of one file.
MOST = 10_000
#: What a spreadsheet would take for a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = (
    "reference",
    "subject",
    "state",
    "service",
    "place",
    "requester",
    "holder",
    "priority",
    "came_on",
    "due",
    "planned",
)


def export_routes(board: Board) -> APIRouter:
    """`/demandes.csv` with the filter of the list. Answers: **200** UTF-8 with its mark, `;` as separator."""
    router = APIRouter()
    serve(router, board, "/demandes.csv", _csv, "GET")
    return router


def _csv(visit: Visit) -> Response:
    wanted, board = Wanted.of(visit.query), visit.board
    with board.reads.looking() as session:
        cards = all_seen(session, board.reads, visit.viewer, visit.in_force, wanted, visit.now, MOST)
    visit.looked("export", "requests", shown=len(cards))
    zone = visit.organisation.town.zone
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([visit.text(f"column_{name}") for name in _COLUMNS])
    for card in cards:
        writer.writerow(
            [
                safe_cell(each)
                for each in (
                    card.reference,
                    card.subject,
                    card.state_label,
                    card.service,
                    card.building,
                    card.requester,
                    card.assignee_name,
                    visit.text(f"priority_{card.priority}"),
                    _day(card.created_at, zone),
                    _day(card.due_at, zone),
                    _day(card.planned_at, zone),
                )
            ]
        )
    name = f"demandes-{visit.now.astimezone(zone):%Y-%m-%d}.csv"
    headers = {**PROTECTION, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response("\ufeff" + out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def safe_cell(text: str) -> str:
    """Text that no spreadsheet runs: what looks like a formula gets an apostrophe before it."""
    line = " ".join(text.split())
    return f"'{line}" if line.startswith(_FORMULA) else line


def _day(when: datetime | None, zone: ZoneInfo) -> str:
    return f"{when.astimezone(zone):%d/%m/%Y}" if when is not None else ""
