"""What an agent answers to the notice of a task."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.inbound.staff.notes import has_kept_files, keep_note, record_note, tell_help
from dispatch.requests import tasks
from intake.ledger.outcome import Outcome
from intake.words.orders import Order, Said, Unsure
from intake.words.staff.names import find_agent
from models.organisation import Workflow
from models.tables.ledger import InboundState
from models.tables.requests import TaskState


def take_task_mail(case: Case, change: Change, said: Said) -> Outcome:
    """An answer to the notice of a task: « fait », « refusé », « pour Mme Durand »; all else is a note."""
    if isinstance(said, Unsure):
        keep_note(case, change, case.parsed.words)
        tell_help(
            case, change, f"doubt_{said.why}", said.likely, written=said.written, kept=case.parsed.words
        )
        return Outcome(InboundState.COMMAND, f"task: not understood: doubt {said.why}", change.request.id)
    ending = _ending(change.workflow, said) if isinstance(said, Order) else None
    return end_or_hand_on(case, change, ending) if ending else record_note(case, change, case.parsed.words)


def end_or_hand_on(case: Case, change: Change, command: Order) -> Outcome:
    """Close or hand on the one task that is meant: the numbered one, else the only one of whoever writes."""
    request_id, task = change.request.id, meant_task(case, change, command)
    if task is None:
        tell_help(case, change, "which_task")
        return Outcome(InboundState.COMMAND, "no single task was meant", request_id)
    target = _target(case, command)
    if command.verb == "reassigned":
        if not tasks.reassign_task(change, task, target):
            own, holder = case.sender.agent, case.organisation.agent(target)
            name = "" if holder is None or holder == own else holder.name
            tell_help(case, change, "task_held", written=name)
            return Outcome(InboundState.COMMAND, "a task that was so already", request_id, already=True)
        return Outcome(InboundState.COMMAND, f"task {task.id}: given to {target}", request_id)
    state = TaskState(command.verb)
    files = case.parsed.attachments if not has_kept_files(change) else ()
    tasks.end_task(change, task, state, command.comment, channel=case.parsed.channel, attachments=files)
    return Outcome(InboundState.COMMAND, f"task {task.id}: {state}", request_id)


def meant_task(case: Case, change: Change, command: Order) -> Any:
    """The one open task (a row) that an order ends or hands on; None when it means none, several, nobody."""
    in_force = case.in_force
    mine = in_force.agent_ids.get(case.sender.agent.key) if case.sender.agent else None
    rows = tasks.open_tasks_of(case.session, change.request.id)
    found = [
        row for row in rows if (row.id == command.task if command.task else row.assignee_id in (mine, None))
    ]
    to_nobody = command.verb == "reassigned" and _target(case, command) not in in_force.agent_ids
    return found[0] if len(found) == 1 and not to_nobody else None


def _target(case: Case, command: Order) -> str:
    return command.target or find_agent(case.organisation, command.comment) or ""


def _ending(workflow: Workflow, said: Order) -> Order | None:
    """What an order means for a task: a verb that closes requests closes it; None when it means nothing."""
    if said.kind == "task":
        return said
    if said.kind == "assign":
        return replace(said, kind="task", verb="reassigned")
    if said.kind == "verb":
        targets = [workflow.state(each.to) for each in workflow.transitions if each.verb == said.verb]
        kinds = {state.kind for state in targets if state is not None}
        ended = next((kind for kind in ("done", "refused") if kind in kinds), None)
        return replace(said, kind="task", verb=ended) if ended else None
    return None
