"""Whether an agent's mail is an order, a note, or an answer that the requester may read."""

from __future__ import annotations

from dataclasses import replace

from dispatch.history.change import Change
from dispatch.inbound.apart.splitting import split_last
from dispatch.inbound.case import Case
from dispatch.inbound.machines import record_automatic
from dispatch.inbound.message_entry import change_of
from dispatch.inbound.outside.partner_words import keep_inside
from dispatch.inbound.staff.about_to_leave import held_back
from dispatch.inbound.staff.acknowledged import acknowledges, note_acknowledged
from dispatch.inbound.staff.acts import hand_on, opt_out, take_verb
from dispatch.inbound.staff.answers import ask_about, ask_whom, in_answer, publish, send_kept
from dispatch.inbound.staff.misuse import tell_of_colleague
from dispatch.inbound.staff.not_done import not_done
from dispatch.inbound.staff.notes import keep_below, keep_files, keep_note, record_note, tell_help
from dispatch.inbound.staff.own_words import apart_from_signature, read_words, tapped, words_of
from dispatch.inbound.staff.proving.proof import lacks_proof, wait_for_proof
from dispatch.inbound.staff.proving.spent import hold_spent, is_spent
from dispatch.inbound.staff.proving.too_many import too_many
from dispatch.inbound.staff.several.for_one import for_one
from dispatch.inbound.staff.several.incidents import group_with
from dispatch.inbound.staff.several.looked_up import unknown_staff
from dispatch.inbound.staff.several.opinions import tell_asker
from dispatch.inbound.staff.several.proposed import said_yes_to
from dispatch.inbound.staff.several.stale import ask_again, is_stale
from dispatch.inbound.staff.several.take import take_lines
from dispatch.inbound.staff.several.undo import note_done, withdraw
from dispatch.inbound.staff.tasks import end_or_hand_on, take_task_mail
from dispatch.inbound.starting.new_request import open_new
from dispatch.inbound.thread import Proof, Thread
from dispatch.letters.manners import without_name
from dispatch.requests.participants import remember_ids
from dispatch.requests.undo.kept import begin
from intake.ledger.outcome import Outcome
from intake.words.address_of_words import Address, greets_a_stranger
from intake.words.orders import NoOrder, Order, Unsure, read_order
from intake.words.staff.lines import Lines, read_lines
from intake.words.staff.words import StaffWords
from models.signing.tokens import Purpose
from models.tables.ledger import InboundState
from models.vocabulary import ActorRole


def left(case: Case) -> Outcome | None:
    """Does it use a reply address of staff, though its writer left? Then it is a new request, linked."""
    purpose = case.thread.purpose
    if case.request is None or purpose in (None, Purpose.REQUESTER) or case.sender.is_staff:
        return None
    why = "a reply address of staff, used by somebody who left"
    return open_new(case, Thread(linked_id=case.request.id, why=why))


def staff(case: Case) -> Outcome | None:
    """Does somebody who works on the request write? An order is done, an answer sent on, all else is a note.

    What answers our notice by itself is an absence, never an order. What nothing proves is held.
    """
    if case.request is None or not case.speaks_as_staff:
        return None
    if case.parsed.automatic is not None and case.thread.proof is Proof.TOKEN:
        return record_automatic(case)
    change = change_of(case, case.request, case.actor(ActorRole.AGENT))
    lacks = lacks_proof(case)
    said = read_words(case, change, _own_words(case)[0]).said if lacks or case.wrote_too_much else NoOrder()
    if (waits := too_many(case, said)) is not None:
        return waits
    return wait_for_proof(case, change, said) if lacks else take_agent_mail(case, change)


def take_agent_mail(case: Case, change: Change) -> Outcome:
    """Do what an agent's message says about a request.

    Only the signed address of a notice to staff gives the power to order or answer: a From can be forged.
    Anything else is kept as a note, and the agent is told.
    """
    remember_ids(case.session, change.request.id, case.parsed)
    begun = begin(change)
    outcome = _before_acting(case, change)
    if outcome is not None:
        note_done(change, begun)
        return outcome
    thread = case.thread
    written, below = _own_words(case)
    written = said_yes_to(case, change, written)
    words, lines = read_words(case, change, written), _lines(case, change, written)
    words = in_answer(case, words, written) if lines is None else words
    if thread.by_number:
        words = replace(words, kept=words.everything, published="")
    whose = for_one(case, change, words, None if thread.by_number else lines)
    outcome = not_done(case, whose or change, words.said if lines is None else lines, written or "")
    if outcome is not None:
        note_done(change, begun)
        return keep_below(case, change, below, outcome)
    if is_stale(case, words.said if lines is None else lines):
        outcome = keep_below(case, change, below, ask_again(case, change, words))
        note_done(change, begun)
        return outcome
    if is_spent(case, words.said if lines is None else lines, written or ""):
        return hold_spent(case, change, words.said)
    if whose is None:
        keep_note(case, change, words.everything)
        tell_help(case, change, "joined_words", kept=words.everything)
        note_done(change, begun)
        return Outcome(InboundState.COMMAND, "an order for all with words for one", change.request.id)
    if whose is not change:
        change, begun = whose, begin(whose)
    if lines is not None and not thread.by_number:
        outcome = take_lines(case, change, lines, begun.standing)
        said = [line.order for line in lines.orders]
    else:
        outcome = _act(case, change, words, written)
        said = [words.said if isinstance(words.said, Order) else None]
        keep_files(case, change)
    outcome = keep_below(case, change, below, outcome)
    note_done(change, begun, *said)
    return outcome


