"""The page of whoever asked: where their request stands, what was said, and what they can do, by the signed
link of each notice. Opening it changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from fastapi import APIRouter, Response

from dispatch.letters.filters import day
from dispatch.notices.joined import follow_merges
from dispatch.people.merging import is_made_for, known_as
from dispatch.queries.seen.cards import Card, read_cards, requests
from dispatch.queries.seen.conversation import Line, labels_of, left_already, public_lines, read_lines
from dispatch.web.acting.acts import told_after
from dispatch.web.acting.placing import read_place
from dispatch.web.acting.written import may_write, write_about
from dispatch.web.frame.board import Board
from dispatch.web.frame.form import Form, form_token, is_token_of
from dispatch.web.frame.serving import Route, serve
from dispatch.web.frame.visit import NotHere, Visit, go_to
from dispatch.web.pages.files import file_answer
from dispatch.web.pages.files_sent import as_sent, find_sent
from dispatch.web.pages.proving import needs_proof, prove, remember_proof
from dispatch.web.uploads import new_upload_link
from models.errors import InvalidValue
from models.planned_hours import within_day
from models.signing.tokens import Purpose
from models.tables.requests import EntryKind
from models.vocabulary import CLOSED_KINDS, StateKind

#: « Ce n’est pas réglé », in the words that a reply by mail would have.
_NOT_SOLVED = {"fr": "Ce n’est pas réglé.", "en": "This is not solved."}
_CANCEL = {"fr": "Je souhaite annuler ma demande.", "en": "I wish to cancel my request."}


def tracking_routes(board: Board) -> APIRouter:
    """`/suivi/TOKEN` and what is done there: `ecrire`, `photos`, `annuler`, `preuve`, `fichiers`.

    Answers: **200** the page; **303** back to it; **400** with the page, nothing written; **403** a form of
    another site; **404** no such link: forged, too old, or the request is somebody else's now; **429** too
    many tries.
    """
    router = APIRouter()
    get, post = Route("anybody"), Route("anybody", own_token=False)
    serve(router, board, "/suivi/{token}", _show, "GET", get)
    serve(router, board, "/suivi/{token}/fichiers/{number}/{name}", _file, "GET", get)
    for name, taken in {"ecrire": _write, "annuler": _cancel, "photos": _photos, "preuve": _prove}.items():
        serve(router, board, f"/suivi/{{token}}/{name}", taken, "POST", post)
        serve(router, board, f"/suivi/{{token}}/{name}", _back, "GET", get)
    return router


@dataclass(frozen=True, slots=True)
class Tracked:
    """A link that is ours: its request, its person, and when it was made at the earliest."""

    card: Card
    #: The one that it was joined to, which says how it stands; itself otherwise.
    lead: Card
    person_id: int
    locale: str
    service: str | None
    made_at: datetime


def find_tracked(visit: Visit) -> Tracked:
    """What the link in the address is for. Raises NotHere."""
    board, token = visit.board, visit.parts["token"]
    try:
        claim = board.signer.read(token)
    except InvalidValue as wrong:
        raise NotHere from wrong
    if claim.purpose is not Purpose.TRACK:
        raise NotHere
    with board.reads.looking() as session:
        wanted = sa.select(requests.c.id, requests.c.requester_id, requests.c.locale, requests.c.service_id)
        theirs = wanted.where(requests.c.id == claim.subject_id, requests.c.erased_at.is_(None))
        row = session.connection().execute(theirs).first()
        # As much is asked for a request that is not there: a link that somebody made up tells nothing.
        whose = row.requester_id if row is not None else 0
        if not is_made_for(session, board.signer, token, [whose], visit.now) or row is None:
            raise NotHere
        leading = follow_merges(session, row.id)
        (card,) = read_cards(session, visit.in_force, visit.lang, visit.now, [row.id])
        (lead,) = read_cards(session, visit.in_force, visit.lang, visit.now, [leading]) or (card,)
    made_at = claim.expires_at - timedelta(days=board.settings.mail.reply_days + 1)
    return Tracked(
        card, lead, row.requester_id, row.locale, visit.in_force.service_key(row.service_id), made_at
    )


def _show(visit: Visit, status: int = 200, **more: Any) -> Response:
    visit, found = _found(visit)
    if needs_proof(visit, found.person_id, found.made_at):
        return _ask_proof(visit, found)
    lines = _lines(visit, found)
    visit.board.accesses.record(
        visit.now, f"person:{found.person_id}", "read", f"request:{found.card.id}", {"by": "link"}
    )
    return visit.page("track.html", status, **{**_values(visit, found, lines), "kept": "", **more})


def _lines(visit: Visit, found: Tracked) -> list[Line]:
    """What its reader may read, once nobody can take it back."""
    with visit.board.reads.looking() as session:
        mine = known_as(session, found.person_id)
        lines = public_lines(read_lines(session, found.card.id), mine)
    return as_sent(left_already(lines, visit.now - told_after(visit, words=True)))


def _values(visit: Visit, found: Tracked, lines: list[Line]) -> dict[str, Any]:
    card, lead, organisation = found.card, found.lead, visit.organisation
    course, service = organisation.workflow(card.workflow), organisation.service(found.service)
    is_joined = lead.id != card.id
    can_reopen = any(card.state in each.sources and "requester" in each.who for each in course.transitions)
    return {
        "reference": card.reference,
        "subject": card.subject or visit.text("no_subject"),
        "kind": lead.kind,
        "sentence": _sentence(visit, lead, lines, waits_for_them=can_reopen and not is_joined),
        "joined": visit.text("track_joined") if is_joined else "",
        "next": _next(visit, lead),
        "service": service.name if service is not None else "",
        "phone": (service.phone if service is not None else None) or organisation.town.phone or "",
        "lines": lines,
        "labels": {
            line.id: labels_of(organisation, card.workflow, line, visit.lang, outside=True) for line in lines
        },
        "base": f"/suivi/{visit.parts['token']}",
        "is_closed": lead.kind in CLOSED_KINDS,
        "can_reopen": can_reopen,
        "form_token": form_token(visit.parts["token"]),
    }


def _sentence(visit: Visit, card: Card, lines: list[Line], *, waits_for_them: bool) -> str:
    """Where the request stands, in one sentence; of what nobody has taken up, that it was answered."""
    answers = [line.at for line in lines if line.kind == EntryKind.MESSAGE_OUT]
    if card.kind is StateKind.NEW and answers:
        when = day(visit.lang, visit.organisation.town.time_zone, answers[-1])
        return visit.text("track_new_answered", day=when)
    if card.kind is StateKind.WAITING:
        return visit.text("track_waiting_you" if waits_for_them else "track_waiting")
    return visit.text(f"track_{card.kind}")


def _next(visit: Visit, card: Card) -> str:
    """What happens next and by when; '' when nothing is promised."""
    zone = visit.organisation.town.time_zone
    if card.kind in CLOSED_KINDS:
        return ""
    if card.planned_at is not None and card.planned_at >= visit.now - timedelta(days=1):
        when = day(visit.lang, zone, card.planned_at) + within_day(visit.lang, card.planned_hours)
        return visit.text("track_planned", day=when)
    if card.due_at is None:
        return ""
    return visit.text("track_late" if card.is_late else "track_by", day=day(visit.lang, zone, card.due_at))


def _write(visit: Visit) -> Response:
    visit, found = _allowed(visit)
    text = visit.form.text("texte").strip()[:20_000]
    if visit.form.line("regle") == "non":
        text = f"{_NOT_SOLVED[visit.lang]}\n\n{text}".strip()
    if not text:
        return _show(visit, 400, error=visit.text("not_done_no_words"))
    if not may_write(visit, found.person_id):
        return _show(visit, 429, error=visit.text("track_said_trop"), kept=text)
    # What the register lacks is kept in their words: a citizen is not sent back to spell it.
    there = read_place(visit, Form({"adresse": (visit.form.line("adresse"),)}), is_sure=False)
    if there.address:
        text = f"{text}\n\n{visit.text('address')} : {there.address}"
    write_about(visit, found.card.id, found.person_id, text, place=there)
    return go_to(f"/suivi/{visit.parts['token']}?dit=message")


def _cancel(visit: Visit) -> Response:
    visit, found = _allowed(visit)
    if not may_write(visit, found.person_id):
        return _show(visit, 429, error=visit.text("track_said_trop"))
    words = f"{_CANCEL[visit.lang]}\n\n{visit.form.text('texte').strip()[:2000]}".strip()
    write_about(visit, found.card.id, found.person_id, words, cancel=True)
    return go_to(f"/suivi/{visit.parts['token']}?dit=annuler")


def _photos(visit: Visit) -> Response:
    visit, found = _allowed(visit)
    board = visit.board
    if not may_write(visit, found.person_id):
        return _show(visit, 429, error=visit.text("track_said_trop"))
    expires_at = visit.now + timedelta(days=board.settings.sms.uploads.valid_days)
    with board.database.transaction() as session:
        token = new_upload_link(session, board.signer, found.card.id, found.person_id, visit.now, expires_at)
    return go_to(f"/depot/{token}?lang={visit.lang}")


def _file(visit: Visit) -> Response:
    visit, found = _found(visit)
    if needs_proof(visit, found.person_id, found.made_at):
        raise NotHere
    lines = _lines(visit, found)
    wanted = visit.parts["number"]
    file, going = find_sent(lines, wanted, found.locale)
    return file_answer(visit, found.card.id, file, actor=f"person:{found.person_id}", going=going)


def _prove(visit: Visit) -> Response:
    visit, found = _found(visit)
    if not is_token_of(visit.parts["token"], visit.form.text("jeton")):
        raise NotHere
    told = prove(visit, found.person_id, found.card.id, visit.form.line("contact"))
    if told != "proved":
        return _ask_proof(visit, found, 429 if told == "too_many" else 400, visit.text(f"proof_{told}"))
    answer = _back(visit)
    remember_proof(visit, answer)
    return answer


def _ask_proof(visit: Visit, found: Tracked, status: int = 200, error: str = "") -> Response:
    values = {"reference": found.card.reference, "base": f"/suivi/{visit.parts['token']}"}
    token = form_token(visit.parts["token"])
    return visit.page("track_proof.html", status, **values, error=error, form_token=token)


def _back(visit: Visit) -> Response:
    return go_to(f"/suivi/{visit.parts['token']}")


def _found(visit: Visit) -> tuple[Visit, Tracked]:
    """The call, in the language of the request unless another is asked for, and the request. Raises
    NotHere.
    """
    found = find_tracked(visit)
    lang = visit.board.look.language(visit.query.get("lang", ""), found.locale)
    return visit.with_(lang=lang), found


def _allowed(visit: Visit) -> tuple[Visit, Tracked]:
    """The call and its request, when its form may do something. Raises NotHere."""
    visit, found = _found(visit)
    believed = is_token_of(visit.parts["token"], visit.form.text("jeton"))
    if not believed or needs_proof(visit, found.person_id, found.made_at):
        raise NotHere
    return visit, found
