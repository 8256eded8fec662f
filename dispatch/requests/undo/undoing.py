"""What a member of staff did last to a request is undone for a while, whole or not at all, by any way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.change import Change
from dispatch.history.request import lock_request
from dispatch.notices.tell import News, tell_requester, tell_staff
from dispatch.notices.together import take_off_lists
from dispatch.requests.incidents.joining import part
from dispatch.requests.undo.allowed import NotUndone, left_of, waits, why_not
from dispatch.requests.undo.colleagues import tell_colleagues
from dispatch.requests.undo.kept import last_act, letters_of, wrote
from dispatch.requests.undo.standing import changed_columns, put_back
from dispatch.requests.undo.waiting import asked_visas
from dispatch.requests.visas.asking import end_visa, waiting_visas
from models.tables.acts import StaffAct
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage, OutboundState
from models.tables.requests import WITHDRAWS, Entry, EntryKind, TaskState
from models.vocabulary import Audience

_acts, _outbox, _entries = table_of(StaffAct), table_of(OutboundMessage), table_of(Entry)
#: The verb of the line that puts a state back: no workflow may have one of that name.
UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Undone:
    """What was undone: names of columns (dispatch.requests.undo.standing), how many letters do not leave, how
    many had left, and whether the requester had been told of it, so that they were told again; how many words
    wait for a visa no more, and how many notes are taken back. `told` are the colleagues who heard of it and
    are told that it is undone, `opinions` those whose view is no longer asked for.
    """

    columns: tuple[str, ...]
    stopped: int
    left: int = 0
    told_again: bool = False
    visas: int = 0
    notes: int = 0
    told: tuple[int, ...] = ()
    opinions: tuple[int, ...] = ()


def undo_last(
    change: Change, *, within: timedelta, entry_id: int | None = None, number_only: bool = False
) -> Undone | NotUndone:
    """Undo what the actor did last to this request, unless something newer stands or their words have left.

    The history keeps both: what was done, and that it was undone, by whom. `entry_id`: what they did last
    must have written that line. `number_only`: whoever asks is known by a telephone number alone, which
    undoes only what a number did.
    """
    actor = change.actor
    act = last_act(change.session, change.request.id, actor.person_id, actor.proof)
    if number_only and (act is None or act.proof != "number"):
        return NotUndone("undo_none")
    if act is None:
        return (_take_back_words(change) if entry_id is None else None) or NotUndone("undo_none")
    if entry_id is not None and not wrote(act, entry_id):
        return NotUndone("undo_newer")
    letters = letters_of(change.session, act.cause, change.request.id, act.person_id)
    refused = why_not(change.session, change.in_force, act, letters, change.now, within)
    if refused is None:
        return _undo(change, act, letters)
    held_back = entry_id is None and refused.why in _WORDS_STILL_WAIT
    return (_take_back_words(change) if held_back else None) or refused


#: Why an act is not undone, though words that wait for a visa are still their writer's.
_WORDS_STILL_WAIT = ("undo_late", "undo_newer", "undo_already")


def _take_back_words(change: Change) -> Undone | None:
    """The last words of the actor that wait for a visa are asked about no more, however long they have
    waited, when they are all that their message did; None when there are none such.
    """
    session, actor = change.session, change.actor
    mine = [row for row in waiting_visas(session, [change.request.id]) if row.author_id == actor.person_id]
    act = last_act(session, change.request.id, actor.person_id, actor.proof, standing=True)
    if not mine or (act is not None and not _only_asked(act, mine[-1].id)):
        return None
    end_visa(change, mine[-1].id, "withdrawn")
    if act is not None:
        _is_undone(change, act)
    return Undone((), stopped=1, visas=1)


def _only_asked(act: Any, visa_id: int) -> bool:
    """Whether the act asked for that visa and did nothing else; a request that nobody had is its writer's."""
    if asked_visas(act.request_id, act.before, act.after) != [visa_id]:
        return False
    kept = {name: act.before[name] for name in act.before if name not in ("visas", "row")}
    return set(changed_columns(act.before, act.after)) <= {"assignee_id"} and all(
        act.after.get(name) == found for name, found in kept.items()
    )


