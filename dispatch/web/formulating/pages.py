"""A look at a request that is being written: its service with why, what is open around. Nothing is kept."""

from __future__ import annotations

from fastapi import APIRouter, Response

from dispatch.web.acting.acts import NotDone
from dispatch.web.acting.placing import NOWHERE, read_place
from dispatch.web.formulating.glance import Glance, look_at
from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import Route, serve
from dispatch.web.frame.visit import Visit, go_to
from dispatch.web.pages.new import new_form


def glance_routes(board: Board) -> APIRouter:
    """`/nouvelle/regarder`, POST with the form of a new request.

    Answers: **200** the form as it is with what is known, or that alone (`page=1`); **303** back to the form
    when it is opened by its address; **413** files too large.
    """
    router = APIRouter()
    files = board.settings.sms.uploads
    taking = Route("person", most_files=files.max_files, most_file_bytes=files.max_file_bytes)
    serve(router, board, "/nouvelle/regarder", _look, "POST", taking)
    serve(router, board, "/nouvelle/regarder", _back, "GET", Route("person"))
    return router


def _look(visit: Visit) -> Response:
    glance = _glance(visit)
    if glance is not None and glance.near:
        visit.looked("list", "around", shown=len(glance.near))
    if visit.form.line("page") == "1":
        return visit.page("glance.html", glance=glance, is_looked_at=True)
    return new_form(visit, glance=glance, is_looked_at=True)


def _glance(visit: Visit) -> Glance | None:
    try:
        there = read_place(visit, visit.form, is_sure=False)
    except NotDone:
        there = NOWHERE
    return look_at(visit, visit.form, there)


def _back(_visit: Visit) -> Response:
    return go_to("/nouvelle")
