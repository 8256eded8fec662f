"""An agent's order becomes rows: a verb of the workflow, a hand-over, no more texts."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from dispatch.history.change import Change
from dispatch.inbound.case import Case
from dispatch.inbound.staff.about_to_leave import tell_it_waits
from dispatch.inbound.staff.answers import adopt, leaves_at, publish
from dispatch.inbound.staff.notes import keep_note, power_of, tell_closed_day, tell_help
from dispatch.inbound.staff.others_words import repeats_another
from dispatch.letters.orders_shown import word_of
from dispatch.people.contacts import contact_of
from dispatch.requests.assignment import assign_agent, assign_service, has_it_already
from dispatch.requests.staff_words import files_of_act
from dispatch.requests.state import change_state, hours_meant, open_tasks, says_again
from dispatch.requests.visas.asking import ask_visa
from dispatch.requests.visas.needed import needs_visa
from dispatch.requests.workflow import Advance, Refused, advance
from intake.ledger.outcome import Outcome
from intake.words.address_of_words import Address
from intake.words.orders import Order
from intake.words.staff.words import StaffWords
from models.organisation.working_time import closed_because
from models.store.audit import record_access
from models.tables.columns import table_of
from models.tables.ledger import InboundState
from models.tables.people import ContactPoint
from models.tables.requests import EntryKind
from models.values import ContactKind

_contacts = table_of(ContactPoint)


def take_verb(case: Case, change: Change, words: StaffWords, order: Order, *, owed: bool = True) -> Outcome:
    """Take a transition; the requester reads only the words that speak to them, the rest is a note.

    Where the workflow asks for an explanation it is the requester's (a refusal owes its grounds, CRPA
    L211-2): without words for them nothing is done, and the agent is asked.
    """
    told, kept = words.published, words.kept
    if told and not order.explains and case.settings.agents.plain_answer == "ask":
        told, kept = "", "\n\n".join(part for part in (kept, told) if part)
    hours = hours_meant(change, order.verb, order.date, order.hours)
    step = advance(
        change.workflow,
        change.request.state,
        order.verb,
        actor=power_of(case),
        comment=told or kept,
        date=order.date,
        hours=hours,
        open_tasks=open_tasks(case.session, change.request.id),
        again=says_again(change, order.verb, order.date, hours, told),
    )
    if isinstance(step, Advance) and told and not step.tells_requester:
        # Nobody would hear them: they stay among staff.
        told, kept = "", "\n\n".join(part for part in (kept, told) if part)
    if (
        isinstance(step, Refused)
        and step.reason == "already_there"
        and order.mine
        and take_over(case, change)
    ):
        if told or kept:
            keep_note(case, change, words.everything)
        return Outcome(InboundState.COMMAND, f"{order.verb}: taken over", change.request.id)
    if isinstance(step, Refused):
        if told and kept:
            _keep_ours(case, change, kept)
        return _refused(case, change, order, step, told or kept)
    if kept and not told and owed and _must_explain(change, order.verb):
        keep_note(case, change, kept)
        tell_help(case, change, "comment_inside", written=_said_as(case, change, order.verb), kept=kept)
        why = f"{order.verb}: its explanation is not for the requester"
        return Outcome(InboundState.COMMAND, why, change.request.id)
    if told and repeats_another(change, told, case.settings.mail.reply_days):
        keep_note(case, change, words.everything)
        tell_help(case, change, "words_of_other", kept=words.everything)
        why = f"{order.verb}: words of another request, sent to nobody"
        return Outcome(InboundState.COMMAND, why, change.request.id)
    if order.mine:
        take_over(case, change)
    if told and needs_visa(change):
        adopt(case, change)
        step = replace(step, comment=told)
        files = case.parsed.attachments
        ask_visa(change, told, step=step, channel=case.parsed.channel, attachments=files)
        if kept:
            _keep_ours(case, change, kept)
        return Outcome(InboundState.COMMAND, f"{order.verb}: waits for a visa", change.request.id)
    shown = files_of_act(change, case.parsed.attachments, channel=case.parsed.channel)
    closed = closed_because(case.organisation.town, step.date) if step.date else ""
    adopt(case, change)
    change_state(
        change,
        replace(step, comment=told),
        attachment_ids=shown,
        channel=case.parsed.channel,
        not_before=leaves_at(case) if told or closed else None,
    )
    if closed and step.date is not None:
        tell_closed_day(case, change, step.date, closed)
    outcome = Outcome(InboundState.COMMAND, f"{order.verb}: now {step.to_state.key}", change.request.id)
    unheard = (told or words.address is Address.REQUESTER) and not _can_be_told(change)
    if unheard:
        # They spoke to somebody who will not hear it.
        tell_help(case, change, "requester_unreachable")
    elif told:
        tell_it_waits(case, change, told, files=shown, state=step.to_state.label.text(case.locale))
    if kept and (told or unheard):
        _keep_ours(case, change, kept)
    elif kept:
        _keep(case, change, words, kept)
    return outcome


def _keep_ours(case: Case, change: Change, kept: str) -> None:
    """Keep what an order says above a letter (« en attente : pièce commandée »): why is for us."""
    cause, change.cause = change.cause, f"{change.cause}:kept"
    keep_note(case, change, kept, with_files=False)
    change.cause = cause


def _can_be_told(change: Change) -> bool:
    """Whether the requester can be reached on any way out that this town has."""
    reached = contact_of(change.session, change.request.requester_id, channels=change.channels)
    return reached is not None


def _must_explain(change: Change, verb: str) -> bool:
    transition = change.workflow.transition(change.request.state, verb)
    return transition is not None and transition.comment_required


def _said_as(case: Case, change: Change, verb: str) -> str:
    """How people write `verb` first, in the language of the agent."""
    return word_of(change.workflow, verb, case.locale)


def _refused(case: Case, change: Change, order: Order, step: Refused, comment: str) -> Outcome:
    if comment:
        keep_note(case, change, comment, asked=True)
    stands = step.reason == "already_there"
    reason = "planned_already" if stands and order.date is not None else step.reason
    possible = () if stands else step.possible
    tell_help(case, change, reason, possible, written=order.verb, kept=comment, asks=bool(comment))
    why = f"{order.verb}: {step.reason.replace('_', ' ')}"
    return Outcome(InboundState.COMMAND, why, change.request.id, already=stands)


def _keep(case: Case, change: Change, words: StaffWords, text: str) -> None:
    """Words that came with an order and were not sent: a note; where nobody can tell for whom, the agent is
    asked.
    """
    if words.address is Address.COLLEAGUES:
        keep_note(case, change, text, with_files=False)
        return
    keep_note(case, change, text, asked=True, with_files=False)
    tell_help(case, change, "comment_kept", kept=text, asks=True)


def take_over(case: Case, change: Change) -> bool:
    """« je prends » on a request that a colleague has: it changes hands too; whether it did."""
    agent, holder = case.sender.agent, change.request.assignee
    if agent is not None and agent.key in case.in_force.agent_ids and holder not in (None, agent.key):
        assign_agent(change, agent.key)
        return True
    return False


def hand_on(case: Case, change: Change, words: StaffWords, order: Order) -> Outcome:
    """Hand the request to an agent, to another service, or take it oneself; what speaks to the requester is
    sent.
    """
    target, request_id = order.target, change.request.id
    if words.published and case.settings.agents.plain_answer == "publish":
        publish(case, change, words.published)
    elif words.published:
        _keep(case, change, words, words.published)
    if order.kind == "take" and case.sender.agent is None:
        tell_help(case, change, "unknown_person")
        why = "a shared mailbox cannot take a request for itself"
        return Outcome(InboundState.COMMAND, why, request_id)
    if (already := _has_already(case, change, words, order)) is not None:
        return already
    if order.kind == "service":
        assign_service(change, target, words.kept)
        return Outcome(InboundState.COMMAND, f"service: {target}", request_id)
    if order.kind == "take" and case.sender.agent is not None:
        target = case.sender.agent.key
    assign_agent(change, target, words.kept)
    return Outcome(InboundState.COMMAND, f"{order.kind}: {target}", request_id)


def _has_already(case: Case, change: Change, words: StaffWords, order: Order) -> Outcome | None:
    """What becomes of a hand-over to whoever has the request: nobody is told of it again, a remark to them is
    a note; None where it would change hands.
    """
    own = case.sender.agent
    agent = (own.key if own is not None else "") if order.kind == "take" else order.target
    if order.kind == "service":
        if not has_it_already(change, service=agent):
            return None
        found = change.organisation.service(agent)
        name = found.name if found is not None else agent
    else:
        if not has_it_already(change, agent=agent):
            return None
        holder = change.organisation.agent(agent)
        name = "" if holder is None or holder == own else holder.name
    if words.kept.strip() and order.kind != "take":
        keep_note(case, change, words.kept)
    tell_help(case, change, "already_held", written=name)
    return Outcome(InboundState.COMMAND, f"{order.kind}: it was so already", change.request.id, already=True)


def opt_out(case: Case, change: Change) -> Outcome:
    """No more texts to the requester of this request, as if they had said STOP themselves."""
    changed = case.session.connection().execute(
        sa.update(_contacts)
        .where(
            _contacts.c.person_id == change.request.requester_id,
            _contacts.c.kind == ContactKind.PHONE,
            _contacts.c.opted_out_at.is_(None),
        )
        .values(opted_out_at=case.now)
        .returning(_contacts.c.id)
    )
    numbers = list(changed.scalars())
    for contact_id in numbers:
        record_access(case.session, case.now, case.sender.staff_name, "opt_out", f"contact:{contact_id}")
    if numbers:
        change.write(EntryKind.NOTE, data={"opt_out": len(numbers)})
    tell_help(case, change, "opted_out" if numbers else "no_number")
    return Outcome(
        InboundState.COMMAND, f"no more texts to {len(numbers)} numbers of the requester", change.request.id
    )
