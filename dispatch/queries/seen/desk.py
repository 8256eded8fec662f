"""What waits for somebody: the requests and tasks of one member of staff, in the order to take them up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.queries.seen.cards import Card, in_hand, read_cards, requests
from dispatch.queries.seen.visas import with_visas
from dispatch.sight.conditions import works_on
from dispatch.sight.viewer import Viewer
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.requests import Task, TaskState
from models.values import Reference
from models.vocabulary import StateKind

_tasks = table_of(Task)
#: Of one's own requests and tasks: more than anybody has in hand.
MOST = 200
#: Of those that nobody has taken yet.
MOST_FREE = 25


@dataclass(frozen=True, slots=True)
class DeskTask:
    """A piece of work given to the viewer, or to whom they stand in for."""

    id: int
    title: str
    reference: str
    subject: str
    due_at: datetime | None
    is_late: bool


@dataclass(slots=True)
class Desk:
    """Each request stands in the first part that it belongs to."""

    late: list[Card] = field(default_factory=list)
    today: list[Card] = field(default_factory=list)
    answered: list[Card] = field(default_factory=list)
    new: list[Card] = field(default_factory=list)
    #: Of the requests that the viewer leads: words of others that wait for a visa.
    visas: list[Card] = field(default_factory=list)
    planned: list[Card] = field(default_factory=list)
    others: list[Card] = field(default_factory=list)
    waiting: list[Card] = field(default_factory=list)
    tasks: list[DeskTask] = field(default_factory=list)
    #: What nobody has among the requests that the viewer may take, at most MOST_FREE; whether there are more.
    free: list[Card] = field(default_factory=list)
    is_more_free: bool = False
    #: How many of the requests that the viewer leads are late; 0 for who leads none.
    team_late: int = 0

    @property
    def is_empty(self) -> bool:
        mine = (self.late, self.today, self.answered, self.new, self.planned, self.others, self.waiting)
        return not any((*mine, self.tasks, self.free, self.visas))


def read_desk(session: Session, viewer: Viewer, in_force: InForce, now: datetime) -> Desk:
    """The desk of `viewer`, who is a member of staff."""
    run = session.connection().execute
    mine = [in_force.agent_ids[key] for key in viewer.holders if key in in_force.agent_ids]
    in_order = (requests.c.due_at.nulls_last(), requests.c.id)
    open_ = (in_hand, requests.c.erased_at.is_(None))
    own = run(
        sa.select(requests.c.id)
        .where(requests.c.assignee_id.in_(mine), *open_)
        .order_by(*in_order)
        .limit(MOST)
    )
    desk = Desk(tasks=_tasks_of(session, mine, now))
    today = in_force.organisation.town.local_day(now)
    for card in read_cards(session, in_force, viewer.locale, now, list(own.scalars())):
        due_on = in_force.organisation.town.local_day(card.due_at) if card.due_at is not None else None
        _part_of(desk, card, is_today=due_on == today).append(card)
    free = list(
        run(
            sa.select(requests.c.id)
            .where(requests.c.assignee_id.is_(None), works_on(viewer, in_force), *open_)
            .order_by(*in_order)
            .limit(MOST_FREE + 1)
        ).scalars()
    )
    desk.is_more_free = len(free) > MOST_FREE
    desk.free = read_cards(session, in_force, viewer.locale, now, free[:MOST_FREE])
    if viewer.leads:
        asked = with_visas((works_on(viewer, in_force), requests.c.erased_at.is_(None)), MOST)
        desk.visas = read_cards(session, in_force, viewer.locale, now, list(run(asked).scalars()))
        late = sa.select(requests.c.id).where(works_on(viewer, in_force), requests.c.due_at < now, *open_)
        counted = sa.select(sa.func.count()).select_from(late.limit(1000).subquery())
        desk.team_late = run(counted).scalar_one()
    return desk


def _part_of(desk: Desk, card: Card, *, is_today: bool) -> list[Card]:
    if card.is_late:
        return desk.late
    if is_today:
        return desk.today
    if card.is_unanswered:
        return desk.answered
    if card.kind is StateKind.NEW:
        return desk.new
    if card.kind is StateKind.WAITING:
        return desk.waiting
    return desk.planned if card.planned_at is not None else desk.others


def _tasks_of(session: Session, agents: list[int], now: datetime) -> list[DeskTask]:
    rows: Any = session.connection().execute(
        sa.select(
            _tasks.c.id,
            _tasks.c.title,
            _tasks.c.due_at,
            requests.c.year,
            requests.c.number,
            requests.c.subject,
        )
        .join(requests, requests.c.id == _tasks.c.request_id)
        .where(_tasks.c.assignee_id.in_(agents), _tasks.c.state == TaskState.OPEN)
        .order_by(_tasks.c.due_at.is_(None), _tasks.c.due_at, _tasks.c.id)
        .limit(MOST)
    )
    return [
        DeskTask(
            row.id,
            row.title,
            str(Reference(row.year, row.number)),
            row.subject,
            row.due_at,
            row.due_at is not None and row.due_at < now,
        )
        for row in rows
    ]
