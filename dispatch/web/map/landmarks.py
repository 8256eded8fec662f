"""What the town knows of its own ground, for a map without pictures: its buildings and streets."""

from __future__ import annotations

import json
from collections.abc import Iterable

from fastapi import APIRouter, Response

from dispatch.queries.seen.places import Box
from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import serve
from dispatch.web.frame.visit import PROTECTION, Visit
from dispatch.web.map.page import box_of, number_of
from dispatch.web.map.surroundings import CLOSEST
from models.addresses.streets import KnownStreet
from models.organisation import Organisation

#: Names on one map, and how close one looks before streets are named (zooms as map servers count them).
MOST, NAMED_FROM = 80, 14


def landmark_routes(board: Board) -> APIRouter:
    """`/carte/reperes?s=&o=&n=&e=&z=`: names to find one's way by, as JSON.

    Answers staff: **200**; **404** a part of the world that is none.
    """
    router = APIRouter()
    serve(router, board, "/carte/reperes", _landmarks, "GET")
    return router


def _landmarks(visit: Visit) -> Response:
    box, zoom = box_of(visit.query), number_of(visit.query, "z", CLOSEST)
    with visit.board.reads.looking() as session:
        streets = visit.board.organisations.current(session).index.streets.known
    found = landmarks(visit.organisation, streets, box, zoom)
    return Response(json.dumps({"landmarks": found}), headers=PROTECTION, media_type="application/json")


def landmarks(
    organisation: Organisation, streets: Iterable[KnownStreet], box: Box, zoom: int
) -> list[dict[str, object]]:
    """The open buildings in the box, then its longest streets at their middle, `MOST` in all: `at` in degrees
    (WGS84), `name`, `kind` (`building`, `street`). Sorts the streets of the register.
    """
    named: list[tuple[str, str, float, float]] = [
        ("building", each.name, each.latitude, each.longitude)
        for each in organisation.buildings
        if not each.closed and each.latitude is not None and each.longitude is not None
    ]
    if zoom >= NAMED_FROM:
        named += [
            ("street", each.name, each.latitude, each.longitude)
            for each in sorted(streets, key=lambda each: each.reach, reverse=True)
        ]
    inside = (each for each in named if _holds(box, each[2], each[3]))
    return [
        {"at": [latitude, longitude], "name": name, "kind": kind}
        for (kind, name, latitude, longitude), _ in zip(inside, range(MOST), strict=False)
    ]


def _holds(box: Box, latitude: float, longitude: float) -> bool:
    return box.south <= latitude <= box.north and box.west <= longitude <= box.east
