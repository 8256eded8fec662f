"""Somebody calls: who are they, and what did they ask? For staff, of people whose requests they work on."""

from __future__ import annotations

from fastapi import APIRouter, Response

from dispatch.queries.known.one_person import PersonShown, read_person, stands_for
from dispatch.queries.known.people import find_known
from dispatch.queries.seen.wanted import CONTROLS
from dispatch.web.entering.accounts import read_written
from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import serve
from dispatch.web.frame.visit import NotHere, Visit, go_to


def people_routes(board: Board) -> APIRouter:
    """`/personnes`, `/personnes/NUMBER`.

    Answers: **200** the page; **303** to who somebody turned out to be; **404** nobody of that number, or
    nobody whom the viewer may look up: they do not learn which.
    """
    router = APIRouter()
    serve(router, board, "/personnes", _search, "GET")
    serve(router, board, "/personnes/{number}", _person, "GET")
    return router


def person_named(visit: Visit, written: str) -> PersonShown | None:
    """The person of that number, when the viewer may look them up."""
    number = _number(written)
    with visit.board.reads.looking() as session:
        return read_person(session, visit.viewer, visit.in_force, visit.lang, visit.now, number)


def _search(visit: Visit) -> Response:
    typed = " ".join(CONTROLS.sub(" ", visit.query.get("q", "")[:200]).split())
    people, is_more = [], False
    if typed:
        contact = read_written(typed, visit.organisation.town.region)
        with visit.board.reads.looking() as session:
            found = find_known(
                session,
                visit.board.reads,
                visit.viewer,
                visit.in_force,
                typed,
                contact[:2] if contact is not None else None,
            )
        people, is_more = list(found.people), found.is_more
        visit.looked("list", "people", filter="words", shown=len(people))
    return visit.page("people.html", section="people", typed=typed, people=people, is_more=is_more)


def _person(visit: Visit) -> Response:
    found = person_named(visit, visit.parts["number"])
    if found is None:
        number = _number(visit.parts["number"])
        with visit.board.reads.looking() as session:
            other = stands_for(session, number)
        if other != number and person_named(visit, str(other)) is not None:
            return go_to(f"/personnes/{other}")
        raise NotHere
    visit.looked("read", f"person:{found.person.id}")
    return visit.page("person.html", section="people", shown=found, person=found.person)


def _number(written: str) -> int:
    """An id as addresses write it; 0, which is nobody's, for anything else."""
    return int(written) if written.isascii() and written.isdecimal() and len(written) <= 9 else 0
