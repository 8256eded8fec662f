"""From a state and a verb to the next state, or the reason why not. The table itself is data:
models.organisation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from models.organisation.workflow import PlannedNotice, PlannedTask, State, Transition, Who, Workflow
from models.vocabulary import StateKind

Reason = Literal[
    "unknown_state",
    "unknown_verb",
    "already_there",
    "not_from_here",
    "not_allowed",
    "comment_missing",
    "date_missing",
    "partner_missing",
    "tasks_open",
]


@dataclass(frozen=True, slots=True)
class Advance:
    """A transition that may be taken, with everything that follows from it."""

    verb: str
    from_state: str
    to_state: State
    notices: tuple[PlannedNotice, ...]
    tasks: tuple[PlannedTask, ...]
    comment: str = ""
    date: date | None = None
    #: When on that day (`models.planned_hours`).
    hours: str = ""

    @property
    def tells_requester(self) -> bool:
        """Whether the requester hears of it, and so of its comment."""
        return any(notice.to == "requester" for notice in self.notices)


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a verb leads nowhere; `possible` are the verbs this actor could use instead.

    `already_there`: the request is in the state to which the verb leads, on the day that it names, and
    nothing new was said.
    """

    reason: Reason
    verb: str
    state: str
    possible: tuple[str, ...] = ()


def initial_state(workflow: Workflow) -> State:
    """Where requests begin: the first state of kind `new`, failing that the first of all."""
    return next((state for state in workflow.states if state.kind is StateKind.NEW), workflow.states[0])


def may_take(transition: Transition, actor: Who) -> bool:
    """Whether `actor` is one of those who may; managers may all that agents may."""
    return actor in transition.who or (actor == "manager" and "agent" in transition.who)


def verbs_from(workflow: Workflow, state: str, actor: Who) -> tuple[str, ...]:
    """The words by which `actor` may act in `state`, in the order of the file: not the verb that needs a
    partner's name (`dispatch.requests.outside.forwarding`).
    """
    return tuple(
        verb
        for verb in workflow.verbs
        if (found := workflow.transition(state, verb)) is not None
        and may_take(found, actor)
        and not found.needs_partner
    )


def advance(
    workflow: Workflow,
    state: str,
    verb: str,
    *,
    actor: Who,
    comment: str = "",
    date: date | None = None,
    hours: str = "",
    open_tasks: int = 0,
    partner: str = "",
    again: bool = False,
) -> Advance | Refused:
    """The transition that `verb` takes from `state`, or why it takes none. Decided for every pair, never
    raises. `again`: all that is said stands already (`dispatch.requests.state.says_again`).
    """

    def refused(reason: Reason) -> Refused:
        return Refused(reason, verb, state, verbs_from(workflow, state, actor))

    if workflow.state(state) is None:
        return refused("unknown_state")
    if verb not in workflow.verbs:
        return refused("unknown_verb")
    found = workflow.transition(state, verb)
    if found is None:
        there = any(each.verb == verb and each.to == state for each in workflow.transitions)
        return refused("already_there" if there else "not_from_here")
    if not may_take(found, actor):
        return refused("not_allowed")
    if found.comment_required and not comment.strip():
        return refused("comment_missing")
    if found.needs_date and date is None:
        return refused("date_missing")
    if found.needs_partner and not partner:
        return refused("partner_missing")
    if again and found.to == state:
        return refused("already_there")
    if found.requires_tasks_done and open_tasks > 0:
        return refused("tasks_open")
    entered = workflow.state(found.to)
    if entered is None:
        return refused("unknown_state")
    return Advance(
        verb, state, entered, found.notices, entered.tasks, comment.strip(), date, hours if date else ""
    )
