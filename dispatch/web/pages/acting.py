"""The forms of one request: each does one thing and leads back to the page, or shows it again with every word
that was typed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import structlog
from fastapi import APIRouter, Response

from dispatch.sight.conditions import sight_of
from dispatch.sight.may_see import Sight
from dispatch.web.acting import acts
from dispatch.web.acting.acts import Done, NotDone
from dispatch.web.acting.changing import Newer, gave_away
from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import serve
from dispatch.web.frame.visit import Visit, go_to, local_address, with_query
from dispatch.web.frame.which_request import named_request, seen_request
from dispatch.web.own.drafts_pages import drop_sent
from dispatch.web.pages.one_request import show
from models.errors import TemporaryFailure

log = structlog.get_logger(__name__)
Act = Callable[[Visit, int, int], Done]


def acting_routes(board: Board) -> APIRouter:
    """POST `/demandes/REFERENCE/repondre|noter|agir|donner|tache|signalements|viser|annuler`.

    Answers: **303** back to the request when it was done; **400** with the page when something is missing;
    **404** as the page; **409** with the page, the text kept, when something came meanwhile.
    """
    router = APIRouter()
    for name, act in _ACTS.items():
        path = f"/demandes/{{reference}}/{name}"
        serve(router, board, path, partial(_do, name, act), "POST")
        # A browser that comes back here later (after signing in, by its history) is shown the request.
        serve(router, board, path, _back, "GET")
    return router


def _answer(visit: Visit, request_id: int, seen: int) -> Done:
    return acts.answer(visit, request_id, visit.form.text("texte"), seen)


def _note(visit: Visit, request_id: int, seen: int) -> Done:
    return acts.note(visit, request_id, visit.form.text("note"), seen)


def _move(visit: Visit, request_id: int, seen: int) -> Done:
    form = visit.form
    return acts.move(visit, request_id, form.line("verbe"), form.text("commentaire"), form.line("jour"), seen)


def _give(visit: Visit, request_id: int, seen: int) -> Done:
    form = visit.form
    return acts.give(visit, request_id, form.line("a"), form.text("mot"), seen)


def _task(visit: Visit, request_id: int, _seen: int) -> Done:
    form = visit.form
    return acts.close_task(visit, request_id, form.line("tache"), form.line("fin"), form.text("mot"))


def _reports(visit: Visit, request_id: int, _seen: int) -> Done:
    return acts.settle_reports(visit, request_id, visit.form.line("choix"))


def _visa(visit: Visit, request_id: int, _seen: int) -> Done:
    form = visit.form
    return acts.settle_visa(visit, request_id, form.line("numero"), form.line("choix"), form.text("mot"))


def _undo(visit: Visit, request_id: int, _seen: int) -> Done:
    return acts.undo(visit, request_id, _number(visit.form.line("ligne")))


_ACTS: dict[str, Act] = {
    "repondre": _answer,
    "noter": _note,
    "agir": _move,
    "donner": _give,
    "tache": _task,
    "signalements": _reports,
    "viser": _visa,
    "annuler": _undo,
}


def _do(name: str, act: Act, visit: Visit) -> Response:
    with visit.board.reads.looking() as session:
        request_id = named_request(visit, session)
        # What was given away is theirs to take back for a moment, though they see it no longer.
        if act is not _undo or not gave_away(visit, session, request_id, _number(visit.form.line("ligne"))):
            request_id = seen_request(visit, session)
    try:
        done = act(visit, request_id, _number(visit.form.line("vu")))
    except Newer as newer:
        return show(visit, 409, written=_written(visit, name), newer=newer.since, error=visit.text("newer"))
    except NotDone as refused:
        if act is _undo and not _sees(visit, request_id):
            return go_to(with_query("/bureau", dit="trop_tard", ref=visit.parts["reference"]))
        error = visit.text(f"not_done_{refused.why}")
        return show(visit, 400, written=_written(visit, name), error=error)
    log.info("web.done", act=name, request=request_id)
    try:
        drop_sent(visit, request_id)
    except TemporaryFailure as away:
        # It was done all the same: a draft that is left is seen, and thrown away by whoever typed it.
        log.warning("web.draft_left", request=request_id, why=away.private)
    said = done.said or (name if done.reached else "injoignable")
    if not done.still_seen:
        ref, line = visit.parts["reference"], str(done.entry_id or "")
        return go_to(with_query("/bureau", dit="donnee", ref=ref, ligne=line))
    back = local_address(visit.form.line("retour"), "")
    return go_to(with_query(back or f"/demandes/{visit.parts['reference']}", dit=said) + "#fil")


def _sees(visit: Visit, request_id: int) -> bool:
    with visit.board.reads.looking() as session:
        return sight_of(session, visit.viewer, visit.in_force, request_id) is Sight.FULL


def _back(visit: Visit) -> Response:
    return go_to(f"/demandes/{visit.parts['reference']}")


def _written(visit: Visit, name: str) -> dict[str, str]:
    """Every word of the form, under the names of its fields, and which form it was."""
    names = ("texte", "note", "commentaire", "jour", "verbe", "a", "mot")
    return {"form": name, **{each: text for each in names if (text := visit.form.text(each))}}


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdecimal() and len(written) <= 9 else 0
