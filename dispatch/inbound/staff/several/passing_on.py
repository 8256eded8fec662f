"""« transmettre à cucm : … »: the request goes to a partner outside, who is written to after a moment."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.inbound.staff.answers import adopt, leaves_at
from dispatch.inbound.staff.several.looked_up import Wrong
from dispatch.letters.manners import without_name
from dispatch.letters.orders_shown import forward_words
from dispatch.requests.outside.forwarding import forward, why_not
from intake.words.staff.lines import LineOrder
from intake.words.staff.partners import find_partner, names_like
from models.organisation import Partner
from models.vocabulary import CLOSED_KINDS


def pass_on(
    case: Case, change: Change, line: LineOrder, state: str
) -> tuple[Callable[[], object], str, str] | Wrong:
    """What the line does, what is said of it, and the state that it leads to from `state`."""
    partner = find_partner(case.organisation, line.name)
    if partner is None:
        near = (forward_words(case.locale, key) for key in names_like(case.organisation, line.name))
        return Wrong("unknown_partner", line.name, tuple(near)[:3])
    now = change.workflow.state(state)
    if now is not None and now.kind in CLOSED_KINDS:
        return Wrong("closed_already", line.written)
    if (why := why_not(change, partner)) is not None:
        return Wrong(why, partner.name)
    text = without_name(line.text, case.sender.agent.name) if case.sender.agent is not None else line.text
    transition = change.workflow.passes_on_from(state)
    shown = f"Passed on to {partner.name}" if case.locale == "en" else f"Transmise à {partner.name}"
    return partial(_do, case, change, partner, text), shown, transition.to if transition else state


def _do(case: Case, change: Change, partner: Partner, text: str) -> None:
    adopt(case, change)
    forward(
        change,
        partner,
        text,
        attachments=case.parsed.attachments,
        channel=case.parsed.channel,
        not_before=leaves_at(case),
    )
