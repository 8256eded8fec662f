"""To the town's directory and back. Whoever comes back must have left from this very browser."""

from __future__ import annotations

from anyio import CapacityLimiter
from fastapi import APIRouter, Response

from dispatch.web.directory.signing_in import BACK, DirectorySignIn, NotIn
from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import Route, serve
from dispatch.web.frame.visit import NotHere, Visit, go_to
from dispatch.web.pages.entering import entered, wanted_page, with_browser_cookie

#: Calls to the directory at once, and those that may wait for one: a slow directory holds up no other page.
AT_ONCE, MOST_WAITING = 3, 12
_STATUS = {"away": 503, "too_many": 429, "unknown": 403, "unproved": 403}


def directory_routes(board: Board) -> APIRouter:
    """`/entrer/annuaire`, `/entrer/annuaire/retour`.

    Answers: **303** to the directory, or in; **400** what came back proves nothing; **403** it proves
    somebody whom the organisation does not name; **404** no directory is set; **429** from a peer that asks
    too often; **503** the directory is away, or too many wait for it.
    """
    router = APIRouter()
    apart = Route("anybody", limiter=CapacityLimiter(AT_ONCE), most_waiting=MOST_WAITING)
    serve(router, board, "/entrer/annuaire", _leave_for_it, "GET", apart)
    serve(router, board, BACK, _come_back, "GET", apart)
    return router


def _sign_in(visit: Visit) -> DirectorySignIn:
    if visit.board.directory is None:
        raise NotHere
    return DirectorySignIn(visit.board, visit.board.directory)


def _leave_for_it(visit: Visit) -> Response:
    def leave(known: Visit) -> Response:
        try:
            return go_to(_sign_in(known).begin(known.visitor, wanted_page(known)))
        except NotIn as wrong:
            return _not_in(known, wrong)

    return with_browser_cookie(visit, leave)


def _come_back(visit: Visit) -> Response:
    try:
        found = _sign_in(visit).finish(visit.query, visit.visitor)
    except NotIn as wrong:
        return _not_in(visit, wrong)
    return entered(visit, found.secret, found.to)


def _not_in(visit: Visit, wrong: NotIn) -> Response:
    said = visit.text(f"directory_{wrong.why}", name=visit.board.settings.directory.name)
    title = visit.text("directory_title")
    return visit.page("not_in.html", _STATUS.get(wrong.why, 400), title=title, words=said)
