"""Why a request came where it is, in the reader's language: what was found in the message, and what that
decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from dispatch.rules.decision import Reason, Step
from models.organisation import Organisation

#: Steps that no rule of the town made, by their names in the texts.
_BUILT_IN = frozenset(
    (
        ":address",
        ":building",
        ":type",
        ":theme",
        ":danger",
        ":mailbox",
        ":default",
        ":assignment",
        ":taken_over",
        ":told",
    )
)
#: Names of the texts that say where words were found.
_PLACES = frozenset(("subject", "reply", "text"))


@dataclass(frozen=True, slots=True)
class Why:
    """One thing that decided something."""

    name: str
    #: Words of the message, and where they stood; '' when nothing of the message decided.
    because: str
    decided: tuple[str, ...]


def why_here(
    steps: Iterable[dict[str, Any]], organisation: Organisation, locale: str, say: Callable[..., str]
) -> list[Why]:
    """The steps that decided something, in their order. `say` gives the texts of the pages."""
    titles = {rule.key: rule.title for rule in organisation.rules}
    found = []
    for stored in steps:
        step = Step.from_json(stored)
        decided = tuple(filter(None, (_decided(each, organisation, locale, say) for each in step.actions)))
        if not step.matched or not decided:
            continue
        name = (
            say(f"why_{step.rule.removeprefix(':')}")
            if step.rule in _BUILT_IN
            else say("why_rule", name=titles.get(step.rule, step.rule))
        )
        because = " ; ".join(filter(None, (_because(each, say) for each in step.why)))
        found.append(Why(name, because, decided))
    return found


def _because(reason: Reason, say: Callable[..., str]) -> str:
    words = ", ".join(say("quoted", text=" ".join(each.split())[:80]) for each in reason.found[:4])
    if not words:
        return ""
    return f"{words} {say(f'found_{reason.where}')}" if reason.where in _PLACES else words


def _decided(action: str, organisation: Organisation, locale: str, say: Callable[..., str]) -> str:
    name, _, value = action.partition("=")
    if value.endswith((" (kept)", " (closed)")):
        return ""
    match name:
        case "service":
            service = organisation.service(value)
            return say("decided_service", name=service.name if service is not None else value)
        case "building":
            building = organisation.building(value)
            return say("decided_building", name=building.name if building is not None else value)
        case "address":
            return say("decided_address", name=value)
        case "type":
            kind = organisation.request_type(value)
            return say("decided_type", name=kind.label.text(locale) if kind is not None else value)
        case "assignee":
            agent = organisation.agent(value)
            return say("decided_assignee", name=agent.name if agent is not None else value) if value else ""
        case "priority":
            return say(f"decided_priority_{value}")
        case "tags":
            return say("decided_tags", name=value)
        case _:
            return ""
