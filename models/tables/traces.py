"""The access log, and what makes the traces provable: the chain over history and access log, its beginnings,
its checkpoints.
"""

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


class TraceLink(SQLModel, table=True):
    """One sealed row: the digest of what it said, and the chain up to it. See models/store/chain."""

    __tablename__ = "trace_link"
    __table_args__ = (sa.Index("trace_link_of_row", "chain", "row_id"), {"sqlite_with_rowid": False})

    #: `history` (rows of entry) or `accesses` (rows of access_record).
    chain: str = Field(max_length=16, primary_key=True)
    #: 1, 2, 3… without a gap.
    position: int = Field(primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False})
    row_id: int
    #: 16 random octets; empty once what was sealed here was erased: a later link seals what is left.
    salt: bytes = Field(sa_type=sa.LargeBinary)
    #: SHA-256 over salt and row.
    digest: bytes = Field(sa_type=sa.LargeBinary)
    #: SHA-256 over the link before, the position, the row's number and its digest.
    link: bytes = Field(sa_type=sa.LargeBinary)


class TraceStart(SQLModel, table=True):
    """Where a chain begins: at nothing, or after rows that were kept long enough."""

    __tablename__ = "trace_start"

    chain: str = Field(max_length=16, primary_key=True)
    #: The last position that is no longer kept, and its link.
    position: int = Field(sa_type=sa.BigInteger)
    link: bytes = Field(sa_type=sa.LargeBinary)
    #: Rows of before may be gone.
    erased_before: datetime = time_field()


class TraceCheckpoint(SQLModel, table=True):
    """A signed note of how far the chains had come, as it was mailed, or of where one begins."""

    __tablename__ = "trace_checkpoint"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = time_field()
    note: str = text_field()
