"""What staff wrote to whoever asked, and when they last did."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from models.tables.columns import table_of
from models.tables.requests import Entry, EntryKind
from models.vocabulary import ActorRole

_entries = table_of(Entry)
#: Whether no other line of the history takes `entry` back, by the kind of database.
_STANDS = {
    "sqlite": "NOT EXISTS (SELECT 1 FROM entry n, json_each(n.data, '$.withdraws') w"
    " WHERE n.request_id = entry.request_id AND w.value = entry.id)",
    "postgresql": "NOT EXISTS (SELECT 1 FROM entry n WHERE n.request_id = entry.request_id"
    " AND n.data -> 'withdraws' @> to_jsonb(entry.id))",
}


def told_by_staff(session: Session, *kinds: EntryKind) -> sa.ColumnElement[bool]:
    """Whether an entry is one of these kinds that staff wrote for whoever asked. What was taken back never
    left.
    """
    return sa.and_(
        _entries.c.public,
        _entries.c.kind.in_(kinds),
        sa.or_(
            _entries.c.actor_role.in_((ActorRole.AGENT, ActorRole.MANAGER)),
            sa.and_(_entries.c.actor_role == ActorRole.SYSTEM, _entries.c.person_id.is_not(None)),
        ),
        sa.text(_STANDS[session.connection().dialect.name]),
    )


def last_answers(session: Session, request_ids: Iterable[int], until: datetime) -> dict[int, datetime]:
    """When staff last wrote words to whoever asked, no later than `until` (aware), by the id of each request
    that has such words.
    """
    query = (
        sa.select(_entries.c.request_id, sa.func.max(_entries.c.at).label("at"))
        .where(
            _entries.c.request_id.in_(list(request_ids)),
            _entries.c.at <= until,
            told_by_staff(session, EntryKind.MESSAGE_OUT),
        )
        .group_by(_entries.c.request_id)
    )
    return {row.request_id: row.at for row in session.connection().execute(query)}
