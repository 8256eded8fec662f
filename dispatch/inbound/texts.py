"""What becomes of a citizen's text: a command, an answer to a survey, words for a request old or new."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dispatch.inbound import consent
from dispatch.inbound.case import Case
from dispatch.inbound.follow_up import follow_up, is_too_late
from dispatch.inbound.linking import take_contact_words
from dispatch.inbound.opening import fact_of, record_message
from dispatch.inbound.staff.texts import take_order
from dispatch.inbound.surveys import record_score
from dispatch.inbound.thread import Thread, find_mentioned
from dispatch.inbound.which_request import (
    find_latest,
    find_open,
    find_own,
    find_survey,
    list_open,
    was_acknowledged_today,
)
from dispatch.notices import outside_requests
from dispatch.notices.details import Listing
from dispatch.notices.tell import tell_person, tell_requester, tell_staff
from dispatch.requests import history
from dispatch.requests.history import lock_request
from dispatch.requests.state import change_state
from dispatch.requests.workflow import Advance, advance
from dispatch.rules.decision import Decision
from intake.ledger.outcome import Outcome
from intake.sms.commands import CitizenText, Intent, read_citizen_text
from intake.words.gratitude import feeling_of, is_thanks
from models.tables.ledger import InboundState
from models.tables.requests import Request
from models.vocabulary import CLOSED_KINDS, OPEN_KINDS

OpenNew = Callable[[Case, Thread], tuple[Outcome, Decision | None]]
#: Requests listed in one answer to SUIVI.
LISTED = 4
#: What an opt-out service of the provider has already answered for us (Twilio's OptOutType).
_ANSWERED: dict[str, Intent] = {"STOP": "stop", "START": "start", "HELP": "help"}


def take_text(case: Case, open_new: OpenNew) -> tuple[Outcome, Decision | None]:
    """Do what a text asks; `open_new` makes a request by the rules. The decision is None but for new requests.

    Asked in this order: our own number or a machine? STOP, START? an agent's order? a code or an address
    to link? another command? a score? then words for the request named, the open one, or a new one.
    """
    if _is_ours(case):
        return Outcome(InboundState.AUTOMATIC, "sent from a number of ours"), None
    if case.parsed.automatic is not None:
        return Outcome(InboundState.AUTOMATIC, case.parsed.automatic.reason), None
    if case.sender.contact is None:
        return open_new(case, Thread(why="no number to answer"))
    survey_of = find_survey(case)
    read = read_citizen_text(case.parsed.text, survey_asked=survey_of is not None)
    answered = _ANSWERED.get(case.parsed.extra.get("opt_out_type", ""))
    silent = answered is not None
    if answered is not None:
        read = CitizenText(answered)
    if read.intent == "stop":
        return consent.stop(case, silent=silent), None
    if read.intent == "start":
        return consent.start(case, silent=silent) or _help(case, silent), None
    for take in (take_order, take_contact_words):
        outcome = take(case)
        if outcome is not None:
            return outcome, None
    match read.intent:
        case "help":
            return _help(case, silent), None
        case "track":
            return _track(case, read), None
        case "cancel":
            return _cancel(case, read), None
        case "score" if survey_of is not None and read.score is not None:
            return record_score(case, lock_request(case.session, survey_of), read.score, read.text), None
        case "new" if not read.text and not case.parsed.media:
            return _help(case, silent), None
        case "new":
            return open_new(_saying(case, read.text), Thread(why="NOUVEAU was asked for"))
        case _:
            return _words(case, read, open_new)


def _words(case: Case, read: CitizenText, open_new: OpenNew) -> tuple[Outcome, Decision | None]:
    named = find_own(case, read)
    found, why = named, "named by the sender"
    if found is None:
        found, why = find_open(case), "the sender's open request"
    if found is None and feeling_of(case.parsed.text) != "other":
        found, why = find_latest(case), "words about the latest request"
    if found is None:
        # Somebody else's reference: a new request, linked to that one, as by email.
        linked = find_mentioned(case.session, case.parsed.text) if named is None else None
        return open_new(case, Thread(linked_id=linked, why="mentioned by somebody else" if linked else ""))
    request = lock_request(case.session, found)
    if is_too_late(case, request):
        return open_new(case, Thread(linked_id=request.id, why="names a request closed too long ago"))
    assert request.id is not None
    acknowledged = was_acknowledged_today(
        case.session, request.id, case.now, case.organisation.town.time_zone
    ) or is_thanks(case.parsed.text)
    outcome = follow_up(case, request)
    if not acknowledged and case.sender.contact is not None:
        tell_person(case.session, fact_of(case, request), "text_joined", case.sender.contact, "requester")
    return replace(outcome, reason=outcome.reason or why), None


def _track(case: Case, read: CitizenText) -> Outcome:
    named = find_own(case, read)
    _tell_status(
        case, only=named if read.names_a_request else None, unknown=read.names_a_request and not named
    )
    return Outcome(InboundState.COMMAND, "SUIVI was answered", named)


def _cancel(case: Case, read: CitizenText) -> Outcome:
    """Withdraw a request: by a transition the workflow leaves to requesters, else by telling staff."""
    found = find_own(case, read)
    if found is None and not read.names_a_request:
        mine = list_open(case)
        found = find_open(case) if len(mine) == 1 else None
    if found is None:
        _tell_status(case, unknown=read.names_a_request)
        return Outcome(InboundState.COMMAND, "ANNULER names no single request of the sender")
    request = lock_request(case.session, found)
    contact = case.sender.contact
    assert contact is not None and request.id is not None
    if request.state_kind not in OPEN_KINDS:
        _tell_status(case, only=request.id)
        return Outcome(InboundState.COMMAND, "ANNULER: the request is closed already", request.id)
    entry_id, shown = record_message(case, request.id)
    history.touch(case.session, request.id, case.now)
    fact = fact_of(case, request, entry_id)
    step = _withdrawal(case, request, read.text)
    if step is None:
        tell_staff(case.session, fact, case.in_force, "requester_reply", attachment_ids=shown)
        tell_person(case.session, fact, "cancel_passed_on", contact, "requester")
        return Outcome(InboundState.COMMAND, "ANNULER: passed on to staff", request.id)
    change_state(
        case.session,
        case.in_force,
        request,
        step,
        fact,
        actor_role="requester",
        person_id=case.sender.person_id,
        channel="sms",
    )
    if not any(notice.to == "requester" for notice in step.notices):
        tell_requester(
            case.session, fact, "state_changed", data={"to_state": step.to_state.key}, contact=contact
        )
    tell_staff(case.session, fact, case.in_force, "requester_reply", attachment_ids=shown)
    return Outcome(InboundState.COMMAND, f"ANNULER: now {step.to_state.key}", request.id)


def _withdrawal(case: Case, request: Request, comment: str) -> Advance | None:
    """The transition by which the workflow lets a requester end their request, if it has one."""
    workflow = case.organisation.workflow(request.workflow_key)
    for transition in workflow.transitions:
        target = workflow.state(transition.to)
        if request.state not in transition.sources or "requester" not in transition.who or target is None:
            continue
        if target.kind in CLOSED_KINDS:
            step = advance(
                workflow,
                request.state,
                transition.verb,
                actor="requester",
                comment=comment or case.parsed.text,
            )
            if isinstance(step, Advance):
                return step
    return None


def _help(case: Case, silent: bool) -> Outcome:
    assert case.sender.contact is not None
    if not silent and not case.automatic:
        outside_requests.tell_outside_a_request(
            case.session,
            "text_help",
            case.sender.contact,
            f"inbound:{case.message.id}",
            case.now,
            data={},
            inbound_id=case.message.id,
        )
    return Outcome(InboundState.COMMAND, "AIDE was answered")


def _tell_status(case: Case, only: int | None = None, *, unknown: bool = False) -> None:
    assert case.sender.contact is not None
    if case.automatic:
        return
    items = [] if unknown else list_open(case, only)
    outside_requests.tell_outside_a_request(
        case.session,
        "status",
        case.sender.contact,
        f"inbound:{case.message.id}",
        case.now,
        data=Listing(items=tuple(items[:LISTED]), total=len(items)).model_dump(mode="json"),
        inbound_id=case.message.id,
    )


def _saying(case: Case, words: str) -> Case:
    return replace(case, parsed=replace(case.parsed, text=words, reply=words))


def _is_ours(case: Case) -> bool:
    """Whether the number it came from is one of ours: two machines must not answer one another."""
    sender = case.parsed.sender.address if case.parsed.sender else ""
    account = case.settings.twilio
    numbers = {number for service in case.organisation.services for number in service.numbers}
    return bool(sender) and (sender in numbers or (account is not None and sender == account.from_number))
