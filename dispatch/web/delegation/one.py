"""One request as an elected official reads it; a word for those who treat it, and news of its course."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Response

from dispatch.history.actor import Actor
from dispatch.history.change import Change
from dispatch.history.request import lock_request
from dispatch.notices.followers import follow_as_official, unfollow_as_official
from dispatch.queries.seen.conversation import labels_of
from dispatch.requests.staff_words import note_inside
from dispatch.web.acting.written import may_write
from dispatch.web.delegation.reading import DelegatedRequest, read_delegated
from dispatch.web.delegation.seen import delegated_request, serve_officials, undoable_since
from dispatch.web.frame.board import Board
from dispatch.web.frame.visit import NotHere, Visit, go_to, local_address
from dispatch.web.pages.files import file_answer
from models.store.audit import record_access
from models.tables.requests import EntryKind
from models.vocabulary import ActorRole

_SAID = {
    ("fr", True): "{who} suit la demande.",
    ("fr", False): "{who} ne suit plus la demande.",
    ("en", True): "{who} follows the request.",
    ("en", False): "{who} follows the request no more.",
}


def delegated_request_routes(board: Board) -> APIRouter:
    """`/delegation/REFERENCE`, its files, POST `commenter` and `suivre`, for elected officials.

    Answers: **200** the page or the bytes; **303** back to the page; **400** with the page, a word is
    missing; **404** no such request or file, none of the delegation, or nothing that they may do; **410** the
    bytes of a file are kept no longer; **429** too many words, or too often followed, in an hour.
    """
    router = APIRouter()
    base = "/delegation/{reference}"
    serve_officials(router, board, base, _show, "GET")
    serve_officials(router, board, f"{base}/fichiers/{{number}}/{{name}}", _file, "GET")
    for name, act in (("commenter", _comment), ("suivre", _follow)):
        serve_officials(router, board, f"{base}/{name}", act, "POST")
        serve_officials(router, board, f"{base}/{name}", _back, "GET")
    return router


def _read(visit: Visit) -> DelegatedRequest:
    with visit.board.reads.looking() as session:
        request_id = delegated_request(visit, session)
        return read_delegated(
            session, visit.viewer, visit.in_force, visit.now, undoable_since(visit), request_id
        )


def _show(visit: Visit, status: int = 200, **more: Any) -> Response:
    found = _read(visit)
    visit.looked("read", f"request:{found.card.id}")
    theirs = visit.viewer.official
    assert theirs is not None
    return visit.page(
        "delegated.html",
        status,
        section="delegation",
        found=found,
        card=found.card,
        labels={
            line.id: labels_of(visit.organisation, found.card.workflow, line, visit.lang)
            for line in found.lines
        },
        may_comment=theirs.comments,
        hides_names=not theirs.names,
        back=local_address(visit.query["de"], "/delegation") if visit.query.get("de") else "",
        **{"kept": "", **more},
    )


def _file(visit: Visit) -> Response:
    found, theirs = _read(visit), visit.viewer.official
    wanted = visit.parts["number"]
    file = next((each for line in found.lines for each in line.files if str(each.id) == wanted), None)
    bare = theirs is None or not theirs.names
    return file_answer(visit, found.card.id, file, bare=bare, outside=True)


def _comment(visit: Visit) -> Response:
    text = visit.form.text("note").strip()[:20_000]
    theirs = visit.viewer.official
    if theirs is None or not theirs.comments:
        raise NotHere
    if not text:
        return _show(visit, 400, error=visit.text("not_done_no_words"))
    if not may_write(visit, visit.viewer.person_id or 0):
        return _show(visit, 429, error=visit.text("track_said_trop"), kept=text)
    with _changing(visit, "note") as change:
        note_inside(change, text, data={"official": theirs.key})
    visit.board.on_told()
    return _back(visit, "commenter")


def _follow(visit: Visit) -> Response:
    """Have them told of the course of the request, or no more. It makes them nobody who takes part in it."""
    wanted = visit.form.line("choix") == "suivre"
    if not may_write(visit, visit.viewer.person_id or 0, "follow"):
        return _show(visit, 429, error=visit.text("follow_too_often"))
    with _changing(visit, "follow" if wanted else "unfollow") as change:
        session, request_id = change.session, change.request.id
        official = visit.in_force.official_ids[visit.viewer.official.key if visit.viewer.official else ""]
        done = (
            follow_as_official(session, request_id, official, change.now)
            if wanted
            else unfollow_as_official(session, request_id, official)
        )
        if done:
            said = _SAID[change.organisation.town.locale, wanted].format(who=visit.viewer.name)
            change.write(EntryKind.NOTE, text=said, data={"follows": wanted})
    return _back(visit, "suivre" if wanted else "")


def _back(visit: Visit, said: str = "") -> Response:
    return go_to(f"/delegation/{visit.parts['reference']}" + (f"?dit={said}" if said else ""))


@contextmanager
def _changing(visit: Visit, action: str) -> Iterator[Change]:
    """A change by an official, in a transaction that commits when the block ends well. Raises NotHere when
    the request is no part of their delegation any more.
    """
    board, viewer = visit.board, visit.viewer
    with board.database.transaction() as session:
        in_force = board.organisations.current(session).in_force
        known = replace(visit, in_force=in_force)
        request_id = delegated_request(known, session)
        request = lock_request(session, in_force, request_id)
        # Moved while it was waited for: looked at again under the lock.
        delegated_request(known, session)
        now = board.clock()
        record_access(session, now, viewer.trace, action, f"request:{request_id}", by=visit.known_by)
        actor = Actor(ActorRole.AGENT, viewer.person_id, viewer.name, visit.known_by)
        cause = f"official:{visit.session.id if visit.session is not None else 0}:{now.isoformat()}"
        yield Change(session, in_force, request, actor, cause, now, channels=board.settings.channels)
