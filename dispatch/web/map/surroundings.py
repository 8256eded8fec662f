"""The part of the world of which a map server is asked for tiles: the town and some way around it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from dispatch.queries.seen.clusters import tile_at
from dispatch.queries.seen.places import Box
from dispatch.rules.in_force import Current
from models.addresses.streets import KnownStreet
from models.organisation import Organisation
from models.settings.web import MapSettings

#: How far out and how close a map of a town is looked at, as map servers count zooms.
FARTHEST, CLOSEST = 10, 19
#: Kilometres beyond the outermost address or building.
AROUND_KM = 10
_KM_A_DEGREE = 111.2
#: Where tiles end, and beyond which a degree of longitude is too narrow to be counted in kilometres.
_POLAR = 85.0


def surroundings(
    organisation: Organisation, streets: Iterable[KnownStreet], settings: MapSettings
) -> Box | None:
    """The box that the settings name; else around all streets of the register and all buildings with a place.
    None where nobody knows where the town is.
    """
    if settings.area:
        return Box(*settings.area)
    points: list[tuple[float, float, float]] = [
        (each.latitude, each.longitude, each.reach / 1000) for each in streets
    ]
    points += [
        (each.latitude, each.longitude, 0.0)
        for each in organisation.buildings
        if each.latitude is not None and each.longitude is not None
    ]
    return _around(points) if points else None


def _around(points: Sequence[tuple[float, float, float]]) -> Box:
    """`points`: latitude, longitude, and how far each reaches in kilometres."""
    margin = (AROUND_KM + max(reach for _, _, reach in points)) / _KM_A_DEGREE
    north, south = max(each[0] for each in points), min(each[0] for each in points)
    wider = margin / math.cos(math.radians(min(max(abs(north), abs(south)), _POLAR)))
    return Box(
        max(south - margin, -90.0),
        max(min(each[1] for each in points) - wider, -180.0),
        min(north + margin, 90.0),
        min(max(each[1] for each in points) + wider, 180.0),
    )


def has_tile(box: Box, zoom: int, x: int, y: int) -> bool:
    """Whether that tile shows something of the box, at a zoom at which towns are looked at."""
    if not FARTHEST <= zoom <= CLOSEST:
        return False
    left, top = tile_at(box.north, box.west, zoom)
    right, bottom = tile_at(box.south, box.east, zoom)
    return left <= x <= right and top <= y <= bottom


class TownAround:
    """The surroundings of the town in force, made anew when another version or register is. Thread-safe:
    whoever comes in between makes them twice.
    """

    def __init__(self, settings: MapSettings) -> None:
        self._settings = settings
        self._known: tuple[tuple[int, int | None], Box | None] | None = None

    def of(self, current: Current) -> Box | None:
        key = (current.in_force.version_id, current.register_id)
        if self._known is None or self._known[0] != key:
            found = surroundings(current.in_force.organisation, current.index.streets.known, self._settings)
            self._known = key, found
        return self._known[1]
