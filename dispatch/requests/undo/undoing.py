"""« annuler »: what a member of staff did last to a request is undone for a while, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.change import Change
from dispatch.history.request import lock_request
from dispatch.notices.tell import News, tell_person, tell_requester, tell_staff
from dispatch.people.contacts import contact_of
from dispatch.requests.incidents.joining import part
from dispatch.requests.undo.kept import last_act, letters_of
from dispatch.requests.undo.standing import changed_columns, put_back, standing_of
from models.tables.acts import StaffAct
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage, OutboundState
from models.tables.requests import WITHDRAWS, Entry, EntryKind
from models.vocabulary import Audience

_acts, _outbox, _entries = table_of(StaffAct), table_of(OutboundMessage), table_of(Entry)
#: Ends in which nobody was told anything.
_UNTOLD = (OutboundState.CANCELED, OutboundState.SUPPRESSED, OutboundState.FAILED)
#: The verb of the line that puts a state back: no workflow may have one of that name.
UNDO = "undo"
Why = Literal[
    "undo_none", "undo_late", "undo_already", "undo_newer", "undo_left", "undo_passed_on", "undo_final"
]


@dataclass(frozen=True, slots=True)
class NotUndone:
    """Why nothing was undone; `at` is when a letter left, when that is the reason."""

    why: Why
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Undone:
    """What was undone: names of columns (dispatch.requests.undo.standing), and whether the requester had been
    told of it, so that they were told again.
    """

    columns: tuple[str, ...]
    stopped: int
    told_again: bool


def undo_last(change: Change, *, within: timedelta, number_only: bool = False) -> Undone | NotUndone:
    """Undo what the actor did last to this request, unless something newer stands or their words have left.

    The history keeps both: what was done, and that it was undone, by whom. `number_only`: whoever asks is
    known by a telephone number alone, which undoes only what a number did.
    """
    act = last_act(change)
    if act is None or (number_only and act.proof != "number"):
        return NotUndone("undo_none")
    if act.undone_at is not None:
        return NotUndone("undo_already")
    if act.final:
        return NotUndone("undo_final")
    if act.at < change.now - within:
        return NotUndone("undo_late")
    columns = changed_columns(act.before, act.after)
    if _has_moved(change, act, columns):
        return NotUndone("undo_newer")
    letters = letters_of(change.session, act.inbound_id, change.request.id, act.person_id)
    left = [row for row in letters if not _waits(row) and row.state not in _UNTOLD]
    own = [row for row in left if row.audience == "requester" and _has_own_words(row)]
    if own:
        return NotUndone("undo_left", at=own[0].sent_at or own[0].created_at)
    outside = [row for row in left if row.audience == Audience.PARTNER]
    if outside:
        return NotUndone("undo_passed_on", at=outside[0].sent_at or outside[0].created_at)
    told = any(row.audience == "requester" for row in left)
    stopped = _stop(change.session, [row.id for row in letters if _waits(row)])
    _write_lines(change, act, columns, stopped, told=told)
    put_back(change.session, change.request.id, act.before, act.after, change.now)
    change.request = lock_request(change.session, change.in_force, change.request.id)
    _part_again(change, act, told=told)
    change.session.connection().execute(
        sa.update(_acts).where(_acts.c.id == act.id).values(undone_at=change.now)
    )
    again = told and "state" in columns and tell_requester(change, News("undone", data=_states(act)))
    _tell_whom_it_was_told(change, [row for row in left if row.audience != "requester"])
    _tell_where_it_was_joined(change, act)
    return Undone(columns, len(stopped), again)


def _part_again(change: Change, act: Any, *, told: bool) -> None:
    """What joined this request by the act is as it was before; whoever was told of it is told again."""
    for request_id in act.after.get("joined", ()):
        if request_id not in act.before.get("joined", ()):
            one = lock_request(change.session, change.in_force, request_id)
            part(replace(change, request=one, cause=f"{change.cause}:part:{request_id}"), tell=told)


def _has_moved(change: Change, act: Any, columns: Sequence[str]) -> bool:
    """Whether what the act made is no longer so, or somebody changed state or hands since."""
    now = standing_of(change.session, change.request.id)
    if any(now["row"].get(name) != act.after["row"].get(name) for name in columns):
        return True
    touched = [
        number for number, task in act.after["tasks"].items() if act.before["tasks"].get(number) != task
    ]
    if any(now["tasks"].get(number) != act.after["tasks"][number] for number in touched):
        return True
    kinds = [
        kind
        for kind, names in (
            (EntryKind.STATE, ("state",)),
            (EntryKind.ASSIGNMENT, ("assignee_id", "service_id")),
        )
        if set(names) & set(columns)
    ]
    own = sa.select(sa.func.max(_entries.c.id)).where(
        _entries.c.request_id == change.request.id, _entries.c.inbound_id == act.inbound_id
    )
    later = sa.select(_entries.c.id).where(
        _entries.c.request_id == change.request.id,
        _entries.c.kind.in_(kinds),
        _entries.c.id > own.scalar_subquery(),
    )
    return bool(kinds) and change.session.connection().execute(later.limit(1)).first() is not None


def _waits(row: Any) -> bool:
    """Whether nobody has it in their hands, and nobody can have got it."""
    held = row.state == OutboundState.HELD
    return held or (
        row.state == OutboundState.QUEUED and row.leased_until is None and row.doubts == 0 and row.deaths == 0
    )


def _has_own_words(row: Any) -> bool:
    return row.notice == "answer" or bool(row.data.get("comment"))


def _stop(session: Session, ids: Sequence[int]) -> list[int]:
    if not ids:
        return []
    stopped = session.connection().execute(
        sa.update(_outbox)
        .where(_outbox.c.id.in_(ids))
        .values(state=OutboundState.CANCELED, last_error="undone by whoever did it")
        .returning(_outbox.c.id)
    )
    return sorted(stopped.scalars())


def _write_lines(
    change: Change, act: Any, columns: Sequence[str], stopped: Sequence[int], *, told: bool
) -> None:
    """Say in the history that it was undone; what the requester never read is theirs no longer."""
    data: dict[str, Any] = {"undoes": act.inbound_id, "withdrawn": list(stopped)}
    if not told:
        public = sa.select(_entries.c.id).where(
            _entries.c.request_id == change.request.id,
            _entries.c.inbound_id == act.inbound_id,
            _entries.c.public.is_(True),
        )
        data[WITHDRAWS] = sorted(change.session.connection().execute(public).scalars())
    kind, in_force = EntryKind.NOTE, change.in_force
    if "state" in columns:
        kind = EntryKind.STATE
        data |= {"verb": UNDO, "from": act.after["row"]["state"], "to": act.before["row"]["state"]}
    if {"assignee_id", "service_id"} & set(columns):
        row = act.before["row"]
        hands = {"agent": in_force.agent_key(row["assignee_id"])}
        if "service_id" in columns:
            hands["service"] = in_force.service_key(row["service_id"])
        if kind is EntryKind.NOTE:
            kind, data = EntryKind.ASSIGNMENT, {**data, **hands}
        else:
            change.write(EntryKind.ASSIGNMENT, data=hands)
    change.write(kind, data=data)


def _states(act: Any) -> dict[str, Any]:
    before, after = act.before["row"], act.after["row"]
    return {
        "verb": UNDO,
        "from_state": after["state"],
        "to_state": before["state"],
        "joined": after["merged_into_id"] != before["merged_into_id"],
    }


def _tell_whom_it_was_told(change: Change, rows: Sequence[Any]) -> None:
    """Colleagues who were told of it hear that it is undone."""
    persons = {row.person_id for row in rows if row.person_id is not None} - {change.actor.person_id}
    for person_id in sorted(persons):
        contact = contact_of(change.session, person_id, channels=change.channels)
        if contact is not None:
            said = _SAID["en" if contact.locale == "en" else "fr"].format(name=change.actor.name)
            tell_person(change, News("note_added", data={"text": said}), contact, Audience.AGENT)


def _tell_where_it_was_joined(change: Change, act: Any) -> None:
    """Whoever works on the request that this one was joined to, and was told so, hears that it is not."""
    joined_to = act.after["row"]["merged_into_id"]
    if joined_to is None or joined_to == act.before["row"]["merged_into_id"]:
        return
    told = letters_of(change.session, act.inbound_id, joined_to, act.person_id)
    _stop(change.session, [row.id for row in told if _waits(row)])
    if all(_waits(row) or row.state in _UNTOLD for row in told):
        return
    about = replace(
        change,
        request=lock_request(change.session, change.in_force, joined_to),
        # The same people may have been told of the other request a moment ago, by the same message.
        cause=f"{change.cause}:parted:{joined_to}",
    )
    said = _PARTED[change.organisation.town.locale].format(reference=change.request.reference)
    tell_staff(about, News("note_added", data={"text": said}), besides=change.actor.person_id)


_PARTED = {
    "fr": "La demande {reference} n’est plus réunie avec celle-ci\u00a0: elle est suivie à part.",
    "en": "Request {reference} is no longer joined to this one: it goes its own way.",
}
_SAID = {
    "fr": "{name} a annulé ce qui vous avait été annoncé de cette demande\u00a0: elle est comme avant.",
    "en": "{name} has undone what you were told of this request: it is again as it was before.",
}
