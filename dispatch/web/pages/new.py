"""A request written on a page: for oneself, or for somebody who called, came in or wrote a letter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from fastapi import APIRouter, Response

from dispatch.queries.seen.cards import read_cards, requests
from dispatch.sight.conditions import asked_for
from dispatch.web.acting.acts import NotDone
from dispatch.web.acting.placing import read_place
from dispatch.web.acting.written import Written, ask_for_oneself, ask_for_somebody, may_write
from dispatch.web.entering.accounts import read_written
from dispatch.web.formulating.glance import composed
from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import Route, serve
from dispatch.web.frame.visit import Visit, go_to
from dispatch.web.map.picking import picker
from dispatch.web.people.pages import person_named
from intake.mail.dictated import ORIGINS, DictatedFile
from models.signing.tokens import Purpose
from models.store.audit import record_access
from models.values import ContactKind

#: Requests of one's own that are listed.
MOST_MINE = 50


def new_routes(board: Board) -> APIRouter:
    """`/nouvelle`, `/mes-demandes`.

    Answers: **200** the page; **303** when the request is durable in the ledger; **400** with the page and
    every word, when something is missing; **413** files too large; **429** too many in an hour.
    """
    router = APIRouter()
    files = board.settings.sms.uploads
    serve(router, board, "/nouvelle", _form, "GET", Route("person"))
    taking = Route("person", most_files=files.max_files, most_file_bytes=files.max_file_bytes)
    serve(router, board, "/nouvelle", _take, "POST", taking)
    serve(router, board, "/mes-demandes", _mine, "GET", Route("person"))
    return router


def _form(visit: Visit, status: int = 200, error: str = "") -> Response:
    return new_form(visit, status, error=error)


def new_form(visit: Visit, status: int = 200, **more: Any) -> Response:
    """The form with every word that was typed into it, perhaps with what is known of it (`glance`)."""
    names = ("texte", "objet", "lieu", "origine", "nom", "contact", "adresse", "latitude", "longitude")
    uploads = visit.board.settings.sms.uploads
    written = {name: text for name in names if (text := visit.form.text(name))}
    return visit.page(
        "new.html",
        status,
        section="new",
        written=written or _for_person(visit),
        origins=ORIGINS,
        placed=picker(visit),
        most_files=uploads.max_files,
        most_megabytes=uploads.max_file_bytes // 1_000_000,
        **{"error": "", "glance": None, "is_looked_at": False, **more},
    )


def _for_person(visit: Visit) -> dict[str, str]:
    """What is known of the person whom the address names, for whoever writes on their behalf."""
    found = person_named(visit, visit.query.get("pour", "")) if visit.viewer.is_staff else None
    if found is None:
        return {}
    visit.looked("read", f"person:{found.person.id}")
    usable = [each for each in found.person.contacts if not each.unreachable]
    contact = next((each.written for each in usable if each.kind == "email"), "")
    contact = contact or next((each.written for each in usable), "")
    return {"nom": found.person.name, "contact": contact, "origine": ORIGINS[0]}


def _take(visit: Visit) -> Response:
    form = visit.form
    if not form.text("texte").strip():
        return _form(visit, 400, visit.text("new_no_words"))
    try:
        there = read_place(visit, form)
    except NotDone as refused:
        return _form(visit, 400, visit.text(f"not_done_{refused.why}"))
    text = composed(visit, form, there)
    files = tuple(DictatedFile(each.name, each.content) for each in form.files)
    written = Written(text, form.line("objet")[:200], files, there)
    origin = form.line("origine")
    if origin in ORIGINS and visit.viewer.speaks_for_others:
        who = _who(form.line("nom")[:200], form.line("contact"), visit.organisation.town.region)
        if who is None:
            return _form(visit, 400, visit.text("new_bad_contact"))
        # A clerk writes down all day what people tell at the desk; an official tells of a few.
        if visit.viewer.official is not None and not may_write(visit, visit.viewer.person_id or 0):
            return _form(visit, 429, visit.text("track_said_trop"))
        with visit.board.database.transaction() as session:
            record_access(
                session, visit.now, visit.viewer.trace, "create", "request", origin=origin, by="web"
            )
        ask_for_somebody(visit, written, origin, who)
        return go_to("/bureau?dit=envoyee" if visit.viewer.is_staff else "/delegation?dit=envoyee")
    if not may_write(visit, visit.viewer.person_id or 0):
        return _form(visit, 429, visit.text("track_said_trop"))
    ask_for_oneself(visit, written)
    return go_to("/bureau?dit=envoyee" if visit.viewer.is_staff else "/mes-demandes?dit=envoyee")


def _who(name: str, contact: str, region: str) -> dict[str, str] | None:
    """Somebody as `dictated_mail` takes them; None for a contact that is neither an address nor a number."""
    found = {"name": name, "address": "", "number": ""}
    if not contact:
        return found
    read = read_written(contact, region)
    if read is None:
        return None
    kind, _, written = read
    return {**found, "number" if kind is ContactKind.PHONE else "address": written}


def _mine(visit: Visit) -> Response:
    board = visit.board
    with board.reads.looking() as session:
        ids = session.connection().execute(
            sa.select(requests.c.id)
            .where(asked_for(visit.viewer), requests.c.erased_at.is_(None))
            .order_by(requests.c.id.desc())
            .limit(MOST_MINE)
        )
        cards = read_cards(session, visit.in_force, visit.lang, visit.now, list(ids.scalars()))
    visit.looked("list", "mine", shown=len(cards))
    expires_at = visit.now + timedelta(days=board.settings.mail.reply_days)
    person = visit.viewer.person_id or 0
    tokens = {each.id: board.signer.sign(Purpose.TRACK, each.id, person, expires_at) for each in cards}
    return visit.page("mine.html", section="mine", cards=cards, tokens=tokens)
