"""The board: the states of a course as columns, each with its first requests and how many it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.queries.seen.cards import Card, read_cards, requests
from dispatch.queries.seen.listing import conditions
from dispatch.queries.seen.wanted import Wanted
from dispatch.sight.viewer import Viewer
from models.organisation.workflow import Workflow
from models.store.looking.reads import Reads
from models.store.organisations import InForce

#: Requests of a column; the rest is one link away.
MOST_CARDS = 25
#: A closed state shows what came to its end lately.
CLOSED_LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Column:
    """One state. `total` counts what `cards` begins, `late` those that are overdue."""

    state: str
    label: str
    is_closed: bool
    total: int
    late: int
    cards: list[Card]


def read_columns(
    session: Session,
    reads: Reads,
    viewer: Viewer,
    in_force: InForce,
    course: Workflow,
    wanted: Wanted,
    now: datetime,
) -> list[Column]:
    """The states of `course` in its order, oldest due first. Closed ones are counted alone, for a week."""
    run = session.connection().execute
    where = [
        *conditions(reads, viewer, in_force, wanted, now),
        requests.c.workflow_key == course.key,
    ]
    closed = [state.key for state in course.states if state.kind.is_closed]
    counted = run(
        sa.select(
            requests.c.state,
            sa.func.count().label("total"),
            sa.func.sum(sa.case((requests.c.due_at < now, 1), else_=0)).label("late"),
        )
        .where(*where, sa.or_(requests.c.state.not_in(closed), requests.c.closed_at >= now - CLOSED_LATELY))
        .group_by(requests.c.state)
    )
    counts = {row.state: (row.total, row.late) for row in counted}
    found = []
    for state in course.states:
        total, late = counts.get(state.key, (0, 0))
        cards: list[Card] = []
        if total and not state.kind.is_closed:
            ids = run(
                sa.select(requests.c.id)
                .where(*where, requests.c.state_kind == state.kind, requests.c.state == state.key)
                .order_by(requests.c.due_at.nulls_last(), requests.c.id)
                .limit(MOST_CARDS)
            )
            cards = read_cards(session, in_force, viewer.locale, now, list(ids.scalars()))
        is_closed = state.kind.is_closed
        found.append(
            Column(
                state.key, state.label.text(viewer.locale), is_closed, total, 0 if is_closed else late, cards
            )
        )
    return found
