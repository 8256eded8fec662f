"""The forms of one request: each does one thing and leads back to the page, or shows it again with every word
that was typed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import structlog
from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from dispatch.sight.conditions import sight_of
from dispatch.sight.may_see import Sight
from dispatch.web.acting import acts, settling
from dispatch.web.acting.acts import Done, NotDone
from dispatch.web.acting.changing import Newer, gave_away
from dispatch.web.acting.correcting import correct_by_form
from dispatch.web.acting.placing import place
from dispatch.web.acting.tagging import tag_by_form
from dispatch.web.field.once import Answered, DoneBefore, Once, UsedBefore
from dispatch.web.field.photos import photos_of
from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import Route, serve
from dispatch.web.frame.visit import PROTECTION, Visit, go_to, local_address, with_query
from dispatch.web.frame.which_request import named_request, seen_request
from dispatch.web.own.drafts_pages import drop_sent
from dispatch.web.pages.one_request import show
from models.errors import TemporaryFailure

log = structlog.get_logger(__name__)
Act = Callable[[Visit, int, int], Done]


def acting_routes(board: Board) -> APIRouter:
    """POST `/demandes/REFERENCE/` and `repondre|noter|agir|donner|placer|corriger|etiqueter|tache|
    signalements|viser|annuler`.

    Answers: **303** back to the request when it was done; **400** with the page when something is missing;
    **404** as the page; **409** with the page, the text kept, when something came meanwhile. A script that
    sends what waited on a telephone (`script`) is answered as JSON, with the same numbers and **200**.
    """
    router = APIRouter()
    uploads = board.settings.sms.uploads
    with_photos = Route(most_files=uploads.max_files, most_file_bytes=uploads.max_file_bytes)
    for name, act in _ACTS.items():
        path = f"/demandes/{{reference}}/{name}"
        serve(router, board, path, partial(_do, name, act), "POST", with_photos if name in _WAITING else None)
        # A browser that comes back here later (after signing in, by its history) is shown the request.
        serve(router, board, path, _back, "GET")
    return router


def _answer(visit: Visit, request_id: int, seen: int) -> Done:
    return acts.answer(visit, request_id, visit.form.text("texte"), seen, photos_of(visit))


def _note(visit: Visit, request_id: int, seen: int) -> Done:
    return acts.note(visit, request_id, visit.form.text("note"), seen, photos_of(visit))


def _move(visit: Visit, request_id: int, seen: int) -> Done:
    form = visit.form
    words, day = form.text("commentaire"), form.line("jour")
    hours = acts.hours_between(form.line("heure"), form.line("heure_fin"))
    verb, photos = form.line("verbe"), photos_of(visit)
    return acts.move(visit, request_id, verb, words, day, seen, hours=hours, photos=photos)


def _give(visit: Visit, request_id: int, seen: int) -> Done:
    form = visit.form
    return acts.give(visit, request_id, form.line("a"), form.text("mot"), seen)


def _place(visit: Visit, request_id: int, seen: int) -> Done:
    return place(visit, request_id, visit.form, seen)


def _correct(visit: Visit, request_id: int, seen: int) -> Done:
    return correct_by_form(visit, request_id, visit.form, seen)


def _tag(visit: Visit, request_id: int, seen: int) -> Done:
    return tag_by_form(visit, request_id, visit.form, seen)


def _task(visit: Visit, request_id: int, _seen: int) -> Done:
    form = visit.form
    return acts.close_task(visit, request_id, form.line("tache"), form.line("fin"), form.text("mot"))


def _reports(visit: Visit, request_id: int, _seen: int) -> Done:
    return settling.settle_reports(visit, request_id, visit.form.line("choix"))


def _visa(visit: Visit, request_id: int, _seen: int) -> Done:
    form = visit.form
    number, how = form.line("numero"), form.line("choix")
    return settling.settle_visa(visit, request_id, number, how, form.text("mot"))


def _undo(visit: Visit, request_id: int, _seen: int) -> Done:
    return acts.undo(visit, request_id, _number(visit.form.line("ligne")))


_ACTS: dict[str, Act] = {
    "repondre": _answer,
    "noter": _note,
    "agir": _move,
    "donner": _give,
    "placer": _place,
    "corriger": _correct,
    "etiqueter": _tag,
    "tache": _task,
    "signalements": _reports,
    "viser": _visa,
    "annuler": _undo,
}
#: Those that may wait on a telephone until there is a network, with photos.
_WAITING = frozenset(("repondre", "noter", "agir"))


def _do(name: str, act: Act, visit: Visit) -> Response:
    try:
        once = Once.of(visit, name) if name in _WAITING else None
        with visit.board.reads.looking() as session:
            # Before the look: what was done may have taken the request out of sight.
            if once is not None and (before := once.found(session)) is not None:
                return _done_before(visit, name, before)
            # What was given away is theirs to take back for a moment, though they see it no longer.
            request_id = named_request(visit, session) if act is _undo else 0
            taken_back = _number(visit.form.line("ligne"))
            if act is not _undo or not gave_away(visit, session, request_id, taken_back):
                request_id = seen_request(visit, session)
        within = visit if once is None else once.within(visit)
        done = act(within, request_id, _number(visit.form.line("vu")))
    except DoneBefore:
        with visit.board.reads.looking() as session:
            before = once.found(session) if once is not None else None
        if before is None:
            # Nothing shows that it was done: it must not be said, for the words would be lost.
            raise TemporaryFailure("The form cannot be done just now.", "not found") from None
        return _done_before(visit, name, before)
    except UsedBefore:
        return _not_done(visit, name, 400, "refused", visit.text("not_done_name_used"))
    except Newer as newer:
        return _not_done(visit, name, 409, "newer", visit.text("newer"), newer.since)
    except NotDone as refused:
        if act is _undo and not _sees(visit, request_id):
            return go_to(with_query("/bureau", dit="trop_tard", ref=visit.parts["reference"]))
        return _not_done(visit, name, 400, "refused", visit.text(f"not_done_{refused.why}"))
    log.info("web.done", act=name, request=request_id)
    said = done.said or (name if done.reached else "injoignable")
    _tidy(visit, request_id, once, said)
    if not done.still_seen:
        ref, line = visit.parts["reference"], str(done.entry_id or "")
        return go_to(with_query("/bureau", dit="donnee", ref=ref, ligne=line))
    if once is None:
        return _done(visit, said)
    with visit.board.reads.looking() as session:
        after = once.found(session)
    return _done(visit, said, seen=after.seen if after is not None else 0)


def _done(visit: Visit, said: str, *, seen: int = 0, repeated: bool = False) -> Response:
    back = local_address(visit.form.line("retour"), "")
    to = with_query(back or f"/demandes/{visit.parts['reference']}", dit=said) + "#fil"
    if not visit.form.line("script"):
        return go_to(to)
    told = {"outcome": "done", "to": to, "seen": seen, "repeated": repeated}
    return JSONResponse(told, 200, PROTECTION)


def _done_before(visit: Visit, name: str, before: Answered) -> Response:
    """What the first was answered. Where it left the request out of sight, the page says so by itself."""
    return _done(visit, before.said or name, seen=before.seen, repeated=True)


def _not_done(visit: Visit, name: str, status: int, outcome: str, why: str, newer: int = 0) -> Response:
    if visit.form.line("script"):
        return JSONResponse({"outcome": outcome, "why": why}, status, PROTECTION)
    return show(visit, status, written=_written(visit, name), newer=newer, error=why)


def _tidy(visit: Visit, request_id: int, once: Once | None, said: str) -> None:
    """What is left to do once it was done: the draft goes, and the answer is kept for whoever asks again."""
    try:
        drop_sent(visit, request_id)
        if once is not None:
            with visit.board.database.transaction() as session:
                once.note(session, said)
    except TemporaryFailure as away:
        # It was done all the same: a draft that is left is seen, and thrown away by whoever typed it.
        log.warning("web.draft_left", request=request_id, why=away.private)


def _sees(visit: Visit, request_id: int) -> bool:
    with visit.board.reads.looking() as session:
        return sight_of(session, visit.viewer, visit.in_force, request_id) is Sight.FULL


def _back(visit: Visit) -> Response:
    return go_to(f"/demandes/{visit.parts['reference']}")


def _written(visit: Visit, name: str) -> dict[str, str]:
    """Every word of the form, under the names of its fields, and which form it was."""
    names = (
        "texte",
        "note",
        "commentaire",
        "jour",
        "heure",
        "heure_fin",
        "verbe",
        "a",
        "mot",
        "adresse",
        "lieu",
        "latitude",
        "longitude",
        "type",
        "priorite",
        "echeance",
        "etiquettes",
    )
    return {"form": name, **{each: text for each in names if (text := visit.form.text(each))}}


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdecimal() and len(written) <= 9 else 0
