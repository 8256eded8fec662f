"""What an agent writes: an order, an internal note, or an answer that the requester reads."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from dispatch.inbound.case import Case
from dispatch.inbound.staff.acts import group_with, hand_on, opt_out, take_verb
from dispatch.inbound.staff.answers import keep_and_ask, publish, send_kept, withdraw
from dispatch.inbound.staff.notes import record_note, tell_help
from dispatch.inbound.staff.own_words import first_paragraph, tapped_word, without_name, words_of
from dispatch.inbound.staff.tasks import end_or_hand_on, take_task_mail
from dispatch.inbound.thread import Proof, Thread, remember_ids
from intake.ledger.outcome import Outcome
from intake.words.address_of_words import Address
from intake.words.orders import Order, Unsure
from intake.words.staff_words import StaffWords, read_staff_words
from models.signing.tokens import Purpose
from models.tables.ledger import InboundState
from models.tables.requests import Request


def take_agent_mail(case: Case, request: Request, thread: Thread) -> Outcome:
    """Do what an agent's message says about `request`.

    Only the signed address of a notice to staff gives the power to order or to answer the requester: a
    From can be forged. Anything else an agent writes is kept as an internal note, and the agent is told.
    """
    assert request.id is not None
    remember_ids(case.session, request.id, case.parsed)
    if thread.proof is not Proof.TOKEN or thread.purpose not in (Purpose.ASSIGNEE, Purpose.TASK):
        outcome = record_note(case, request, case.parsed.words)
        if thread.purpose is not Purpose.NOTE:
            tell_help(case, request, "not_signed", ())
        return outcome
    written = words_of(case.parsed, case.signer)
    words = _read(case, request, written)
    if thread.purpose is Purpose.TASK:
        return take_task_mail(case, request, words.said)
    match words.said:
        case Order():
            return _do(case, request, words, words.said)
        case _ if written is None:
            tell_help(case, request, "quote_kept", ())
            return Outcome(InboundState.COMMAND, "nothing was sent on: quote kept", request.id)
        case _ if not written.strip() and not case.parsed.attachments:
            tell_help(case, request, "nothing_written", ())
            return Outcome(InboundState.COMMAND, "nothing was sent on: nothing written", request.id)
        case Unsure() as doubt if not words.published:
            return keep_and_ask(
                case, request, words.kept, f"doubt_{doubt.why}", doubt.likely, written=doubt.written
            )
        case _:
            return _answer(case, request, words)


def _read(case: Case, request: Request, written: str | None) -> StaffWords:
    today = case.now.astimezone(ZoneInfo(case.organisation.town.time_zone)).date()
    text = first_paragraph(case.parsed) if written is None else written
    if not text.strip():
        text = tapped_word(case.parsed)
    words = read_staff_words(
        text, case.organisation.workflow(request.workflow_key), organisation=case.organisation, today=today
    )
    if case.sender.agent is None:
        return words
    name = case.sender.agent.name
    kept = words.kept if isinstance(words.said, Unsure) else without_name(words.kept, name)
    return replace(words, kept=kept, published=words.published)


def _answer(case: Case, request: Request, words: StaffWords) -> Outcome:
    """An answer that orders nothing: sent when it speaks to the requester, kept and asked about otherwise."""
    if words.published and case.settings.agents.plain_answer == "publish":
        return publish(case, request, words.published)
    text = words.published or words.kept
    why = "kept_inside" if words.address is Address.COLLEAGUES else "kept_unsure"
    return keep_and_ask(case, request, text, why)


def _do(case: Case, request: Request, words: StaffWords, order: Order) -> Outcome:
    match order.kind:
        case "help":
            tell_help(case, request, "asked", ())
            return Outcome(InboundState.COMMAND, "help was asked for", request.id)
        case "note":
            return record_note(case, request, words.kept)
        case "answer":
            return publish(case, request, words.published)
        case "send":
            return send_kept(case, request)
        case "keep":
            return Outcome(InboundState.COMMAND, "kept as the note it is", request.id)
        case "withdraw":
            return withdraw(case, request)
        case "opt_out":
            return opt_out(case, request)
        case "verb":
            return take_verb(case, request, words, order)
        case "task":
            return end_or_hand_on(case, request, order)
        case "duplicate":
            return group_with(case, request, words, order)
        case _:
            return hand_on(case, request, words, order)
