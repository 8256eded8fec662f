"""People and the addresses and numbers by which they are reached."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.tables.columns import choice, empty_text_field, some_rows, text_field, time_field
from models.values import ContactKind


class PersonKind(StrEnum):
    CITIZEN = "citizen"
    ELECTED = "elected"
    INTERNAL = "internal"


class Person(SQLModel, table=True):
    """Somebody who asks or who works here; agents are persons with an agent row."""

    __tablename__ = "person"
    __table_args__ = (
        choice("kind", PersonKind, "person_kind"),
        some_rows("person_joined", ("merged_into_id",), "merged_into_id IS NOT NULL"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(default=PersonKind.CITIZEN, max_length=16)
    name: str = text_field()
    locale: str = Field(default="fr", max_length=8)
    #: Where to write first when both are possible; None means the channel last used.
    preferred_channel: str | None = Field(default=None, max_length=8)
    #: A number (E.164) that somebody wrote into a form: shown to staff, never texted without proof.
    told_phone: str = text_field(sa_column_kwargs={"server_default": ""})
    created_at: datetime = time_field()
    erased_at: datetime | None = time_field(default=None)
    #: Nothing of theirs is erased while this is set: a lawsuit, an inquiry.
    held_since: datetime | None = time_field(default=None)
    held_because: str = empty_text_field()
    #: They objected (GDPR art. 21): no notice is sent to them any more.
    objected_at: datetime | None = time_field(default=None)
    #: Who this turned out to be: all of it is that person's since, but lines of history keep who wrote them.
    merged_into_id: int | None = Field(default=None, foreign_key="person.id")


class ContactPoint(SQLModel, table=True):
    """One address or number; it belongs to one person at a time."""

    __tablename__ = "contact_point"
    __table_args__ = (
        choice("kind", ContactKind, "contact_kind"),
        sa.UniqueConstraint("kind", "value", name="contact_once"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    kind: str = Field(max_length=8)
    #: EmailAddress.key or PhoneNumber.e164: what equality is decided on.
    value: str = text_field()
    #: As it must be written to: EmailAddress.envelope or E.164.
    written: str = text_field(index=True)
    created_at: datetime = time_field()
    #: When a code sent there came back; None for an address merely seen in a From.
    verified_at: datetime | None = time_field(default=None)
    #: The person said STOP here; nothing is sent any more.
    opted_out_at: datetime | None = time_field(default=None)
    #: Last permanent failure reported by a carrier or a bounce; '' reason when reachable.
    unreachable_since: datetime | None = time_field(default=None)
    unreachable_reason: str = text_field()
