"""How far a request has come: what a notice said of it is true until its state changes again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

import sqlalchemy as sa
from sqlmodel import Session

from models.signing.tokens import Purpose
from models.tables.columns import table_of
from models.tables.requests import Entry, EntryKind

_entries = table_of(Entry)
#: Addresses that order something: each is signed with the last change of state that its letter knew of.
STAMPED = (Purpose.ASSIGNEE, Purpose.TASK)
#: Changes of state that an address is looked for among; one older than these is nobody's.
KNOWN = 60
_LAST_CHANGES = (
    sa.select(_entries.c.request_id, sa.func.max(_entries.c.id).label("newest"))
    .where(_entries.c.request_id.in_(sa.bindparam("ids", expanding=True)), _entries.c.kind == EntryKind.STATE)
    .group_by(_entries.c.request_id)
)
Moved = Literal["", "self", "other"]


def last_changes(session: Session, request_ids: Collection[int]) -> Mapping[int, int]:
    """The id of the last change of state of each request; those that never changed are left out."""
    if not request_ids:
        return {}
    rows = session.connection().execute(_LAST_CHANGES, {"ids": list(set(request_ids))})
    return {row.request_id: row.newest for row in rows}


def known_stamps(session: Session, request_id: int) -> tuple[int, ...]:
    """The stamps an address of that request may bear, the newest first; 0 is one of them."""
    query = (
        sa.select(_entries.c.id)
        .where(_entries.c.request_id == request_id, _entries.c.kind == EntryKind.STATE)
        .order_by(_entries.c.id.desc())
        .limit(KNOWN)
    )
    return (*session.connection().execute(query).scalars(), 0)


def moved_since(session: Session, request_id: int, stamp: int, person_id: int | None) -> Moved:
    """Whether the state changed after `stamp`, and by whom: only by that person, or by somebody else too."""
    query = sa.select(_entries.c.person_id).where(
        _entries.c.request_id == request_id, _entries.c.kind == EntryKind.STATE, _entries.c.id > stamp
    )
    by = set(session.connection().execute(query).scalars())
    if not by:
        return ""
    return "self" if by == {person_id} else "other"
