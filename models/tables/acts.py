"""What staff did that goes on: acts that one word undoes, and requests that a partner outside has in hand."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.tables.columns import json_field, text_field, time_field


class StaffAct(SQLModel, table=True):
    """One message of staff that changed one request: how the request stood before it, and after."""

    __tablename__ = "staff_act"
    __table_args__ = (sa.UniqueConstraint("inbound_id", "request_id", name="staff_act_once"),)

    id: int | None = Field(default=None, primary_key=True)
    inbound_id: int = Field(foreign_key="inbound_message.id")
    request_id: int = Field(foreign_key="request.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    at: datetime = time_field()
    #: How whoever did it was known (`token+dkim`, `number`).
    proof: str = Field(default="", max_length=64)
    #: What it did that no word undoes (`split`, `opt_out`); '' when it can be undone.
    final: str = Field(default="", max_length=16)
    #: `dispatch.requests.undo.standing.standing_of` before and after.
    before: dict[str, Any] = json_field(dict)
    after: dict[str, Any] = json_field(dict)
    undone_at: datetime | None = time_field(default=None)


class Forwarding(SQLModel, table=True):
    """A request passed on to a partner outside; its partner may answer as long as the reply address lives."""

    __tablename__ = "forwarding"

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="request.id", index=True)
    #: Key of the partner in the organisation, whose name may change.
    partner: str = Field(max_length=64)
    #: The partner's address as a person: its letters are signed for them.
    person_id: int = Field(foreign_key="person.id", index=True)
    #: Who passed it on.
    by_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = time_field()
    due_at: datetime = time_field()
    #: When the partner was reminded; once is all.
    reminded_at: datetime | None = time_field(default=None)
    #: When a person there answered last; an automatic acknowledgement is no answer.
    answered_at: datetime | None = time_field(default=None)
    #: When it was undone before its letter left.
    withdrawn_at: datetime | None = time_field(default=None)
    #: The partner's own number of it; '' until they name one.
    their_number: str = text_field()
