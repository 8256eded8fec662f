"""The routes of the JSON API, and the page that describes them."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from dispatch.programs.api.acting import acting_routes
from dispatch.programs.api.calling import Api
from dispatch.programs.api.creating import creating_routes
from dispatch.programs.api.openapi import document
from dispatch.programs.api.problems import HEADERS, Problem
from dispatch.programs.api.reading import BASE, reading_routes
from dispatch.programs.keys import is_open
from dispatch.web.frame.board import Board
from models.errors import TemporaryFailure
from models.store.looking.reads import TooMuchToLookAt
from models.tables.programs.keys import ProgramKind


def api_routers(board: Board) -> list[APIRouter]:
    """The routers of the API; what none of them knows is answered as a problem too."""
    api = Api.of(board)
    return [
        _description(board),
        reading_routes(api),
        creating_routes(api),
        acting_routes(api),
        _nothing_else(),
    ]


def _description(board: Board) -> APIRouter:
    """`GET /api/v1/openapi.json`: for everybody as soon as there is a token, since it says nothing of the
    town's requests.
    """
    router = APIRouter()

    def describe() -> Response:
        try:
            with board.reads.looking() as session:
                is_there = is_open(session, ProgramKind.API, board.clock())
        except (TemporaryFailure, TooMuchToLookAt):
            return Problem(503, "away", "The service is away; try again.").answer()
        if not is_there:
            return Problem(404, "closed", "Not Found").answer()
        return JSONResponse(document(board.settings.doors.http.public_url), headers=HEADERS)

    router.add_api_route(f"{BASE}/openapi.json", describe, methods=["GET"], include_in_schema=False)
    return router


def _nothing_else() -> APIRouter:
    router = APIRouter()

    async def nothing(request: Request) -> Response:
        return Problem(404, "path", "There is no such path.").answer()

    methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    router.add_api_route(f"{BASE}/{{rest:path}}", nothing, methods=methods, include_in_schema=False)
    return router
