"""Orders that agents text: a registered number, a request and a verb (`42 terminé portail réparé`)."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from dispatch.inbound.case import Case
from dispatch.inbound.opening import fact_of
from dispatch.inbound.staff.mail import take_agent_mail
from dispatch.inbound.thread import Proof, Thread
from dispatch.inbound.which_request import find_any
from dispatch.notices import outside_requests
from dispatch.notices.details import PossibleOrders
from dispatch.notices.tell import tell_person
from dispatch.requests.history import lock_request
from intake.ledger.outcome import Outcome
from intake.sms.commands import read_citizen_text
from intake.sms.short_codes import without_codes
from intake.words.orders import NoOrder, Order, Said, Unsure, read_order
from models.signing.tokens import Purpose
from models.tables.ledger import InboundState
from models.tables.requests import Request


def take_order(case: Case) -> Outcome | None:
    """Do what an agent's text orders; None when it is none, and the agent writes like anybody else.

    The number it comes from and the number of the request are enough, unless the settings ask for the
    code of a notice (`sms.agents_need_code`): every order done is confirmed to the agent's own telephone,
    so a forged one is seen. A plain answer goes to the requester only with the code; without it, it is
    an internal note, and the agent is told.
    """
    if case.sender.agent is None or case.sender.contact is None:
        return None
    read = read_citizen_text(case.parsed.text)
    if read.intent == "help":
        return _possible(case, "help was asked for")
    request_id, by_code = find_any(case, read)
    if request_id is None:
        # `terminé` alone is an order without its request; `portail cassé` is a report like another.
        orders = isinstance(_read(case, case.parsed.text, None), Order) or read.names_a_request
        return _possible(case, "an order which names no request") if orders else None
    request = lock_request(case.session, request_id)
    if request.requester_id == case.sender.person_id:
        return None
    words = without_codes(case.parsed.text) if by_code else case.parsed.text
    said = _read(case, words, request)
    trusted = by_code or (not isinstance(said, NoOrder) and not case.settings.sms.agents_need_code)
    thread = (
        Thread(request.id, Proof.TOKEN, Purpose.ASSIGNEE, why="texted from the agent's number")
        if trusted
        else Thread(request.id, Proof.REFERENCE, why="texted without the code of a notice")
    )
    before = (request.state, request.assignee_id, request.service_id)
    outcome = take_agent_mail(
        replace(case, parsed=replace(case.parsed, text=words, reply=words)), request, thread
    )
    case.session.refresh(request)
    if before != (request.state, request.assignee_id, request.service_id) and not isinstance(said, Unsure):
        tell_person(case.session, fact_of(case, request), "order_done", case.sender.contact, "agent")
    return outcome


def _read(case: Case, words: str, request: Request | None) -> Said:
    workflow = case.organisation.workflow(request.workflow_key if request else None)
    today = case.now.astimezone(ZoneInfo(case.organisation.town.time_zone)).date()
    return read_order(words, workflow, organisation=case.organisation, today=today)


def _possible(case: Case, why: str) -> Outcome:
    assert case.sender.contact is not None
    if case.automatic:
        return Outcome(InboundState.COMMAND, why)
    workflow = case.organisation.workflow(None)
    words = [
        next(iter(transition.aliases.fr), transition.verb)
        for transition in workflow.transitions
        if "agent" in transition.who
    ]
    outside_requests.tell_outside_a_request(
        case.session,
        "text_orders",
        case.sender.contact,
        f"inbound:{case.message.id}",
        case.now,
        data=PossibleOrders(words=tuple(dict.fromkeys(words))).model_dump(mode="json"),
        inbound_id=case.message.id,
        audience="agent",
    )
    return Outcome(InboundState.COMMAND, why)
