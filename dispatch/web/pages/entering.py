"""Signing in and out. A link opened, by a person or by a scanner of mail, signs nobody in: a button does."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import replace

from fastapi import APIRouter, Response

from dispatch.sight.viewer import Viewer
from dispatch.web.directory.signing_in import DirectorySignIn
from dispatch.web.entering.answered_key import site_of
from dispatch.web.entering.passkeys import Passkeys
from dispatch.web.entering.sessions import end_session
from dispatch.web.field.keeping import WIPE
from dispatch.web.frame.board import Board
from dispatch.web.frame.callers import cookie_names
from dispatch.web.frame.serving import Handler, Route, serve
from dispatch.web.frame.visit import PROTECTION, Visit, go_to, local_address, with_query
from models.errors import UserError
from models.store.audit import record_access

#: Every answer to « who are you » takes this long, whoever it is.
ANSWER_SECONDS = 0.4
_OPEN = Route("anybody")


def entering_routes(board: Board) -> APIRouter:
    """`/`, `/entrer`, `/entrer/code`, `/entrer/cle`, `/entrer/lien/TOKEN`, `/sortir`.

    Answers: **200** the page; **303** where to go next; **400** with the page when something is missing or
    wrong; **403** a form that no page of ours sent; **429** from a peer that asks too often.
    """
    router, slow = APIRouter(), Route("anybody", at_least_seconds=ANSWER_SECONDS)
    serve(router, board, "/", _home, "GET", _OPEN)
    serve(router, board, "/entrer", _ask_page, "GET", _OPEN)
    serve(router, board, "/entrer", _ask, "POST", slow)
    serve(router, board, "/entrer/code", _code_page, "GET", _OPEN)
    serve(router, board, "/entrer/code", _enter_by_code, "POST", _OPEN)
    serve(router, board, "/entrer/cle/demander", _ask_key, "POST", _OPEN)
    serve(router, board, "/entrer/cle", _enter_by_key, "POST", slow)
    serve(router, board, "/entrer/cle", _to_enter, "GET", _OPEN)
    serve(router, board, "/entrer/lien/{token}", _link_page, "GET", _OPEN)
    serve(router, board, "/entrer/lien/{token}", _enter_by_link, "POST", _OPEN)
    serve(router, board, "/sortir", _leave, "POST", Route("person"))
    return router


def _home(visit: Visit) -> Response:
    if visit.session is None:
        return go_to("/entrer")
    if visit.viewer.official is not None:
        return go_to("/delegation")
    return go_to("/bureau" if visit.viewer.is_staff else "/mes-demandes")


def _ask_page(visit: Visit) -> Response:
    return with_browser_cookie(visit, lambda known: _enter_page(known))


def _enter_page(visit: Visit, status: int = 200, written: str = "", error: str = "") -> Response:
    board = visit.board
    has_keys = bool(site_of(board.settings))
    directory = board.settings.directory.name if board.directory is not None else ""
    values = {
        "to": wanted_page(visit),
        "written": written,
        "error": error,
        "has_keys": has_keys,
        "directory": directory,
    }
    return visit.page("enter.html", status, **values)


def _ask_key(visit: Visit) -> Response:
    asked = Passkeys(visit.board).ask_to_enter(visit.visitor)
    if asked is None:
        return Response("{}", 429, PROTECTION, media_type="application/json")
    return Response(asked, headers=PROTECTION, media_type="application/json")


def _enter_by_key(visit: Visit) -> Response:
    secret = Passkeys(visit.board).enter(visit.form.text("reponse"), visit.visitor)
    if secret is None:
        return _enter_page(visit, 400, error=visit.text("key_enters_nobody"))
    return entered(visit, secret, wanted_page(visit))


def _to_enter(_visit: Visit) -> Response:
    """A browser that comes back to where a form was sent is shown where signing in begins."""
    return go_to("/entrer")


def _ask(visit: Visit) -> Response:
    written, to = visit.form.line("contact"), wanted_page(visit)
    told = visit.board.sign_ins.ask(written, visit.visitor) if written else "unreadable"
    if told == "asked":
        return go_to(with_query("/entrer/code", vers=to if to != "/" else ""))
    status = 429 if told == "too_many" else 400
    return _enter_page(visit, status, written, visit.text(f"enter_{told}"))


def _code_page(visit: Visit) -> Response:
    return visit.page("code.html", to=wanted_page(visit))


def _enter_by_code(visit: Visit) -> Response:
    secret = visit.board.sign_ins.enter_by_code(visit.form.line("code").replace(" ", ""), visit.visitor)
    if secret is None:
        return visit.page("code.html", 400, to=wanted_page(visit), error=visit.text("code_wrong"))
    return entered(visit, secret, wanted_page(visit))


def _link_page(visit: Visit) -> Response:
    def made(known: Visit) -> Response:
        link = known.board.sign_ins.look(known.parts["token"], known.visitor)
        if link is None:
            return known.page("link_over.html", 404)
        return known.page("link.html", needs_code=link.needs_code, to=wanted_page(known))

    return with_browser_cookie(visit, made)


def _enter_by_link(visit: Visit) -> Response:
    token, code = visit.parts["token"], visit.form.line("code").replace(" ", "")
    secret = visit.board.sign_ins.enter_by_link(token, code, visit.visitor)
    if secret is not None:
        return entered(visit, secret, wanted_page(visit))
    link = visit.board.sign_ins.look(token, visit.visitor)
    if link is None:
        return visit.page("link_over.html", 404)
    error = visit.text("code_wrong")
    return visit.page("link.html", 400, needs_code=link.needs_code, to=wanted_page(visit), error=error)


def _leave(visit: Visit) -> Response:
    assert visit.session is not None
    with visit.board.database.transaction() as session:
        record_access(session, visit.now, visit.viewer.trace, "leave", f"person:{visit.session.person_id}")
        with suppress(UserError):  # ended meanwhile from elsewhere: that is what was asked for
            end_session(session, visit.session.id, visit.now)
    elsewhere = ""
    if visit.session.id_token and visit.board.directory is not None:
        elsewhere = DirectorySignIn(visit.board, visit.board.directory).leave(visit.session.id_token)
    answer = _leave_there(visit, elsewhere) if elsewhere else go_to("/entrer?dit=sorti")
    answer.headers.update(WIPE)
    answer.delete_cookie(
        cookie_names(visit.board)[0], path="/", secure=visit.board.is_secure, httponly=True, samesite="lax"
    )
    return answer


def _leave_there(visit: Visit, address: str) -> Response:
    """A page of ours that goes on to the directory by itself: no form of ours may be answered from there."""
    name = visit.board.settings.directory.name
    signed_out = visit.with_(viewer=Viewer(), session=None)
    answer = signed_out.page("left_there.html", address_there=address, name=name)
    answer.headers["Refresh"] = f"0; url={address}"
    return answer


def entered(visit: Visit, secret: str, to: str) -> Response:
    """The browser goes on to `to`, signed in."""
    answer = go_to(to)
    session, browser = cookie_names(visit.board)
    answer.set_cookie(session, secret, path="/", secure=visit.board.is_secure, httponly=True, samesite="lax")
    answer.delete_cookie(browser, path="/", secure=visit.board.is_secure, httponly=True, samesite="lax")
    return answer


def wanted_page(visit: Visit) -> str:
    """Where whoever signs in wanted to go."""
    return local_address(visit.form.text("vers") or visit.query.get("vers", ""))


def with_browser_cookie(visit: Visit, page: Handler) -> Response:
    """The page, in a browser that has a cookie of its own: what it asks for is bound to it."""
    if visit.visitor.browser:
        return page(visit)
    mine = secrets.token_urlsafe(24)
    made = page(visit.with_(visitor=replace(visit.visitor, browser=mine)))
    made.set_cookie(
        cookie_names(visit.board)[1],
        mine,
        max_age=3600,
        path="/",
        secure=visit.board.is_secure,
        httponly=True,
        samesite="lax",
    )
    return made
