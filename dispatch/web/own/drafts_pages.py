"""Drafts on the page of a request: kept while one types, found again elsewhere, and who else is writing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from dispatch.queries.seen.cards import Card, read_cards
from dispatch.sight.conditions import sight_of
from dispatch.sight.may_see import Sight
from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import serve
from dispatch.web.frame.shown import short_moment
from dispatch.web.frame.visit import PROTECTION, Visit, go_to
from dispatch.web.frame.which_request import seen_request
from dispatch.web.own.answering import by_text, ready_answers, with_ready
from dispatch.web.own.drafts import (
    FIELDS,
    Base,
    Kept,
    TooManyDrafts,
    draft_of,
    drafts_of,
    drop,
    keep,
    with_drafts,
    writing,
)
from models.store.audit import record_access
from models.tables.sessions import DraftField


def drafts_routes(board: Board) -> APIRouter:
    """POST `/demandes/REFERENCE/brouillon`, GET `/demandes/REFERENCE/presence`.

    Answers: **200** what was kept, or who is writing, as JSON for the script of the page; **303** back to the
    page for a form sent without it; **404** as the request's page; **409** begun in too many places.
    """
    router = APIRouter()
    serve(router, board, "/demandes/{reference}/brouillon", _keep, "POST")
    serve(router, board, "/demandes/{reference}/brouillon", _back, "GET")
    serve(router, board, "/demandes/{reference}/presence", _presence, "GET")
    return router


def drafts_shown(visit: Visit, request_id: int) -> dict[str, Any]:
    """What the page of a request shows of drafts: one's own, and who else is writing."""
    with visit.board.reads.looking() as session:
        found = drafts_of(session, visit.viewer.person_id or 0, request_id)
        size = by_text(visit, session, request_id, found["texte"][0].text) if "texte" in found else ""
        ready = ready_answers(visit, session, request_id)
    return {
        "drafts": found,
        "sms_size": size,
        "ready": ready,
        "writers": _others_there(visit, request_id),
    }


def writing_of(visit: Visit, request_ids: Sequence[int]) -> dict[int, str]:
    """Who writes about which of the requests of a list."""
    return _writers(visit, request_ids) if request_ids else {}


def unsent_of(visit: Visit) -> list[Card]:
    """The requests for which the viewer has words that they have not sent, as far as they still see them."""
    with visit.board.reads.looking() as session:
        ids = [
            each
            for each in with_drafts(session, visit.viewer.person_id or 0)
            if sight_of(session, visit.viewer, visit.in_force, each) is Sight.FULL
        ]
        return read_cards(session, visit.in_force, visit.lang, visit.now, ids)


def drop_sent(visit: Visit, request_id: int) -> None:
    """Forget the draft of the form that was just done."""
    base = Base.of(visit.form.line("brouillon"))
    text = next((found for name in FIELDS if (found := visit.form.text(name))), "")
    if not base.id and not text.strip():
        return
    with visit.board.database.transaction() as session:
        drop(session, visit.viewer.person_id or 0, request_id, base=base, text=text)


def _keep(visit: Visit) -> Response:
    with visit.board.reads.looking() as session:
        request_id = seen_request(visit, session)
    form = visit.form
    name = next((each for each in FIELDS if each in form.fields), "")
    if not name:
        return _back(visit)
    try:
        kept = _kept(visit, request_id, name)
    except TooManyDrafts:
        return JSONResponse({"why": visit.text("draft_too_many")}, 409, PROTECTION)
    if kept is not None and kept.version == 1:
        me = visit.viewer.person_id or 0
        visit.board.live.somebody_came(
            [each for each in visit.board.watchers.at(request_id, visit.now) if each != me]
        )
    if not form.line("page"):
        return go_to(f"/demandes/{visit.parts['reference']}?dit=brouillon#composer")
    at = short_moment(visit.lang, visit.organisation.town.time_zone, visit.now, visit.now)
    said = visit.text("draft_kept", at=at) if kept is not None else ""
    if kept is not None and name == "texte":
        with visit.board.reads.looking() as session:
            said = " ".join(filter(None, (said, by_text(visit, session, request_id, kept.text))))
    return JSONResponse({"mark": kept.mark if kept is not None else "", "said": said}, 200, PROTECTION)


def _kept(visit: Visit, request_id: int, name: str) -> Kept | None:
    """Keep the words of the form; `reprendre` adds those of another draft, `retirer` forgets them."""
    form, person_id = visit.form, visit.viewer.person_id or 0
    text, base = form.text(name), Base.of(form.line("brouillon"))
    with visit.board.database.transaction() as session:
        others = drafts_of(session, person_id, request_id).get(name, [])
        other = draft_of(others, form.line("reprendre") or form.line("retirer"))
        if other is not None and other.id != base.id:
            if form.line("reprendre"):
                text = "\n\n".join(each for each in (text.rstrip(), other.text) if each.strip())
            drop(session, person_id, request_id, base=Base(other.id, other.version))
        if form.line("ajouter") and name == "texte":
            text = with_ready(visit, session, request_id, text, form.line("modele"))
        kept = keep(session, person_id, request_id, FIELDS[name], text, base, visit.now)
        if kept is not None and kept.version == 1:
            record_access(session, visit.now, visit.viewer.trace, "draft", f"request:{request_id}", by="web")
    return kept


def _presence(visit: Visit) -> Response:
    with visit.board.reads.looking() as session:
        request_id = seen_request(visit, session)
    said = _others_there(visit, request_id)
    return JSONResponse({"said": said}, 200, PROTECTION)


def _back(visit: Visit) -> Response:
    return go_to(f"/demandes/{visit.parts['reference']}")


def _others_there(visit: Visit, request_id: int) -> str:
    """« Nadia Roux écrit une réponse. Marc Durand regarde cette demande. »: who else is at the request."""
    me = visit.viewer.person_id or 0
    # A copy that a telephone fetches by itself is nobody who looks.
    there: list[int] = []
    if not visit.query.get("copie"):
        comes = not visit.board.watchers.has(request_id, me, visit.now)
        there = visit.board.watchers.look(request_id, me, visit.now)
        if comes:
            # Their pages ask at once, rather than within twenty seconds.
            visit.board.live.somebody_came(there)
    with visit.board.reads.looking() as session:
        people = writing(session, [request_id], visit.now, besides=me).get(request_id, [])
    writers = {person for person, _ in people}
    said = [_words(visit, people)]
    for person in there:
        if person not in writers and (name := _named(visit, person)):
            said.append(visit.text("looks_at_it", name=name))
    return " ".join(filter(None, said))


def _writers(visit: Visit, request_ids: Sequence[int]) -> dict[int, str]:
    """« Nadia Roux écrit une réponse. » for each of the requests about which somebody else is writing."""
    with visit.board.reads.looking() as session:
        found = writing(session, request_ids, visit.now, besides=visit.viewer.person_id or 0)
    return {request_id: _words(visit, people) for request_id, people in found.items()}


def _words(visit: Visit, people: Sequence[tuple[int, DraftField]]) -> str:
    lines = dict.fromkeys(
        visit.text("writes_note" if field is DraftField.NOTE else "writes_answer", name=name)
        for person, field in people
        if (name := _named(visit, person))
    )
    return " ".join(lines)


def _named(visit: Visit, person_id: int) -> str:
    """The name of the agent who this person is; '' for anybody else."""
    agent = visit.organisation.agent(visit.in_force.agent_of(person_id))
    return agent.name if agent is not None else ""
