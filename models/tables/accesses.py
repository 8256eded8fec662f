"""Who looked at or changed what, and when."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.tables.columns import json_field, text_field, time_field


class AccessRecord(SQLModel, table=True):
    """One line of the access log. `data` never holds text of messages."""

    __tablename__ = "access_record"
    __table_args__ = (sa.Index("access_at", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = time_field()
    #: `agent:KEY`, `cli:USER`, `door:NAME`, `system`.
    actor: str = text_field()
    #: read, change, export, refuse…
    action: str = Field(max_length=32)
    #: `request:12`, `inbound:4`, `organisation`.
    subject: str = Field(max_length=64)
    data: dict[str, Any] = json_field(dict)
