"""Dear acts ask again who somebody is: by a code or a passkey within the last hour, in the session that is
open. What is open in other tabs stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from fastapi import APIRouter, Response

from dispatch.people.contacts import contact_of
from dispatch.web.entering.attempts import Attempts, Visitor
from dispatch.web.entering.passkeys import Passkeys
from dispatch.web.entering.sessions import note_proof
from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import Route, serve
from dispatch.web.frame.visit import PROTECTION, Visit, go_to, local_address, with_query
from models.store.audit import record_access

_PERSON = Route("person")


def confirming_routes(board: Board) -> APIRouter:
    """`/confirmer`, with the page in `vers` that asked for it; POST `/confirmer/code`, `/confirmer/cle`,
    `/confirmer/cle/demander`.

    Answers: **200** the page, or what a passkey is asked, as JSON; **303** back to it once a code was sent,
    or it was right, or the key; **400** with the page, the code or the key was wrong; **409** there is no key
    to ask, or it was asked too often; **429** too many codes were asked for.
    """
    router = APIRouter()
    serve(router, board, "/confirmer", _page, "GET", _PERSON)
    serve(router, board, "/confirmer", _confirm, "POST", _PERSON)
    serve(router, board, "/confirmer/code", _send, "POST", _PERSON)
    serve(router, board, "/confirmer/code", _back, "GET", _PERSON)
    serve(router, board, "/confirmer/cle/demander", _ask_key, "POST", _PERSON)
    serve(router, board, "/confirmer/cle", _confirm_by_key, "POST", _PERSON)
    serve(router, board, "/confirmer/cle", _back, "GET", _PERSON)
    return router


def is_proved(visit: Visit) -> bool:
    """Whether whoever is signed in proved so lately enough for what is dear."""
    lately = timedelta(minutes=visit.board.settings.web.proof_minutes)
    return visit.session is not None and (not lately or visit.now - visit.session.proved_at <= lately)


def proved_first(handler: Callable[[Visit], Response]) -> Callable[[Visit], Response]:
    """`handler` for whoever proved lately who they are; the others are led to where they do."""

    def asked(visit: Visit) -> Response:
        return handler(visit) if is_proved(visit) else go_to(with_query("/confirmer", vers=visit.address))

    return asked


def _page(visit: Visit, status: int = 200, error: str = "", *, is_sent: bool = False) -> Response:
    to = local_address(visit.form.text("vers") or visit.query.get("vers", ""), "/")
    values = {
        "to": to,
        "is_sent": is_sent or visit.query.get("dit") == "envoye",
        "has_keys": visit.session is not None and Passkeys(visit.board).can_confirm(visit.session),
        "is_done": is_proved(visit) and not error,
        "address_of": _address(visit),
    }
    return visit.page("confirm.html", status, **values, error=error)


def _send(visit: Visit) -> Response:
    told = visit.board.sign_ins.ask(_address(visit), _here(visit))
    if told != "asked":
        return _page(visit, 429 if told == "too_many" else 400, visit.text(f"enter_{told}"))
    to = local_address(visit.form.text("vers"), "/")
    return go_to(with_query("/confirmer", vers=to, dit="envoye"))


def _confirm(visit: Visit) -> Response:
    assert visit.session is not None
    code, attempts, now = (
        visit.form.line("code").replace(" ", ""),
        Attempts(visit.board.signer),
        visit.board.clock(),
    )
    with visit.board.database.transaction() as session:
        row = attempts.newest(session, _here(visit).browser, now)
        is_theirs = row is not None and row.person_id == visit.session.person_id
        is_right = is_theirs and attempts.take(session, row, code, now)
        about = f"person:{visit.session.person_id}"
        if is_right:
            note_proof(session, visit.session, now)
            record_access(session, now, visit.viewer.trace, "confirm", about, attempt=row.id)
        else:
            record_access(session, now, visit.viewer.trace, "refuse", about, why="code")
    if not is_right:
        return _page(visit, 400, visit.text("code_wrong"), is_sent=True)
    return _back(visit)


def _ask_key(visit: Visit) -> Response:
    assert visit.session is not None
    asked = Passkeys(visit.board).ask_to_confirm(visit.session, visit.visitor)
    status = 409 if asked is None else 200
    return Response(asked or "{}", status, PROTECTION, media_type="application/json")


def _confirm_by_key(visit: Visit) -> Response:
    assert visit.session is not None
    if not Passkeys(visit.board).confirm(visit.session, visit.form.text("reponse"), visit.viewer.trace):
        return _page(visit, 400, visit.text("key_confirms_nothing"))
    return _back(visit)


def _back(visit: Visit) -> Response:
    """The page again, which says what came of it."""
    return go_to(with_query("/confirmer", vers=local_address(visit.form.text("vers"), "/")))


def _here(visit: Visit) -> Visitor:
    """The browser by its session: the code of another one confirms nothing here."""
    return replace(visit.visitor, browser=f"session {visit.secret()}")


def _address(visit: Visit) -> str:
    """Where the code goes: as the organisation has it, else where whoever asked is reached."""
    named = visit.organisation.agent(visit.viewer.agent)
    elected = visit.organisation.official(visit.viewer.official.key) if visit.viewer.official else None
    for member in (named, elected):
        if member is not None and (found := (*member.emails, *member.phones)):
            return found[0]
    with visit.board.reads.looking() as session:
        contact = contact_of(session, visit.viewer.person_id or 0, channels=visit.board.settings.channels)
    return contact.written if contact is not None else ""
