"""Who calls: the session of a cookie, whoever is signed in there, and from where they look."""

from __future__ import annotations

import ipaddress

import structlog
from fastapi import Request

from dispatch.sight.viewer import Viewer
from dispatch.web.entering.accounts import viewer_for
from dispatch.web.entering.attempts import Visitor
from dispatch.web.entering.sessions import NOTED_EVERY, OpenSession, find_session, note_use
from dispatch.web.frame.board import Board
from dispatch.web.frame.form import Form
from dispatch.web.frame.visit import Visit
from intake.doors.smtp.connections import household
from models.errors import TemporaryFailure

log = structlog.get_logger(__name__)
#: Headers by which a server in front says that somebody else is at the other end.
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "x-forwarded-host")


def cookie_names(board: Board) -> tuple[str, str]:
    """Of the session, and of a browser that is signing in. `__Host-` keeps them to this very site."""
    return ("__Host-guichet", "__Host-guichet-entree") if board.is_secure else ("guichet", "guichet-entree")


def visit_of(board: Board, request: Request, form: Form) -> Visit:
    """The call, and whoever is signed in where it comes from. Raises TemporaryFailure, TooMuchToLookAt."""
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
