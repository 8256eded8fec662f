"""What staff did by a message, kept for as long as one word undoes it; what our letters to staff said."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.tables.columns import json_field, time_field


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


class SentPrint(SQLModel, table=True):
    """One mark of the words of a letter to staff: pasted into an answer, they are recognised by it.

    A hash of a few words in a row, from which no word can be read back.
    """

    __tablename__ = "sent_print"
    __table_args__ = (sa.Index("sent_print_request", "request_id"),)

    #: 63 bits of a SHA-256 (dispatch.letters.prints).
    print: int = Field(sa_type=sa.BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False})
    request_id: int = Field(foreign_key="request.id", primary_key=True)
    #: When it was last sent.
    sent_at: datetime = time_field()
