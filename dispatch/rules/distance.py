"""The building nearest to where a photo was taken, or to a position told: GPS and the places of the town."""

from __future__ import annotations

import math

from dispatch.rules.decision import Facts
from models.organisation import Building, Near, Organisation

_EARTH_METRES = 6_371_000


def metres_between(latitude: float, longitude: float, building: Building) -> float:
    """The distance on the ground to a building with a position (great circle; within 0.5 % of the
    ellipsoid).
    """
    assert building.latitude is not None
    assert building.longitude is not None
    north = math.radians(building.latitude - latitude)
    east = math.radians(building.longitude - longitude)
    chord = (
        math.sin(north / 2) ** 2
        + math.cos(math.radians(latitude))
        * math.cos(math.radians(building.latitude))
        * math.sin(east / 2) ** 2
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
        (metres_between(latitude, longitude, building), building, name)
        for building in organisation.buildings
        if building.latitude is not None
        and building.longitude is not None
        and not building.closed
        and (not wanted or building.key in wanted)
        for latitude, longitude, name in places
    ]
    distance, building, name = min(distances, key=lambda one: one[0], default=(math.inf, None, ""))
    return (building, distance, name) if building is not None and distance <= near.metres else None
