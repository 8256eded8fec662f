"""Somebody knows the reference of their request, and lost its letter: a code proves who they are, and the
page of their request opens.
"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from fastapi import APIRouter, Response

from dispatch.people.merging import known_as
from dispatch.queries.seen.cards import requests
from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import Route, serve
from dispatch.web.frame.visit import NotHere, Visit, go_to, with_query
from dispatch.web.pages.entering import ANSWER_SECONDS, with_browser_cookie
from dispatch.web.pages.references import read_reference
from models.signing.tokens import Purpose
from models.values import Reference


def by_reference_routes(board: Board) -> APIRouter:
    """`/suivi`, with the reference in `ref` once somebody is signed in.

    Answers: **200** the form; **303** where the code is typed, whatever was given, or to the page of one's
    own request; **400** with the form, what was typed is no reference or no contact; **404** no such request,
    or somebody else's; **429** from a peer that asks too often.
    """
    router = APIRouter()
    serve(router, board, "/suivi", _open, "GET", Route("anybody"))
    serve(router, board, "/suivi", _ask, "POST", Route("anybody", at_least_seconds=ANSWER_SECONDS))
    return router


def _open(visit: Visit) -> Response:
    reference = read_reference(visit.query.get("ref", ""), visit.year)
    if reference is None or visit.session is None:
        return with_browser_cookie(visit, lambda known: _form(known))
    if visit.viewer.is_staff:
        return go_to(f"/demandes/{reference}")
    return go_to(f"/suivi/{_token(visit, reference)}")


def _form(visit: Visit, status: int = 200, error: str = "") -> Response:
    given = visit.form.line("reference") or visit.query.get("ref", "")
    values = {"given": given[:40], "contact": visit.form.line("contact")[:320]}
    return visit.page("by_reference.html", status, **values, error=error)


def _ask(visit: Visit) -> Response:
    reference = read_reference(visit.form.line("reference"), visit.year)
    contact = visit.form.line("contact")
    if reference is None:
        return _form(visit, 400, visit.text("by_reference_unreadable"))
    # A code is sent as for signing in: whether the request is theirs, they learn who proved who they are.
    told = visit.board.sign_ins.ask(contact, visit.visitor) if contact else "unreadable"
    if told != "asked":
        return _form(visit, 429 if told == "too_many" else 400, visit.text(f"enter_{told}"))
    return go_to(with_query("/entrer/code", vers=with_query("/suivi", ref=str(reference))))


def _token(visit: Visit, reference: Reference) -> str:
    """The address of the tracking page of a request of whoever is signed in. Raises NotHere."""
    board, person = visit.board, visit.viewer.person_id or 0
    with board.reads.looking() as session:
        query = sa.select(requests.c.id, requests.c.requester_id).where(
            requests.c.year == reference.year,
            requests.c.number == reference.number,
            requests.c.requester_id.in_(known_as(session, person)),
            requests.c.erased_at.is_(None),
        )
        found = session.connection().execute(query).first()
    if found is None:
        raise NotHere
    expires_at = visit.now + timedelta(days=board.settings.mail.reply_days)
    return board.signer.sign(Purpose.TRACK, found.id, found.requester_id, expires_at)
