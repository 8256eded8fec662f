"""From a call to its page: who looks is found first, forms are believed only from pages of ours, and nothing
that goes wrong shows more than a sentence.
"""

from __future__ import annotations

import asyncio
import ipaddress
import time
from collections.abc import Callable

import anyio
import structlog
from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from dispatch.sight.viewer import Viewer
from dispatch.web.entering.accounts import viewer_for
from dispatch.web.entering.attempts import Visitor
from dispatch.web.entering.sessions import NOTED_EVERY, OpenSession, find_session, note_use
from dispatch.web.frame.board import Board
from dispatch.web.frame.form import Form, Turns, Unreadable, comes_from_us, is_token_of, read_form
from dispatch.web.frame.route import Route as Route
from dispatch.web.frame.visit import PROTECTION, NotHere, Visit, go_to, with_query
from intake.doors.smtp.connections import household
from models.errors import TemporaryFailure, UserError
from models.store.looking.reads import TooMuchToLookAt

log = structlog.get_logger(__name__)
Handler = Callable[[Visit], Response]
#: Headers by which a server in front says that somebody else is at the other end.
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "x-forwarded-host")


def cookie_names(board: Board) -> tuple[str, str]:
    """Of the session, and of a browser that is signing in. `__Host-` keeps them to this very site."""
    return ("__Host-guichet", "__Host-guichet-entree") if board.is_secure else ("guichet", "guichet-entree")


def serve(
    router: APIRouter, board: Board, path: str, handler: Handler, method: str, route: Route | None = None
) -> None:
    """Answer `method` on `path` by `handler`, which runs in a thread of the pages' own."""
    wanted = route or Route()
    turns = Turns()

    async def endpoint(request: Request) -> Response:
        if method != "POST" or not wanted.most_files:
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
        answer = await anyio.to_thread.run_sync(
            _answer, board, handler, wanted, request, form, limiter=wanted.limiter or board.limiter
        )
        rest = wanted.at_least_seconds - (time.monotonic() - began)
        if rest > 0:
            await asyncio.sleep(rest)
        return answer

    router.add_api_route(path, endpoint, methods=[method], include_in_schema=False, response_model=None)


def _stranger(board: Board, route: Route, request: Request) -> Response | None:
    """The refusal of a form with files before its body is read: nobody is signed in who might send it."""
    if route.needs == "anybody":
        return None
    try:
        visit = visit_of(board, request, Form())
    except (TemporaryFailure, TooMuchToLookAt) as wrong:
        return _later(board, request, wrong=wrong)
    return _lost(visit, 403, "over_title", visit.text("over")) if visit.session is None else None


def _answer(board: Board, handler: Handler, route: Route, request: Request, form: Form) -> Response:
    try:
        visit = visit_of(board, request, form)
    except (TemporaryFailure, TooMuchToLookAt) as wrong:
        return _later(board, request, form, wrong)
    try:
        return _refusal(route, request, visit) or handler(visit)
    except NotHere:
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
            log.warning(
                "web.form_refused", path=getattr(request.scope.get("route"), "path", ""), believed=believed
            )
            return _lost(visit, 403, "not_ours_title", visit.text("not_ours"))
        if signed_out:
            return _lost(visit, 403, "over_title", visit.text("over"))
    if route.needs != "anybody" and visit.session is None:
        return go_to(with_query("/entrer", vers=visit.address))
    if route.needs == "staff" and not visit.viewer.is_staff:
        raise NotHere
    return None


def _lost(visit: Visit, status: int, title: str, words: str) -> Response:
    """The page of a call that was not answered: why, and the longer texts of its form. `title` is a text."""
    if not (kept := _typed(visit.form)) and visit.form == Form():
        return visit.page("message.html", status, title=visit.text(title), words=[words])
    return visit.page("lost.html", status, title=visit.text(title), words=words, kept=kept)


def _typed(form: Form) -> list[str]:
    """The longer texts of a form: no word of them is lost."""
    return [text for name in ("texte", "commentaire", "note") if (text := form.text(name)).strip()]


def _later(
    board: Board,
    request: Request,
    form: Form | None = None,
    wrong: UserError | TemporaryFailure | None = None,
) -> Response:
    """The answer when no page can be made now, because of what went `wrong` or for want of room: bare words,
    and what was typed.
    """
    if wrong is not None:
        log.warning("web.unavailable", why=wrong.private)
    lang = board.look.language(request.headers.get("accept-language", "")[:2].lower())
    kept = _typed(form) if form is not None else []
    parts = [
        *(board.look.text(lang, name) for name in ("away_title", "away", *(["kept"] if kept else []))),
        *kept,
    ]
    headers = {**PROTECTION, "Retry-After": "60"}
    return Response("\n\n".join(parts), 503, headers, media_type="text/plain; charset=utf-8")


def visit_of(board: Board, request: Request, form: Form) -> Visit:
    now = board.clock()
    session_cookie, browser_cookie = cookie_names(board)
    with board.reads.looking() as session:
        in_force = board.organisations.current(session).in_force
        today = in_force.organisation.town.local_day(now)
        found = find_session(session, request.cookies.get(session_cookie, ""), now)
        viewer = None
        if found is not None:
            viewer = viewer_for(session, in_force, found.person_id, as_staff=found.as_staff, today=today)
    if viewer is None:
        found = None
    if found is not None and now - found.seen_at > NOTED_EVERY and not _by_itself(request):
        _note(board, found)
    look, town = board.look, in_force.organisation.town
    browser_lang = request.headers.get("accept-language", "")[:2].lower()
    known = viewer.locale if viewer is not None else ""
    lang = look.language(request.query_params.get("lang", ""), known, browser_lang, town.locale)
    query = {name: value[:2000] for name, value in request.query_params.items()}
    return Visit(
        board=board,
        now=now,
        in_force=in_force,
        viewer=viewer or Viewer(),
        visitor=_visitor(request, browser_cookie, lang),
        lang=lang,
        address=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        parts=dict(request.path_params),
        query=query,
        cookies=request.cookies,
        form=form,
        session=found,
    )


def _by_itself(request: Request) -> bool:
    """Whether a page asks, not a person: that keeps nobody signed in."""
    return "x-guichet-live" in request.headers or request.url.path == "/evenements"


def _note(board: Board, found: OpenSession) -> None:
    try:
        with board.database.transaction() as session:
            note_use(session, found, board.clock(), board.settings.web)
    except TemporaryFailure:
        log.info("web.use_not_noted", session=found.id)


def _visitor(request: Request, browser_cookie: str, lang: str) -> Visitor:
    host = request.client.host if request.client is not None else ""
    try:
        is_local = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_local = False
    return Visitor(
        browser=request.cookies.get(browser_cookie, "")[:100],
        peer=household(host),
        user_agent=request.headers.get("user-agent", "")[:300],
        lang=lang,
        is_local=is_local and not any(name in request.headers for name in _FORWARDED),
    )
