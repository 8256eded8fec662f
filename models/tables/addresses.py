"""The streets of the town and their numbers, as an administrator brought them from a public register."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.tables.columns import text_field, time_field


class AddressRegister(SQLModel, table=True):
    """One register that was brought in; the newest is in force, and streets and numbers are those of it."""

    __tablename__ = "address_register"

    id: int | None = Field(default=None, primary_key=True)
    brought_at: datetime = time_field()
    brought_by: str = text_field()
    #: The name of its file.
    source: str = text_field()
    streets: int
    addresses: int


class Street(SQLModel, table=True):
    """A street, a square, a hamlet: somewhere that has a name."""

    __tablename__ = "street"

    id: int | None = Field(default=None, primary_key=True)
    name: str = text_field()
    commune: str = text_field()
    #: The middle of it (WGS84 degrees), and how far its farthest address is from there, in metres.
    latitude: float
    longitude: float
    reach: int


class StreetNumber(SQLModel, table=True):
    """One number of a street, and where it is (WGS84 degrees)."""

    __tablename__ = "street_number"
    __table_args__ = (sa.UniqueConstraint("street_id", "number", "suffix"),)

    id: int | None = Field(default=None, primary_key=True)
    street_id: int = Field(foreign_key="street.id")
    number: int
    #: `bis`, `ter`, `a`; '' without one.
    suffix: str = Field(default="", max_length=8)
    latitude: float
    longitude: float
