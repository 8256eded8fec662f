"""The register of addresses in the database: replaced whole, read by street and number."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from models.addresses.register import Point
from models.addresses.streets import KnownNumber, KnownStreet
from models.tables.addresses import AddressRegister, Street, StreetNumber
from models.tables.columns import table_of

_registers, _streets, _numbers = table_of(AddressRegister), table_of(Street), table_of(StreetNumber)
#: Numbers of one street that are looked at.
_MOST_NUMBERS = 2000
_EARTH_METRES_A_DEGREE = 111_195


@dataclass(frozen=True, slots=True)
class Register:
    """What was brought in last."""

    id: int
    brought_at: datetime
    brought_by: str
    source: str
    streets: int
    addresses: int


def register_in_force(session: Session) -> Register | None:
    """The register in force; None before the first."""
    row = (
        session.connection().execute(sa.select(_registers).order_by(_registers.c.id.desc()).limit(1)).first()
    )
    return Register(**row._mapping) if row is not None else None


def bring_register(
    session: Session, points: Sequence[Point], *, source: str, by: str, now: datetime
) -> Register:
    """Put these addresses in the place of all there were, in the caller's transaction."""
    run = session.connection().execute
    by_street: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for point in points:
        by_street[point.commune, point.street].append(point)
    run(sa.delete(_numbers))
    run(sa.delete(_streets))
    streets = [
        {"id": at, "commune": commune, "name": name, **_middle(of)}
        for at, ((commune, name), of) in enumerate(sorted(by_street.items()), 1)
    ]
    numbers = [
        {
            "street_id": at,
            "number": number,
            "suffix": suffix,
            "latitude": point.latitude,
            "longitude": point.longitude,
        }
        for at, (_, of) in enumerate(sorted(by_street.items()), 1)
        for (number, suffix), point in {
            (each.number, each.suffix): each for each in of if each.number
        }.items()
    ]
    if streets:
        run(sa.insert(_streets), streets)
    if numbers:
        run(sa.insert(_numbers), numbers)
    register = Register(0, now, by, source, len(streets), len(numbers))
    said = {name: value for name, value in asdict(register).items() if name != "id"}
    register_id = run(sa.insert(_registers).values(**said).returning(_registers.c.id)).scalar_one()
    return replace(register, id=register_id)


def streets_in_force(session: Session) -> list[KnownStreet]:
    """Every street of the register."""
    rows = session.connection().execute(sa.select(_streets).order_by(_streets.c.id))
    return [KnownStreet(**row._mapping) for row in rows]


def numbers_of(session: Session, street_id: int) -> list[KnownNumber]:
    """The numbers of a street, the lowest first."""
    rows = session.connection().execute(
        sa.select(_numbers)
        .where(_numbers.c.street_id == street_id)
        .order_by(_numbers.c.number, _numbers.c.suffix)
        .limit(_MOST_NUMBERS)
    )
    return [KnownNumber(row.number, row.suffix, (row.latitude, row.longitude)) for row in rows]


def _middle(points: Iterable[Point]) -> dict[str, float]:
    """The middle of some addresses, and how far the farthest is from it in metres."""
    places = [(each.latitude, each.longitude) for each in points]
    latitude = sum(north for north, _ in places) / len(places)
    longitude = sum(east for _, east in places) / len(places)
    narrower = math.cos(math.radians(latitude))
    reach = max(math.hypot(north - latitude, (east - longitude) * narrower) for north, east in places)
    return {"latitude": latitude, "longitude": longitude, "reach": round(reach * _EARTH_METRES_A_DEGREE)}
