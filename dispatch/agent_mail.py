"""What an agent writes: an order, an internal note, or an answer that the requester reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from dispatch import history
from dispatch.apply import fact_of, record_message
from dispatch.assign import assign_agent, assign_service
from dispatch.case import Case, Outcome
from dispatch.change import change_state, open_tasks
from dispatch.tell import tell_person, tell_requester, tell_staff
from dispatch.thread import Proof, Thread, remember_ids
from dispatch.workflow import Advance, Refused, advance, verbs_from
from intake.commands import Command, Unknown, read_command
from models.columns import table_of
from models.ledger import InboundState
from models.organisation.workflow import Actor
from models.requests import EntryKind, Request, Task, TaskState
from models.tokens import Purpose

_tasks = table_of(Task)


def take_agent_mail(case: Case, request: Request, thread: Thread) -> Outcome:
    """Do what an agent's message says about `request`.

    Only the signed address of a notice to staff gives the power to order or to answer the requester: a
    From can be forged. Anything else an agent writes is kept as an internal note, and the agent is told.
    """
    assert request.id is not None
    remember_ids(case.session, request.id, case.parsed)
    if thread.proof is not Proof.TOKEN or thread.purpose is not Purpose.ASSIGNEE:
        outcome = _note(case, request, case.parsed.reply or case.parsed.text)
        if thread.purpose is not Purpose.NOTE:
            _help(case, request, "not_signed", ())
        return outcome
    today = case.now.astimezone(ZoneInfo(case.organisation.town.time_zone)).date()
    workflow = case.organisation.workflow(request.workflow_key)
    said = read_command(
        case.parsed.reply or case.parsed.text, workflow, organisation=case.organisation, today=today
    )
    match said:
        case None:
            return _answer(case, request)
        case Unknown():
            _help(case, request, f"unknown_{said.reason}", said.nearest, written=said.written)
            return Outcome(
                InboundState.COMMAND,
                f"not understood, nothing was sent on: unknown {said.reason}",
                request.id,
            )
        case Command(kind="help"):
            _help(case, request, "asked", ())
            return Outcome(InboundState.COMMAND, "help was asked for", request.id)
        case Command(kind="note"):
            return _note(case, request, said.comment)
        case Command(kind="verb"):
            return _verb(case, request, said)
        case Command(kind="task"):
            return _task(case, request, said)
        case _:
            return _give(case, request, said)


def _actor(case: Case) -> Actor:
    return "manager" if case.sender.role in ("manager", "administrator") else "agent"


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
        data={"text": case.parsed.reply or case.parsed.text},
        attachment_ids=shown,
    )
    if not reached:
        _help(case, request, "requester_unreachable", ())
        return Outcome(InboundState.FOLLOW_UP, "answer kept, but the requester cannot be reached", request.id)
    return Outcome(InboundState.FOLLOW_UP, "answer to the requester", request.id)


def _note(case: Case, request: Request, text: str) -> Outcome:
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
        inbound_id=case.message.id,
    )
    shown = history.write_attachments(case.session, request.id, entry_id, case.parsed.attachments)
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
    return Outcome(InboundState.FOLLOW_UP, "internal note", request.id)


def _verb(case: Case, request: Request, command: Command) -> Outcome:
    assert request.id is not None
    workflow = case.organisation.workflow(request.workflow_key)
    step = advance(
        workflow,
        request.state,
        command.verb,
        actor=_actor(case),
        comment=command.comment,
        date=command.date,
        open_tasks=open_tasks(case.session, request.id),
    )
    if isinstance(step, Refused):
        _help(case, request, step.reason, step.possible, written=command.verb)
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
            _help(case, request, "unknown_person", ())
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


def _task(case: Case, request: Request, command: Command) -> Outcome:
    assert request.id is not None
    query = (
        sa.select(_tasks.c.id, _tasks.c.assignee_id)
        .where(_tasks.c.request_id == request.id, _tasks.c.state == TaskState.OPEN)
        .order_by(_tasks.c.id)
    )
    rows = case.session.connection().execute(query).all()
    mine = case.in_force.agent_ids.get(case.sender.agent.key) if case.sender.agent else None
    found = (
        [row.id for row in rows if row.id == command.task]
        if command.task
        else [row.id for row in rows if row.assignee_id in (mine, None)]
    )
    if len(found) != 1 or command.verb not in (TaskState.DONE, TaskState.REFUSED):
        _help(case, request, "which_task", ())
        return Outcome(InboundState.COMMAND, "no single task was meant", request.id)
    case.session.connection().execute(
        sa.update(_tasks)
        .where(_tasks.c.id == found[0])
        .values(state=command.verb, ended_at=case.now, comment=command.comment)
    )
    history.write_entry(
        case.session,
        request.id,
        EntryKind.TASK,
        case.now,
        actor_role="agent",
        person_id=case.sender.person_id,
        text=command.comment,
        data={"task": found[0], "state": command.verb},
        inbound_id=case.message.id,
    )
    return Outcome(InboundState.COMMAND, f"task {found[0]}: {command.verb}", request.id)


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


def _help(case: Case, request: Request, reason: str, possible: Sequence[str], *, written: str = "") -> None:
    """Tell the agent what was not done and what is possible; the requester hears nothing of it."""
    if case.sender.contact is None or case.automatic:
        return
    workflow = case.organisation.workflow(request.workflow_key)
    data: dict[str, Any] = {
        "reason": reason,
        "written": written[:60],
        "nearest": list(possible),
        "possible": list(verbs_from(workflow, request.state, _actor(case))),
    }
    tell_person(case.session, fact_of(case, request), "command_help", case.sender.contact, "agent", data=data)
