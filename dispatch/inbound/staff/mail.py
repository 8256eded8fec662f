"""What an agent writes: an order, an internal note, or an answer that the requester reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.inbound.machines import record_automatic
from dispatch.inbound.message_entry import change_of, record_message
from dispatch.inbound.new_request import open_new
from dispatch.inbound.staff.notes import power_of, record_note, tell_help
from dispatch.inbound.staff.own_words import first_paragraph, without_name, words_of
from dispatch.inbound.staff.tasks import end_or_hand_on, take_task_mail
from dispatch.inbound.thread import Proof, Thread
from dispatch.notices.tell import News, tell_requester
from dispatch.requests.assignment import assign_agent, assign_service
from dispatch.requests.participants import remember_ids
from dispatch.requests.state import change_state, open_tasks
from dispatch.requests.workflow import Refused, advance
from intake.ledger.outcome import Outcome
from intake.words.first_line import says_something
from intake.words.orders import Command, Unknown, read_command
from models.signing.tokens import Purpose
from models.tables.ledger import InboundState
from models.tables.requests import EntryKind
from models.vocabulary import ActorRole


def left(case: Case) -> Outcome | None:
    """Does it use a reply address of staff, though its writer is none any more? Then it is a new request, linked."""
    purpose = case.thread.purpose
    if case.request is None or purpose in (None, Purpose.REQUESTER) or case.sender.is_staff:
        return None
    why = "a reply address of staff, used by somebody who left"
    return open_new(case, Thread(linked_id=case.request.id, why=why))


def staff(case: Case) -> Outcome | None:
    """Does somebody who works on the request write? An order is done, an answer sent on, all else is a note.

    What answers our notice by itself is an absence, whatever it calls itself: never an order.
    """
    if case.request is None or not case.speaks_as_staff:
        return None
    if case.parsed.automatic is not None and case.thread.proof is Proof.TOKEN:
        return record_automatic(case)
    return take_agent_mail(case, change_of(case, case.request, case.actor(ActorRole.AGENT)))


def take_agent_mail(case: Case, change: Change) -> Outcome:
    """Do what an agent's message says about a request.

    Only the signed address of a notice to staff gives the power to order or to answer the requester: a
    From can be forged. Anything else an agent writes is kept as an internal note, and the agent is told.
    """
    thread = case.thread
    remember_ids(case.session, change.request.id, case.parsed)
    if thread.proof is not Proof.TOKEN or thread.purpose not in (Purpose.ASSIGNEE, Purpose.TASK):
        outcome = record_note(case, change, case.parsed.words)
        if thread.purpose is not Purpose.NOTE:
            tell_help(case, change, "not_signed")
        return outcome
    written = words_of(case.parsed, case.signer)
    said = _said(case, change, written)
    if thread.purpose is Purpose.TASK:
        return take_task_mail(case, change, said)
    if isinstance(said, Command):
        return _ORDERS.get(said.kind, _give)(case, change, said)
    if isinstance(said, Unknown):
        tell_help(case, change, f"unknown_{said.reason}", said.nearest, written=said.written)
        why = f"not understood, nothing was sent on: unknown {said.reason}"
        return Outcome(InboundState.COMMAND, why, change.request.id)
    return _answer(case, change, written)


def _said(case: Case, change: Change, written: str | None) -> Command | Unknown | None:
    """The order in an agent's message, without the name below it; None when it is none."""
    said = read_command(
        first_paragraph(case.parsed) if written is None else written,
        change.workflow,
        organisation=case.organisation,
        today=case.organisation.town.local_day(case.now),
    )
    if not isinstance(said, Command) or case.sender.agent is None:
        return said
    comment = without_name(said.comment, case.sender.agent.name)
    return replace(said, comment=comment, publish=said.publish and bool(comment))


