"""What stays among staff: internal notes, and the help an agent gets when an order was not understood."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.inbound.staff.several.looked_up import nearest
from dispatch.inbound.thread import Proof
from dispatch.inbound.who.sight import may_act, sees_whole
from dispatch.letters.filters import day as day_said
from dispatch.notices.tell import News, tell_person
from dispatch.requests.staff_words import note_inside
from dispatch.requests.tasks import open_tasks_of
from dispatch.requests.workflow import verbs_from
from intake.ledger.outcome import Outcome
from models.organisation.workflow import Who
from models.signing.tokens import Purpose
from models.tables.columns import table_of
from models.tables.ledger import InboundState
from models.tables.requests import Attachment, Entry
from models.vocabulary import Audience

_attachments, _entries = table_of(Attachment), table_of(Entry)
#: Verbs that a notice asks about: « vouliez-vous écrire … ? ».
_MOST_NEAR = 2
#: Open tasks that it names.
_TASKS = 3


def power_of(case: Case) -> Who:
    """As whom the workflow counts the writer: a manager, or an agent."""
    return "manager" if case.sender.role in ("manager", "administrator") else "agent"


def record_note(case: Case, change: Change, text: str) -> Outcome:
    """Keep words and files as an internal note, and tell whoever works on the request, besides its writer."""
    keep_note(case, change, text)
    return Outcome(InboundState.FOLLOW_UP, "internal note", change.request.id)


def keep_note(case: Case, change: Change, text: str, *, asked: bool = False, with_files: bool = True) -> None:
    """Write words as an internal note and tell the other staff; `asked`: its writer may have it sent by one
    word.
    """
    note_inside(
        change,
        text,
        channel=case.parsed.channel,
        attachments=case.parsed.attachments if with_files else (),
        data={"asked": True} if asked else None,
    )


def keep_below(case: Case, change: Change, below: str, outcome: Outcome) -> Outcome:
    """What stood below a button's order is kept as a note: it was no part of it, and is not lost."""
    if below:
        cause, change.cause = change.cause, f"{change.cause}:below"
        keep_note(case, change, below, with_files=False)
        change.cause = cause
    return outcome


def keep_files(case: Case, change: Change) -> None:
    """Keep the files of a message as a note, unless an order or words of it took them: none is lost."""
    if all(each.decorative for each in case.parsed.attachments):
        return
    if not has_kept_files(change):
        cause, change.cause = change.cause, f"{change.cause}:files"
        keep_note(case, change, "")
        change.cause = cause


def has_kept_files(change: Change) -> bool:
    """Whether an order or words of the message that is treated took its files."""
    taken = sa.select(_attachments.c.id).where(
        _attachments.c.entry_id == _entries.c.id, _entries.c.inbound_id == change.inbound_id
    )
    return change.session.connection().execute(taken.limit(1)).first() is not None


def tell_closed_day(case: Case, change: Change, day: date, why: str) -> None:
    """Tell the agent that the town hall is closed on the day that they planned: the order stands, and one
    word takes it back before the requester reads it.
    """
    tell_help(case, change, f"planned_{why}", written=day_said(case.locale, "", day))


def tell_help(
    case: Case,
    change: Change,
    reason: str,
    possible: Sequence[str] = (),
    *,
    written: str = "",
    kept: str = "",
    asks: bool = False,
) -> None:
    """Tell the agent what was (not) done and what is possible; the requester hears nothing of it.

    `kept` are the words that stay a note, `asks` whether one word of the agent sends them.
    """
    if case.sender.contact is None or case.automatic:
        return
    verbs = verbs_from(change.workflow, change.request.state, power_of(case))
    if len(possible) > _MOST_NEAR and set(possible) <= set(change.workflow.verbs):
        # What can be ordered at all stands below: « vouliez-vous écrire » is for what was nearly written.
        possible = nearest(written, possible)[:_MOST_NEAR]
    if reason == "tasks_open":
        # What was written is right: what it waits for is named, with the number that ends it.
        left = open_tasks_of(case.session, change.request.id)[:_TASKS]
        written, possible = ", ".join(f"{each.title[:80]} ({each.id})" for each in left), ()
    data: dict[str, Any] = {
        "reason": reason,
        "written": written if reason == "tasks_open" else written[:60],
        "nearest": list(possible),
        "possible": list(verbs),
        "kept": kept[:2000],
        "asks": asks,
        "of_task": case.thread.purpose is Purpose.TASK and case.thread.proof is Proof.TOKEN,
        # Whoever only knew a reference, or has no part in it any more, gets no address that orders.
        "inside": not (
            may_act(case, change.request)
            if case.thread.proof is Proof.TOKEN
            else sees_whole(case, change.request.id)
        ),
    }
    tell_person(change, News("command_help", data=data), case.sender.contact, Audience.AGENT)
