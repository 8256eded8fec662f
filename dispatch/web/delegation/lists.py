"""The requests of a delegation as a list and as a file, with the filter of the list of requests."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from dispatch.queries.seen.cards import Card
from dispatch.queries.seen.wanted import ORDERS, Wanted
from dispatch.web.delegation.reading import MOST_TAKEN, cards_delegated, ids_delegated, list_delegated
from dispatch.web.delegation.seen import serve_officials, undoable_since
from dispatch.web.entering.confirming import proved_first
from dispatch.web.frame.board import Board
from dispatch.web.frame.visit import Visit
from dispatch.web.taken.exports import list_as_csv, list_as_xlsx
from models.store.looking.reads import FILE_SECONDS


def delegation_list_routes(board: Board) -> APIRouter:
    """`/delegation`, `/delegation.csv`, `/delegation.xlsx`, for elected officials.

    Answers: **200** the page, or the file exactly as the list is filtered; **404** no official.
    """
    router = APIRouter()
    serve_officials(router, board, "/delegation", _list, "GET")
    serve_officials(router, board, "/delegation.csv", proved_first(_csv), "GET")
    serve_officials(router, board, "/delegation.xlsx", proved_first(_xlsx), "GET")
    return router


def _list(visit: Visit) -> Response:
    wanted = Wanted.of(visit.query)
    board = visit.board
    with board.reads.looking() as session:
        listing = list_delegated(
            session, board.reads, visit.viewer, visit.in_force, wanted, visit.now, undoable_since(visit)
        )
    visit.looked(
        "list",
        "delegation",
        filter=wanted.address[:200] if not wanted.words else "words",
        shown=len(listing.cards),
    )
    return visit.page(
        "delegation.html",
        section="delegation",
        listing=listing,
        wanted=wanted,
        **_choices(visit),
    )


def _choices(visit: Visit) -> dict[str, Any]:
    """What the menus of the filter offer: the parts of the delegation."""
    organisation, theirs = visit.organisation, visit.viewer.official
    assert theirs is not None
    states = {
        state.key: state.label.text(visit.lang)
        for course in organisation.workflows
        for state in course.states
    }
    buildings = [
        each
        for each in organisation.buildings
        if not each.closed and (theirs.services or each.key in theirs.buildings)
    ]
    return {
        "services": [
            each for each in organisation.services if theirs.buildings or each.key in theirs.services
        ],
        "buildings": buildings,
        "states": states,
        "quarters": [(each, each) for each in sorted({b.quarter for b in buildings} - {""})],
        "orders": ORDERS,
        "hides_names": not theirs.names,
    }


def _cards(visit: Visit, kind: str) -> list[Card]:
    """The requests of the file, whose taking away is traced first."""
    wanted, board = Wanted.of(visit.query), visit.board
    with board.reads.looking(seconds=FILE_SECONDS) as session:
        since = undoable_since(visit)
        ids = ids_delegated(
            session, board.reads, visit.viewer, visit.in_force, wanted, visit.now, since, MOST_TAKEN
        )
        cards = [
            card
            for start in range(0, len(ids), 500)
            for card in cards_delegated(
                session, visit.viewer, visit.in_force, visit.now, ids[start : start + 500]
            )
        ]
    visit.looked("export", "delegation", shown=len(cards), kind=kind)
    return cards


def _csv(visit: Visit) -> Response:
    return list_as_csv(visit, _cards(visit, "csv"))


def _xlsx(visit: Visit) -> Response:
    return list_as_xlsx(visit, _cards(visit, "xlsx"), visit.text("nav_delegation"))
