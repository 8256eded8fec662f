"""The page of one request: its conversation, and everything that is known around it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from dispatch.queries.seen.conversation import Line, labels_of, read_lines
from dispatch.queries.seen.one_request import Shown, read_shown
from dispatch.web.acting.correcting import corrections_shown
from dispatch.web.acting.tagging import known_tags
from dispatch.web.field.keeping import holds, kept
from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import serve
from dispatch.web.frame.visit import Visit, local_address
from dispatch.web.frame.which_request import seen_request
from dispatch.web.map.picking import picker
from dispatch.web.own.drafts_pages import drafts_shown
from dispatch.web.pages.files import file_answer
from dispatch.web.pages.offers import offers_of
from dispatch.web.pages.why import why_here

#: Lines that say what became of a request, beside what somebody wrote.
_HANDLED = ("state", "assignment")


def request_routes(board: Board) -> APIRouter:
    """`/demandes/REFERENCE` and its files; with `?vignette` a photo is a small one, with
    `?carte` that of a card.

    Answers: **200** the page or the bytes; **404** no such request or file, or none that the viewer may see
    whole: nobody learns which; **410** the bytes of a file are kept no longer.
    """
    router = APIRouter()
    serve(router, board, "/demandes/{reference}", show, "GET")
    serve(router, board, "/demandes/{reference}/fichiers/{number}/{name}", _file, "GET")
    return router


def show(visit: Visit, status: int = 200, **more: Any) -> Response:
    """The page, perhaps with what somebody was writing when something went wrong (`more`)."""
    with visit.board.reads.looking() as session:
        request_id = seen_request(visit, session)
        found = read_shown(session, visit.viewer, visit.in_force, visit.lang, visit.now, request_id)
        lines = read_lines(session, request_id)
        is_mine = holds(session, visit, request_id)
    # A copy that a telephone fetches by itself is a look, too.
    by_itself = {"copy": True} if visit.query.get("copie") else {}
    visit.looked("read", f"request:{request_id}", **by_itself)
    came = {"written": {}, "newer": 0, **_come_since(visit, lines), **more}
    answer = visit.page("request.html", status, **_values(visit, found, lines), **came)
    return kept(visit, answer) if is_mine else answer


def _come_since(visit: Visit, lines: list[Line]) -> dict[str, Any]:
    """What came since the line in `depuis` was read by whoever takes up words that waited on a telephone."""
    seen = visit.query.get("depuis", "")
    if not (seen.isascii() and seen.isdecimal() and len(seen) <= 9):
        return {}
    is_newer = any(line.id > int(seen) and (line.is_message or line.kind in _HANDLED) for line in lines)
    return {"newer": int(seen), "error": visit.text("newer")} if is_newer else {}


def _values(visit: Visit, found: Shown, lines: list[Line]) -> dict[str, Any]:
    organisation, lang = visit.organisation, visit.lang
    card = found.card
    labels = {
        line.id: labels_of(organisation, card.workflow, line, lang) for line in lines if line.kind == "state"
    }
    return {
        "section": "requests",
        "shown": found,
        "card": card,
        "lines": lines,
        "labels": labels,
        "names": {agent.key: agent.name for agent in organisation.agents}
        | {service.key: service.name for service in organisation.services}
        | {partner.key: partner.name for partner in organisation.partners},
        "last_entry": lines[-1].id if lines else 0,
        "why": why_here(found.steps, organisation, lang, visit.text),
        "files": [file for line in lines for file in line.files],
        "back": local_address(visit.query["de"], "/demandes") if visit.query.get("de") else "",
        "offers": offers_of(visit, found),
        "buildings": {each.key: each.name for each in organisation.buildings},
        "known_tags": known_tags(organisation),
        "placed": picker(visit, found.position),
        "most_files": visit.board.settings.sms.uploads.max_files,
        "most_bytes": visit.board.settings.sms.uploads.max_file_bytes,
        **corrections_shown(visit, found, lines),
        **drafts_shown(visit, card.id),
    }


def _file(visit: Visit) -> Response:
    with visit.board.reads.looking() as session:
        request_id = seen_request(visit, session)
        lines = read_lines(session, request_id)
        is_mine = holds(session, visit, request_id)
    wanted = visit.parts["number"]
    file = next((each for line in lines for each in line.files if str(each.id) == wanted), None)
    if "carte" in visit.query:
        return file_answer(visit, request_id, file, on_card=True)
    answer = file_answer(visit, request_id, file, small="vignette" in visit.query)
    return kept(visit, answer) if is_mine and file is not None and file.is_picture else answer
