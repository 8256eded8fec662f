"""How accessible these pages are, and what becomes of what people tell: for everybody, signed in or not."""

from __future__ import annotations

from fastapi import APIRouter, Response

from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import Route, serve
from dispatch.web.frame.visit import Visit
from dispatch.web.legal.marked import as_html
from dispatch.web.legal.privacy import privacy_page


def legal_routes(board: Board) -> APIRouter:
    """`/accessibilite`, `/donnees-personnelles`. Answers: **200** the page."""
    router = APIRouter()
    serve(router, board, "/accessibilite", _accessibility, "GET", Route("anybody"))
    serve(router, board, "/donnees-personnelles", _personal_data, "GET", Route("anybody"))
    return router


def _accessibility(visit: Visit) -> Response:
    return _page(visit, "accessibility", "legal_access")


def _personal_data(visit: Visit) -> Response:
    return _page(visit, "notice", "legal_data")


def _page(visit: Visit, name: str, title: str) -> Response:
    text = privacy_page(name, visit.lang, visit.organisation, visit.board.settings, public=True)
    return visit.page("legal.html", section=title, title=visit.text(title), words=as_html(text))
