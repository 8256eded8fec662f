"""A Decision becomes rows: the request, its first entries, its files, and the notices about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.inbound.case import Case
from dispatch.inbound.photos_by_text import remember_remote_files
from dispatch.inbound.thread import add_participants, remember_ids
from dispatch.letters.subjects import own_words_off
from dispatch.notices.tell import Fact, tell_address, tell_requester, tell_staff, ways_out
from dispatch.requests import history
from dispatch.requests.tasks import create_tasks
from dispatch.requests.workflow import initial_state
from dispatch.rules.decision import Decision
from intake.message import Mailbox
from intake.words.first_line import find_first_line
from models.errors import InvalidValue
from models.tables.columns import table_of
from models.tables.organisation import ServiceRow
from models.tables.people import Person
from models.tables.requests import EntryKind, Request, RequestLink
from models.values import EmailAddress

_requests = table_of(Request)
_services = table_of(ServiceRow)
_links = table_of(RequestLink)
_people = table_of(Person)
#: A subject is shown on one line of a list and of a mail.
SUBJECT_CHARACTERS = 250
_ADD_REQUEST = sa.insert(_requests).returning(_requests.c.id)
_NEXT_TURN = (
    sa.update(_services).where(_services.c.id == sa.bindparam("of_service")).values(turn=_services.c.turn + 1)
)
_NEXT_NUMBER = sa.text(
    "INSERT INTO reference_counter (year, last_number) VALUES (:year, 1) "
    "ON CONFLICT (year) DO UPDATE SET last_number = reference_counter.last_number + 1 RETURNING last_number"
)


def next_reference(session: Session, now: datetime, time_zone: str) -> tuple[int, int]:
    """Year and number of a new request: no gap, since the counter moves in the transaction that uses it."""
    year = now.astimezone(ZoneInfo(time_zone)).year
    number: int = session.connection().execute(_NEXT_NUMBER, {"year": year}).scalar_one()
    return year, number


def open_request(
    case: Case,
    decision: Decision,
    *,
    linked_id: int | None = None,
    why_linked: str = "",
    acknowledged_with: Callable[[Request], Mapping[str, Any]] = lambda _: {},
) -> Request:
    """Write a new request with its history, files, tasks and notices, in the caller's transaction.

    `acknowledged_with` gives what more the acknowledgement of the request says, as details of that notice.
    """
    session, now = case.session, case.now
    request = _insert_request(case, decision)
    assert request.id is not None
    entry_id, shown = record_message(case, request.id, opening=True)
    _record_decision(case, decision, request.id)
    remember_ids(session, request.id, case.parsed, is_new=True)
    add_participants(session, request.id, participants(case.parsed.to, case.parsed.cc, case), "copy")
    if linked_id is not None:
        link(session, request.id, linked_id, why_linked, now)
    fact = replace(fact_of(case, request, entry_id), is_new=True)
    if decision.acknowledge and not case.automatic and case.sender.contact is not None:
        tell_requester(
            session,
            fact,
            decision.acknowledge_template or "acknowledgement",
            data={
                "received_at": case.message.received_at.isoformat(),
                "missing_fields": list(decision.missing_fields),
                **acknowledged_with(request),
            },
            contact=case.sender.contact,
        )
    tell_staff(session, fact, case.in_force, "assigned", attachment_ids=shown, besides=None)
    create_tasks(session, case.in_force, request, decision.tasks, fact, actor_role="rule")
    _forward(case, decision, fact, shown)
    return request


def fact_of(case: Case, request: Request, entry_id: int | None = None) -> Fact:
    """What this message did to `request`, for the notices about it."""
    return Fact(
        request,
        f"inbound:{case.message.id}",
        case.now,
        entry_id,
        case.message.id,
        answers=(case.sender.person_id, case.parsed.message_id),
        channels=ways_out(case.settings),
    )


def _forward(case: Case, decision: Decision, fact: Fact, shown: list[int]) -> None:
    """Copies that a rule sends elsewhere: to read, not to answer."""
    for written in decision.forward_to:
        address = EmailAddress.parse(written)
        tell_address(case.session, fact, "copy", address, case.organisation.town.locale, attachment_ids=shown)


def record_message(
    case: Case,
    request_id: int,
    *,
    public: bool = True,
    actor_role: str = "requester",
    kind: EntryKind = EntryKind.MESSAGE_IN,
    opening: bool = False,
) -> tuple[int, list[int]]:
    """The message as a line of the request's history; its id and the ids of the files worth sending on.

    `opening`: it is the first message of the request, of which less is folded away.
    """
    parsed = case.parsed
    entry_id = history.write_entry(
        case.session,
        request_id,
        kind,
        case.now,
        actor_role=actor_role,
        person_id=case.sender.person_id,
        channel=parsed.channel,
        public=public,
        text=parsed.opening if opening else parsed.words,
        quoted=parsed.quoted,
        data={"signature": parsed.signature} if parsed.signature else {},
        inbound_id=case.message.id,
    )
    shown = history.write_attachments(case.session, request_id, entry_id, parsed.attachments)
    remember_remote_files(case, request_id)
    return entry_id, shown


def link(session: Session, request_id: int, other_id: int, reason: str, now: datetime) -> None:
    """Tie two requests together; said once in the history of each."""
    session.connection().execute(
        sa.insert(_links).values(request_id=request_id, other_id=other_id, reason=reason, created_at=now)
    )
    for one, other in ((request_id, other_id), (other_id, request_id)):
        history.write_entry(
            session,
            one,
            EntryKind.LINK,
            now,
            actor_role="system",
            data={"request_id": other, "reason": reason},
        )


def participants(to: Iterable[Mailbox], cc: Iterable[Mailbox], case: Case) -> list[str]:
    """Addresses in To and Cc that are not ours: they may answer in the same request."""
    ours = {domain.lower() for domain in case.settings.mail.domains}
    found = []
    for box in (*to, *cc):
        try:
            address = EmailAddress.parse(box.address)
        except InvalidValue:
            continue
        if address.domain not in ours:
            found.append(address.key)
    return found


def _insert_request(case: Case, decision: Decision) -> Request:
    session, in_force, now = case.session, case.in_force, case.now
    year, number = next_reference(session, now, case.organisation.town.time_zone)
    workflow = case.organisation.workflow(decision.workflow)
    state = initial_state(workflow)
    photo = next((a for a in case.parsed.attachments if a.latitude is not None), None)
    values: dict[str, Any] = {
        "year": year,
        "number": number,
        "subject": subject_of(case),
        "state": state.key,
        "state_kind": state.kind,
        "workflow_key": workflow.key,
        "service_id": in_force.service_ids.get(decision.service),
        "building_id": in_force.building_ids.get(decision.building or ""),
        "request_type_id": in_force.request_type_ids.get(decision.request_type or ""),
        "assignee_id": in_force.agent_ids.get(decision.assignee or ""),
        "requester_id": case.sender.person_id if case.sender.person_id is not None else _nobody(case),
        "priority": decision.priority,
        "channel": case.parsed.channel,
        "reply_contact_id": case.sender.contact.contact_id if case.sender.contact else None,
        "locale": decision.language if decision.language in ("fr", "en") else case.organisation.town.locale,
        "tags": list(decision.tags),
        "fields": dict(decision.fields),
        "organisation_version_id": in_force.version_id,
        "decision": {"steps": decision.steps_as_json(), "disposition": decision.disposition},
        "latitude": photo.latitude if photo else None,
        "longitude": photo.longitude if photo else None,
        "created_at": now,
        "updated_at": now,
        "due_at": decision.due_at,
    }
    request_id = session.connection().execute(_ADD_REQUEST, values).scalar_one()
    if values["service_id"] is not None:
        session.connection().execute(_NEXT_TURN, {"of_service": values["service_id"]})
    return Request(id=request_id, **values)


def _record_decision(case: Case, decision: Decision, request_id: int) -> None:
    chosen = {
        "service": decision.service,
        "building": decision.building,
        "type": decision.request_type,
        "rules": [step.rule for step in decision.steps if step.matched],
    }
    steps: list[tuple[EntryKind, dict[str, Any]]] = [(EntryKind.RULE, chosen)]
    if decision.assignee:
        steps.append((EntryKind.ASSIGNMENT, {"agent": decision.assignee}))
    history.write_steps(case.session, request_id, steps, case.now, actor_role="rule")


def subject_of(case: Case) -> str:
    """What the request is called: its subject, else the first words of its text."""
    parsed = case.parsed
    subject = own_words_off(parsed.subject) or _opening(parsed.words)
    return " ".join(subject.split())[:SUBJECT_CHARACTERS]


def _opening(text: str) -> str:
    """The first line that says something: « Bonjour, » is no name for a request, unless nothing else was written."""
    first = find_first_line(text)
    return first.text if first else next((line for line in text.splitlines() if line.strip()), "")


def _nobody(case: Case) -> int:
    """A person without any address, for a message that names none: kept, though nobody can be answered."""
    row_id: int = (
        case.session.connection()
        .execute(
            sa.insert(_people)
            .values(kind="citizen", name="", locale=case.organisation.town.locale, created_at=case.now)
            .returning(_people.c.id)
        )
        .scalar_one()
    )
    return row_id
