"""What staff say about a request, whatever door they use: to its requester, or among themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.notices.tell import News, tell_joined, tell_requester, tell_staff
from dispatch.requests.visas.needed import needs_visa
from intake.message import ParsedAttachment
from models.tables.columns import table_of
from models.tables.requests import WITHDRAWS, Entry, EntryKind

_entries = table_of(Entry)
#: Lines of the history in which the last words to a requester are looked for.
_LATEST = 50


def say_to_requester(
    change: Change,
    text: str,
    *,
    agent: str | None = None,
    channel: str = "",
    attachments: Iterable[ParsedAttachment] = (),
    files: Sequence[int] = (),
    data: Mapping[str, Any] | None = None,
    not_before: datetime | None = None,
    to_all: bool = False,
) -> tuple[int, bool]:
    """Write words to the requester and send them; the id of the entry, and whether they can be reached.
    `to_all`: those whose requests were joined to this one are sent them, too.

    `agent` is the writer's key: nobody's request becomes theirs. `channel` is the way by which they said it,
    `files` are ids of attachments that the request has already: whoever is sent the words gets them too.
    """
    entry_id = change.write(
        EntryKind.MESSAGE_OUT, channel=channel, public=True, text=text, data=dict(data or {})
    )
    own = change.attach(entry_id, attachments)
    change.update()
    adopt(change, agent)
    news = News("answer", entry_id, {"text": text}, [*own, *files])
    reached = tell_requester(change, news, not_before=not_before)
    if to_all:
        reached = bool(tell_joined(change, news, not_before)) or reached
    return entry_id, reached


def said_already(change: Change, text: str) -> bool:
    """Whether these very words are the last that were said to the requester, who has written nothing since,
    and nobody took them back.
    """
    lines = sa.select(_entries.c.id, _entries.c.kind, _entries.c.text, _entries.c.data).where(
        _entries.c.request_id == change.request.id
    )
    taken_back = set[int]()
    for row in change.session.connection().execute(lines.order_by(_entries.c.id.desc()).limit(_LATEST)):
        taken_back.update(row.data.get(WITHDRAWS, ()))
        if row.kind == EntryKind.MESSAGE_IN:
            return False
        if row.kind == EntryKind.MESSAGE_OUT and row.id not in taken_back:
            return bool(row.text.split() == text.split())
    return False


def say_to_others(
    change: Change, entry_id: int, text: str, files: Sequence[int], not_before: datetime | None
) -> int:
    """Send words that the requester was sent by an entry to those whose requests were joined to theirs; how
    many they reach.
    """
    change.write(EntryKind.NOTE, data={"to_all": entry_id})
    return tell_joined(change, News("answer", entry_id, {"text": text}, files), not_before)


def files_of_act(change: Change, attachments: Iterable[ParsedAttachment], *, channel: str = "") -> list[int]:
    """Keep files that came with a change of state in a line of their own; ids of those that go with its
    notice. Where words need a visa they stay inside, since a picture may hold a whole letter, and none goes.
    """
    items = list(attachments)
    if not items:
        return []
    released = not needs_visa(change)
    shown = change.attach(change.write(EntryKind.ATTACHMENT, channel=channel, public=released), items)
    return shown if released else []


def note_inside(
    change: Change,
    text: str,
    *,
    channel: str = "",
    attachments: Iterable[ParsedAttachment] = (),
    data: Mapping[str, Any] | None = None,
) -> int:
    """Keep words as a note that the requester never reads, and tell the other staff; the id of the entry."""
    entry_id = change.write(EntryKind.NOTE, channel=channel, text=text, data=dict(data or {}))
    shown = change.attach(entry_id, attachments)
    change.update()
    news = News("note_added", entry_id, {"text": text}, shown)
    tell_staff(change, news, besides=change.actor.person_id)
    return entry_id


def adopt(change: Change, agent: str | None) -> None:
    """Whoever acts on a request that nobody has, has it from now on."""
    if change.request.assignee is None and agent is not None and agent in change.in_force.agent_ids:
        change.update(assignee=agent)
        change.write(EntryKind.ASSIGNMENT, SYSTEM, data={"agent": agent, "adopted": True})
