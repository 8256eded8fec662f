"""What an agent answers to the notice of a task."""

from __future__ import annotations

from dataclasses import replace

from dispatch.inbound.case import Case
from dispatch.inbound.opening import fact_of
from dispatch.inbound.staff.notes import record_note, tell_help
from dispatch.requests import tasks
from intake.ledger.outcome import Outcome
from intake.words.names_of_staff import find_agent
from intake.words.orders import Order, Said
from models.tables.ledger import InboundState
from models.tables.requests import Request, TaskState


def take_task_mail(case: Case, request: Request, said: Said) -> Outcome:
    """An answer to the notice of a task: « fait », « refusé », « pour Mme Durand »; all else is a note."""
    workflow = case.organisation.workflow(request.workflow_key)
    match said:
        case Order(kind="task"):
            return end_or_hand_on(case, request, said)
        case Order(kind="assign"):
            return end_or_hand_on(case, request, replace(said, kind="task", verb="reassigned"))
        case Order(kind="verb"):
            kinds = {
                state.kind
                for t in workflow.transitions
                if t.verb == said.verb and (state := workflow.state(t.to))
            }
            ended = "done" if "done" in kinds else "refused" if "refused" in kinds else ""
            if ended:
                return end_or_hand_on(case, request, replace(said, kind="task", verb=ended))
    return record_note(case, request, case.parsed.words)


def end_or_hand_on(case: Case, request: Request, command: Order) -> Outcome:
    """Close or hand on the one task that is meant: the numbered one, else the only one of whoever writes."""
    assert request.id is not None
    mine = case.in_force.agent_ids.get(case.sender.agent.key) if case.sender.agent else None
    rows = tasks.open_tasks_of(case.session, request.id)
    found = [
        row for row in rows if (row.id == command.task if command.task else row.assignee_id in (mine, None))
    ]
    target = command.target or find_agent(case.organisation, command.comment) or ""
    if len(found) != 1 or (command.verb == "reassigned" and target not in case.in_force.agent_ids):
        tell_help(case, request, "which_task", ())
        return Outcome(InboundState.COMMAND, "no single task was meant", request.id)
    task, person_id, fact = found[0], case.sender.person_id, fact_of(case, request)
    if command.verb == "reassigned":
        tasks.reassign_task(
            case.session, case.in_force, task, target, fact, actor_role="agent", person_id=person_id
        )
        return Outcome(InboundState.COMMAND, f"task {task.id}: given to {target}", request.id)
    state = TaskState(command.verb)
    tasks.end_task(
        case.session,
        case.in_force,
        task,
        state,
        fact,
        actor_role="agent",
        person_id=person_id,
        comment=command.comment,
    )
    return Outcome(InboundState.COMMAND, f"task {task.id}: {state}", request.id)
