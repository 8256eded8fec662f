"""Who asked by a message to see what is kept about them, and when the law has them answered."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.tables.columns import choice, empty_text_field, time_field
from models.vocabulary import Channel


class DataRequest(SQLModel, table=True):
    """One demand for a person's own data (GDPR art. 15), open until an administrator says it is answered."""

    __tablename__ = "data_request"
    __table_args__ = (
        choice("channel", Channel, "data_request_channel"),
        sa.Index("data_request_open", "answered_at", "due_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    #: The first message that asked, and the way it came.
    inbound_id: int = Field(foreign_key="inbound_message.id")
    channel: str = Field(max_length=8)
    received_at: datetime = time_field()
    #: One calendar month later (art. 12(3)).
    due_at: datetime = time_field()
    answered_at: datetime | None = time_field(default=None)
    #: Who said so (`cli:root`).
    answered_by: str = empty_text_field()
