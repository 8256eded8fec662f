"""What a message is and what becomes of it: the questions asked of every one, in this order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dispatch.inbound.apart.other_topic import other_topic
from dispatch.inbound.apart.taken_over import taken_over
from dispatch.inbound.case import Case
from dispatch.inbound.citizen.changing import changed_contact
from dispatch.inbound.citizen.following import invitation
from dispatch.inbound.citizen.wishes import wish
from dispatch.inbound.citizen.words import word
from dispatch.inbound.contact_words import contact_words
from dispatch.inbound.follow_up import follow_up, late, page
from dispatch.inbound.late_files import files
from dispatch.inbound.machines import (
    automatic,
    bounce,
    copy,
    own_mail,
    receipt,
)
from dispatch.inbound.marks import weigh
from dispatch.inbound.outside.partner import partner
from dispatch.inbound.reactions import reaction
from dispatch.inbound.refusals import spam, too_large, virus
from dispatch.inbound.return_address import return_address
from dispatch.inbound.sms.commands import text_message
from dispatch.inbound.staff.mail import left, staff
from dispatch.inbound.staff.own_list import own_list
from dispatch.inbound.staff.proving.confirming import confirmation
from dispatch.inbound.staff.proving.private_address import private_address
from dispatch.inbound.staff.several.on_list import list_answer
from dispatch.inbound.staff.trace import trace
from dispatch.inbound.starting.new_request import desk, new_request
from dispatch.inbound.who.official import official
from dispatch.inbound.who.on_behalf import whose
from dispatch.inbound.who.own_data import own_data
from dispatch.inbound.who.sending_domain import counted_domain
from dispatch.inbound.who.storm import note_started, storm
from dispatch.inbound.who.writer import as_written_by, find_writer
from dispatch.notices.held import STORM_REASON, tell_held
from intake.ledger import claims
from intake.ledger.outcome import Outcome
from models.tables.ledger import InboundState

Question = Callable[[Case], Outcome | None]
#: The first answer is what becomes of the message; the last question always has one. docs/deciding.md prints
#: the first sentence of each.
QUESTIONS: tuple[Question, ...] = (
    receipt,
    files,
    copy,
    own_mail,
    bounce,
    virus,
    taken_over,
    desk,
    page,
    reaction,
    text_message,
    partner,
    automatic,
    return_address,
    storm,
    confirmation,
    wish,
    invitation,
    changed_contact,
    own_data,
    word,
    official,
    other_topic,
    whose,
    left,
    list_answer,
    private_address,
    own_list,
    staff,
    late,
    contact_words,
    spam,
    too_large,
    follow_up,
    new_request,
)


def decide(case: Case) -> Outcome:
    """Decide one message and end its ledger row, all in the caller's transaction."""
    parsed, envelope_from = case.parsed, case.message.envelope_from
    case.parsed = weigh(parsed, case.message, case.settings.mail.domains)
    case.writer = find_writer(case.parsed, case.message, case.organisation, case.settings.mail)
    case.parsed = as_written_by(case.parsed, case.writer)
    outcome = first_answer(QUESTIONS, case)
    found: dict[str, Any] = {
        "person_id": case.person_id,
        "duplicate_of_id": outcome.duplicate_of_id,
        "decision": outcome.decision,
        "mail_proof": _proof(case) if parsed.channel == "email" else None,
        "writer": case.writer.as_json() if case.writer is not None else None,
    }
    claims.end(
        case.session,
        case.message,
        outcome.state,
        case.now,
        reason=outcome.reason,
        request_id=outcome.request_id,
        message_id=parsed.message_id,
        content_key=parsed.content_key or None,
        subject=parsed.subject[:500],
        sender=(parsed.sender.address if parsed.sender else envelope_from)[:320],
        **{name: value for name, value in found.items() if value is not None},
    )
    note_started(case, outcome)
    trace(case, outcome)
    if outcome.state is InboundState.HELD and not outcome.reason.startswith(STORM_REASON):
        tell_held(case.session, case.in_force, case.now)
    return outcome


def _proof(case: Case) -> dict[str, Any]:
    """What proved it, with the domain that it counts for, and whether it came to a signed address."""
    domain = counted_domain(case)
    signed = case.came_signed and not case.mail_proof.proved and case.sender.is_staff
    more = {**({"domain": domain} if domain else {}), **({"signed": "yes"} if signed else {})}
    return {**case.mail_proof.as_json(), **more}


def first_answer(questions: tuple[Question, ...], case: Case) -> Outcome:
    """What the first question that is answered says."""
    return next(outcome for question in questions if (outcome := question(case)) is not None)
