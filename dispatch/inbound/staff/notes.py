"""What stays among staff: internal notes, and the help an agent gets when an order was not understood."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dispatch.inbound.case import Case
from dispatch.inbound.opening import fact_of
from dispatch.notices.tell import tell_person, tell_staff
from dispatch.requests import history
from dispatch.requests.workflow import verbs_from
from intake.ledger.outcome import Outcome
from models.organisation.workflow import Actor
from models.tables.ledger import InboundState
from models.tables.requests import EntryKind, Request


def actor_of(case: Case) -> Actor:
    return "manager" if case.sender.role in ("manager", "administrator") else "agent"


def record_note(case: Case, request: Request, text: str) -> Outcome:
    keep_note(case, request, text)
    return Outcome(InboundState.FOLLOW_UP, "internal note", request.id)


def keep_note(
    case: Case, request: Request, text: str, *, asked: bool = False, with_files: bool = True
) -> None:
    """Write words as an internal note and tell the other staff; `asked`: its writer may have it sent by one word."""
    assert request.id is not None
    entry_id = history.write_entry(
        case.session,
        request.id,
        EntryKind.NOTE,
        case.now,
        actor_role="agent",
        person_id=case.sender.person_id,
        channel=case.parsed.channel,
        text=text,
        data={"asked": True} if asked else {},
        inbound_id=case.message.id,
    )
    files = case.parsed.attachments if with_files else ()
    shown = history.write_attachments(case.session, request.id, entry_id, files)
    history.touch(case.session, request.id, case.now)
    tell_staff(
        case.session,
        fact_of(case, request, entry_id),
        case.in_force,
        "note_added",
        data={"text": text},
        attachment_ids=shown,
        besides=case.sender.person_id,
    )


def tell_help(
    case: Case,
    request: Request,
    reason: str,
    nearest: Sequence[str],
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
    workflow = case.organisation.workflow(request.workflow_key)
    data: dict[str, Any] = {
        "reason": reason,
        "written": written[:60],
        "nearest": list(nearest),
        "possible": list(verbs_from(workflow, request.state, actor_of(case))),
        "kept": kept[:2000],
        "asks": asks,
    }
    tell_person(case.session, fact_of(case, request), "command_help", case.sender.contact, "agent", data=data)
