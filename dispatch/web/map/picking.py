"""Saying where something is: a field in which addresses of the town are proposed, and a map to point at."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Response

from dispatch.rules.addresses.typed import nearest_address, propose
from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import Route, serve
from dispatch.web.frame.visit import PROTECTION, NotHere, Visit
from dispatch.web.map.surroundings import FARTHEST, surroundings


def place_routes(board: Board) -> APIRouter:
    """`/carte/adresses?q=…`: addresses that begin so; `?la=…&lo=…`: the nearest one.

    Answers whoever is signed in: **200** JSON; **404** a place that is none.
    """
    router = APIRouter()
    serve(router, board, "/carte/adresses", _addresses, "GET", Route("person"))
    return router


def _addresses(visit: Visit) -> Response:
    with visit.board.reads.looking() as session:
        streets = visit.board.organisations.current(session).index.streets
        if "la" in visit.query:
            near = nearest_address(session, streets, _place(visit))
            found = [near] if near else []
        else:
            found = propose(session, streets, visit.query.get("q", ""))
    return Response(json.dumps({"addresses": found}), headers=PROTECTION, media_type="application/json")


def _place(visit: Visit) -> tuple[float, float]:
    try:
        latitude, longitude = (float(visit.query.get(name, "")[:24]) for name in ("la", "lo"))
    except ValueError as wrong:
        raise NotHere from wrong
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise NotHere
    return latitude, longitude


def picker(visit: Visit, position: tuple[float, float] | None = None) -> dict[str, Any]:
    """What the template `place.html` shows: buildings, and a map of the town, with the position there is."""
    box = _town(visit)
    middle = f"{(box.south + box.north) / 2},{(box.west + box.east) / 2}" if box is not None else ""
    at = f"{position[0]},{position[1]}" if position is not None else ""
    drawn = drawn_on(visit)
    return {
        # Nobody points at a place on a map where nothing is drawn.
        "has_map": bool(at or middle) and drawn["has_ground"],
        "buildings": [each for each in visit.organisation.buildings if not each.closed],
        "at": at,
        "middle": at or middle,
        **drawn,
    }


def drawn_on(visit: Visit) -> dict[str, Any]:
    """What a page with a map must know of its ground."""
    settings = visit.board.settings.web.map
    is_served = "://" in settings.tiles
    box = _town(visit) if is_served else None
    return {
        # A server is asked for nothing where nobody knows where the town is.
        "has_ground": bool(settings.tiles) and (box is not None or not is_served),
        "tiles_within": f"{box.south},{box.west},{box.north},{box.east}" if box is not None else "",
        "tiles_from": FARTHEST if is_served else 0,
        "attribution": settings.attribution if settings.tiles else "",
    }


def _town(visit: Visit) -> Any:
    board = visit.board
    with board.reads.looking() as session:
        current = board.organisations.current(session)
    return surroundings(current.in_force.organisation, current.index.streets.known, board.settings.web.map)
