"""The clearly different things that one message asks: shown to whoever has it, parted only by their word."""

from __future__ import annotations

from typing import Any

from dispatch.history.change import Change
from dispatch.inbound.apart.parts import Matter, matters
from dispatch.inbound.case import Case
from dispatch.notices.done import OneMatter
from dispatch.rules.index import RuleIndex
from intake.message import ParsedMessage

#: Of each matter so much is told.
MATTER_CHARACTERS = 140


def told_apart(case: Case, change: Change) -> dict[str, Any]:
    """What the notice of a new request says of the matters that its message asks; {} when it is one."""
    parsed = case.parsed
    if parsed.is_forward or case.automatic or case.hands_on_ours:
        return {}
    organisation = change.organisation
    said = [
        OneMatter(words=" ".join(each.words.split())[:MATTER_CHARACTERS], service=service.name)
        for each in _found(change, case.index, parsed)
        if (service := organisation.service(each.service)) is not None
    ]
    return {"matters": [each.model_dump(mode="json") for each in said]} if said else {}


def other_matters(change: Change, index: RuleIndex, parsed: ParsedMessage) -> list[str]:
    """The words of all matters of a message but the one that its request stays about: the first of its
    service.
    """
    found = _found(change, index, parsed)
    own = next((at for at, each in enumerate(found) if each.service == change.request.service), 0)
    return [each.words for at, each in enumerate(found) if at != own]


def _found(change: Change, index: RuleIndex, parsed: ParsedMessage) -> tuple[Matter, ...]:
    return matters(parsed.opening, index)
