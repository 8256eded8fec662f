"""What the requester (or somebody in copy) writes about a request that exists."""

from __future__ import annotations

from datetime import timedelta

from dispatch.inbound.asked_fields import record_answers
from dispatch.inbound.case import Case
from dispatch.inbound.opening import fact_of, participants, record_message
from dispatch.inbound.surveys import record_score
from dispatch.inbound.thread import add_participants, remember_ids
from dispatch.inbound.which_request import find_survey
from dispatch.notices.tell import Fact, tell_staff
from dispatch.requests import history
from dispatch.requests.state import change_state
from dispatch.requests.workflow import Advance, advance
from intake.ledger.outcome import Outcome
from intake.words.gratitude import Score, feeling_of, is_thanks, read_score
from models.organisation import Workflow
from models.tables.ledger import InboundState
from models.tables.requests import EntryKind, Request
from models.vocabulary import CLOSED_KINDS, StateKind


def is_too_late(case: Case, request: Request) -> bool:
    """Whether a closed request can no longer be reopened by an answer: a new one is made instead."""
    if request.state_kind not in CLOSED_KINDS or is_thanks(case.parsed.words):
        return False
    if _mark_given(case, request) is not None:
        return False
    closed_at = request.closed_at or request.updated_at
    return case.now > closed_at + timedelta(days=case.settings.threads.reopen_days)


def follow_up(case: Case, request: Request) -> Outcome:
    """Add the requester's message, wake the request when it slept, and tell whoever works on it.

    A closed request is reopened only by words that say it is not solved; thanks, remarks and files are added,
    and staff, who are told, reopen it by one word. A mark that answers a survey is kept as one.
    """
    assert request.id is not None
    if (score := _mark_given(case, request)) is not None:
        remember_ids(case.session, request.id, case.parsed)
        return record_score(case, request, score.mark, score.comment)
    entry_id, shown = record_message(case, request.id)
    remember_ids(case.session, request.id, case.parsed)
    add_participants(case.session, request.id, participants(case.parsed.to, case.parsed.cc, case), "copy")
    contact = case.sender.contact
    if contact is not None and contact.person_id == request.requester_id:
        history.touch(
            case.session,
            request.id,
            case.now,
            channel=case.parsed.channel,
            reply_contact_id=contact.contact_id,
        )
        request.reply_contact_id = contact.contact_id
    else:
        history.touch(case.session, request.id, case.now)
    fact = fact_of(case, request, entry_id)
    if request.state_kind in CLOSED_KINDS and (feeling := feeling_of(case.parsed.words)) != "not_solved":
        tell_staff(case.session, fact, case.in_force, "requester_reply", attachment_ids=shown)
        why = "thanks" if feeling == "thanks" else "nothing says that it is not solved"
        return Outcome(InboundState.FOLLOW_UP, f"{why}; the request stays closed", request.id)
    record_answers(case, request)
    step = _wake(case, request, fact, shown)
    # Who is told that it is reopened reads the words there: one event, one mail.
    if step is None or not any(notice.to in ("assignee", "service") for notice in step.notices):
        tell_staff(case.session, fact, case.in_force, "requester_reply", attachment_ids=shown)
    return Outcome(InboundState.FOLLOW_UP, f"moved to {step.to_state.key}" if step else "", request.id)


def _mark_given(case: Case, request: Request) -> Score | None:
    """The mark in a mail that answers this request's survey (texts are asked before they come here)."""
    score = read_score(case.parsed.words) if case.parsed.channel != "sms" else None
    return score if score is not None and find_survey(case) == request.id else None


def record_automatic(case: Case, request: Request) -> Outcome:
    """Keep an absence notice or the like in the history; it says nothing, changes nothing, tells nobody."""
    assert request.id is not None and case.parsed.automatic is not None
    record_message(
        case,
        request.id,
        public=False,
        actor_role="agent" if case.sender.is_staff else "requester",
        kind=EntryKind.NOTE,
    )
    return Outcome(InboundState.AUTOMATIC, case.parsed.automatic.reason, request.id)


def _wake(case: Case, request: Request, fact: Fact, shown: list[int]) -> Advance | None:
    """Take the transition that a requester's answer means: back to work from waiting, reopened from closed."""
    workflow = case.organisation.workflow(request.workflow_key)
    if request.state_kind not in (StateKind.WAITING, *CLOSED_KINDS):
        return None
    for verb in _verbs_of_requester(workflow, request.state):
        step = advance(workflow, request.state, verb, actor="requester")
        if isinstance(step, Advance):
            change_state(
                case.session,
                case.in_force,
                request,
                step,
                fact,
                actor_role="requester",
                person_id=case.sender.person_id,
                attachment_ids=shown,
                shown_entry=fact.entry_id,
            )
            return step
    return None


def _verbs_of_requester(workflow: Workflow, state: str) -> list[str]:
    return [t.verb for t in workflow.transitions if state in t.sources and "requester" in t.who]
