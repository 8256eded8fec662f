"""Who wrote last of those who may read it: a mark on the request, which a trigger keeps (migration 0043)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.queries.seen.cards import SAID
from models.tables.columns import table_of
from models.tables.requests import Entry, EntryKind, RequestRow
from models.vocabulary import ActorRole

_requests, _entries = table_of(RequestRow), table_of(Entry)


def wrongly_marked(session: Session) -> Sequence[Any]:
    """The requests whose mark is not what their history tells: id, year, number, and the mark. Reads every
    history.
    """
    said = (
        sa.select(
            _entries.c.request_id,
            sa.func.max(_entries.c.id).label("last"),
            sa.func.min(_entries.c.id).label("first"),
        )
        .where(_entries.c.public.is_(True), _entries.c.kind.in_(SAID))
        .group_by(_entries.c.request_id)
        .subquery()
    )
    asks = sa.and_(
        said.c.last != said.c.first,
        _entries.c.kind.in_((EntryKind.MESSAGE_IN, EntryKind.ATTACHMENT)),
        _entries.c.actor_role == ActorRole.REQUESTER,
    )
    query = (
        sa.select(_requests.c.id, _requests.c.year, _requests.c.number, _requests.c.is_unanswered)
        .outerjoin(said, said.c.request_id == _requests.c.id)
        .outerjoin(_entries, _entries.c.id == said.c.last)
        .where(_requests.c.is_unanswered != sa.func.coalesce(asks, sa.false()))
    )
    return session.connection().execute(query).all()
