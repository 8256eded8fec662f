"""Sheets on paper: one request for whoever goes there, and the round of each agent by streets."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Response

from dispatch.queries.seen.cards import Card
from dispatch.queries.seen.conversation import read_lines
from dispatch.queries.seen.listing import all_seen
from dispatch.queries.seen.on_site import Site, order_of_street, sites_of
from dispatch.queries.seen.one_request import read_shown
from dispatch.queries.seen.wanted import Wanted
from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import serve
from dispatch.web.frame.visit import Visit
from dispatch.web.frame.which_request import seen_request

#: Requests of one round sheet.
MOST = 300


@dataclass(frozen=True, slots=True)
class Stop:
    """A request of a round, and where it is."""

    card: Card
    site: Site


@dataclass(frozen=True, slots=True)
class Round:
    """What one agent has to do, in the order of the streets; '' is what nobody has."""

    agent: str
    stops: list[Stop]


def sheet_routes(board: Board) -> APIRouter:
    """`/demandes/REFERENCE/imprimer`, and `/tournee` with the filter of the list.

    Answers: **200** the sheet, to be printed; **404** as the request's page.
    """
    router = APIRouter()
    serve(router, board, "/tournee", _rounds, "GET")
    serve(router, board, "/demandes/{reference}/imprimer", _sheet, "GET")
    return router


def _sheet(visit: Visit) -> Response:
    with visit.board.reads.looking() as session:
        request_id = seen_request(visit, session)
        found = read_shown(session, visit.viewer, visit.in_force, visit.lang, visit.now, request_id)
        lines = read_lines(session, request_id)
    visit.looked("read", f"request:{request_id}", by="print")
    # Without any choice the page is as most lorries need it: photos, and nothing but what was asked.
    chosen = {name for name in ("photos", "echanges", "notes") if visit.query.get(name) == "1"}
    if "choix" not in visit.query:
        chosen = {"photos"}
    said = [each for each in lines if each.is_message and (each.text.strip() or each.files)]
    asked = next((each for each in said if each.kind == "message_in"), None)
    shown = [
        each
        for each in said
        if each is not asked
        and not each.withdrawn
        and (("notes" if each.kind == "note" else "echanges") in chosen)
    ]
    return visit.page(
        "job_sheet.html",
        shown=found,
        card=found.card,
        asked=asked,
        lines=shown,
        photos=[file for each in lines for file in each.files if file.is_picture and not file.is_gone],
        chosen=chosen,
        # A telephone that reads the code opens the page where it is for the world.
        qr=_qr(f"{visit.origin}/demandes/{found.card.reference}"),
    )


def _rounds(visit: Visit) -> Response:
    wanted, board = Wanted.of(visit.query), visit.board
    with board.reads.looking() as session:
        cards = all_seen(session, board.reads, visit.viewer, visit.in_force, wanted, visit.now, MOST + 1)
        sites = sites_of(session, visit.in_force, [card.id for card in cards[:MOST]])
    visit.looked("list", "requests", shown=len(cards[:MOST]), by="print")
    return visit.page(
        "rounds.html",
        rounds=rounds_of([Stop(card, sites.get(card.id, Site())) for card in cards[:MOST]]),
        more=len(cards) > MOST,
        most=MOST,
        back="/demandes" + wanted.full_address,
    )


def rounds_of(stops: list[Stop]) -> list[Round]:
    """The stops by who has them, each round in the order of its streets; what nobody has comes last."""
    rounds: dict[str, list[Stop]] = {}
    for stop in stops:
        rounds.setdefault(stop.card.assignee_name, []).append(stop)
    return [
        Round(
            agent, sorted(rounds[agent], key=lambda each: (order_of_street(each.site), each.card.reference))
        )
        for agent in sorted(rounds, key=lambda name: (not name, name))
    ]


def _qr(address: str) -> str:
    """A QR code of an address as SVG, black on white whatever the scheme."""
    import segno

    return segno.make(address, error="m", micro=False).svg_inline(
        omitsize=True, border=2, light="#fff", svgclass="qr", lineclass=None
    )
