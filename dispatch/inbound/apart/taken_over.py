"""A request that was open in another tool, brought over as it stood there (`guichet import`)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from dispatch.history.actor import SYSTEM
from dispatch.inbound.case import Case
from dispatch.inbound.message_entry import change_of
from dispatch.inbound.starting.new_request import place
from dispatch.inbound.starting.opening import open_request
from dispatch.requests.loads import open_loads, service_turns
from dispatch.requests.state import change_state
from dispatch.requests.workflow import Refused, advance
from dispatch.rules.agent_choice import choose
from dispatch.rules.decision import Decision, Step
from intake.ledger.outcome import Outcome
from models.tables.ledger import Door, InboundState
from models.tables.requests import EntryKind

#: What the door says of such a row: where it came from and how it stood, as `TakenOver.facts` has it.
FACT = "taken_over"


def taken_over(case: Case) -> Outcome | None:
    """Was it open in another tool, and brought over? It is a new request, as it stood there; nobody is told
    unless that was asked for.
    """
    stood: dict[str, Any] | None = case.message.door_facts.get(FACT)
    if stood is None or case.message.door != Door.DESK:
        return None
    decision = _as_it_was(case, replace(place(case), disposition="request"), stood)
    request = open_request(case, decision)
    change = replace(change_of(case, request, SYSTEM), quiet=True)
    if verb := stood.get("verb"):
        day = date.fromisoformat(stood["planned"]) if stood.get("planned") else None
        step = advance(
            change.workflow, request.state, verb, actor="manager", comment=stood["came_from"], date=day
        )
        if not isinstance(step, Refused):
            change_state(change, replace(step, comment=""))
    history = f"\n\n{stood['history']}" if stood.get("history") else ""
    change.write(EntryKind.NOTE, text=f"{stood['came_from']}{history}", public=False)
    explained = {"disposition": decision.disposition, "steps": decision.steps_as_json()}
    return Outcome(InboundState.NEW_REQUEST, stood["came_from"], request.id, decision=explained)


def _as_it_was(case: Case, decision: Decision, stood: dict[str, Any]) -> Decision:
    """What the file says wins over what the rules make of the words; keys that are gone since do not."""
    known = {
        "service": case.in_force.service_ids,
        "building": case.in_force.building_ids,
        "assignee": case.in_force.agent_ids,
    }
    given = {name: stood[name] for name, ids in known.items() if stood.get(name) in ids}
    if "service" in given and given["service"] != decision.service and "assignee" not in given:
        service = case.organisation.service(given["service"])
        given["assignee"] = service and choose(
            case.organisation,
            service,
            given.get("building", decision.building),
            case.organisation.town.local_day(case.now),
            loads=open_loads(case.session),
            turns=service_turns(case.session),
        )
    due = datetime.fromisoformat(stood["due"]) if stood.get("due") else decision.due_at
    actions = tuple(f"{name}={value}" for name, value in given.items() if value)
    step = Step(":taken_over", matched=True, actions=actions)
    return replace(
        decision, **given, due_at=due, missing_fields=(), danger=False, steps=(*decision.steps, step)
    )
