"""A requester takes their request back, as far as its workflow lets them."""

from __future__ import annotations

from dispatch.history.change import Change
from dispatch.requests.workflow import Advance, advance
from models.vocabulary import CLOSED_KINDS


def withdrawal(change: Change, comment: str) -> Advance | None:
    """The transition by which the workflow lets a requester end their request, if it has one."""
    workflow, state = change.workflow, change.request.state
    for transition in workflow.transitions:
        target = workflow.state(transition.to)
        if state not in transition.sources or "requester" not in transition.who or target is None:
            continue
        if target.kind in CLOSED_KINDS:
            step = advance(workflow, state, transition.verb, actor="requester", comment=comment)
            if isinstance(step, Advance):
                return step
    return None
