"""From a call to its page: who looks is found first, forms are believed only from pages of ours, and nothing
that goes wrong shows more than a sentence.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import anyio
import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from dispatch.web.frame.address import answer_at
from dispatch.web.frame.board import Board
from dispatch.web.frame.callers import visit_of
from dispatch.web.frame.form import (
    Form,
    Turns,
    Unreadable,
    comes_from_us,
    is_small,
    is_token_of,
    read_form,
)
from dispatch.web.frame.route import Route as Route
from dispatch.web.frame.visit import PROTECTION, NotHere, Visit, go_to, local_address, with_query
from intake.doors.http.refusals import wants_a_page
from models.errors import TemporaryFailure, UserError
from models.store.looking.reads import TooMuchToLookAt

log = structlog.get_logger(__name__)
Handler = Callable[[Visit], Response]
#: Addresses of forms at which a page is found, too, by whoever comes there later.
_WRITTEN_AT = ("/demandes/", "/nouvelle")


def serve(
    router: APIRouter, board: Board, path: str, handler: Handler, method: str, route: Route | None = None
) -> None:
    """Answer `method` on `path` by `handler`, which runs in a thread of the pages' own."""
    wanted = route or Route()
    turns = Turns()

    async def endpoint(request: Request) -> Response:
        if method != "POST" or not wanted.most_files or is_small(request):
            return await answered(request)
        # Files are read for nobody whom the page would refuse, and only a few forms of them at a time.
        refused = await anyio.to_thread.run_sync(_stranger, board, wanted, request, limiter=board.limiter)
        if refused is None:
            async with turns.next() as has_place:
                if has_place:
                    return await answered(request)
            refused = _later(board, request)
        refused.headers["Connection"] = "close"
        return refused

    async def answered(request: Request) -> Response:
        began = time.monotonic()
        if not wanted.has_room():
            return _later(board, request)
        try:
            form = (
                await read_form(request, most_files=wanted.most_files, most_file_bytes=wanted.most_file_bytes)
                if method == "POST"
                else Form()
            )
        except Unreadable as wrong:
            raise HTTPException(wrong.status, headers={"Connection": "close"}) from wrong
        except ClientDisconnect:
            return Response(status_code=400)
        if form.files and not board.has_room_for_files():
            return _later(board, request, form)
        turns = wanted.limiter or (board.with_files if form.files else board.limiter)
        answer = await anyio.to_thread.run_sync(_answer, board, handler, wanted, request, form, limiter=turns)
        rest = wanted.at_least_seconds - (time.monotonic() - began)
        if rest > 0:
            await asyncio.sleep(rest)
        return answer

    answer_at(router, path, endpoint, method)


def _stranger(board: Board, route: Route, request: Request) -> Response | None:
    """The refusal of a form with files before its body is read: nobody is signed in who might send it."""
    if route.needs == "anybody":
        return None
    try:
        visit = visit_of(board, request, Form())
    except (TemporaryFailure, TooMuchToLookAt) as wrong:
        return _later(board, request, wrong=wrong)
    if visit.session is None:
        return _lost(visit, 403, "over_title", visit.text("over"))
    if route.needs == "staff" and not visit.viewer.is_staff:
        return _lost(visit, 404, "not_here_title", visit.text("not_here"))
    return None


def _answer(board: Board, handler: Handler, route: Route, request: Request, form: Form) -> Response:
    try:
        visit = visit_of(board, request, form)
    except (TemporaryFailure, TooMuchToLookAt) as wrong:
        return _later(board, request, form, wrong)
    try:
        return _refusal(route, request, visit) or handler(visit)
    except NotHere:
        board.turned_away.note(visit, _page_of(request), "not theirs")
        return _lost(visit, 404, "not_here_title", visit.text("not_here"))
    except TooMuchToLookAt:
        return _lost(visit, 503, "too_much_title", visit.text("too_much"))
    except TemporaryFailure as wrong:
        log.warning("web.unavailable", why=wrong.private)
        answer = _lost(visit, 503, "away_title", visit.text("away"))
        answer.headers["Retry-After"] = "60"
        return answer
    except UserError as wrong:
        return _lost(visit, 400, "refused_title", wrong.public)
    except Exception as wrong:  # the edge of a page: what was typed is shown again
        log.error("web.crashed", error=type(wrong).__name__, exc_info=True)
        return _lost(visit, 500, "crashed_title", visit.text("crashed"))


