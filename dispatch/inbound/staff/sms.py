"""Orders that agents text: a registered number, a request and a verb (`42 terminé portail réparé`)."""

from __future__ import annotations

import re
from dataclasses import replace

from dispatch.history.request import Request, lock_request
from dispatch.inbound.case import Case
from dispatch.inbound.message_entry import answer_writer, change_of
from dispatch.inbound.sms.which_request import find_any
from dispatch.inbound.staff.mail import take_agent_mail
from dispatch.inbound.staff.notes import tell_help
from dispatch.inbound.staff.own_list import tell_own_list
from dispatch.inbound.staff.proving.too_many import too_many
from dispatch.inbound.staff.several.standing_said import lines_of
from dispatch.inbound.staff.several.undo import tell_done, undo_until
from dispatch.inbound.starting.new_request import place
from dispatch.inbound.thread import Proof, Thread
from dispatch.notices.done import OrderDone
from dispatch.notices.joined import follow_merges
from dispatch.notices.lists.listed import PossibleOrders
from dispatch.requests.undo.standing import standing_of
from intake.ledger.outcome import Outcome
from intake.sms.commands import read_citizen_text
from intake.sms.short_codes import without_codes
from intake.words.orders import NoOrder, Order, Said, Unsure, read_order
from intake.words.staff.own_list import asks_for_own_list
from models.signing.tokens import Purpose
from models.tables.ledger import InboundState
from models.vocabulary import ActorRole, Audience, StateKind

#: Words with which a notice begins, and what has the form of a code, well copied or not.
_BEFORE_ORDERS = re.compile(
    r"\s*(?:(?:danger|possible|urgent|(?=[a-z]{0,7}[0-9])[a-z0-9]{4,8})(?![^\W_])[\s:!,.;-]*){1,3}",
    re.IGNORECASE,
)


def take_order(case: Case) -> Outcome | None:
    """Do what an agent's text message orders; None when it is none, and the agent writes like anybody else.

    A sender's number can be forged: without the code of a notice nothing is done and nothing is shown to
    anybody, unless the settings let numbers order (`sms.agents_need_code`). Then a number alone changes the
    state of a request and keeps notes; no word leaves the town hall by it and nothing changes hands. Every
    order done is confirmed to the agent's own telephone, so a forged one is seen.
    """
    contact = case.sender.contact
    if case.sender.agent is None or contact is None:
        return None
    if asks_for_own_list("", case.parsed.text, case.sender.agent.name):
        tell_own_list(case)
        return Outcome(InboundState.COMMAND, "the agent's open requests were listed")
    read = read_citizen_text(case.parsed.text)
    if read.intent == "help":
        return _possible(case, "help was asked for")
    request_id, by_code = find_any(case, read)
    if request_id is None:
        # `terminé` alone is an order without its request; `portail cassé` is a report like another.
        if isinstance(_read(case, case.parsed.text, None), Order) or read.names_a_request:
            return _possible(case, "an order which names no request")
        if not _orders_behind(case):
            return None
        asked = _possible(case, "an order behind what is no code of a notice")
        # « DANGER je prends » copies a notice; a danger of which nobody knew is told to whoever is on call.
        return None if place(case).danger else asked
    request = lock_request(case.session, case.in_force, follow_merges(case.session, request_id))
    if request.requester_id == case.sender.person_id:
        return None
    words = without_codes(case.parsed.text) if by_code else case.parsed.text
    if not by_code and read.intent == "cancel" and not read.text:
        # « 42 annuler » is that word and nothing more.
        words = "annuler"
    said = _read(case, words, request)
    if (waits := too_many(case, said, by_code=by_code)) is not None:
        return waits
    if not by_code and not _is_enough(case, said):
        change = change_of(case, request, case.actor(ActorRole.AGENT))
        tell_help(case, change, "code_needed")
        return Outcome(InboundState.HELD, "an agent's number without the code of a notice")
    is_order = not isinstance(said, NoOrder)
    thread = _thread(request.id, by_code, is_order)
    case.thread = thread if request.id == request_id else replace(thread, joined_from=request_id)
    order = replace(case, parsed=replace(case.parsed, text=words, reply=words))
    change = change_of(order, request, order.actor(ActorRole.AGENT))
    before = standing_of(case.session, request.id)
    outcome = take_agent_mail(order, change)
    withdrawn = isinstance(said, Order) and said.kind == "withdraw"
    if _shown(request) != _shown(change.request) and not isinstance(said, Unsure) and not withdrawn:
        after = standing_of(case.session, request.id)
        lines = lines_of(case.in_force, before, after, contact.locale)
        tell_done(order, change, OrderDone(lines=lines, undo_until=undo_until(order)))
    return outcome


def _orders_behind(case: Case) -> bool:
    """Whether an order stands behind what notices begin with, or a code that is none of this agent's:
    « DANGER je prends ». Linear in the text.
    """
    behind = _BEFORE_ORDERS.match(case.parsed.text)
    return behind is not None and isinstance(_read(case, case.parsed.text[behind.end() :], None), Order)


def _is_enough(case: Case, said: Said) -> bool:
    """Whether the number alone may say this."""
    if case.settings.sms.agents_need_code:
        return isinstance(said, Order) and said.kind == "help"
    return not isinstance(said, Order) or said.kind in ("verb", "note", "help", "withdraw")


def _thread(request_id: int, by_code: bool, is_order: bool) -> Thread:
    if by_code:
        return Thread(request_id, Proof.TOKEN, Purpose.ASSIGNEE, why="texted with the code of a notice")
    if is_order:
        why = "texted from the agent's number"
        return Thread(request_id, Proof.TOKEN, Purpose.ASSIGNEE, why=why, by_number=True)
    return Thread(request_id, Proof.REFERENCE, why="texted without the code of a notice")


def _shown(request: Request) -> tuple[str, str | None, str | None]:
    """What an order can change, and whoever gave it must see."""
    return request.state, request.assignee, request.service


def _read(case: Case, words: str, request: Request | None) -> Said:
    organisation = case.organisation
    workflow = organisation.workflow(request.workflow if request else None)
    today = organisation.town.local_day(case.now)
    return read_order(words, workflow, organisation=organisation, today=today)


def _possible(case: Case, why: str) -> Outcome:
    if not case.automatic:
        workflow = case.organisation.workflow(None)
        # Nobody passes a request on by a word alone: the partner has to be named.
        taken = [each for each in workflow.transitions if "agent" in each.who and not each.needs_partner]
        words = [next(iter(transition.aliases.fr), transition.verb) for transition in taken]
        ends = [
            word
            for word, transition in zip(words, taken, strict=True)
            if (target := workflow.state(transition.to)) is not None and target.kind is StateKind.DONE
        ]
        details = PossibleOrders(
            words=tuple(dict.fromkeys(words)),
            example=next(iter(ends or words), ""),
            needs_code=case.settings.sms.agents_need_code,
        )
        answer_writer(case, "text_orders", details, audience=Audience.AGENT)
    return Outcome(InboundState.COMMAND, why)
