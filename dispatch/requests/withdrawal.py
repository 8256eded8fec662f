"""A requester takes their request back, as far as its workflow lets them."""

from __future__ import annotations

from dispatch.history.change import Change
from dispatch.notices.joined import joined_to
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


def closes_itself(change: Change) -> bool:
    """Whether « ANNULER » of its requester would end the request as it stands."""
    if change.request.kind in CLOSED_KINDS or joined_to(change.session, change.request.id):
        return False
    return withdrawal(change, "") is not None
