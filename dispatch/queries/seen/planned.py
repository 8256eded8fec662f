"""Work that is planned for a day: of one's agenda, within the rights of whoever looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.queries.seen.cards import Card, in_hand, read_cards, requests
from dispatch.sight.conditions import works_on
from dispatch.sight.viewer import Viewer
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.requests import Task, TaskState

_tasks = table_of(Task)
#: Requests of one agenda.
MOST = 500


@dataclass(frozen=True, slots=True)
class Planned:
    """A request on the day it is planned for; `task` when it is a task of it that is due then,
    and that task's id."""

    day: date
    card: Card
    task: str = ""
    task_id: int = 0


def planned_between(
    session: Session,
    viewer: Viewer,
    in_force: InForce,
    locale: str,
    now: datetime,
    begin: datetime,
    days: int,
    *,
    agents: frozenset[str] = frozenset(),
) -> list[Planned]:
    """What is planned in so many `days` from `begin` among what `viewer` sees, earliest first; with `agents`
    only what those have, and their open tasks.
    """
    run = session.connection().execute
    end = begin + timedelta(days=days)
    seen = (works_on(viewer, in_force), requests.c.erased_at.is_(None), in_hand)
    ids = [in_force.agent_ids[key] for key in agents if key in in_force.agent_ids]
    mine = (requests.c.assignee_id.in_(ids),) if agents else ()
    query = (
        sa.select(requests.c.id)
        .where(*seen, *mine, requests.c.planned_at >= begin, requests.c.planned_at < end)
        .order_by(requests.c.planned_at, requests.c.id)
        .limit(MOST)
    )
    planned = list(run(query).scalars())
    theirs = (_tasks.c.assignee_id.in_(ids),) if agents else ()
    due = (
        sa.select(_tasks.c.id, _tasks.c.request_id, _tasks.c.title, _tasks.c.due_at)
        .select_from(_tasks.join(requests, requests.c.id == _tasks.c.request_id))
        .where(
            *seen, *theirs, _tasks.c.state == TaskState.OPEN, _tasks.c.due_at >= begin, _tasks.c.due_at < end
        )
        .order_by(_tasks.c.due_at, _tasks.c.id)
        .limit(MOST)
    )
    tasks = run(due).all()
    numbers = list(dict.fromkeys((*planned, *(row.request_id for row in tasks))))
    cards = {card.id: card for card in read_cards(session, in_force, locale, now, numbers)}
    local = in_force.organisation.town.local_day
    found = [
        Planned(local(card.planned_at), card)
        for each in planned
        if (card := cards.get(each)) is not None and card.planned_at is not None
    ]
    found += [
        Planned(local(row.due_at), cards[row.request_id], row.title or "…", row.id)
        for row in tasks
        if row.request_id in cards
    ]
    return sorted(found, key=lambda each: each.day)
