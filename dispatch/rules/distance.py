"""The building nearest to where a photo was taken, or to a position told: GPS and the places of the town."""

from __future__ import annotations

import math

from dispatch.rules.decision import Facts
from models.organisation import Building, Near, Organisation

_EARTH_METRES = 6_371_000


def metres_apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance on the ground of two positions in degrees, latitude first (great circle; within 0.5 % of
    the ellipsoid).
    """
    north, east = math.radians(other[0] - one[0]), math.radians(other[1] - one[1])
    chord = math.sin(north / 2) ** 2 + (
        math.cos(math.radians(one[0])) * math.cos(math.radians(other[0])) * math.sin(east / 2) ** 2
    )
    return 2 * _EARTH_METRES * math.asin(min(1.0, math.sqrt(chord)))


def nearest(near: Near, facts: Facts, organisation: Organisation) -> tuple[Building, float, str] | None:
    """The building closest to any photo, or to the position told, within the distance; how far in metres, and
    the name of the photo or of whoever told.
    """
    places = [
        (each.latitude, each.longitude, each.filename)
        for each in facts.attachments
        if each.latitude is not None and each.longitude is not None
    ]
    if facts.position is not None:
        places.append((*facts.position, facts.told_by))
    if not places:
        return None
    wanted = set(near.buildings)
    distances = [
        (metres_apart((latitude, longitude), (building.latitude, building.longitude)), building, name)
        for building in organisation.buildings
        if building.latitude is not None
        and building.longitude is not None
        and not building.closed
        and (not wanted or building.key in wanted)
        for latitude, longitude, name in places
    ]
    distance, building, name = min(distances, key=lambda one: one[0], default=(math.inf, None, ""))
    return (building, distance, name) if building is not None and distance <= near.metres else None
