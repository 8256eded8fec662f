"""Where the requests of a list are: at their own position, or at that of the building they are about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.queries.seen.cards import requests
from dispatch.queries.seen.listing import narrow
from dispatch.queries.seen.wanted import Wanted
from dispatch.sight.viewer import Viewer
from models.store.looking.reads import Reads
from models.store.organisations import InForce
from models.vocabulary import CLOSED_KINDS, StateKind

#: Requests that one map shows, the newest: of more, the filter asks for fewer.
MOST = 5000


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the world, in degrees; it does not cross the 180th meridian."""

    south: float = -90.0
    west: float = -180.0
    north: float = 90.0
    east: float = 180.0

    def holds(self, latitude: float, longitude: float) -> bool:
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east


EVERYWHERE = Box()


@dataclass(frozen=True, slots=True)
class Place:
    """One request and where it is, in degrees."""

    id: int
    latitude: float
    longitude: float
    kind: StateKind
    is_late: bool


def read_places(
    session: Session,
    reads: Reads,
    viewer: Viewer,
    in_force: InForce,
    wanted: Wanted,
    now: datetime,
    box: Box = EVERYWHERE,
    most: int = MOST,
) -> tuple[list[Place], bool]:
    """The places in `box` of the list that `wanted` asks for, newest first, at most `most`; and whether there
    are more. Raises TooMuchToLookAt.
    """
    sites = {
        in_force.building_ids[each.key]: (each.latitude, each.longitude)
        for each in in_force.organisation.buildings
        if each.latitude is not None and each.longitude is not None and each.key in in_force.building_ids
    }
    inside = [row_id for row_id, place in sites.items() if box.holds(*place)]
    narrowed = narrow(reads, viewer, in_force, wanted, now)
    own = requests.c.latitude.between(box.south, box.north) & requests.c.longitude.between(box.west, box.east)
    of_building = requests.c.latitude.is_(None) & requests.c.building_id.in_(inside)
    query = (
        sa.select(
            requests.c.id,
            requests.c.latitude,
            requests.c.longitude,
            requests.c.building_id,
            requests.c.state_kind,
            requests.c.due_at,
        )
        .select_from(narrowed.source)
        .where(*narrowed.where, own | of_building)
        .order_by(requests.c.id.desc())
        .limit(most + 1)
    )
    found = []
    for row in session.connection().execute(query):
        latitude, longitude = (
            (row.latitude, row.longitude) if row.latitude is not None else sites[row.building_id]
        )
        is_late = row.state_kind not in CLOSED_KINDS and row.due_at is not None and row.due_at < now
        found.append(Place(row.id, latitude, longitude, StateKind(row.state_kind), is_late))
    return found[:most], len(found) > most
