"""My desk, and the list of requests: its filter stands in the address, so that it can be kept and sent on."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from dispatch.queries.figures.words import label_of
from dispatch.queries.narrowing.found_first import MOST_COMPARED
from dispatch.queries.request_conditions import Origin
from dispatch.queries.seen.desk import Desk, read_desk
from dispatch.queries.seen.listing import list_seen
from dispatch.queries.seen.wanted import FACTS, ORDERS, Wanted
from dispatch.web.acting.tagging import known_tags
from dispatch.web.field.keeping import MOST_KEPT, kept
from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import serve
from dispatch.web.frame.visit import Visit, go_to, with_query
from dispatch.web.frame.which_request import seen_at
from dispatch.web.own.drafts_pages import unsent_of, writing_of
from dispatch.web.own.views_pages import default_of, tabs_of
from dispatch.web.pages.references import read_reference
from dispatch.web.several.pages import choices_of_acts
from dispatch.web.several.planned import MOST


def list_routes(board: Board) -> APIRouter:
    """`/bureau`, `/demandes`; `/recherche`, which leads to the latter with all states.

    Answers: **200** the page; **303** to the one request that was searched for, or to the view that its
    reader has the list open with.
    """
    router = APIRouter()
    serve(router, board, "/bureau", _desk, "GET")
    serve(router, board, "/demandes", _list, "GET")
    serve(router, board, "/recherche", _find, "GET")
    return router


def _given(visit: Visit) -> dict[str, str]:
    """What was just given away, and the line by which it is taken back."""
    line = visit.query.get("ligne", "")
    return {
        "reference": str(read_reference(visit.query.get("ref", ""), visit.year) or ""),
        "line": line if line.isascii() and line.isdecimal() and len(line) <= 9 else "",
    }


def _desk(visit: Visit) -> Response:
    with visit.board.reads.looking() as session:
        desk = read_desk(session, visit.viewer, visit.in_force, visit.now)
    visit.looked("list", "desk")
    stands_in = [agent.name for agent in visit.organisation.agents if agent.key in visit.viewer.stands_in_for]
    values = {"stands_in": stands_in, "unsent": unsent_of(visit), "given": _given(visit)}
    return kept(visit, visit.page("desk.html", 200, section="desk", desk=desk, gather=_mine(desk), **values))


def _mine(desk: Desk) -> list[str]:
    """Addresses of what the viewer's telephone keeps to be read without a network, the most urgent first."""
    parts = (desk.late, desk.today, desk.answered, desk.new, desk.planned, desk.others, desk.waiting)
    references = [card.reference for part in parts for card in part]
    references[:0] = [task.reference for task in desk.tasks]
    pages = [f"/demandes/{each}" for each in dict.fromkeys(references)]
    return ["/hors-ligne/moi", "/bureau", *pages][:MOST_KEPT]


def _list(visit: Visit) -> Response:
    if not visit.query and (view := default_of(visit)) is not None:
        return go_to("/demandes" + view.address)
    wanted = Wanted.of(visit.query)
    with visit.board.reads.looking() as session:
        reference = read_reference(wanted.words, visit.year)
        if reference is not None and seen_at(visit, session, reference) is not None:
            return go_to(f"/demandes/{reference}")
        listing = list_seen(session, visit.board.reads, visit.viewer, visit.in_force, wanted, visit.now)
    visit.looked(
        "list",
        "requests",
        filter=wanted.address[:200] if not wanted.words else "words",
        shown=len(listing.cards),
    )
    return visit.page(
        "list.html",
        section="requests",
        listing=listing,
        wanted=wanted,
        most_compared=f"{MOST_COMPARED:,}".replace(",", "\u00a0" if visit.lang == "fr" else ","),
        most_at_once=MOST,
        here="/demandes" + wanted.full_address,
        writing=writing_of(visit, [card.id for card in listing.cards]),
        **tabs_of(visit, wanted),
        **choices(visit),
        **choices_of_acts(visit),
    )


def _find(visit: Visit) -> Response:
    return go_to(with_query("/demandes", etat="toutes", q=Wanted.of(visit.query).words))


def choices(visit: Visit) -> dict[str, Any]:
    """What the filter's menus offer: what the viewer may see, by its name."""
    organisation, viewer = visit.organisation, visit.viewer
    all_ = viewer.role == "administrator"
    services = [each for each in organisation.services if all_ or each.key in viewer.services]
    states = {
        state.key: state.label.text(visit.lang)
        for course in organisation.workflows
        for state in course.states
    }
    here = {each.key for each in services}
    agents = [
        each for each in organisation.agents if not each.closed and (all_ or here.intersection(each.services))
    ]
    return {
        "services": services,
        "agents": agents,
        "buildings": [each for each in organisation.buildings if not each.closed],
        "states": states,
        "kinds": [(each.key, each.label.text(visit.lang)) for each in organisation.request_types],
        "quarters": [(each, each) for each in sorted({b.quarter for b in organisation.buildings} - {""})],
        "origins": [(each.value, label_of("origin", each.value, "", visit.lang)) for each in Origin],
        "known_tags": known_tags(organisation),
        "facts": [(each, visit.text(f"fact_{each}")) for each in FACTS],
        "orders": ORDERS,
    }