def _before_acting(case: Case, change: Change) -> Outcome | None:
    """What becomes of a message that may order nothing, or that nobody can read; None for any other."""
    thread = case.thread
    if thread.proof is not Proof.TOKEN or thread.purpose not in (Purpose.ASSIGNEE, Purpose.TASK):
        outcome = record_note(case, change, case.parsed.words)
        if thread.purpose is Purpose.NOTE:
            tell_asker(case, change)
        else:
            tell_help(case, change, "not_signed")
            tell_of_colleague(case, change)
        return outcome
    if case.parsed.no_words == "encrypted":
        keep_note(case, change, "")
        tell_help(case, change, "encrypted")
        return Outcome(InboundState.COMMAND, "encrypted: nothing could be read", change.request.id)
    return None


def _own_words(case: Case) -> tuple[str | None, str]:
    """What an agent wrote, without their signature; and what stands below the order of one of our buttons."""
    written = words_of(case.parsed, case.signer)
    if written is None:
        return None, ""
    if case.sender.agent is not None:
        written = apart_from_signature(written, case.sender.agent.name)
    order, below = tapped(case.parsed, written) or (held_back(case, written), "")
    return order, without_name(below, case.sender.agent.name) if case.sender.agent is not None else below


def _lines(case: Case, change: Change, written: str | None) -> Lines | None:
    """The order lines of a message to a request; None when the grammar of one order is to read it."""
    if case.thread.purpose is not Purpose.ASSIGNEE or not written:
        return None
    today = case.organisation.town.local_day(case.now)
    lines = read_lines(written, change.workflow, organisation=case.organisation, today=today)
    if lines is None or any(line.kind != "order" for line in lines.orders):
        return lines
    whole = read_order(written, change.workflow, organisation=case.organisation, today=today)
    return None if isinstance(whole, Order) else lines


def _act(case: Case, change: Change, words: StaffWords, written: str | None) -> Outcome:
    if written and isinstance(words.said, NoOrder) and acknowledges(case, written):
        return note_acknowledged(case, change, written)
    if case.thread.purpose is Purpose.TASK:
        return take_task_mail(case, change, words.said)
    match words.said:
        case Order():
            return _do(case, change, words, words.said)
        case _ if written is None:
            tell_help(case, change, "quote_kept")
            return Outcome(InboundState.COMMAND, "nothing was sent on: quote kept", change.request.id)
        case _ if not written.strip() and not case.parsed.attachments:
            tell_help(case, change, "nothing_written")
            return Outcome(InboundState.COMMAND, "nothing was sent on: nothing written", change.request.id)
        case Unsure() as doubt if _lacks_its_day(change, doubt):
            tell_help(case, change, "date_missing", written=doubt.written)
            return Outcome(InboundState.COMMAND, "a verb without the day it needs", change.request.id)
        case Unsure(why="words") if not words.published and (nobody := unknown_staff(case, written)):
            return ask_whom(case, change, words, nobody)
        case Unsure() as doubt if not words.published:
            return ask_about(
                case, change, words.kept, f"doubt_{doubt.why}", doubt.likely, written=doubt.written
            )
        case _:
            return _answer(case, change, words)


def _lacks_its_day(change: Change, doubt: Unsure) -> bool:
    """Whether it is a verb that needs a day, and nothing else: « planifié », as its button writes it."""
    found = (
        change.workflow.transition(change.request.state, doubt.likely[0]) if len(doubt.likely) == 1 else None
    )
    said = doubt.written.casefold().split()
    return found is not None and found.needs_date and len(said) <= 2 and {*said[1:]} <= {"le", "on"}


def _answer(case: Case, change: Change, words: StaffWords) -> Outcome:
    """An answer that orders nothing: sent when it speaks to the requester, kept and asked about otherwise."""
    if words.published and case.settings.agents.plain_answer == "publish":
        return publish(case, change, words.published)
    text = words.published or words.kept
    inside = words.address is Address.COLLEAGUES and not greets_a_stranger(text, case.organisation)
    why = "kept_inside" if inside else "kept_unsure"
    return ask_about(case, change, text, why)


def _do(case: Case, change: Change, words: StaffWords, order: Order) -> Outcome:
    match order.kind:
        case "help":
            tell_help(case, change, "asked")
            return Outcome(InboundState.COMMAND, "help was asked for", change.request.id)
        case "note":
            if not words.kept.strip() and not case.parsed.attachments:
                tell_help(case, change, "nothing_written")
                return Outcome(InboundState.COMMAND, "a note without words", change.request.id)
            return record_note(case, change, words.kept)
        case "answer":
            return publish(case, change, words.published)
        case "send":
            return send_kept(case, change)
        case "keep":
            keep_inside(case, change)
            return Outcome(InboundState.COMMAND, "kept as the note it is", change.request.id)
        case "withdraw":
            return withdraw(case, change)
        case "split":
            return split_last(case, change, order.comment)
        case "opt_out":
            return opt_out(case, change)
        case "verb":
            return take_verb(case, change, words, order)
        case "task":
            return end_or_hand_on(case, change, order)
        case "duplicate":
            return group_with(case, change, words, order)
        case _:
            return hand_on(case, change, words, order)
