"""One's own passkeys: added right after a sign-in, named, taken away."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from dispatch.web.entering.kept_keys import MOST_KEYS, belongs_to, keys_of, remove_key, rename_key
from dispatch.web.entering.passkeys import Passkeys, is_recent
from dispatch.web.entering.sessions import OpenSession
from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import Route, serve
from dispatch.web.frame.visit import PROTECTION, NotHere, Visit, go_to
from models.errors import UserError
from models.store.audit import record_access


def passkeys_routes(board: Board) -> APIRouter:
    """`/cles`; POST `/cles/demander`, `/cles/ajouter`, `/cles/nommer`, `/cles/retirer`: for staff and elected
    officials.

    Answers: **200** the page, or what a browser is asked, as JSON; **303** back to the page; **400** with the
    page, nothing changed; **404** nobody whom the organisation names, or no such key of theirs; **409** the
    sign-in is too long ago, or keys enough.
    """
    router, route = APIRouter(), Route("person")
    serve(router, board, "/cles", _page, "GET", route)
    serve(router, board, "/cles/demander", _ask, "POST", route)
    serve(router, board, "/cles/ajouter", _add, "POST", route)
    serve(router, board, "/cles/nommer", _name, "POST", route)
    serve(router, board, "/cles/retirer", _remove, "POST", route)
    return router


def _held(visit: Visit) -> tuple[OpenSession, int]:
    """The session, and whose it is. Raises NotHere for whom the organisation does not name."""
    if visit.session is None or not visit.session.as_staff or visit.viewer.person_id is None:
        raise NotHere
    return visit.session, visit.viewer.person_id


def _page(visit: Visit, status: int = 200, **more: Any) -> Response:
    held, person_id = _held(visit)
    with visit.board.reads.looking() as session:
        keys = keys_of(session, person_id)
    return visit.page(
        "passkeys.html",
        status,
        section="keys",
        keys=keys,
        is_recent=is_recent(held, visit.now),
        has_room=len(keys) < MOST_KEYS,
        is_possible=bool(Passkeys(visit.board).site),
        **more,
    )


def _ask(visit: Visit) -> Response:
    held, person_id = _held(visit)
    asked = Passkeys(visit.board).ask_for_new(person_id, visit.viewer.name, held, visit.visitor)
    if asked is None:
        return Response("{}", 409, PROTECTION, media_type="application/json")
    return Response(asked, headers=PROTECTION, media_type="application/json")


def _add(visit: Visit) -> Response:
    held, person_id = _held(visit)
    name = visit.form.line("nom") or visit.text("key_named", n=_next(visit, person_id))
    added = Passkeys(visit.board).add(person_id, held, visit.form.text("reponse"), name)
    if added != "added":
        return _page(visit, 400, error=visit.text(f"key_{added}"))
    return go_to("/cles?dit=ajoutee")


def _next(visit: Visit, person_id: int) -> int:
    with visit.board.reads.looking() as session:
        return len(keys_of(session, person_id)) + 1


def _name(visit: Visit) -> Response:
    _, person_id = _held(visit)
    number = _number(visit)
    if not visit.form.line("nom"):
        return _page(visit, 400, error=visit.text("key_no_name"))
    with visit.board.database.transaction() as session:
        _found(lambda: rename_key(session, number, visit.form.line("nom"), belongs_to(person_id)))
        record_access(session, visit.now, visit.viewer.trace, "rename", f"passkey:{number}")
    return go_to("/cles?dit=nommee")


def _remove(visit: Visit) -> Response:
    held, person_id = _held(visit)
    number = _number(visit)
    with visit.board.database.transaction() as session:
        mine = belongs_to(person_id)
        _found(lambda: remove_key(session, number, visit.now, mine, besides=held.id))
        record_access(session, visit.now, visit.viewer.trace, "remove", f"passkey:{number}")
    return go_to("/cles?dit=retiree")


def _found(change: Any) -> None:
    """Raises NotHere for a key that is not there, or not theirs: nobody learns which."""
    try:
        change()
    except UserError as wrong:
        raise NotHere from wrong


def _number(visit: Visit) -> int:
    written = visit.form.line("cle")
    return int(written) if written.isascii() and written.isdecimal() and len(written) <= 9 else 0
