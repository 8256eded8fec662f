"""What the requester (or somebody in copy) writes about a request that exists."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.history.request import Request, lock_request, read_request
from dispatch.inbound.case import Case
from dispatch.inbound.citizen.following import invite_copies
from dispatch.inbound.citizen.surveys import ask_mark, record_score
from dispatch.inbound.citizen.taking_back import take_back
from dispatch.inbound.message_entry import change_of, participants, record_message
from dispatch.inbound.sms.which_request import find_survey
from dispatch.inbound.staff.own_words import tapped_word
from dispatch.inbound.starting.new_request import open_new
from dispatch.inbound.thread import Proof, Thread
from dispatch.notices.joined import follow_own, incident_of
from dispatch.notices.tell import News, tell_staff
from dispatch.people.changes import was_given_up
from dispatch.requests.editing import set_place
from dispatch.requests.incidents.joining import leave
from dispatch.requests.participants import add_participants, remember_ids
from dispatch.requests.state import change_state
from dispatch.requests.withdrawal import closes_itself
from dispatch.requests.workflow import Advance, advance
from dispatch.rules.facts import place_told
from intake.ledger.outcome import Outcome
from intake.words.citizens.cancelling import wishes_to_cancel
from intake.words.fields import missing_fields, read_fields
from intake.words.gratitude import feeling_of, is_thanks
from intake.words.scores import Score, is_unsure_score, read_score
from models.signing.tokens import Purpose
from models.tables.ledger import BY_PROGRAMS, Door, InboundState
from models.tables.requests import EntryKind
from models.vocabulary import CLOSED_KINDS, ParticipantRole, StateKind


def late(case: Case) -> Outcome | None:
    """Was the request it answers closed too long ago to be opened again? Then it is a new one, linked to
    that.
    """
    if case.request is None or not is_too_late(case, case.request):
        return None
    return open_new(case, Thread(linked_id=case.request.id, why="answers a request closed too long ago"))


def follow_up(case: Case) -> Outcome | None:
    """Does it belong to a request? It joins it, wakes it when it slept, and whoever works on it is told."""
    return join(case, change_of(case, case.request)) if case.request is not None else None


def page(case: Case) -> Outcome | None:
    """Was it written on a page of ours, or does the program that posted a request tell more of it? It joins
    that request, or takes it back; else it is a new one.

    The page knew by its signed link who writes, the program's key that it posted the request: that stands in
    the door's facts, and nothing else counts.
    """
    if case.message.door != Door.WEB and case.message.door not in BY_PROGRAMS:
        return None
    facts = case.message.door_facts
    # What is wished for one request alone does not reach the one that it was joined to.
    asked, cancels = facts.get("request", 0), bool(facts.get("cancel"))
    request_id = asked if cancels else follow_own(case.session, asked, case.sender.person_id)
    request = read_request(case.session, case.in_force, request_id)
    if request is None:
        return open_new(case, Thread())
    case.thread = Thread(request.id, Proof.TOKEN, Purpose.REQUESTER, why="written on its own page")
    if is_too_late(case, request):
        return late(case)
    change = change_of(case, lock_request(case.session, case.in_force, request.id))
    if not cancels:
        return join(case, change)
    step = take_back(case, change, case.parsed.words)
    why = f"canceled: now {step.to_state.key}" if step is not None else "to be canceled: passed on to staff"
    return Outcome(InboundState.FOLLOW_UP, why, request.id)


def is_too_late(case: Case, request: Request) -> bool:
    """Whether a closed request can no longer be reopened by an answer; thanks never reopen one."""
    if request.kind not in CLOSED_KINDS or is_thanks(case.parsed.words):
        return False
    if mark_given(case, request) is not None or is_unsure_mark(case, request):
        return False
    first = incident_of(case.session, case.in_force, request)
    if first is not None and first.kind not in CLOSED_KINDS:
        return False
    closed_at = (first or request).closed_at or request.updated_at
    return case.now > closed_at + timedelta(days=case.settings.threads.reopen_days)


def join(case: Case, change: Change) -> Outcome:
    """Add the requester's message to a request, wake it when it slept, and tell whoever works on it.

    A closed request is reopened only by words that say it is not solved; thanks, remarks and files are added,
    and staff, who are told, reopen it by one word. A mark that answers a survey is kept as one. What
    was joined to an incident that goes on wakes nothing; one that ended is not solved for its writer alone,
    whose request goes its own way again.
    """
    request = change.request
    if (score := mark_given(case, request)) is not None:
        remember_ids(case.session, request.id, case.parsed)
        return record_score(case, change, score.mark, score.comment)
    if is_unsure_mark(case, request):
        remember_ids(case.session, request.id, case.parsed)
        return ask_mark(case, change)
    entry_id, shown = record_message(case, change)
    remember_ids(case.session, request.id, case.parsed)
    add_participants(case.session, request.id, participants(case), ParticipantRole.COPY)
    invite_copies(case, change)
    change.update(**_where_to_answer(case, request))
    told = place_told(case.message.door, case.message.door_facts)
    if told is not None and told.position is not None and request.latitude is None and not request.address:
        # Whoever asked says where it is; what is known already, staff correct.
        set_place(change, told.address, told.position)
    news = News("requester_reply", entry_id, _beside(case, change), attachment_ids=shown)
    first = incident_of(case.session, case.in_force, request)
    if first is not None and first.kind not in CLOSED_KINDS:
        tell_staff(change, news)
        return Outcome(InboundState.FOLLOW_UP, "the request it was joined to goes on", request.id)
    if request.kind in CLOSED_KINDS and (feeling := feeling_of(_said(case))) != "not_solved":
        tell_staff(change, news)
        why = "thanks" if feeling == "thanks" else "nothing says that it is not solved"
        return Outcome(InboundState.FOLLOW_UP, f"{why}; the request stays closed", request.id)
    record_answers(case, change)
    if first is not None:
        leave(change, first)
    step = _wake(change, news)
    # Who is told that it is reopened reads the words there: one event, one mail.
    if step is None or not any(notice.to in ("assignee", "service") for notice in step.notices):
        tell_staff(change, news)
    return Outcome(InboundState.FOLLOW_UP, f"moved to {step.to_state.key}" if step else "", request.id)


def _beside(case: Case, change: Change) -> dict[str, Any]:
    """What the notice of a message says besides its words: what it wishes, else how it is made a request."""
    words = case.parsed.words
    other = bool(words.strip()) and feeling_of(words) != "thanks"
    return _wish(case, change) or {"may_split": other}


def _said(case: Case) -> str:
    """The words of the requester, or the subject that a tap wrote when their program left the text out."""
    return case.parsed.words if case.parsed.words.strip() else tapped_word(case.parsed)


def mark_given(case: Case, request: Request) -> Score | None:
    """The mark in a mail that answers this request's survey (texts are asked before they come here)."""
    score = read_score(case.parsed.words) if case.parsed.channel != "sms" else None
    # A mark alone takes the place of the one they gave before.
    is_asked = score is not None and find_survey(case, request.id, again=not score.comment) is not None
    return score if is_asked else None


