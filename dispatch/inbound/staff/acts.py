"""An agent's order becomes rows: a verb of the workflow, a hand-over, a duplicate, no more texts."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from dispatch.inbound.case import Case
from dispatch.inbound.opening import fact_of, link
from dispatch.inbound.staff.answers import adopt, keep_and_ask, leaves_at, publish, tell_it_waits
from dispatch.inbound.staff.notes import actor_of, keep_note, tell_help
from dispatch.requests import history
from dispatch.requests.assignment import assign_agent, assign_service
from dispatch.requests.state import change_state, open_tasks
from dispatch.requests.workflow import Refused, advance
from intake.ledger.outcome import Outcome
from intake.words.address_of_words import Address
from intake.words.orders import Order
from intake.words.staff_words import StaffWords
from models.errors import InvalidValue
from models.store.audit import record_access
from models.tables.columns import table_of
from models.tables.ledger import InboundState
from models.tables.people import ContactPoint
from models.tables.requests import EntryKind, Request
from models.values import ContactKind, Reference

_requests, _contacts = table_of(Request), table_of(ContactPoint)


def take_verb(case: Case, request: Request, words: StaffWords, order: Order) -> Outcome:
    """Take a transition; the requester reads only the words that speak to them, the rest is a note."""
    assert request.id is not None
    told, kept = words.published, words.kept
    if told and case.settings.agents.plain_answer == "ask":
        told, kept = "", told
    step = advance(
        case.organisation.workflow(request.workflow_key),
        request.state,
        order.verb,
        actor=actor_of(case),
        comment=told or kept,
        date=order.date,
        open_tasks=open_tasks(case.session, request.id),
    )
    if isinstance(step, Refused):
        return _refused(case, request, order, step, told or kept)
    if order.mine:
        _take_over(case, request)
    shown = _files_of_order(case, request)
    adopt(case, request)
    change_state(
        case.session,
        case.in_force,
        request,
        replace(step, comment=told),
        fact_of(case, request),
        actor_role="agent",
        person_id=case.sender.person_id,
        attachment_ids=shown,
        channel=case.parsed.channel,
        not_before=leaves_at(case) if told else None,
    )
    outcome = Outcome(InboundState.COMMAND, f"{order.verb}: now {step.to_state.key}", request.id)
    if told:
        tell_it_waits(case, request, told)
    elif kept:
        _keep(case, request, words, kept)
    return outcome


def _refused(case: Case, request: Request, order: Order, step: Refused, comment: str) -> Outcome:
    if comment:
        keep_note(case, request, comment, asked=True)
    tell_help(case, request, step.reason, step.possible, written=order.verb, kept=comment, asks=bool(comment))
    return Outcome(InboundState.COMMAND, f"{order.verb}: {step.reason.replace('_', ' ')}", request.id)


def _keep(case: Case, request: Request, words: StaffWords, text: str) -> None:
    """Words that came with an order and were not sent: a note; where nobody can tell for whom, the agent is asked."""
    if words.address is Address.COLLEAGUES:
        keep_note(case, request, text, with_files=False)
        return
    keep_note(case, request, text, asked=True, with_files=False)
    tell_help(case, request, "comment_kept", (), kept=text, asks=True)


def _take_over(case: Case, request: Request) -> None:
    """« je prends » on a request that a colleague has: it changes hands too."""
    mine = case.in_force.agent_ids.get(case.sender.agent.key) if case.sender.agent else None
    if mine is None or case.sender.agent is None or request.assignee_id in (None, mine):
        return
    assign_agent(
        case.session,
        case.in_force,
        request,
        case.sender.agent.key,
        fact_of(case, request),
        actor_role="agent",
        person_id=case.sender.person_id,
    )


def _files_of_order(case: Case, request: Request) -> list[int]:
    """Photos sent with « terminé »: kept in an entry of their own and sent on with the notice."""
    if not case.parsed.attachments:
        return []
    assert request.id is not None
    entry_id = history.write_entry(
        case.session,
        request.id,
        EntryKind.ATTACHMENT,
        case.now,
        actor_role="agent",
        person_id=case.sender.person_id,
        channel=case.parsed.channel,
        public=True,
        inbound_id=case.message.id,
    )
    return history.write_attachments(case.session, request.id, entry_id, case.parsed.attachments)


def hand_on(case: Case, request: Request, words: StaffWords, order: Order) -> Outcome:
    """Hand the request to an agent, to another service, or take it oneself; what speaks to the requester is sent."""
    fact, person_id, target = fact_of(case, request), case.sender.person_id, order.target
    if words.published and case.settings.agents.plain_answer == "publish":
        publish(case, request, words.published)
    give = assign_service if order.kind == "service" else assign_agent
    if order.kind == "take":
        if case.sender.agent is None:
            tell_help(case, request, "unknown_person", ())
            return Outcome(
                InboundState.COMMAND, "a shared mailbox cannot take a request for itself", request.id
            )
        target = case.sender.agent.key
    give(
        case.session,
        case.in_force,
        request,
        target,
        fact,
        actor_role="agent",
        person_id=person_id,
        comment=words.kept,
    )
    return Outcome(InboundState.COMMAND, f"{order.kind}: {target}", request.id)


def group_with(case: Case, request: Request, words: StaffWords, order: Order) -> Outcome:
    """« doublon de 2026-00041 »: tie this request to the other and end it; its requester is told it is treated there."""
    assert request.id is not None
    other = _other(case, order.other)
    if other is None or other == request.id:
        return keep_and_ask(case, request, words.kept, "unknown_request", written=order.other)
    workflow = case.organisation.workflow(request.workflow_key)
    verb = next((each for each in workflow.verbs if each == "duplicate"), None)
    link(case.session, request.id, other, "a duplicate, says an agent", case.now)
    if verb is None:
        tell_help(case, request, "linked_only", (), written=order.other)
        return Outcome(InboundState.COMMAND, "duplicate: linked", request.id)
    told = replace(words, kept=words.kept or order.other, address=Address.COLLEAGUES, published="")
    return take_verb(case, request, told, Order("verb", verb, words.kept))


def opt_out(case: Case, request: Request) -> Outcome:
    """No more texts to the requester of this request, as if they had said STOP themselves."""
    changed = case.session.connection().execute(
        sa.update(_contacts)
        .where(
            _contacts.c.person_id == request.requester_id,
            _contacts.c.kind == ContactKind.PHONE,
            _contacts.c.opted_out_at.is_(None),
        )
        .values(opted_out_at=case.now)
        .returning(_contacts.c.id)
    )
    numbers = list(changed.scalars())
    for contact_id in numbers:
        record_access(
            case.session, case.now, f"agent:{case.sender.person_id}", "opt_out", f"contact:{contact_id}"
        )
    tell_help(case, request, "opted_out" if numbers else "no_number", ())
    return Outcome(
        InboundState.COMMAND, f"no more texts to {len(numbers)} numbers of the requester", request.id
    )


def _other(case: Case, written: str) -> int | None:
    """The id of the request written `2026-00041`, or `00041` of this year."""
    try:
        reference = Reference.find(written) if "-" in written else None
    except InvalidValue:
        return None
    year, number = (
        (reference.year, reference.number)
        if reference is not None
        else (case.now.year, int(written) if written.isdigit() else 0)
    )
    query = sa.select(_requests.c.id).where(_requests.c.year == year, _requests.c.number == number)
    return case.session.connection().execute(query).scalar()
