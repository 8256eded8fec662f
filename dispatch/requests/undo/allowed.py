"""Whether what somebody did to a request can still be undone: the same conditions whatever way they ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.notices.joined import joined_to
from dispatch.requests.undo.standing import changed_columns, standing_of
from dispatch.requests.undo.waiting import was_decided_since
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.outbox import OutboundState
from models.tables.requests import Entry, EntryKind, RequestRow
from models.vocabulary import ActorRole, Audience

_entries, _requests = table_of(Entry), table_of(RequestRow)
#: Ends in which nobody was told anything.
_UNTOLD = (OutboundState.CANCELED, OutboundState.SUPPRESSED, OutboundState.FAILED)
Why = Literal[
    "undo_none", "undo_late", "undo_already", "undo_newer", "undo_elsewhere", "undo_left", "undo_passed_on",
    "undo_split", "undo_opt_out", "undo_unlinked",
]  # fmt: skip
#: What an act did that nothing undoes, and the reason that says it.
_FINAL: dict[str, Why] = {
    "split": "undo_split",
    "opt_out": "undo_opt_out",
    "unlinked": "undo_unlinked",
}


@dataclass(frozen=True, slots=True)
class NotUndone:
    """Why nothing was undone; `at` is when a letter left, or something later was done, when that is why."""

    why: Why
    at: datetime | None = None


def why_not(
    session: Session, in_force: InForce, act: Any, letters: Sequence[Any], now: datetime, within: timedelta
) -> NotUndone | None:
    """Why the act cannot be undone at `now`; None when it can. `letters` are those that tell of it.

    It is undone for a while, whole or not at all: while it is the last that happened, nobody else acted on
    the request since, and neither words of who did it nor a letter to a partner have left.
    """
    if act.undone_at is not None:
        return NotUndone("undo_already")
    later = _later_of_theirs(session, act)
    if later is not None and not _wrote_another(session, act):
        asked = later.actor_role == ActorRole.REQUESTER
        return NotUndone("undo_newer") if asked else NotUndone("undo_elsewhere", at=later.at)
    if act.final:
        return NotUndone(_FINAL[act.final])
    if act.at < now - within:
        return NotUndone("undo_late")
    if _has_moved(session, act) or not _is_still_there(in_force, act):
        return NotUndone("undo_newer")
    left = left_of(letters)
    own = [row for row in left if row.audience == Audience.REQUESTER and _has_own_words(row)]
    if own:
        return NotUndone("undo_left", at=own[0].sent_at or own[0].created_at)
    outside = [row for row in left if row.audience == Audience.PARTNER]
    if outside:
        return NotUndone("undo_passed_on", at=outside[0].sent_at or outside[0].created_at)
    return None


def left_of(letters: Sequence[Any]) -> list[Any]:
    """Those letters that have left, or are in somebody's hands."""
    return [row for row in letters if not waits(row) and row.state not in _UNTOLD]


def waits(row: Any) -> bool:
    """Whether nobody has the letter in their hands, and nobody can have got it."""
    held = row.state == OutboundState.HELD
    return held or (
        row.state == OutboundState.QUEUED and row.leased_until is None and row.doubts == 0 and row.deaths == 0
    )


def _has_own_words(row: Any) -> bool:
    """Words or files: what somebody has seen, nobody takes out of their sight."""
    return row.notice == "answer" or bool(row.data.get("comment")) or bool(row.attachment_ids)


def _has_moved(session: Session, act: Any) -> bool:
    """Whether what the act made is no longer so, somebody changed state or hands since, or somebody else did
    or wrote anything.
    """
    columns = changed_columns(act.before, act.after)
    now = standing_of(session, act.request_id)
    if any(now["row"].get(name) != act.after["row"].get(name) for name in columns):
        return True
    touched = [
        number for number, task in act.after["tasks"].items() if act.before["tasks"].get(number) != task
    ]
    if any(now["tasks"].get(number) != act.after["tasks"][number] for number in touched):
        return True
    if was_decided_since(act.before, act.after, now):
        return True
    kinds = [
        kind
        for kind, names in (
            (EntryKind.STATE, ("state",)),
            (EntryKind.ASSIGNMENT, ("assignee_id", "service_id")),
        )
        if set(names) & set(columns)
    ]
    later = sa.select(_entries.c.id).where(
        _entries.c.request_id == act.request_id,
        _entries.c.id > act.last_entry_id,
        _entries.c.kind.in_(kinds),
    )
    if session.connection().execute(later.limit(1)).first() is not None:
        return True
    return _wrote_another(session, act) or _goes_on_elsewhere(session, act)


def _later_of_theirs(session: Session, act: Any) -> Any:
    """What whoever did it wrote in the history since, by a way that keeps no acts: its time and role."""
    if act.person_id is None:
        return None
    query = sa.select(_entries.c.at, _entries.c.actor_role).where(
        _entries.c.request_id == act.request_id,
        _entries.c.id > act.last_entry_id,
        _entries.c.person_id == act.person_id,
    )
    return session.connection().execute(query.order_by(_entries.c.id.desc()).limit(1)).first()


def _wrote_another(session: Session, act: Any) -> bool:
    """Whether somebody else did or wrote anything since, about the request or one that is joined to it, or
    was when it was done: who answers an incident that ended goes their own way by it.
    """
    ids = {act.request_id, *joined_to(session, act.request_id)}
    for gone in set(act.after["joined"]) - ids:
        ids |= {gone, *joined_to(session, gone)}
    later = sa.select(_entries.c.id).where(
        _entries.c.request_id.in_(ids), _entries.c.id > act.last_entry_id, _by_another(act.person_id)
    )
    return session.connection().execute(later.limit(1)).first() is not None


def _goes_on_elsewhere(session: Session, act: Any) -> bool:
    """Whether the request was joined to another by the act, where its requester has written since, or where
    somebody has told all of them how it stands.
    """
    into = act.after["row"]["merged_into_id"]
    if into is None or into == act.before["row"]["merged_into_id"]:
        return False
    asker = sa.select(_requests.c.requester_id).where(_requests.c.id == act.request_id).scalar_subquery()
    later = sa.select(_entries.c.id).where(
        _entries.c.request_id == into,
        _entries.c.id > act.last_entry_id,
        _by_another(act.person_id),
        sa.or_(_entries.c.person_id == asker, _entries.c.kind == EntryKind.STATE),
    )
    return session.connection().execute(later.limit(1)).first() is not None


def _by_another(person_id: int | None) -> sa.ColumnElement[bool]:
    """Lines that somebody else wrote; what follows by itself is nobody's."""
    if person_id is None:
        return _entries.c.person_id.is_not(None)
    program = sa.and_(
        _entries.c.person_id.is_(None), _entries.c.actor_role.not_in((ActorRole.SYSTEM, ActorRole.RULE))
    )
    return sa.or_(_entries.c.person_id != person_id, program)


def _is_still_there(in_force: InForce, act: Any) -> bool:
    """Whether the town still has who and what the request would go back to: it may have changed meanwhile."""
    columns, before = changed_columns(act.before, act.after), act.before["row"]
    organisation = in_force.organisation
    if "state" in columns and organisation.workflow(before["workflow_key"]).state(before["state"]) is None:
        return False
    if "assignee_id" in columns and before["assignee_id"] is not None:
        agent = organisation.agent(in_force.agent_key(before["assignee_id"]))
        if agent is None or agent.closed:
            return False
    if "service_id" in columns and before["service_id"] is not None:
        service = organisation.service(in_force.service_key(before["service_id"]))
        return service is not None and not service.closed
    return True
