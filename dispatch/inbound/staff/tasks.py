"""What an agent answers to the notice of a task."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.inbound.staff.notes import has_kept_files, keep_note, record_note, tell_help
from dispatch.inbound.staff.several.looked_up import Made, Wrong, colleague_named
from dispatch.letters.filters import day
from dispatch.requests import tasks
from dispatch.rules.decision import TaskDraft
from intake.ledger.outcome import Outcome
from intake.words.orders import Order, Said, Unsure
from intake.words.staff.lines import LineOrder
from intake.words.staff.names import find_agent
from models.organisation import Workflow
from models.organisation.working_time import end_of_day
from models.tables.ledger import InboundState
from models.tables.requests import TaskState
from models.vocabulary import CLOSED_KINDS


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
        return _no_task(case, change, command)
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


def _no_task(case: Case, change: Change, command: Order) -> Outcome:
    """What becomes of an order that ends or hands on no single open task: its words are a note. Whoever ends
    what has ended is told so.
    """
    over = _ended_before(case, change, command)
    if command.comment and (command.verb != "reassigned" or over is not None):
        keep_note(case, change, command.comment)
    if over is not None:
        tell_help(case, change, "task_over", written=over.title)
        return Outcome(InboundState.COMMAND, "a task that had ended", change.request.id, already=True)
    tell_help(case, change, "which_task", kept=command.comment if command.verb != "reassigned" else "")
    return Outcome(InboundState.COMMAND, "no single task was meant", change.request.id)


def _ended_before(case: Case, change: Change, command: Order) -> Any:
    """The task (a row) that an order means and that has ended: the numbered one, else the writer's last when
    none of theirs is open; None for any other.
    """
    mine = case.in_force.agent_ids.get(case.sender.agent.key) if case.sender.agent else None
    rows = tasks.tasks_of(case.session, change.request.id)
    found = [row for row in rows if (row.id == command.task if command.task else row.assignee_id == mine)]
    if not found or (mine is None and not command.task) or any(row.state == TaskState.OPEN for row in found):
        return None
    return found[-1]


def task_line(case: Case, change: Change, line: LineOrder) -> Made | Wrong:
    """What gives the colleague of that name a task, and what is said of it, its last day with it."""
    agent = colleague_named(case, line.name)
    if isinstance(agent, Wrong):
        return agent
    if change.request.kind in CLOSED_KINDS:
        return Wrong("closed_already", line.written)
    (key, name), town, english = agent, case.organisation.town, case.locale == "en"
    if line.day is not None and line.day < town.local_day(case.now):
        return Wrong("date_past", line.written)
    draft = TaskDraft(line.text[:500], key, None, end_of_day(town, line.day) if line.day else None)
    title = " ".join(line.text.split())[:100]
    said = f"Task for {name}: {title}" if english else f"Tâche pour {name}\u00a0: {title}"
    if line.day is not None:
        said += f", {'due on' if english else 'à faire avant la fin du'} {day(case.locale, 'UTC', line.day)}"
    return partial(tasks.create_tasks, change, [draft], by=change.actor), said


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
