"""What the states of a workflow are called in Open311 (pure)."""

from __future__ import annotations

from models.organisation import Workflow
from models.vocabulary import CLOSED_KINDS, StateKind

_OF_KIND = {
    StateKind.NEW: "open",
    StateKind.OPEN: "in_progress",
    StateKind.WAITING: "investigating",
    StateKind.DONE: "fixed",
    StateKind.REFUSED: "no_further_action",
}


def extended_status(workflow: Workflow, state: str) -> str:
    """The word of the updates extension: the state's own, `action_scheduled` where a day is planned,
    `internal_referral` where a partner has it, else by its kind.
    """
    found = workflow.state(state)
    if found is None:
        return "open"
    if found.open311_status:
        return found.open311_status
    if found.kind not in CLOSED_KINDS and any(
        each.needs_date and each.to == state for each in workflow.transitions
    ):
        return "action_scheduled"
    if workflow.is_with_partner(state):
        return "internal_referral"
    return _OF_KIND[found.kind]


def plain_status(kind: StateKind | str) -> str:
    """The word of the specification itself: `open` or `closed`."""
    return "closed" if kind in CLOSED_KINDS else "open"