def _refusal(route: Route, request: Request, visit: Visit) -> Response | None:
    """Why the page is not made: a form that no page of ours sent, or nobody signed in who may."""
    if request.method == "POST":
        believed = comes_from_us(request, visit.origin)
        token = visit.form.text("jeton")
        signed_out = route.needs != "anybody" and visit.session is None
        if not believed or (route.own_token and not signed_out and not is_token_of(visit.secret(), token)):
            log.warning("web.form_refused", path=_page_of(request), believed=believed)
            visit.board.turned_away.note(visit, _page_of(request), "form")
            return _lost(visit, 403, "not_ours_title", visit.text("not_ours"))
        if signed_out:
            visit.board.turned_away.note(visit, _page_of(request), "signed out")
            return _lost(visit, 403, "over_title", visit.text("over"))
    if route.needs != "anybody" and visit.session is None:
        visit.board.turned_away.note(visit, _page_of(request), "signed out")
        return go_to(with_query("/entrer", vers=visit.address))
    if route.needs == "staff" and not visit.viewer.is_staff:
        raise NotHere
    return None


def _page_of(request: Request) -> str:
    """The address as the pages name it, with nothing that was typed: `/demandes/{reference}`."""
    return str(getattr(request.scope.get("route"), "path", ""))


def _lost(visit: Visit, status: int, title: str, words: str) -> Response:
    """The page of a call that was not answered: why, and the longer texts of its form. `title` is a text."""
    if not (kept := _typed(visit.form)) and visit.form == Form():
        if status == 404 and visit.viewer.is_staff:
            return visit.page(
                "message.html", status, title=visit.text(title), words=[words, visit.text("not_here_staff")]
            )
        # Whoever opens a link to their request that was cut, or is over, has another way to it.
        followed = status == 404 and visit.address.startswith("/suivi/")
        again = visit.address if title in ("away_title", "crashed_title") else ""
        more = {"lost_link": followed, "again": again}
        return visit.page("message.html", status, title=visit.text(title), words=[words], **more)
    # Whoever signs in again comes back to where they wrote.
    back = visit.address if title == "over_title" and visit.address.startswith(_WRITTEN_AT) else ""
    return visit.page("lost.html", status, title=visit.text(title), words=words, kept=kept, back=back)


def _typed(form: Form) -> list[str]:
    """The longer texts of a form: no word of them is lost."""
    return [text for name in ("texte", "commentaire", "note") if (text := form.text(name)).strip()]


def _later(
    board: Board,
    request: Request,
    form: Form | None = None,
    wrong: UserError | TemporaryFailure | None = None,
) -> Response:
    """The answer when no page can be made now, because of what went `wrong` or for want of room: a page that
    knows nobody, or bare words for whoever reads no pages; and what was typed.
    """
    if wrong is not None:
        log.warning("web.unavailable", why=wrong.private)
    lang = board.look.language(request.headers.get("accept-language", "")[:2].lower())
    kept = _typed(form) if form is not None else []
    headers = {**PROTECTION, "Retry-After": "60"}
    if wants_a_page(request):
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        again = local_address(asked, "") if request.method != "POST" else ""
        page = board.look.render("later.html", lang, {"kept": kept, "again": again})
        return HTMLResponse(page, 503, headers)
    parts = [
        *(board.look.text(lang, name) for name in ("away_title", "away", *(["kept"] if kept else []))),
        *kept,
    ]
    return Response("\n\n".join(parts), 503, headers, media_type="text/plain; charset=utf-8")
