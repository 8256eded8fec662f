"""What an agent writes: an order, an internal note, or an answer that the requester reads."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from dispatch.inbound.case import Case
from dispatch.inbound.opening import fact_of, record_message
from dispatch.inbound.staff.notes import actor_of, record_note, tell_help
from dispatch.inbound.staff.own_words import first_paragraph, without_name, words_of
from dispatch.inbound.staff.tasks import end_or_hand_on, take_task_mail
from dispatch.inbound.thread import Proof, Thread, remember_ids
from dispatch.notices.tell import tell_requester
from dispatch.requests import history
from dispatch.requests.assignment import assign_agent, assign_service
from dispatch.requests.state import change_state, open_tasks
from dispatch.requests.workflow import Advance, Refused, advance
from intake.ledger.outcome import Outcome
from intake.words.first_line import says_something
from intake.words.orders import Command, Unknown, read_command
from models.signing.tokens import Purpose
from models.tables.ledger import InboundState
from models.tables.requests import EntryKind, Request


def take_agent_mail(case: Case, request: Request, thread: Thread) -> Outcome:
    """Do what an agent's message says about `request`.

    Only the signed address of a notice to staff gives the power to order or to answer the requester: a
    From can be forged. Anything else an agent writes is kept as an internal note, and the agent is told.
    """
    assert request.id is not None
    remember_ids(case.session, request.id, case.parsed)
    if thread.proof is not Proof.TOKEN or thread.purpose not in (Purpose.ASSIGNEE, Purpose.TASK):
        outcome = record_note(case, request, case.parsed.words)
        if thread.purpose is not Purpose.NOTE:
            tell_help(case, request, "not_signed", ())
        return outcome
    today = case.now.astimezone(ZoneInfo(case.organisation.town.time_zone)).date()
    workflow = case.organisation.workflow(request.workflow_key)
    written = words_of(case.parsed, case.signer)
    said = read_command(
        first_paragraph(case.parsed) if written is None else written,
        workflow,
        organisation=case.organisation,
        today=today,
    )
    if isinstance(said, Command) and case.sender.agent is not None:
        comment = without_name(said.comment, case.sender.agent.name)
        said = replace(said, comment=comment, publish=said.publish and bool(comment))
    if thread.purpose is Purpose.TASK:
        return take_task_mail(case, request, said)
    if said is None and (why := _unpublishable(case, written)):
        tell_help(case, request, why, (), written=(written or "").strip())
        return Outcome(InboundState.COMMAND, f"nothing was sent on: {why.replace('_', ' ')}", request.id)
    match said:
        case None:
            return _answer(case, request)
        case Unknown():
            tell_help(case, request, f"unknown_{said.reason}", said.nearest, written=said.written)
            return Outcome(
                InboundState.COMMAND,
                f"not understood, nothing was sent on: unknown {said.reason}",
                request.id,
            )
        case Command(kind="help"):
            tell_help(case, request, "asked", ())
            return Outcome(InboundState.COMMAND, "help was asked for", request.id)
        case Command(kind="note"):
            return record_note(case, request, said.comment)
        case Command(kind="verb"):
            return _verb(case, request, said)
        case Command(kind="task"):
            return end_or_hand_on(case, request, said)
        case _:
            return _give(case, request, said)


def _unpublishable(case: Case, written: str | None) -> str:
    """Why an answer cannot go to the requester: our own notice is in it, or it says nothing; '' when it can."""
    if written is None:
        return "quote_kept"
    if case.parsed.attachments:
        return ""
    return "" if says_something(written) else "unknown_verb" if written.strip() else "nothing_written"


def _answer(case: Case, request: Request) -> Outcome:
    """A plain answer is public: it goes to the requester, with its files."""
    assert request.id is not None
    entry_id, shown = record_message(case, request.id, actor_role="agent", kind=EntryKind.MESSAGE_OUT)
    history.touch(case.session, request.id, case.now)
    _adopt(case, request)
    fact = fact_of(case, request, entry_id)
    reached = tell_requester(
        case.session,
        fact,
        "answer",
        data={"text": words_of(case.parsed, case.signer) or ""},
        attachment_ids=shown,
    )
    if not reached:
        tell_help(case, request, "requester_unreachable", ())
        return Outcome(InboundState.FOLLOW_UP, "answer kept, but the requester cannot be reached", request.id)
    return Outcome(InboundState.FOLLOW_UP, "answer to the requester", request.id)


def _verb(case: Case, request: Request, command: Command) -> Outcome:
    assert request.id is not None
    workflow = case.organisation.workflow(request.workflow_key)
    step = advance(
        workflow,
        request.state,
        command.verb,
        actor=actor_of(case),
        comment=command.comment,
        date=command.date,
        open_tasks=open_tasks(case.session, request.id),
    )
    if isinstance(step, Refused):
        tell_help(case, request, step.reason, step.possible, written=command.verb)
        return Outcome(InboundState.COMMAND, f"{command.verb}: {step.reason.replace('_', ' ')}", request.id)
    assert isinstance(step, Advance)
    shown_ids = _files_of_order(case, request)
    _adopt(case, request)
    change_state(
        case.session,
        case.in_force,
        request,
        step,
        fact_of(case, request),
        actor_role="agent",
        person_id=case.sender.person_id,
        attachment_ids=shown_ids,
        channel=case.parsed.channel,
    )
    return Outcome(InboundState.COMMAND, f"{command.verb}: now {step.to_state.key}", request.id)


def _files_of_order(case: Case, request: Request) -> list[int]:
    """Photos sent with « terminé »: kept in an entry of their own and sent on with the notice."""
    if not case.parsed.attachments:
        return []
    assert request.id is not None
    entry_id = history.write_entry(
        case.session,
        request.id,
        EntryKind.ATTACHMENT,
        case.now,
        actor_role="agent",
        person_id=case.sender.person_id,
        channel=case.parsed.channel,
        public=True,
        inbound_id=case.message.id,
    )
    return history.write_attachments(case.session, request.id, entry_id, case.parsed.attachments)


def _give(case: Case, request: Request, command: Command) -> Outcome:
    """Hand the request to an agent, to another service, or take it oneself."""
    fact, person_id = fact_of(case, request), case.sender.person_id
    target = command.target
    if command.kind == "service":
        assign_service(
            case.session,
            case.in_force,
            request,
            target,
            fact,
            actor_role="agent",
            person_id=person_id,
            comment=command.comment,
        )
        return Outcome(InboundState.COMMAND, f"service: {target}", request.id)
    if command.kind == "take":
        if case.sender.agent is None:
            tell_help(case, request, "unknown_person", ())
            return Outcome(
                InboundState.COMMAND, "a shared mailbox cannot take a request for itself", request.id
            )
        target = case.sender.agent.key
    assign_agent(
        case.session,
        case.in_force,
        request,
        target,
        fact,
        actor_role="agent",
        person_id=person_id,
        comment=command.comment,
    )
    return Outcome(InboundState.COMMAND, f"{command.kind}: {target}", request.id)


def _adopt(case: Case, request: Request) -> None:
    """Whoever acts on a request that nobody has, has it from now on."""
    if request.assignee_id is None and case.sender.agent is not None:
        agent_id = case.in_force.agent_ids.get(case.sender.agent.key)
        assert request.id is not None
        history.touch(case.session, request.id, case.now, assignee_id=agent_id)
        request.assignee_id = agent_id
        history.write_entry(
            case.session,
            request.id,
            EntryKind.ASSIGNMENT,
            case.now,
            actor_role="system",
            data={"agent": case.sender.agent.key},
        )
