"""What was erased, when, by which rule and with whose approval: the receipt that stays."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.tables.columns import text_field, time_field


class Erasure(SQLModel, table=True):
    """One request, or one person's data, erased. It names nobody but who decided."""

    __tablename__ = "erasure"
    __table_args__ = (sa.Index("erasure_batch", "batch"),)

    id: int | None = Field(default=None, primary_key=True)
    #: The same for everything erased in one run.
    batch: str = Field(max_length=36)
    at: datetime = time_field()
    #: `request:12`, `person:7`.
    subject: str = Field(max_length=64)
    #: `retention`, `files` or `right` (a person asked).
    rule: str = Field(max_length=16)
    request_type: str = Field(default="", max_length=64)
    service: str = Field(default="", max_length=64)
    opened_at: datetime | None = time_field(default=None)
    closed_at: datetime | None = time_field(default=None)
    files: int = 0
    files_bytes: int = Field(default=0, sa_type=sa.BigInteger)
    #: Who typed it, and who approved.
    done_by: str = text_field()
    approved_by: str = text_field()
