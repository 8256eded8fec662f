"""The page on which zones of a photo are blackened for whoever is outside the town hall."""

from __future__ import annotations

import structlog
from fastapi import APIRouter, Response

from dispatch.queries.seen.conversation import read_lines
from dispatch.queries.seen.files import File
from dispatch.web.acting.acts import NotDone
from dispatch.web.covering.covers import FIELDS, MOST_ZONES, cover, zones_of
from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import Route, serve
from dispatch.web.frame.visit import NotHere, Visit, go_to
from dispatch.web.frame.which_request import seen_request

log = structlog.get_logger(__name__)


def covering_routes(board: Board) -> APIRouter:
    """`/demandes/REFERENCE/masquer/NUMBER`: a photo, and the zones of it that nobody outside may see.

    Answers: **200** the page; **303** back to the request once there is a covered copy; **400** with the
    page and what was typed, when a zone is none or no copy can be made; **404** as the request's page, and
    for a file that is no picture.
    """
    router = APIRouter()
    path = "/demandes/{reference}/masquer/{number}"
    serve(router, board, path, _page, "GET")
    serve(router, board, path, _cover, "POST", Route(limiter=board.with_files))
    return router


def _page(visit: Visit) -> Response:
    _, file = _picture(visit)
    return _shown(visit, file)


def _cover(visit: Visit) -> Response:
    request_id, file = _picture(visit)
    try:
        cover(visit, request_id, file, zones_of(visit.form))
    except NotDone as refused:
        return _shown(visit, file, 400, visit.text(f"not_done_{refused.why}"))
    log.info("web.done", act="masquer", request=request_id)
    return go_to(f"/demandes/{visit.parts['reference']}?dit=masquee#fil")


def _shown(visit: Visit, file: File, status: int = 200, error: str = "") -> Response:
    numbers = range(1, MOST_ZONES + 1)
    written = {f"{name}{n}": visit.form.line(f"{name}{n}")[:12] for name in FIELDS for n in numbers}
    return visit.page(
        "cover.html",
        status,
        section="requests",
        reference=visit.parts["reference"],
        file=file,
        fields=FIELDS,
        numbers=numbers,
        written=written,
        error=error,
    )


def _picture(visit: Visit) -> tuple[int, File]:
    """The request, and the picture of it in the address. Raises NotHere."""
    with visit.board.reads.looking() as session:
        request_id = seen_request(visit, session)
        lines = read_lines(session, request_id)
    wanted = visit.parts["number"]
    file = next((each for line in lines for each in line.files if str(each.id) == wanted), None)
    if file is None or not file.is_picture or file.is_gone or file.is_cover:
        raise NotHere
    return request_id, file
