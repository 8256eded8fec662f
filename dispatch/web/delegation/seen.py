"""Pages that are there for elected officials alone, and the requests that are part of their delegation."""

from __future__ import annotations

from datetime import datetime
from functools import wraps

from fastapi import APIRouter, Response
from sqlmodel import Session

from dispatch.queries.seen.one_request import find_id
from dispatch.sight.conditions import placed_of
from dispatch.sight.may_see import is_delegated
from dispatch.web.acting.acts import told_after
from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import Handler, Route, serve
from dispatch.web.frame.visit import NotHere, Visit
from models.errors import InvalidValue
from models.values import Reference


def serve_officials(router: APIRouter, board: Board, path: str, handler: Handler, method: str) -> None:
    """Answer `method` on `path` by `handler` when an elected official asks; else as a page that is not
    there.
    """

    @wraps(handler)
    def guarded(visit: Visit) -> Response:
        if visit.viewer.official is None:
            raise NotHere
        return handler(visit)

    serve(router, board, path, guarded, method, Route("person"))


def delegated_request(visit: Visit, session: Session) -> int:
    """The id of the request in the address, when it is part of the viewer's delegation. Raises NotHere."""
    try:
        reference = Reference.parse(visit.parts["reference"])
    except InvalidValue as wrong:
        raise NotHere from wrong
    request_id = find_id(session, reference)
    placed = placed_of(session, visit.in_force, request_id or 0)
    if request_id is None or placed is None or not is_delegated(visit.viewer, placed):
        raise NotHere
    return request_id


def undoable_since(visit: Visit) -> datetime:
    """Words of staff that are younger can still be taken back: nobody outside reads them yet."""
    return visit.now - told_after(visit, words=True)