def is_unsure_mark(case: Case, request: Request) -> bool:
    """Whether a mail answers this request's survey by a mark that is none of one to five."""
    if case.parsed.channel == "sms" or case.parsed.attachments or not is_unsure_score(case.parsed.words):
        return False
    return find_survey(case, request.id) is not None


def record_answers(case: Case, change: Change) -> dict[str, str]:
    """Read what an answer says of the fields still missing, and note it in the history; what was read."""
    organisation, request = case.organisation, change.request
    kind = organisation.request_type(request.request_type)
    if kind is None or not kind.fields:
        return {}
    asked = missing_fields(kind, request.fields)
    found = read_fields(
        case.parsed.words,
        kind,
        organisation.town.local_day(case.message.received_at),
        buildings=organisation.buildings,
        asked=asked,
    )
    fresh = {key: value for key, value in found.items() if key in asked}
    if fresh:
        change.update(fields={**request.fields, **fresh})
        change.write(EntryKind.NOTE, SYSTEM, data={"fields": fresh})
    return fresh


def _where_to_answer(case: Case, request: Request) -> dict[str, Any]:
    """The requester is answered where they last wrote from; somebody in copy changes nothing, and neither
    does an address that the requester gave up for another.
    """
    contact = case.sender.contact
    if contact is None or contact.person_id != request.requester_id:
        return {}
    if contact.contact_id != request.reply_contact_id and was_given_up(case.session, contact):
        return {}
    return {"channel": case.parsed.channel, "reply_contact_id": contact.contact_id}


def _wake(change: Change, news: News) -> Advance | None:
    """Take the transition that a requester's answer means: back to work from waiting, reopened from
    closed.
    """
    workflow, request = change.workflow, change.request
    if request.kind not in (StateKind.WAITING, *CLOSED_KINDS):
        return None
    for transition in workflow.transitions:
        if request.state in transition.sources and "requester" in transition.who:
            step = advance(workflow, request.state, transition.verb, actor="requester")
            if isinstance(step, Advance):
                change_state(change, step, attachment_ids=news.attachment_ids, shown_entry=news.entry_id)
                return step
    return None


def _wish(case: Case, change: Change) -> dict[str, Any]:
    """That the requester seems to wish to cancel, for whoever reads their words; nothing is done by it."""
    theirs = case.sender.person_id == change.request.requester_id
    if not theirs or change.request.kind in CLOSED_KINDS or not wishes_to_cancel(_said(case)):
        return {}
    return {"wish": "written", "closes_itself": closes_itself(change)}
