"""The map: the list of requests seen from above. Its filter stands in the address, as that of the list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from urllib.parse import parse_qsl

from anyio import CapacityLimiter
from fastapi import APIRouter, Response

from dispatch.queries.seen.cards import read_cards
from dispatch.queries.seen.clusters import Cluster, clusters
from dispatch.queries.seen.places import MOST, Box, Place, read_places
from dispatch.queries.seen.wanted import Wanted
from dispatch.web.frame.board import Board
from dispatch.web.frame.serving import Route, serve
from dispatch.web.frame.visit import PROTECTION, NotHere, Visit
from dispatch.web.map.ground import Ground, ServedGround, ground_of, kind_of_tile
from dispatch.web.map.picking import drawn_on
from dispatch.web.map.surroundings import CLOSEST, TownAround, has_tile
from dispatch.web.pages.lists import choices
from models.vocabulary import StateKind

#: Requests that the list beside the map shows, and that of one mark.
BESIDE, OF_ONE = 50, 20
#: Tiles that are fetched at once: whoever waits for a slow map server holds up no page.
TILES_AT_ONCE = 4
#: Degrees to each side of a photo's place.
_STREETS = 0.002
_PICTURE = {**PROTECTION, "Cache-Control": "private, max-age=86400"}


def map_routes(board: Board) -> APIRouter:
    """`/carte`; `/carte/points`, its marks as JSON; `/carte/ici`, the requests of one; `/carte/fond/Z/X/Y`.

    `/carte?la=…&lo=…` begins around the place where a photo was taken, and says that it was.

    Answers: **200**; **404** there is no such tile, or a map server is not asked for it, as it is none of the
    town; **503** there is too much to look at, or the map server is silent. Raises UserError when the ground
    of the settings is not there.
    """
    router = APIRouter()
    ground = ground_of(board.settings.web.map, board.settings.data_dir)
    around = TownAround(board.settings.web.map)
    # Also for whoever puts a request of theirs in its place.
    apart = Route("person", limiter=CapacityLimiter(TILES_AT_ONCE))
    serve(router, board, "/carte", _page, "GET")
    serve(router, board, "/carte/points", _points, "GET")
    serve(router, board, "/carte/ici", _here, "GET")
    serve(
        router, board, "/carte/fond/{zoom}/{x}/{y}", lambda visit: _tile(visit, ground, around), "GET", apart
    )
    return router


def _page(visit: Visit) -> Response:
    wanted, photo = Wanted.of(visit.query), _photo_at(visit.query)
    with visit.board.reads.looking() as session:
        places, is_more = read_places(
            session, visit.board.reads, visit.viewer, visit.in_force, wanted, visit.now
        )
        ids = [each.id for each in places[:BESIDE]]
        cards = read_cards(session, visit.in_force, visit.lang, visit.now, ids)
    visit.looked("list", "map", filter=_filter_traced(wanted), shown=len(places))
    return visit.page(
        "map.html",
        section="map",
        wanted=wanted,
        places=len(places),
        is_more=is_more,
        most=MOST,
        cards=cards,
        here="/carte" + wanted.full_address,
        extent=_around(photo) if photo else _extent(visit, places),
        photo=f"{photo[0]},{photo[1]}" if photo else "",
        **drawn_on(visit),
        rest=[(name, value) for name, value in parse_qsl(wanted.address[1:]) if name not in _CHOSEN],
        **choices(visit),
    )


#: Names of the texts for each kind of state.
_KINDS = {
    StateKind.NEW: "map_new",
    StateKind.OPEN: "map_open",
    StateKind.WAITING: "map_waiting",
    StateKind.DONE: "map_done",
    StateKind.REFUSED: "map_refused",
}
#: Parts of the filter that the page itself offers; the others stay as they came.
_CHOSEN = ("etat", "service", "retard", "page")


def _points(visit: Visit) -> Response:
    wanted, zoom = Wanted.of(visit.query), number_of(visit.query, "z", CLOSEST)
    with visit.board.reads.looking() as session:
        places, _ = read_places(
            session, visit.board.reads, visit.viewer, visit.in_force, wanted, visit.now, box_of(visit.query)
        )
    visit.looked("list", "map", filter=_filter_traced(wanted), shown=len(places))
    marks = [_mark(visit, each, zoom) for each in clusters(places, zoom)]
    content = json.dumps({"marks": marks})
    return Response(content, headers=PROTECTION, media_type="application/json")


def _mark(visit: Visit, cluster: Cluster, zoom: int) -> dict[str, object]:
    label = visit.text("map_request" if cluster.count == 1 else "map_requests", n=cluster.count)
    if cluster.late:
        label += ", " + visit.text("map_late", n=cluster.late)
    elif cluster.count == 1:
        label += f", {visit.text(_KINDS[cluster.kind])}"
    return {
        "at": [cluster.latitude, cluster.longitude],
        "count": cluster.count,
        "late": cluster.late,
        "kind": cluster.kind.value,
        "label": label,
        "box": asdict(cluster.box),
        # No closer look parts them: the mark opens its requests.
        "together": cluster.count == 1 or cluster.is_one_place or zoom >= CLOSEST,
    }


def _here(visit: Visit) -> Response:
    """The requests of one mark, as a piece of the page."""
    wanted = Wanted.of(visit.query)
    with visit.board.reads.looking() as session:
        places, is_more = read_places(
            session,
            visit.board.reads,
            visit.viewer,
            visit.in_force,
            wanted,
            visit.now,
            box_of(visit.query),
            OF_ONE,
        )
        cards = read_cards(session, visit.in_force, visit.lang, visit.now, [each.id for each in places])
    visit.looked("list", "map", filter=_filter_traced(wanted), shown=len(cards))
    return visit.page("map_here.html", cards=cards, is_more=is_more, here="/carte" + wanted.full_address)


def _asked_for(visit: Visit, around: TownAround) -> Box | None:
    with visit.board.reads.looking() as session:
        return around.of(visit.board.organisations.current(session))


def _tile(visit: Visit, ground: Ground | None, around: TownAround) -> Response:
    zoom, x, y = (number_of(visit.parts, name, 2**CLOSEST) for name in ("zoom", "x", "y"))
    if ground is None or zoom > CLOSEST or max(x, y) >= 2**zoom:
        raise NotHere
    if isinstance(ground, ServedGround):
        box = _asked_for(visit, around)
        # Whoever may look at the map is no way to fetch the world through us.
        if box is None or not has_tile(box, zoom, x, y):
            raise NotHere
    content = ground.tile(zoom, x, y)
    if content is None:
        raise NotHere
    return Response(content, headers=_PICTURE, media_type=kind_of_tile(content))


def _filter_traced(wanted: Wanted) -> str:
    return wanted.address[:200] if not wanted.words else "words"


def number_of(given: Mapping[str, str], name: str, most: int) -> int:
    """A whole number of the call. Raises NotHere for anything else."""
    written = given.get(name, "")
    if not (written.isascii() and written.isdecimal() and len(written) < 8 and int(written) <= most):
        raise NotHere
    return int(written)


def box_of(query: Mapping[str, str]) -> Box:
    """The part of the world that a call asks for. Raises NotHere for what is none."""
    try:
        south, west, north, east = (float(query.get(name, "")[:24]) for name in ("s", "o", "n", "e"))
    except ValueError as wrong:
        raise NotHere from wrong
    # Written so that what is no number at all holds nothing either.
    if not (-90 <= south <= north <= 90 and -540 <= west <= east <= 540):
        raise NotHere
    return Box(south, west, north, east)


def _photo_at(query: Mapping[str, str]) -> tuple[float, float] | None:
    """Where the page is asked to show that a photo was taken, `la` and `lo`; None for nowhere."""
    try:
        latitude, longitude = float(query.get("la", "")[:24]), float(query.get("lo", "")[:24])
    except ValueError:
        return None
    # Written so that what is no number is no place either.
    return (latitude, longitude) if abs(latitude) <= 85 and abs(longitude) <= 180 else None


def _around(place: tuple[float, float]) -> str:
    """The box of some streets around a place, as of `_extent`."""
    latitude, longitude = place
    return f"{latitude - _STREETS},{longitude - _STREETS},{latitude + _STREETS},{longitude + _STREETS}"


def _extent(visit: Visit, places: list[Place]) -> str:
    """The box to begin with, `south,west,north,east`: around what is shown, around the town's buildings where
    nothing is; '' where nobody knows where the town is.
    """
    points = [(each.latitude, each.longitude) for each in places] or [
        (each.latitude, each.longitude)
        for each in visit.organisation.buildings
        if each.latitude is not None and each.longitude is not None
    ]
    if not points:
        return ""
    latitudes, longitudes = [at for at, _ in points], [at for _, at in points]
    return f"{min(latitudes)},{min(longitudes)},{max(latitudes)},{max(longitudes)}"
