"""A change to one request by a page: locked, seen again under the lock, on top of what its writer read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.actor import Actor
from dispatch.history.change import Change
from dispatch.history.request import lock_request
from dispatch.requests.undo.kept import begin, changed_by, last_act, note_act, undo_window, wrote
from dispatch.sight.conditions import sight_of
from dispatch.sight.may_see import Sight
from dispatch.web.frame.visit import NotHere
from models.store.audit import record_access
from models.tables.columns import table_of
from models.tables.requests import Entry, EntryKind
from models.vocabulary import ActorRole

if TYPE_CHECKING:
    from dispatch.web.frame.visit import Visit

_entries = table_of(Entry)
#: Lines that whoever writes must have read first; what the program notes for itself is none of them.
_WEIGHTY = (
    EntryKind.MESSAGE_IN,
    EntryKind.MESSAGE_OUT,
    EntryKind.NOTE,
    EntryKind.STATE,
    EntryKind.ASSIGNMENT,
    EntryKind.ATTACHMENT,
)


class Newer(Exception):
    """Something was written since the page was made; `since` is the last line that its reader saw."""

    def __init__(self, since: int) -> None:
        super().__init__(since)
        self.since = since


@contextmanager
def changing(
    visit: Visit,
    request_id: int,
    action: str,
    *,
    seen: int | None = None,
    gave: int = 0,
    undoable: bool = True,
) -> Iterator[Change]:
    """A change by whoever is signed in, or calls with a key, in a transaction that commits when the block
    ends well.

    `seen` is the last line of the history that its writer has read. Raises Newer when there are others since:
    nothing is written then. Raises NotHere when the request is no longer theirs to see; unless they take back
    the line `gave` by which they gave it away. What is not `undoable` keeps older acts from being undone.
    """
    board = visit.board
    with board.database.transaction() as session:
        visit.begin(session)
        in_force = board.organisations.current(session).in_force
        request = lock_request(session, in_force, request_id)
        if sight_of(session, visit.viewer, in_force, request_id) is not Sight.FULL and not gave_away(
            visit, session, request_id, gave
        ):
            raise NotHere
        last = last_line(session, request_id)
        if seen is not None and last > seen:
            raise Newer(seen)
        now = board.clock()
        by = visit.known_by
        record_access(session, now, visit.viewer.trace, action, f"request:{request_id}", by=by)
        actor = Actor(ActorRole.AGENT, visit.viewer.person_id, visit.viewer.name, by)
        cause = f"{by}:{visit.session.id if visit.session is not None else 0}:{last}:{now.isoformat()}"
        change = Change(session, in_force, request, actor, cause, now, channels=board.settings.channels)
        change.together = visit.together
        begun = begin(change)
        yield change
        if undoable and action != "undo":
            note_act(change, begun)
        visit.end(session, last_line(session, request_id))
    board.on_told()


def gave_away(visit: Visit, session: Session, request_id: int, entry_id: int) -> bool:
    """Whether by that line the viewer gave the request to others, as what they did last to it: it is theirs
    to take back for a while, though they see it no longer.
    """
    if visit.viewer.person_id is None:
        return False
    act = last_act(session, request_id, visit.viewer.person_id)
    since = visit.board.clock() - undo_window(visit.board.settings)
    if act is None or act.at < since or not wrote(act, entry_id):
        return False
    return changed_by(act, "assignee_id") or changed_by(act, "service_id")


def last_line(session: Session, request_id: int) -> int:
    """The id of the last line that a writer must have read; 0 without any."""
    query = sa.select(sa.func.max(_entries.c.id)).where(
        _entries.c.request_id == request_id, _entries.c.kind.in_(_WEIGHTY)
    )
    return session.connection().execute(query).scalar() or 0
