"""The page of one's saved views, and the forms that make, change and remove one."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Response

from dispatch.queries.seen.wanted import Wanted
from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import serve
from dispatch.web.frame.visit import Visit, go_to, local_address, with_query
from dispatch.web.own import views
from dispatch.web.own.views import MOST_COUNTED, MOST_TABS, NotSaved, View, counted, may_share, views_of
from models.store.audit import record_access
from models.store.looking.reads import TooMuchToLookAt


def views_routes(board: Board) -> APIRouter:
    """`/vues`, POST `/vues` and `/vues/NUMBER`.

    Answers: **200** one's views; **303** to the list as it was saved, or back to the page; **400** the page
    with what is wrong: no name, a name that is taken, too many, not one's own.
    """
    router = APIRouter()
    serve(router, board, "/vues", _page, "GET")
    serve(router, board, "/vues", _save, "POST")
    serve(router, board, "/vues/{number}", _change, "POST")
    serve(router, board, "/vues/{number}", lambda _visit: go_to("/vues"), "GET")
    return router


def tabs_of(visit: Visit, wanted: Wanted) -> dict[str, Any]:
    """What the list shows above itself: the views as tabs, counted when that can be done in time, and whom a
    view may be shared with.
    """
    board = visit.board
    with board.reads.looking() as session:
        found = views_of(session, visit.viewer, visit.in_force)
    more = len(found) > MOST_TABS
    shown = found[:MOST_TABS]
    if found:
        # Apart: what takes too long to count leaves the tabs without numbers.
        with suppress(TooMuchToLookAt), board.reads.looking() as session:
            shown = counted(session, board.reads, visit.viewer, visit.in_force, found, visit.now)
    here = wanted.on_page(1).full_address
    return {
        "tabs": shown,
        "more_tabs": more,
        "most_in_tab": MOST_COUNTED,
        "here_is": next((each.id for each in shown if each.address == here), 0),
        "sharing": _sharing(visit),
    }


def default_of(visit: Visit) -> View | None:
    """The view that the viewer's list opens with."""
    with visit.board.reads.looking() as session:
        found = views_of(session, visit.viewer, visit.in_force)
    return next((each for each in found if each.is_default), None)


def _sharing(visit: Visit) -> list[tuple[str, str]]:
    organisation = visit.organisation
    return [
        (each.key, each.name)
        for each in organisation.services
        if not each.closed and may_share(visit.viewer, each.key)
    ]


def _page(visit: Visit, status: int = 200, **more: Any) -> Response:
    board = visit.board
    with board.reads.looking() as session:
        found = views_of(session, visit.viewer, visit.in_force)
    names = {each.key: each.name for each in visit.organisation.services}
    removable = {each.id for each in found if each.is_own or may_share(visit.viewer, each.service)}
    values = {"named": "", "asked": "", "failed": 0, **more}
    return visit.page(
        "views.html",
        status,
        section="requests",
        views=found,
        service_names=names,
        removable=removable,
        sharing=_sharing(visit),
        **values,
    )


def _save(visit: Visit) -> Response:
    form = visit.form
    back = local_address(form.line("retour"), "/demandes")
    wanted = Wanted.of(dict(parse_qsl(back.partition("?")[2])))
    name = form.line("nom")
    try:
        with visit.board.database.transaction() as session:
            made = views.save(
                session, visit.viewer, visit.in_force, name, wanted, visit.now, service=form.line("service")
            )
            if form.line("defaut"):
                views.make_default(session, visit.viewer, made)
            record_access(session, visit.now, visit.viewer.trace, "create", f"view:{made}", by="web")
    except NotSaved as wrong:
        error = visit.text(f"view_{wrong.why}")
        return _page(visit, 400, error=error, named=name, asked=back)
    return go_to(with_query("/demandes" + wanted.full_address, dit="vue"))


def _change(visit: Visit) -> Response:
    form, viewer, number = visit.form, visit.viewer, visit.parts["number"]
    view_id = int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0
    what = form.line("quoi")
    try:
        with visit.board.database.transaction() as session:
            if what == "renommer":
                views.rename(session, viewer, view_id, form.line("nom"))
            elif what == "partager":
                views.share(session, viewer, visit.in_force, view_id, form.line("service"))
            elif what == "defaut":
                views.make_default(session, viewer, view_id)
            elif what == "sans-defaut":
                views.make_default(session, viewer, None)
            elif what == "retirer":
                views.remove(session, viewer, visit.in_force, view_id)
            else:
                return go_to("/vues")
            record_access(session, visit.now, viewer.trace, "change", f"view:{view_id}", what=what, by="web")
    except NotSaved as wrong:
        error = visit.text(f"view_{wrong.why}")
        return _page(visit, 400, error=error, failed=view_id, named=form.line("nom"))
    return go_to(with_query("/vues", dit=what))
