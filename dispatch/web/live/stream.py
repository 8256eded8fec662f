"""The address at which open pages listen."""

from __future__ import annotations

import anyio
from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from dispatch.web.frame.board import Board
from dispatch.web.frame.callers import visit_of
from dispatch.web.frame.form import Form
from dispatch.web.frame.visit import PROTECTION
from dispatch.web.live.listener import Listener
from intake.doors.http.guarding import STAND_ASIDE
from models.errors import TemporaryFailure
from models.store.looking.reads import TooMuchToLookAt


def live_routes(board: Board) -> APIRouter:
    """`/evenements`, for staff and elected officials.

    Answers: **200** `text/event-stream`, an event `change` when a request that the listener sees has changed,
    `presence` when a colleague came to one that they have open, until their session ends or the
    organisation is another; **204** nobody of them is signed in, or there are listeners enough: browsers ask
    no more; **503** later.
    """
    router = APIRouter()

    @router.get("/evenements", include_in_schema=False, response_model=None)
    async def events(request: Request) -> Response:
        try:
            visit = await anyio.to_thread.run_sync(visit_of, board, request, Form(), limiter=board.limiter)
        except (TemporaryFailure, TooMuchToLookAt):
            return Response(status_code=503, headers={**PROTECTION, "Retry-After": "60"})
        listens = visit.viewer.is_staff or visit.viewer.official is not None
        if visit.session is None or not listens or not board.live.has_room(visit.session.id):
            return Response(status_code=204, headers=PROTECTION)
        if (place := request.scope.get("extensions", {}).get(STAND_ASIDE)) is not None:
            place["now"]()
        return StreamingResponse(
            board.live.stream(Listener(visit.viewer, visit.session.id, version=visit.in_force.version_id)),
            media_type="text/event-stream",
            # A server in front must pass each event on at once.
            # Nothing else is asked on a connection that holds no place of the door.
            headers={**PROTECTION, "X-Accel-Buffering": "no", "Connection": "close"},
        )

    return router
