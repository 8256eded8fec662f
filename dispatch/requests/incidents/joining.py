"""Requests that report one incident are joined, kept apart, or taken out again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import sqlalchemy as sa

from dispatch.history.change import Change
from dispatch.history.request import Request, lock_request
from dispatch.notices.joined import follow_merges
from dispatch.notices.tell import News, tell_requester, tell_staff
from dispatch.requests.incidents.proposed import first_of, settle, waiting_for
from dispatch.requests.merging import MERGE, merge
from models.tables.columns import table_of
from models.tables.requests import Entry, EntryKind, RequestLink, RequestRow
from models.vocabulary import OPEN_KINDS

_requests, _entries, _links = table_of(RequestRow), table_of(Entry), table_of(RequestLink)
#: The verb of the line that says it in the history: no workflow may have one of that name.
PART = "part"


def can_be_joined(change: Change, sees: Callable[[int], bool] = lambda _id: True) -> list[int]:
    """The requests that « réunir » joins: this one, to what it seems to report again; else those that seem to
    report this one again. Empty when nothing is proposed any more. `sees`: of which requests whoever says it
    sees the whole; the others are left to those who do.
    """
    own = change.request.id
    first = first_of(change.session, own)
    if first is not None:
        into = follow_merges(change.session, first)
        if not sees(into):
            return []
        open_still = lock_request(change.session, change.in_force, into).kind in OPEN_KINDS
        return [own] if open_still and into != own else []
    if change.request.kind not in OPEN_KINDS:
        return []
    return [each for each in waiting_for(change.session, own) if sees(each)]


def join(change: Change, ids: list[int]) -> list[Request]:
    """Join each of `can_be_joined` to what was reported first; what was joined, as it was before."""
    joined: list[Request] = []
    for request_id in ids:
        first = first_of(change.session, request_id)
        if first is None:
            continue
        one = lock_request(change.session, change.in_force, request_id)
        about = change if one.id == change.request.id else replace(
            change, request=one, cause=f"{change.cause}:join:{one.id}"
        )  # fmt: skip
        merge(about, first)
        joined.append(one)
    return joined


def keep_apart(change: Change, sees: Callable[[int], bool] = lambda _id: True) -> list[int]:
    """Say that what is proposed for this request is another matter; the requests of which it was said. `sees`
    as in `can_be_joined`.
    """
    own = change.request.id
    ids = [own] if first_of(change.session, own) is not None else waiting_for(change.session, own)
    ids = [each for each in ids if each == own or sees(each)]
    settled = list(settle(change.session, ids, change.now, joined=False))
    if settled:
        change.write(EntryKind.NOTE, data={"apart": settled})
    return settled


def part(change: Change, *, tell: bool = True) -> bool:
    """Take the request out of the one it was joined to: it stands as it did before, and goes its own way.

    Its requester, who was told that it was joined, is told that it is not; whoever works on it is told.
    False when it is joined to none.
    """
    run, own = change.session.connection().execute, change.request
    into = run(sa.select(_requests.c.merged_into_id).where(_requests.c.id == own.id)).scalar()
    if into is None:
        return False
    run(sa.update(_requests).where(_requests.c.id == own.id).values(merged_into_id=None))
    _unlink(change, into)
    last = run(
        sa.select(_entries.c.data)
        .where(_entries.c.request_id == own.id, _entries.c.kind == EntryKind.STATE)
        .order_by(_entries.c.id.desc())
        .limit(1)
    ).scalar()
    before = change.workflow.state(str(last.get("from"))) if last and last.get("verb") == MERGE else None
    if before is None:
        change.write(EntryKind.NOTE, data={"request_id": into, "merged": False})
        change.update()
    else:
        data = {"verb": PART, "from": own.state, "to": before.key, "date": None, "request_id": into}
        change.write(EntryKind.STATE, public=True, data=data)
        change.update(state=before.key, kind=before.kind, closed_at=None)
    if tell:
        states = {"verb": PART, "from_state": own.state, "to_state": change.request.state, "joined": True}
        tell_requester(change, News("undone", data=states))
        tell_staff(change, News("assigned"), besides=change.actor.person_id)
    return True


def leave(change: Change, first: Request) -> None:
    """Have the request, which stays as it is, answer for itself again: for its requester what ended with
    `first` is not solved.
    """
    run = change.session.connection().execute
    run(sa.update(_requests).where(_requests.c.id == change.request.id).values(merged_into_id=None))
    _unlink(change, first.id)
    change.write(EntryKind.NOTE, data={"request_id": first.id, "merged": False})


def _unlink(change: Change, into: int) -> None:
    own = change.request.id
    pairs = sa.or_(
        sa.and_(_links.c.request_id == own, _links.c.other_id == into),
        sa.and_(_links.c.request_id == into, _links.c.other_id == own),
    )
    change.session.connection().execute(sa.delete(_links).where(pairs, _links.c.reason == "merged"))
