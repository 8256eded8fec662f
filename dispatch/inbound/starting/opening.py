"""A Decision becomes rows: the request, its first entries, its files, its acknowledgement and the notices to
staff.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dispatch.history.actor import RULE
from dispatch.history.change import Change
from dispatch.history.entries import write_steps
from dispatch.history.request import Request
from dispatch.inbound.apart.incident import also_reported, find_incident, joins_by_itself
from dispatch.inbound.apart.matters import told_apart
from dispatch.inbound.case import Case
from dispatch.inbound.citizen.following import invite_copies
from dispatch.inbound.message_entry import (
    FILES_NOT_KEPT,
    change_of,
    participants,
    record_message,
)
from dispatch.inbound.outside.by_rule import pass_on_by_rule
from dispatch.inbound.sms.photos import upload_offer
from dispatch.inbound.starting.first_row import insert_request
from dispatch.inbound.who.few_answers import too_many_answers
from dispatch.inbound.who.on_behalf import propose_requester
from dispatch.letters.subjects import says_something
from dispatch.notices.danger import tell_danger
from dispatch.notices.tell import News, tell_address, tell_requester, tell_staff
from dispatch.requests.incidents.proposed import Incident
from dispatch.requests.incidents.telling import take_by_itself, tell_of_growth
from dispatch.requests.numbers_and_links import link
from dispatch.requests.participants import add_participants, remember_ids
from dispatch.requests.tasks import create_tasks
from dispatch.rules.decision import Decision
from intake.words.own_data import may_ask_for_own_data
from models.tables.requests import EntryKind
from models.values import EmailAddress
from models.vocabulary import ParticipantRole


def open_request(case: Case, decision: Decision) -> Request:
    """Write a new request with its history, files, tasks and notices, in the caller's transaction."""
    request = insert_request(case, decision)
    change = change_of(case, request)
    change.is_new = True
    entry_id, shown = record_message(case, change, opening=True)
    _record_decision(change, decision)
    remember_ids(case.session, request.id, case.parsed, is_new=True)
    add_participants(case.session, request.id, participants(case), ParticipantRole.COPY)
    if case.thread.linked_id is not None:
        link(change, case.thread.linked_id, case.thread.why)
    incident = find_incident(case, change, decision)
    known = incident if incident is not None and joins_by_itself(decision, incident) else None
    if not propose_requester(case, change, entry_id):
        _acknowledge(case, change, decision, entry_id, known_already=known is not None)
        invite_copies(case, change)
    if known is not None:
        take_by_itself(replace(change, actor=RULE), known)
        return change.request
    _tell_staff(case, change, decision, incident, (entry_id, shown))
    create_tasks(change, decision.tasks, by=RULE)
    _forward(change, decision, entry_id, shown)
    return change.request


def _tell_staff(
    case: Case, change: Change, decision: Decision, incident: Incident | None, said: tuple[int, list[int]]
) -> None:
    """Whoever has the new request is told: of a danger at once, of an incident that many report by its
    number.
    """
    entry_id, shown = said
    by_rule = pass_on_by_rule(case, change, decision)
    if decision.danger and tell_danger(change, News("danger", entry_id, attachment_ids=shown)):
        return
    if not decision.danger and not by_rule:
        told = tell_of_growth(change, incident)
        if told:
            return
    comment = "\n".join(filter(None, (_files_not_kept(case), by_rule)))
    data: dict[str, Any] = {
        "comment": comment,
        **also_reported(change, incident),
        **told_apart(case, change),
        # A task of no agent is told to nobody else.
        "tasks": [task.title for task in decision.tasks if task.agent is None],
    }
    tell_staff(change, News("assigned", entry_id, data, attachment_ids=shown))


def _files_not_kept(case: Case) -> str:
    """What whoever gets the request must know of files that found no room; '' when all is kept."""
    names = case.parsed.extra.get(FILES_NOT_KEPT, "")
    english = case.organisation.town.locale == "en"
    said = (
        "Files not kept, for want of room: "
        if english
        else "Pièces jointes non gardées, faute de place\u00a0: "
    )
    return said + names if names else ""


def _acknowledge(
    case: Case, change: Change, decision: Decision, entry_id: int, *, known_already: bool
) -> None:
    if not decision.acknowledge or case.automatic or case.sender.contact is None:
        return
    details: dict[str, Any] = {
        "received_at": case.message.received_at.isoformat(),
        "missing_fields": list(decision.missing_fields),
        "no_words": _without_words(case),
        **({"known_already": True} if known_already else {}),
        **({"may_ask_data": True} if may_ask_for_own_data(case.parsed.subject, case.parsed.words) else {}),
        **upload_offer(case, change.request.id),
    }
    contact = case.sender.contact
    if case.parsed.channel == "email" and not case.mail_proof.proved:
        # The town's signature is not lent to words that anybody may have sent in anybody's name.
        details["plain"], contact = True, replace(contact, name="")
    notice = decision.acknowledge_template or "acknowledgement"
    held = too_many_answers(case, notice)
    tell_requester(change, News(notice, entry_id, details), contact, held=held)


def _without_words(case: Case) -> str:
    """Why its writer is asked for words; '' when there are some, be it in the subject."""
    why = case.parsed.no_words or ""
    return "" if why != "encrypted" and says_something(case.parsed.subject) else why


def _forward(change: Change, decision: Decision, entry_id: int, shown: list[int]) -> None:
    """Copies that a rule sends elsewhere: to read, not to answer, without who asked outside the town hall."""
    for written in decision.forward_to:
        details = {"unnamed": not change.organisation.may_know_who_asks(written)}
        tell_address(
            change, News("copy", entry_id, details, attachment_ids=shown), EmailAddress.parse(written)
        )


def _record_decision(change: Change, decision: Decision) -> None:
    chosen = {
        "service": decision.service,
        "building": decision.building,
        "type": decision.request_type,
        "rules": [step.rule for step in decision.steps if step.matched],
    }
    steps: list[tuple[EntryKind, dict[str, Any]]] = [(EntryKind.RULE, chosen)]
    if decision.assignee:
        steps.append((EntryKind.ASSIGNMENT, {"agent": decision.assignee}))
    write_steps(change.session, change.request.id, steps, RULE, change.now)