def _answer(case: Case, change: Change, written: str | None) -> Outcome:
    """A plain answer is public: it goes to the requester, with its files."""
    request_id = change.request.id
    if why := _unpublishable(case, written):
        tell_help(case, change, why, written=(written or "").strip())
        reason = f"nothing was sent on: {why.replace('_', ' ')}"
        return Outcome(InboundState.COMMAND, reason, request_id)
    entry_id, shown = record_message(case, change, EntryKind.MESSAGE_OUT)
    change.update()
    _adopt(case, change)
    if tell_requester(change, News("answer", entry_id, {"text": written or ""}, shown)):
        return Outcome(InboundState.FOLLOW_UP, "answer to the requester", request_id)
    tell_help(case, change, "requester_unreachable")
    return Outcome(InboundState.FOLLOW_UP, "answer kept, but the requester cannot be reached", request_id)


def _unpublishable(case: Case, written: str | None) -> str:
    """Why an answer cannot go to the requester: our own notice is in it, or it says nothing; '' when it can."""
    if written is None:
        return "quote_kept"
    if case.parsed.attachments:
        return ""
    return "" if says_something(written) else "unknown_verb" if written.strip() else "nothing_written"


def _help(case: Case, change: Change, _: Command) -> Outcome:
    tell_help(case, change, "asked")
    return Outcome(InboundState.COMMAND, "help was asked for", change.request.id)


def _note(case: Case, change: Change, command: Command) -> Outcome:
    return record_note(case, change, command.comment)


def _verb(case: Case, change: Change, command: Command) -> Outcome:
    step = advance(
        change.workflow,
        change.request.state,
        command.verb,
        actor=power_of(case),
        comment=command.comment,
        date=command.date,
        open_tasks=open_tasks(case.session, change.request.id),
    )
    if isinstance(step, Refused):
        tell_help(case, change, step.reason, step.possible, written=command.verb)
        why = f"{command.verb}: {step.reason.replace('_', ' ')}"
        return Outcome(InboundState.COMMAND, why, change.request.id)
    shown = _files_of_order(case, change)
    _adopt(case, change)
    change_state(change, step, attachment_ids=shown, channel=case.parsed.channel)
    return Outcome(InboundState.COMMAND, f"{command.verb}: now {step.to_state.key}", change.request.id)


def _files_of_order(case: Case, change: Change) -> list[int]:
    """Photos sent with « terminé »: kept in an entry of their own and sent on with the notice."""
    if not case.parsed.attachments:
        return []
    entry_id = change.write(EntryKind.ATTACHMENT, channel=case.parsed.channel, public=True)
    return change.attach(entry_id, case.parsed.attachments)


def _give(case: Case, change: Change, command: Command) -> Outcome:
    """Hand the request to an agent, to another service, or take it oneself."""
    target, request_id = command.target, change.request.id
    if command.kind == "service":
        assign_service(change, target, command.comment)
        return Outcome(InboundState.COMMAND, f"service: {target}", request_id)
    if command.kind == "take":
        if case.sender.agent is None:
            tell_help(case, change, "unknown_person")
            why = "a shared mailbox cannot take a request for itself"
            return Outcome(InboundState.COMMAND, why, request_id)
        target = case.sender.agent.key
    assign_agent(change, target, command.comment)
    return Outcome(InboundState.COMMAND, f"{command.kind}: {target}", request_id)


#: What each kind of order does; the others give the request to somebody.
_ORDERS: dict[str, Callable[[Case, Change, Command], Outcome]] = {
    "help": _help,
    "note": _note,
    "verb": _verb,
    "task": end_or_hand_on,
}


def _adopt(case: Case, change: Change) -> None:
    """Whoever acts on a request that nobody has, has it from now on."""
    agent = case.sender.agent
    if change.request.assignee is None and agent is not None and agent.key in case.in_force.agent_ids:
        change.update(assignee=agent.key)
        change.write(EntryKind.ASSIGNMENT, SYSTEM, data={"agent": agent.key})
