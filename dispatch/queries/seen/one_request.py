"""Everything that the page of one request shows beside its history."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.queries.outside import passed_on
from dispatch.queries.seen.cards import Card, read_cards, requests
from dispatch.queries.seen.incidents import read_reports
from dispatch.queries.seen.visas import WaitingVisa, visas_of
from dispatch.sight.conditions import works_on
from dispatch.sight.viewer import Viewer
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.organisation import AgentRow
from models.tables.people import ContactPoint, Person
from models.tables.requests import Participant, RequestLink, Task
from models.values import Reference
from models.vocabulary import OPEN_KINDS

_people, _contacts, _tasks, _agents = (
    table_of(Person),
    table_of(ContactPoint),
    table_of(Task),
    table_of(AgentRow),
)
_links, _participants = table_of(RequestLink), table_of(Participant)
#: Other requests of the same person or place that are named.
MOST_NEAR = 6


@dataclass(frozen=True, slots=True)
class Contact:
    written: str
    kind: str
    verified: bool
    silent: bool
    unreachable: str


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A task of the request."""

    id: int
    title: str
    state: str
    agent: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Requester:
    id: int
    name: str
    kind: str
    told_phone: str
    contacts: tuple[Contact, ...] = ()


@dataclass(slots=True)
class Shown:
    """One request, whole."""

    card: Card
    requester: Requester
    type_label: str
    #: The key of its type; '' without one.
    type_key: str
    #: The address of the town it is about, and that of its building.
    address: str
    building_address: str
    #: The key of its building; '' without one.
    building_key: str
    tags: tuple[str, ...]
    fields: dict[str, str]
    position: tuple[float, float] | None
    #: The steps of its placing, as they are stored (`dispatch.rules.decision.Step`).
    steps: tuple[dict[str, Any], ...]
    tasks: list[WorkItem] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)
    #: As `dispatch.queries.outside.passed_on` gives it.
    passed_on: list[dict[str, Any]] = field(default_factory=list)
    linked: list[Card] = field(default_factory=list)
    #: What it seems to report again, what seems to report it again, and what was joined to it.
    reported_first: list[Card] = field(default_factory=list)
    reports_waiting: list[Card] = field(default_factory=list)
    reports_joined: list[Card] = field(default_factory=list)
    joined_into: list[Card] = field(default_factory=list)
    visas: list[WaitingVisa] = field(default_factory=list)
    same_person: list[Card] = field(default_factory=list)
    same_place: list[Card] = field(default_factory=list)


def find_id(session: Session, reference: Reference) -> int | None:
    """The request of that reference; None when there is none."""
    query = sa.select(requests.c.id).where(
        requests.c.year == reference.year, requests.c.number == reference.number
    )
    return session.connection().execute(query).scalar()


def read_shown(
    session: Session, viewer: Viewer, in_force: InForce, locale: str, now: datetime, request_id: int
) -> Shown:
    """The request of that id, which `viewer` sees whole; other requests only as far as they see those too."""
    run = session.connection().execute
    row: Any = run(sa.select(requests).where(requests.c.id == request_id)).one()
    organisation = in_force.organisation
    kind = organisation.request_type(in_force.request_type_key(row.request_type_id))
    building = organisation.building(in_force.building_key(row.building_id))
    labels = {each.key: each.label.text(locale) for each in kind.fields} if kind is not None else {}

    def near(*conditions: sa.ColumnElement[bool]) -> list[Card]:
        query = (
            sa.select(requests.c.id)
            .where(
                *conditions,
                requests.c.id != request_id,
                requests.c.erased_at.is_(None),
                works_on(viewer, in_force),
            )
            .order_by(requests.c.id.desc())
            .limit(MOST_NEAR)
        )
        return read_cards(session, in_force, locale, now, list(run(query).scalars()))

    pairs = run(
        sa.select(_links.c.request_id, _links.c.other_id).where(
            sa.or_(_links.c.request_id == request_id, _links.c.other_id == request_id)
        )
    )
    linked = {one if one != request_id else other for one, other in pairs}
    reports = read_reports(session, request_id)

    def of_incident(*ids: int | None) -> list[Card]:
        return near(requests.c.id.in_([each for each in ids if each is not None])) if any(ids) else []

    return Shown(
        card=read_cards(session, in_force, locale, now, [request_id])[0],
        requester=read_requester(session, row.requester_id),
        type_label=kind.label.text(locale) if kind is not None else "",
        type_key=kind.key if kind is not None else "",
        address=row.address,
        building_address=building.address if building is not None else "",
        building_key=building.key if building is not None else "",
        tags=tuple(row.tags or ()),
        fields={labels.get(key, key): str(value) for key, value in (row.fields or {}).items()},
        position=(row.latitude, row.longitude) if row.latitude is not None else None,
        steps=tuple((row.decision or {}).get("steps", ())),
        tasks=_tasks_of(session, request_id),
        passed_on=passed_on(session, request_id),
        copies=list(
            run(
                sa.select(_participants.c.address)
                .where(_participants.c.request_id == request_id)
                .order_by(_participants.c.address)
                .limit(20)
            ).scalars()
        ),
        linked=near(requests.c.id.in_(linked)) if linked else [],
        reported_first=of_incident(reports.first),
        reports_waiting=of_incident(*reports.waiting[-MOST_NEAR:]),
        reports_joined=of_incident(*reports.joined[-MOST_NEAR:]),
        joined_into=of_incident(reports.into),
        visas=visas_of(session, request_id),
        same_person=near(requests.c.requester_id == row.requester_id),
        same_place=(
            near(requests.c.building_id == row.building_id, requests.c.state_kind.in_(OPEN_KINDS))
            if row.building_id is not None
            else []
        ),
    )


def read_requester(session: Session, person_id: int) -> Requester:
    """Who a person is, and every address and number of theirs, oldest first."""
    run = session.connection().execute
    person = run(sa.select(_people).where(_people.c.id == person_id)).one()
    contacts = run(sa.select(_contacts).where(_contacts.c.person_id == person_id).order_by(_contacts.c.id))
    return Requester(
        person_id,
        person.name,
        person.kind,
        person.told_phone,
        tuple(
            Contact(
                row.written,
                row.kind,
                row.verified_at is not None,
                row.opted_out_at is not None,
                row.unreachable_reason if row.unreachable_since is not None else "",
            )
            for row in contacts
        ),
    )


def _tasks_of(session: Session, request_id: int) -> list[WorkItem]:
    rows = session.connection().execute(
        sa.select(_tasks.c.id, _tasks.c.title, _tasks.c.state, _tasks.c.due_at, _agents.c.name)
        .outerjoin(_agents, _agents.c.id == _tasks.c.assignee_id)
        .where(_tasks.c.request_id == request_id)
        .order_by(_tasks.c.id)
    )
    return [WorkItem(row.id, row.title, row.state, row.name or "", row.due_at) for row in rows]
