"""Where something is, as a form says it: an address that was typed, a place on the map, a building."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dispatch.requests.editing import set_building, set_place
from dispatch.rules.addresses.typed import LONGEST, nearest_address, read_address
from dispatch.web.acting.acts import Done, NotDone
from dispatch.web.acting.changing import changing

if TYPE_CHECKING:
    from dispatch.web.frame.form import Form
    from dispatch.web.frame.visit import Visit


@dataclass(frozen=True, slots=True)
class TypedPlace:
    """A place as the register has it, or as it was typed where there is none; position in WGS84 degrees."""

    address: str = ""
    position: tuple[float, float] | None = None

    @property
    def as_facts(self) -> dict[str, Any]:
        """What the door says of it; nothing of no place."""
        if self == NOWHERE:
            return {}
        position = list(self.position) if self.position is not None else None
        return {"place": {"address": self.address, "position": position}}


NOWHERE = TypedPlace()


def read_place(visit: Visit, form: Form, *, is_sure: bool = True) -> TypedPlace:
    """The place of a form: `adresse`, `latitude`, `longitude`. What was put on the map counts more than what
    was typed beside; where nothing was typed, the nearest address is taken.

    Raises NotDone for an address that the town's register lacks, with no place on the map beside; unless not
    `is_sure`: then it is kept as it was typed.
    """
    typed = form.line("adresse")[:LONGEST]
    position = _position(form.line("latitude"), form.line("longitude"))
    if not typed and position is None:
        return NOWHERE
    with visit.board.reads.looking() as session:
        streets = visit.board.organisations.current(session).index.streets
        if not typed and position is not None:
            return TypedPlace(nearest_address(session, streets, position), position)
        found = read_address(session, streets, typed)
    if found is not None:
        return TypedPlace(found.address, position or found.position)
    if streets and position is None and is_sure:
        raise NotDone("no_such_address")
    return TypedPlace(typed, position)


def place(visit: Visit, request_id: int, form: Form, seen: int | None) -> Done:
    """Put the request where a form says that it is. An address that was emptied is taken from it, with its
    position; one that is as the page had it changes nothing. Raises Newer, NotDone.
    """
    building, put = form.line("lieu") or None, bool(form.line("latitude"))
    is_moved = put or form.line("adresse") != form.line("adresse_avant")
    there = read_place(visit, form) if is_moved else NOWHERE
    with changing(visit, request_id, "place", seen=seen) as change:
        now = change.request
        if building != now.building:
            known = change.organisation.building(building)
            if building is not None and (
                known is None or known.closed or building not in change.in_force.building_ids
            ):
                raise NotDone("no_such_building")
            set_building(change, building)
        if is_moved:
            set_place(change, there.address, there.position)
    return Done()


def _position(latitude: str, longitude: str) -> tuple[float, float] | None:
    """What the map wrote. Raises NotDone for what is no place."""
    if not latitude and not longitude:
        return None
    try:
        place = float(latitude[:24]), float(longitude[:24])
    except ValueError as wrong:
        raise NotDone("no_such_place") from wrong
    # Written so that what is no number is no place either.
    if not (abs(place[0]) <= 90 and abs(place[1]) <= 180):
        raise NotDone("no_such_place")
    return round(place[0], 6), round(place[1], 6)
