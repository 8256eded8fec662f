"""Streets and numbers as whoever looks for them sees them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KnownStreet:
    """A street of the register; `reach` is how far its farthest address is from its middle, in metres."""

    id: int
    name: str
    commune: str
    latitude: float
    longitude: float
    reach: int


@dataclass(frozen=True, slots=True)
class KnownNumber:
    """A number of a street, and where it is."""

    number: int
    suffix: str
    position: tuple[float, float]
