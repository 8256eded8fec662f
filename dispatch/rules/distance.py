"""The building nearest to where a photo was taken, to a position told, or to an address."""

from __future__ import annotations

import math

from dispatch.rules.decision import Facts, Reason
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


def nearest(
    near: Near, facts: Facts, organisation: Organisation, *, addresses: bool = True
) -> tuple[Building, float, str, bool] | None:
    """The building closest to any photo, or to the position told, within the distance; how far in metres, the
    name of the photo or of whoever told, and whether it is a photo.

    Where neither says a position, the address that is named does, unless `addresses` is False.
    """
    places = [
        (each.latitude, each.longitude, each.filename, True)
        for each in facts.attachments
        if each.latitude is not None and each.longitude is not None
    ]
    if facts.position is not None:
        places.append((*facts.position, facts.told_by, False))
    located = facts.located
    if not places and addresses and located is not None and located.position is not None:
        places.append((*located.position, located.address or located.written, False))
    if not places:
        return None
    wanted = set(near.buildings)
    distances = [
        (metres_apart((latitude, longitude), (building.latitude, building.longitude)), building, name, photo)
        for building in organisation.buildings
        if building.latitude is not None
        and building.longitude is not None
        and not building.closed
        and (not wanted or building.key in wanted)
        for latitude, longitude, name, photo in places
    ]
    distance, building, name, photo = min(
        distances, key=lambda one: one[0], default=(math.inf, None, "", False)
    )
    return (building, distance, name, photo) if building is not None and distance <= near.metres else None


def reason_of(found: tuple[Building, float, str, bool]) -> Reason:
    """Why a building counts as near, from what `nearest` found."""
    building, metres, name, is_photo = found
    return Reason("near" if is_photo else "beside", name, (f"{metres:.0f} m",), building.key)
