"""Pages that are there for administrators alone: for everybody else they never were."""

from __future__ import annotations

from functools import wraps

from fastapi import APIRouter, Response

from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import Handler, Route, serve
from dispatch.web.frame.visit import NotHere, Visit
from models.vocabulary import StaffRole


def serve_administrators(
    router: APIRouter, board: Board, path: str, handler: Handler, method: str, route: Route | None = None
) -> None:
    """Answer `method` on `path` by `handler` when an administrator asks; else as a page that is not there."""

    @wraps(handler)
    def guarded(visit: Visit) -> Response:
        if visit.viewer.role is not StaffRole.ADMINISTRATOR:
            raise NotHere
        return handler(visit)

    serve(router, board, path, guarded, method, route)


def number_of(visit: Visit) -> int:
    """The number in the address. Raises NotHere when it is none."""
    written = visit.parts["number"]
    if not (written.isascii() and written.isdecimal() and len(written) < 10):
        raise NotHere
    return int(written)
