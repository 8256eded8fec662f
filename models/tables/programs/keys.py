"""Other programs that call us: their keys, and the calls of theirs that must not be done twice."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.tables.columns import Json, choice, json_field, text_field, time_field


class ProgramKind(StrEnum):
    """By which interface a program calls."""

    API = "api"
    OPEN311 = "open311"


def program_of(data: Mapping[str, Any]) -> str:
    """The program that wrote an entry (`api:NAME`), from the entry's data; '' when it was none."""
    kind, _, name = str(data.get("proof", "")).partition(":")
    return f"{kind}:{name}" if name and kind in tuple(ProgramKind) else ""


class ProgramKey(SQLModel, table=True):
    """One program and what it may do. The key that it calls with is nowhere: only its SHA-256."""

    __tablename__ = "program_key"
    __table_args__ = (choice("kind", ProgramKind, "program_kind"), sa.UniqueConstraint("kind", "name"))

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=16)
    #: What people call it; the name of its door in the ledger, `api:NAME` in the access log.
    name: str = Field(max_length=64)
    secret_hash: str = Field(max_length=64, unique=True)
    #: What it may do, and the services it sees, by their keys; [] for all of them.
    may: list[str] = json_field(list)
    services: list[str] = json_field(list)
    #: What else was agreed for this one program (`notify`, `fms`).
    options: dict[str, Any] = Field(
        default_factory=dict, sa_type=Json, nullable=False, sa_column_kwargs={"server_default": "{}"}
    )
    created_at: datetime = time_field()
    created_by: str = text_field()
    #: None: until it is taken back.
    expires_at: datetime | None = time_field(default=None)
    revoked_at: datetime | None = time_field(default=None)
    used_at: datetime | None = time_field(default=None)
    used_from: str = Field(default="", max_length=64)


class ProgramCall(SQLModel, table=True):
    """A call that named itself (`Idempotency-Key`): the same again is answered, and done no more."""

    __tablename__ = "program_call"
    __table_args__ = (sa.UniqueConstraint("key_id", "call_hash"),)

    id: int | None = Field(default=None, primary_key=True)
    key_id: int = Field(foreign_key="program_key.id")
    #: SHA-256 of the name that the call gave itself, and of what it asked.
    call_hash: str = Field(max_length=64)
    asked_hash: str = Field(max_length=64)
    created_at: datetime = time_field(index=True)
