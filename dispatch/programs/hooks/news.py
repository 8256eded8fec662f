"""What is new in the history for a program: lines that it must hear of, made into calls, each once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.programs.hooks.hooks import calls, hooks
from models.store.database import insert_for
from models.tables.columns import table_of
from models.tables.organisation import ServiceRow
from models.tables.programs.hooks import HookCallState
from models.tables.requests import Entry, EntryKind, RequestRow

_entries, _requests, _services = table_of(Entry), table_of(RequestRow), table_of(ServiceRow)
_first = _entries.alias("first")
#: Lines of the history that are looked at anew, and how many become calls at once.
WINDOW, AT_ONCE = 1_000, 500
#: What was told is forgotten after a month, as soon as its line is looked at no more.
REMEMBERED = timedelta(days=30)
_EVENT_OF = {
    EntryKind.MESSAGE_IN: "request.message",
    EntryKind.MESSAGE_OUT: "request.answered",
    EntryKind.STATE: "request.state",
    EntryKind.ASSIGNMENT: "request.assigned",
    EntryKind.NOTE: "request.noted",
}


def read_news(session: Session, hook: Any) -> list[tuple[int, int, str]]:
    """Lines of the history that the program must hear of and no call was made for (their ids, those of their
    requests, the events), the oldest first.
    """
    since = max(hook.begins_after, hook.seen_until - WINDOW)
    known = sa.select(calls.c.id).where(calls.c.hook_id == hook.id, calls.c.entry_id == _entries.c.id)
    first = sa.select(sa.func.min(_first.c.id)).where(_first.c.request_id == _entries.c.request_id)
    is_first = first.correlate(_entries).scalar_subquery() == _entries.c.id
    message = _entries.c.kind == EntryKind.MESSAGE_IN
    event = sa.case(
        (sa.and_(message, is_first), "request.created"),
        *((_entries.c.kind == kind, name) for kind, name in _EVENT_OF.items()),
        else_="",
    )
    query = (
        sa.select(_entries.c.id, _entries.c.request_id, event.label("event"))
        .join(_requests, _requests.c.id == _entries.c.request_id)
        .where(_entries.c.id > since, ~sa.exists(known), event.in_(hook.events))
        .order_by(_entries.c.id)
        .limit(AT_ONCE)
    )
    if hook.services:
        of_them = sa.select(_services.c.id).where(_services.c.key.in_(hook.services))
        query = query.where(_requests.c.service_id.in_(of_them))
    return [(row.id, row.request_id, row.event) for row in session.connection().execute(query)]


def note_news(
    session: Session, hook: Any, news: list[tuple[int, int, str]], newest: int, now: datetime
) -> None:
    """Make a call of each, and note how far the history was looked at: to its end unless there is more."""
    connection = session.connection()
    seen = newest if len(news) < AT_ONCE else news[-1][0]
    if seen > hook.seen_until:
        connection.execute(sa.update(hooks).where(hooks.c.id == hook.id).values(seen_until=seen))
    if not news:
        return
    rows = [
        {
            "hook_id": hook.id,
            "entry_id": entry_id,
            "request_id": request_id,
            "event": event,
            "state": HookCallState.WAITING,
            "attempts": 0,
            "deaths": 0,
            "next_attempt_at": now,
            "leased_by": "",
            "fence": 0,
            "last_error": "",
            "created_at": now,
        }
        for entry_id, request_id, event in news
    ]
    insert = insert_for(connection.dialect.name, calls)
    connection.execute(insert.on_conflict_do_nothing(index_elements=["hook_id", "entry_id"]), rows)
    ended = calls.c.state != HookCallState.WAITING
    # A line within the window whose call were gone would be told again.
    removed = sa.select(hooks.c.id).where(hooks.c.removed_at.is_not(None))
    passed = sa.and_(calls.c.hook_id == hook.id, calls.c.entry_id <= hook.seen_until - WINDOW)
    over = sa.or_(passed, calls.c.hook_id.in_(removed))
    connection.execute(sa.delete(calls).where(calls.c.created_at < now - REMEMBERED, ended, over))
