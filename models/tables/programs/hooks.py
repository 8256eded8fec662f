"""Programs that are told what happens to requests, and each telling."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from models.tables.columns import (
    choice,
    count_field,
    json_field,
    owner_field,
    some_rows,
    text_field,
    time_field,
)


class HookCallState(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"
    CANCELED = "canceled"


class Hook(SQLModel, table=True):
    """Where one program is told, and of what. What signs is kept sealed: it is needed each time."""

    __tablename__ = "hook"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=64, unique=True)
    url: str = text_field()
    #: Which events, and of which services by their keys; [] for all of them.
    events: list[str] = json_field(list)
    services: list[str] = json_field(list)
    secret: str = text_field()
    #: The one before, which signs beside it until then.
    old_secret: str = text_field()
    old_until: datetime | None = time_field(default=None)
    created_at: datetime = time_field()
    created_by: str = text_field()
    removed_at: datetime | None = time_field(default=None)
    #: The last line of the history there was when it was made, and the last one looked at.
    begins_after: int
    seen_until: int


class HookCall(SQLModel, table=True):
    """One event to be told to one program: a line of a request's history."""

    __tablename__ = "hook_call"
    __table_args__ = (
        choice("state", HookCallState, "hook_call_state"),
        sa.UniqueConstraint("hook_id", "entry_id"),
        some_rows("hook_call_due", ("next_attempt_at", "id"), "state = 'waiting'"),
    )

    id: int | None = Field(default=None, primary_key=True)
    hook_id: int = Field(foreign_key="hook.id", index=True)
    #: No foreign keys: what was told stays told when the request is erased.
    entry_id: int
    request_id: int
    event: str = Field(max_length=32)
    state: str = Field(default=HookCallState.WAITING, max_length=16)
    attempts: int = 0
    deaths: int = count_field()
    next_attempt_at: datetime = time_field()
    leased_until: datetime | None = time_field(default=None)
    leased_by: str = owner_field()
    fence: int = 0
    last_error: str = text_field()
    created_at: datetime = time_field(index=True)
    ended_at: datetime | None = time_field(default=None)