def _undo(change: Change, act: Any, letters: Sequence[Any]) -> Undone:
    columns, left = changed_columns(act.before, act.after), left_of(letters)
    told = any(row.audience == Audience.REQUESTER for row in left)
    stopped = _stop(change.session, [row for row in letters if waits(row)])
    # Words that it wanted released wait no more: whoever would be asked for it hears nothing now.
    asked = [
        visa
        for visa in asked_visas(change.request.id, act.before, act.after)
        if end_visa(change, visa, "withdrawn")
    ]
    notes, opinions = _write_lines(change, act, columns, stopped, told=told)
    canceled = put_back(change.session, change.request.id, act.before, act.after, change.now)
    for task_id, title in canceled:
        change.write(EntryKind.TASK, text=title, data={"task": task_id, "state": TaskState.CANCELED})
    change.request = lock_request(change.session, change.in_force, change.request.id)
    _part_again(change, act, told=told)
    _is_undone(change, act)
    again = told and "state" in columns and tell_requester(change, News("undone", data=_states(act)))
    colleagues = tell_colleagues(change, [row for row in left if row.audience != Audience.REQUESTER])
    _tell_where_it_was_joined(change, act)
    return Undone(columns, len(stopped), len(left), again, len(asked), notes, colleagues, opinions)


def _is_undone(change: Change, act: Any) -> None:
    change.session.connection().execute(
        sa.update(_acts).where(_acts.c.id == act.id).values(undone_at=change.now)
    )


def _part_again(change: Change, act: Any, *, told: bool) -> None:
    """What joined this request by the act is as it was before; whoever was told of it is told again."""
    for request_id in act.after.get("joined", ()):
        if request_id not in act.before.get("joined", ()):
            one = lock_request(change.session, change.in_force, request_id)
            part(replace(change, request=one, cause=f"{change.cause}:part:{request_id}"), tell=told)


def _stop(session: Session, letters: Sequence[Any]) -> list[int]:
    ids = [row.id for row in letters]
    if not ids:
        return []
    stopped = session.connection().execute(
        sa.update(_outbox)
        .where(_outbox.c.id.in_(ids))
        .values(state=OutboundState.CANCELED, last_error="undone by whoever did it")
        .returning(_outbox.c.id)
    )
    take_off_lists(session, letters)
    return sorted(stopped.scalars())


def _write_lines(
    change: Change, act: Any, columns: Sequence[str], stopped: Sequence[int], *, told: bool
) -> tuple[int, tuple[int, ...]]:
    """Say in the history that it was undone: notes are taken back, and what the requester never read is
    theirs no longer. How many notes of words that was, and whose view they asked for.
    """
    written = (
        change.session.connection()
        .execute(
            sa.select(_entries.c.id, _entries.c.kind, _entries.c.public, _entries.c.text, _entries.c.data)
            .where(
                _entries.c.request_id == change.request.id,
                _entries.c.id.between(max(act.entry_id, 1), act.last_entry_id if act.entry_id else 0),
            )
            .order_by(_entries.c.id)
        )
        .all()
    )
    notes = [row for row in written if row.kind == EntryKind.NOTE and not row.public]
    taken = {row.id for row in notes} | ({row.id for row in written if row.public} if not told else set())
    data: dict[str, Any] = {"undoes": act.entry_id, "withdrawn": list(stopped), WITHDRAWS: sorted(taken)}
    kind, in_force = EntryKind.NOTE, change.in_force
    if "state" in columns:
        kind = EntryKind.STATE
        data |= {"verb": UNDO, "from": act.after["row"]["state"], "to": act.before["row"]["state"]}
    if {"assignee_id", "service_id"} & set(columns):
        row = act.before["row"]
        hands: dict[str, Any] = {"verb": UNDO, "agent": in_force.agent_key(row["assignee_id"])}
        if "service_id" in columns:
            hands["service"] = in_force.service_key(row["service_id"])
        if kind is EntryKind.NOTE:
            kind, data = EntryKind.ASSIGNMENT, {**data, **hands}
        else:
            change.write(EntryKind.ASSIGNMENT, data=hands)
    change.write(kind, data=data)
    asked = tuple(row.data["opinion_of"] for row in notes if row.data.get("opinion_of"))
    return sum(bool(row.text.strip()) for row in notes), asked


def _states(act: Any) -> dict[str, Any]:
    before, after = act.before["row"], act.after["row"]
    return {
        "verb": UNDO,
        "from_state": after["state"],
        "to_state": before["state"],
        "joined": after["merged_into_id"] != before["merged_into_id"],
    }


def _tell_where_it_was_joined(change: Change, act: Any) -> None:
    """Whoever works on the request that this one was joined to, and was told so, hears that it is not."""
    joined_to = act.after["row"]["merged_into_id"]
    if joined_to is None or joined_to == act.before["row"]["merged_into_id"]:
        return
    told = letters_of(change.session, act.cause, joined_to, act.person_id)
    _stop(change.session, [row for row in told if waits(row)])
    if not left_of(told):
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
