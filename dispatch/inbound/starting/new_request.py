"""A message that starts a request: placed by the rules, unless they or we must not take it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dispatch.inbound.case import Case
from dispatch.inbound.refusals import refuse, spam, too_large
from dispatch.inbound.staff.misuse import tell_of_stranger
from dispatch.inbound.starting.first_row import locale_of
from dispatch.inbound.starting.opening import open_request
from dispatch.inbound.thread import Thread
from dispatch.requests.loads import open_loads, service_turns
from dispatch.rules.addresses.located import locate
from dispatch.rules.decision import Decision
from dispatch.rules.facts import as_told, facts_of, place_told
from dispatch.rules.route import route
from intake.ledger.outcome import Outcome
from intake.words.language import language_of
from models.tables.ledger import BY_PROGRAMS, Door, InboundState


def new_request(case: Case) -> Outcome:
    """All else is placed by the rules: a new request, unless a rule holds it, refuses it or calls it spam."""
    decision = place(case)
    explained: dict[str, Any] = {"disposition": decision.disposition, "steps": decision.steps_as_json()}
    if decision.disposition == "hold":
        explained["service"] = _who_decides(decision)
    return replace(_follow(case, decision), decision=explained)


def desk(case: Case) -> Outcome | None:
    """Did a clerk write it down for somebody (a call, a visit, a letter), or did another program send it?
    It is a new request, never an order or an answer.
    """
    is_new = "request" not in case.message.door_facts
    is_told = case.message.door == Door.DESK or (case.message.door in BY_PROGRAMS and is_new)
    return open_new(case, Thread()) if is_told else None


def open_new(case: Case, thread: Thread) -> Outcome:
    """A new request from a message that is about none, or no longer;
    `thread` says what it is linked to, and why.
    """
    case.thread = thread
    return spam(case) or too_large(case) or new_request(case)


def place(case: Case) -> Decision:
    """What the rules make of the message; one that an administrator released is neither held nor spam."""
    parsed = case.parsed
    language = language_of(parsed)
    if case.hands_on_ours:
        own = parsed.words if parsed.words != parsed.text else ""
        parsed = replace(parsed, subject="", bare_subject="", is_forward=False, text=own, reply=own)
    facts = facts_of(
        parsed, case.recipients, case.sender, case.message.door, case.message.received_at, language
    )
    facts = as_told(facts, case.message.door, case.message.door_name, case.message.door_facts)
    told = place_told(case.message.door, case.message.door_facts)
    facts = replace(facts, located=told or locate(case.session, case.index.streets, facts))
    decision = route(facts, case.index, open_loads(case.session), service_turns(case.session))
    if decision.disposition in ("hold", "spam") and case.released:
        return replace(decision, disposition="request")
    return decision


def _who_decides(decision: Decision) -> str:
    """The service whose person is told of a held message; '' when only the town's default was left."""
    by_default = any(step.rule == ":default" for step in decision.steps)
    return "" if by_default else decision.service


def _follow(case: Case, decision: Decision) -> Outcome:
    if decision.disposition == "hold":
        return Outcome(InboundState.HELD, decision.hold_reason or "held by a rule")
    if decision.disposition == "spam":
        return Outcome(InboundState.SPAM, "marked as spam by a rule")
    if decision.disposition == "refuse":
        locale = locale_of(case, decision)
        return refuse(case, "refused by a rule", {"answer": decision.answer}, locale=locale)
    request = open_request(case, decision)
    tell_of_stranger(case, request)
    return Outcome(InboundState.NEW_REQUEST, case.thread.why, request.id)
