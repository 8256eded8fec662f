"""The row of a new request: what the decision gives it, its name, and the language it is answered in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from dispatch.history.request import Request
from dispatch.inbound.case import Case
from dispatch.inbound.message_entry import SUBJECT_CHARACTERS
from dispatch.letters.subjects import own_words_off
from dispatch.queries.request_conditions import Origin
from dispatch.requests.incidents.found import note_candidate
from dispatch.requests.loads import note_load, take_turn
from dispatch.requests.numbers_and_links import next_reference
from dispatch.requests.workflow import initial_state
from dispatch.rules.decision import Decision
from dispatch.rules.facts import position_of
from intake.message import ParsedMessage
from intake.words.first_line import find_first_line
from models.organisation.working_time import due_after_hours
from models.store.batching.rows import add_row
from models.tables.columns import table_of
from models.tables.ledger import Door
from models.tables.people import Person
from models.tables.requests import RequestRow
from models.vocabulary import OPEN_KINDS

_requests, _people = table_of(RequestRow), table_of(Person)


def insert_request(case: Case, decision: Decision) -> Request:
    """Write the row of a new request with the next reference, in the caller's transaction."""
    in_force, now, parsed = case.in_force, case.now, case.parsed
    reference = next_reference(case.session, now, case.organisation.town)
    workflow = case.organisation.workflow(decision.workflow)
    state = initial_state(workflow)
    latitude, longitude = position_of(case.message.door, case.message.door_facts, parsed, decision.located)
    request = Request(
        id=0,
        reference=reference,
        subject=subject_of(parsed),
        state=state.key,
        kind=state.kind,
        workflow=workflow.key,
        requester_id=case.sender.person_id if case.sender.person_id is not None else _nobody(case),
        # It is of the hour at which it came: delays of the law, figures and lists count from then, however
        # long the message waited for us or was held.
        created_at=min(case.message.received_at, now),
        updated_at=now,
        service=_known(decision.service, in_force.service_ids),
        building=_known(decision.building, in_force.building_ids),
        request_type=_known(decision.request_type, in_force.request_type_ids),
        assignee=_known(decision.assignee, in_force.agent_ids),
        channel=parsed.channel,
        reply_contact_id=case.sender.contact.contact_id if case.sender.contact else None,
        locale=locale_of(case, decision),
        fields=dict(decision.fields),
        latitude=latitude,
        longitude=longitude,
        address=decision.located.address if decision.located is not None else "",
        due_at=decision.due_at,
        answer_due_at=_answer_due_at(case, decision.request_type),
    )
    columns: dict[str, Any] = {
        "priority": decision.priority,
        "origin": _origin(case),
        "tags": list(decision.tags),
        "organisation_version_id": in_force.version_id,
        "decision": {
            "steps": decision.steps_as_json(),
            "disposition": decision.disposition,
            **({"danger": True} if decision.danger else {}),
        },
    }
    request_id = add_row(case.session, _requests, request.as_row(in_force) | columns)
    if request.kind in OPEN_KINDS:
        note_load(case.session, request.assignee)
    if request.service is not None:
        take_turn(case.session, request.service)
    request = replace(request, id=request_id)
    note_candidate(case.session, in_force, request, parsed.opening)
    return request


def _origin(case: Case) -> str:
    """How it reached the town: what a clerk wrote down says so itself, pages of ours count as email."""
    door = case.message.door
    if door == Door.DESK:
        return case.message.door_name
    return door if door in (Door.SMS, Door.API, Door.OPEN311) else Origin.EMAIL


def _answer_due_at(case: Case, request_type: str | None) -> datetime | None:
    """When somebody of staff must have answered, by the request type."""
    kind = case.organisation.request_type(request_type)
    if kind is None or not kind.answer_working_hours:
        return None
    return due_after_hours(case.organisation.town, case.message.received_at, kind.answer_working_hours)


def _known(key: str | None, ids: Mapping[str, int]) -> str | None:
    """`key` when the organisation has a row for it."""
    return key if key in ids else None


def _nobody(case: Case) -> int:
    """A person without any address, for a message that gives none: kept, though nobody can be answered."""
    name = case.parsed.sender.name[:200] if case.parsed.sender else ""
    person = {
        "kind": "citizen",
        "name": name,
        "told_phone": case.writer.phone if case.writer is not None else "",
        "locale": case.organisation.town.locale,
        "created_at": case.now,
    }
    return add_row(case.session, _people, person)


def locale_of(case: Case, decision: Decision) -> str:
    """The language its writer is answered in: the one they asked for, that of the message when we have words
    in it, else the town's.
    """
    contact = case.sender.contact
    if contact is not None and contact.locale == "en":
        # People are French until they say otherwise.
        return contact.locale
    return decision.language if decision.language in ("fr", "en") else case.organisation.town.locale


def subject_of(parsed: ParsedMessage) -> str:
    """What the request is called: its subject, else the first words of its text."""
    subject = own_words_off(parsed.subject) or _opening(parsed.words)
    return " ".join(subject.split())[:SUBJECT_CHARACTERS]


def _opening(text: str) -> str:
    """The first line that says something: « Bonjour, » is no name for a request, unless nothing else was
    written.
    """
    return find_first_line(text) or next((line for line in text.splitlines() if line.strip()), "")
