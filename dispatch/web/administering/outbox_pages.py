"""The outbox: what people are told and what became of it, with each letter as its reader has it."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from dispatch.delivery.handling import cancel, find, is_held_back, let_go, retry
from dispatch.delivery.reading_copy import reading_copy
from dispatch.notices.lists.called import notice_called
from dispatch.notices.why.reasons import why_undelivered
from dispatch.web.administering.only import number_of, serve_administrators
from dispatch.web.frame.board import Board
from dispatch.web.frame.visit import PROTECTION, NotHere, Visit, go_to, with_query
from models.errors import UserError
from models.store.audit import record_access
from models.tables.outbox import STOPPABLE, OutboundMessage, OutboundState
from models.tables.requests import RequestRow
from models.values import Reference

#: In the order of the tabs: what somebody may have to do something about comes first.
STATES = (
    OutboundState.FAILED,
    OutboundState.HELD,
    OutboundState.QUEUED,
    OutboundState.SENT,
    OutboundState.HANDED,
    OutboundState.DELIVERED,
    OutboundState.SUPPRESSED,
    OutboundState.CANCELED,
)
#: States from which a notice is sent again.
_AGAIN = (OutboundState.FAILED, OutboundState.CANCELED, OutboundState.SUPPRESSED, OutboundState.QUEUED)
MOST = 100


def outbox_routes(board: Board) -> APIRouter:
    """`/envois`, `/envois/NUMBER`, its `lettre`, and POST `/envois/NUMBER`, for administrators.

    Answers: **200** the page, or the letter alone, which runs and fetches nothing; **303** back when it was
    done; **400** with why it was not; **404** no such notice or letter, or no administrator.
    """
    router = APIRouter()
    serve_administrators(router, board, "/envois", _list, "GET")
    serve_administrators(router, board, "/envois/{number}", _show, "GET")
    serve_administrators(router, board, "/envois/{number}", _act, "POST")
    serve_administrators(router, board, "/envois/{number}/lettre", _letter, "GET")
    return router


def _list(visit: Visit) -> Response:
    state = next((each for each in STATES if each == visit.query.get("etat")), STATES[0])
    with visit.board.reads.looking() as session:
        rows = find(session, state=state, limit=MOST)
        session.expunge_all()
    visit.looked("list", "outbox", count=len(rows))
    return visit.page(
        "outbox.html",
        section="admin",
        rows=rows,
        states=STATES,
        state=state,
        most=MOST,
        why=_why(visit),
        called=_called(visit),
    )


def _show(visit: Visit, status: int = 200, error: str = "") -> Response:
    number = number_of(visit)
    with visit.board.reads.looking() as session:
        row = session.get(OutboundMessage, number)
        if row is None:
            raise NotHere
        about = session.get(RequestRow, row.request_id) if row.request_id is not None else None
        copy = reading_copy(session, row, visit.board.settings, visit.board.signer)
        session.expunge_all()
    visit.looked("read", f"outbound:{number}")
    return visit.page(
        "outbox_one.html",
        status,
        section="admin",
        row=row,
        reference=str(Reference(about.year, about.number)) if about is not None else "",
        copy=copy,
        why=_why(visit),
        called=_called(visit),
        may_again=row.state in _AGAIN,
        may_release=is_held_back(row),
        may_stop=row.state in STOPPABLE,
        error=error,
    )


def _letter(visit: Visit) -> Response:
    number = number_of(visit)
    with visit.board.reads.looking() as session:
        row = session.get(OutboundMessage, number)
        html = reading_copy(session, row, visit.board.settings, visit.board.signer).get("html") if row else ""
    if not html:
        raise NotHere
    visit.looked("read", f"outbound:{number}")
    # A letter is styled in itself, as mail is; it runs nothing, and fetches nothing.
    policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"
    return HTMLResponse(html, headers={**PROTECTION, "Content-Security-Policy": policy})


def _act(visit: Visit) -> Response:
    number, what = number_of(visit), visit.form.line("quoi")
    doings = {"renvoyer": ("retry", retry), "laisser-partir": ("release", let_go)}
    try:
        with visit.board.database.transaction() as session:
            if session.get(OutboundMessage, number) is None:
                raise NotHere
            if what in doings:
                name, do = doings[what]
                do(session, number, visit.now)
            elif what == "arreter":
                name = "cancel"
                cancel(session, number, f"canceled by {visit.viewer.trace}")
            else:
                raise UserError("nothing to do")
            record_access(session, visit.now, visit.viewer.trace, name, f"outbound:{number}", by="web")
    except UserError:
        return _show(visit, 400, visit.text("outbox_not_done"))
    visit.board.on_told()
    return go_to(with_query(f"/envois/{number}", dit=what))


def _why(visit: Visit) -> Callable[[OutboundMessage], str]:
    return lambda row: why_undelivered(row.last_error, visit.lang) if row.last_error else ""


def _called(visit: Visit) -> Callable[[str], str]:
    return lambda name: notice_called(name, visit.lang)
