"""What a citizen answers to the letter that asked whether a wish is theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from dispatch.history.request import lock_request
from dispatch.inbound.case import Case
from dispatch.inbound.citizen.answers import answer, answer_about
from dispatch.inbound.citizen.asked import asked_by, end_question
from dispatch.inbound.citizen.taking_back import take_back
from dispatch.inbound.citizen.wanted import set_language, start_news, stop_news
from dispatch.inbound.message_entry import change_of
from dispatch.inbound.staff.own_words import first_paragraph, tapped_word
from dispatch.inbound.thread import Proof, Thread
from dispatch.notices.done import WishToConfirm, WordAnswered
from dispatch.people.contacts import Contact
from intake.ledger.outcome import Outcome
from intake.words.citizens.mail import answers_whether
from models.signing.tokens import Purpose
from models.tables.ledger import InboundState
from models.vocabulary import OPEN_KINDS


def wish(case: Case) -> Outcome | None:
    """Does a citizen say whether a wish in their name is theirs? CONFIRMER has it done, NON leaves all as it
    is.

    Only who was asked can say so, through the address of that letter, once and in time; other words go their
    way.
    """
    row, contact = asked_by(case, "confirm_wish"), case.sender.contact
    if row is None or contact is None or case.mail_proof.failed:
        return None
    yes = answers_whether(first_paragraph(case.parsed) or tapped_word(case.parsed))
    if yes is None:
        return None
    details = WishToConfirm.model_validate(row.data)
    if details.answered:
        return Outcome(InboundState.COMMAND, f"the wish of notice {row.id} was answered already")
    end_question(case, row)
    if not yes:
        return Outcome(InboundState.COMMAND, f"the wish of notice {row.id} is not theirs: nothing was done")
    if case.now > details.asked_at + timedelta(hours=details.hours):
        answer(case, contact, WordAnswered(what="too_late"))
        return Outcome(InboundState.COMMAND, f"the wish of notice {row.id} was confirmed too late")
    return _do(case, contact, row, details)


def _do(case: Case, contact: Contact, row: Any, details: WishToConfirm) -> Outcome:
    if details.wish == "cancel":
        return _cancel(case, contact, row.request_id)
    if details.wish == "language":
        set_language(case, contact, details.language)
        answer(case, contact, WordAnswered(what="language"), locale=details.language)
    elif details.wish == "stop":
        changed = stop_news(case, contact)
        answer(case, contact, WordAnswered(what="stopped" if changed else "stopped_already"))
    else:
        start_news(case, contact)
        answer(case, contact, WordAnswered(what="started"))
    return Outcome(InboundState.COMMAND, f"the wish of notice {row.id} is confirmed and done")


def _cancel(case: Case, contact: Contact, request_id: int) -> Outcome:
    request = lock_request(case.session, case.in_force, request_id)
    case.thread = Thread(request_id, Proof.TOKEN, Purpose.REQUESTER, why="the address of our question")
    # The history says what was asked for, not the word that confirmed it.
    asked = replace(case, parsed=replace(case.parsed, text="ANNULER", reply="ANNULER", quoted=""))
    change = change_of(asked, request)
    if request.requester_id != contact.person_id or request.kind not in OPEN_KINDS:
        answer_about(change, contact, WordAnswered(what="closed_already"))
        return Outcome(InboundState.COMMAND, "ANNULER: the request is closed already", request_id)
    step = take_back(asked, change, asked.parsed.words, contact)
    why = f"now {step.to_state.key}" if step is not None else "passed on to staff"
    return Outcome(InboundState.COMMAND, f"ANNULER is confirmed: {why}", request_id)
