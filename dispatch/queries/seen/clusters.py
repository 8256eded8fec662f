"""Places that would lie over one another on a map, taken together (pure)."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from dispatch.queries.seen.places import Box, Place
from models.vocabulary import StateKind

#: Pixels of a map whose places are one mark, as wide as a finger is; and of a tile (Web Mercator).
CELL, TILE = 64, 256
#: Where Web Mercator ends.
_FARTHEST = 85.05112878
#: Of several states the mark shows the one that asks for most.
_PRESSING = (StateKind.NEW, StateKind.OPEN, StateKind.WAITING, StateKind.REFUSED, StateKind.DONE)


@dataclass(frozen=True, slots=True)
class Cluster:
    """What one mark of a map stands for, and the smallest box around it."""

    latitude: float
    longitude: float
    count: int
    late: int
    kind: StateKind
    box: Box

    @property
    def is_one_place(self) -> bool:
        """Whether no closer look tells them apart."""
        return self.box.south == self.box.north and self.box.west == self.box.east


def clusters(places: Iterable[Place], zoom: int) -> list[Cluster]:
    """One mark for each cell of the grid that has places, the newest first; linear in their number."""
    cells: dict[tuple[int, int], list[Place]] = defaultdict(list)
    for place in places:
        cells[_cell(place, zoom)].append(place)
    return [_together(each) for each in cells.values()]


def tile_at(latitude: float, longitude: float, zoom: int) -> tuple[int, int]:
    """Column and row of the tile that has this place, as map servers count them."""
    x, y = _pixel(latitude, longitude, zoom)
    last = 2**zoom - 1
    return min(int(x // TILE), last), min(max(int(y // TILE), 0), last)


def _cell(place: Place, zoom: int) -> tuple[int, int]:
    x, y = _pixel(place.latitude, place.longitude, zoom)
    return int(x // CELL), int(y // CELL)


def _pixel(latitude: float, longitude: float, zoom: int) -> tuple[float, float]:
    """Where a place is on the map of the world at this zoom, from its north-western corner."""
    width = TILE * 2**zoom
    radians = math.radians(min(max(latitude, -_FARTHEST), _FARTHEST))
    return (longitude + 180) / 360 * width, (1 - math.asinh(math.tan(radians)) / math.pi) / 2 * width


def _together(places: list[Place]) -> Cluster:
    latitudes, longitudes = [each.latitude for each in places], [each.longitude for each in places]
    kinds = {each.kind for each in places}
    return Cluster(
        latitude=sum(latitudes) / len(places),
        longitude=sum(longitudes) / len(places),
        count=len(places),
        late=sum(each.is_late for each in places),
        kind=next(each for each in _PRESSING if each in kinds),
        box=Box(min(latitudes), min(longitudes), max(latitudes), max(longitudes)),
    )
