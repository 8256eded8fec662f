"""The ledger to sort: what was held, taken for spam or set aside; let through, dismissed, read again."""

from __future__ import annotations

import sqlalchemy as sa
from fastapi import APIRouter, Response
from sqlmodel import Session

from dispatch.notices.why.became import why_it_became
from dispatch.queries.inbox import list_inbound, show_inbound
from dispatch.rules.decision import Step
from dispatch.rules.explain import explain
from dispatch.web.administering.only import number_of, serve_administrators
from dispatch.web.frame.board import Board
from dispatch.web.frame.visit import PROTECTION, NotHere, Visit, go_to, with_query
from dispatch.web.pages.why import why_here
from intake.ledger.claims import replay
from intake.ledger.dismissing import DISMISSABLE, dismiss
from intake.ledger.reception import raw_bytes
from intake.message import ParsedMessage
from intake.reading.room import ReadingRoom
from models.errors import PermanentFailure, UserError
from models.organisation.values import Locale
from models.store.audit import record_access
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage, InboundState

_inbound = table_of(InboundMessage)
#: What may be let through after all, in the order of the tabs; the first three wait for somebody.
SORTED = (
    InboundState.HELD,
    InboundState.FAILED,
    InboundState.SPAM,
    InboundState.REFUSED,
    InboundState.AUTOMATIC,
    InboundState.BOUNCE,
)
_COUNTED = SORTED[:3]
#: Messages of one page, and how far a tab is counted.
MOST, MOST_COUNTED = 100, 99
#: Characters of a message that are shown; the rest is in its file.
LONGEST_WORDS = 20_000


def inbox_routes(board: Board) -> APIRouter:
    """`/a-trier`, `/a-trier/NUMBER`, its `message.eml`, and POST `/a-trier/NUMBER`, for administrators.

    Answers: **200** the page or the bytes, which no browser opens by itself; **303** back when it was done,
    or nothing that we know was asked; **400** it can be done no more; **404** no such message, or no
    administrator; **410** bytes kept no longer.
    """
    router = APIRouter()
    serve_administrators(router, board, "/a-trier", _list, "GET")
    serve_administrators(router, board, "/a-trier/{number}", _show, "GET")
    serve_administrators(router, board, "/a-trier/{number}", _act, "POST")
    serve_administrators(router, board, "/a-trier/{number}/message.eml", _raw, "GET")
    return router


def _list(visit: Visit) -> Response:
    state = next((each for each in SORTED if each == visit.query.get("etat")), SORTED[0])
    with visit.board.reads.looking() as session:
        rows = list_inbound(session, state=state, limit=MOST)
        counts = {each: _count(session, each) for each in _COUNTED}
    visit.looked("list", "inbox", count=len(rows))
    for row in rows:
        row["why"] = why_it_became(row["reason"], visit.lang)
    return visit.page(
        "sorting.html",
        section="admin",
        rows=rows,
        states=SORTED,
        state=state,
        counts=counts,
        most_counted=MOST_COUNTED,
        most=MOST,
    )


def _show(visit: Visit, status: int = 200, error: str = "") -> Response:
    number = number_of(visit)
    with visit.board.reads.looking() as session:
        try:
            facts = show_inbound(session, number)
        except UserError as wrong:
            raise NotHere from wrong
        row = session.get_one(InboundMessage, number)
        raw, digest, is_kept = row.raw, row.raw_sha256, row.erased_at is None
    visit.looked("explain", f"inbound:{number}")
    may_release = facts["state"] in SORTED
    steps = facts["steps"]
    locale: Locale = "en" if visit.lang == "en" else "fr"
    return visit.page(
        "sorting_one.html",
        status,
        section="admin",
        facts=facts,
        why=why_it_became(facts["reason"], visit.lang),
        decided=why_here(steps, visit.organisation, visit.lang, visit.text),
        steps=list(explain(map(Step.from_json, steps), visit.organisation, locale=locale)),
        may_release=may_release,
        may_dismiss=facts["state"] in DISMISSABLE and facts["request"] is None,
        words=_words(visit, raw, digest) if may_release and is_kept else "",
        may_replay=facts["state"] != InboundState.WAITING and facts["request"] is None,
        is_kept=is_kept,
        error=error,
    )


def _act(visit: Visit) -> Response:
    number, what = number_of(visit), visit.form.line("quoi")
    address, trace = f"/a-trier/{number}", visit.viewer.trace
    if what not in ("laisser-passer", "relire", "ecarter"):
        return go_to(address)
    try:
        with visit.board.database.transaction() as session:
            row = session.get(InboundMessage, number)
            if row is None:
                raise NotHere
            if what == "laisser-passer":
                if row.state not in SORTED:
                    raise UserError(f"Inbound message {number} was not set aside.")
                replay(session, number, visit.now, released_by=trace)
                record_access(session, visit.now, trace, "release", f"inbound:{number}", by="web")
            elif what == "ecarter":
                dismiss(session, number, visit.now, by=trace, why=visit.form.line("motif"))
                record_access(session, visit.now, trace, "dismiss", f"inbound:{number}", by="web")
            else:
                replay(session, number, visit.now)
                record_access(session, visit.now, trace, "replay", f"inbound:{number}", by="web")
    except UserError:
        return _show(visit, 400, visit.text("sort_not_done"))
    return go_to(with_query(address, dit=what))


def _raw(visit: Visit) -> Response:
    number = number_of(visit)
    with visit.board.reads.looking() as session:
        row = session.get(InboundMessage, number)
        if row is None:
            raise NotHere
        raw, digest = row.raw, row.raw_sha256
    visit.looked("read", f"inbound:{number}")
    try:
        content = raw_bytes(raw, digest, visit.board.files)
    except PermanentFailure:
        words = [visit.text("file_gone")]
        return visit.page("message.html", 410, title=visit.text("file_gone_title"), words=words)
    headers = {
        **PROTECTION,
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Content-Disposition": f'attachment; filename="message-{number}.eml"',
    }
    return Response(content, media_type="application/octet-stream", headers=headers)


def _words(visit: Visit, raw: bytes | None, digest: str) -> str:
    """The text of a message that nobody has vouched for: read in a process of its own, as all mail is."""
    try:
        content = raw_bytes(raw, digest, visit.board.files)
    except PermanentFailure:
        return ""
    with ReadingRoom(workers=1) as room:
        read = room.read(content)
    return read.text[:LONGEST_WORDS] if isinstance(read, ParsedMessage) else ""


def _count(session: Session, state: str) -> int:
    some = sa.select(_inbound.c.id).where(_inbound.c.state == state).limit(MOST_COUNTED + 1).subquery()
    return int(session.connection().execute(sa.select(sa.func.count()).select_from(some)).scalar_one())
