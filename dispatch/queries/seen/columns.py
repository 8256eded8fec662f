"""The board: the states of a course as columns, each with its first requests and how many it holds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session

from dispatch.queries.narrowing.lately import ended_by_state
from dispatch.queries.narrowing.narrow import narrow
from dispatch.queries.seen.cards import Card, in_hand, read_cards, requests
from dispatch.queries.seen.wanted import Wanted
from dispatch.queries.sought import found
from dispatch.queries.sought.asked import Sought
from dispatch.queries.sought.spelled import spelled
from dispatch.sight.viewer import Viewer
from models.organisation.workflow import Workflow
from models.store.looking.reads import Reads
from models.store.organisations import InForce
from models.vocabulary import CLOSED_KINDS

Where = tuple[sa.ColumnElement[bool], ...]
Numbers = dict[str, int]
#: By state: how many, how many of them late, the ids of the first.
Walk = tuple[Numbers, Numbers, dict[str, list[int]]]
#: Requests of a column; the rest is one link away.
MOST_CARDS = 25
#: A closed state shows what came to its end lately.
CLOSED_LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Column:
    """One state. `total` counts what `cards` begins, `late` those that are overdue; `limit` is how many the
    town means there to be at most, 0 for any number. Of a folded one no card is read.
    """

    state: str
    label: str
    is_closed: bool
    total: int
    late: int
    cards: list[Card]
    limit: int = 0
    is_folded: bool = False

    @property
    def is_full(self) -> bool:
        """Whether there are more than the town means: said, and nothing else."""
        return 0 < self.limit < self.total


def read_columns(
    session: Session,
    reads: Reads,
    viewer: Viewer,
    in_force: InForce,
    course: Workflow,
    wanted: Wanted,
    now: datetime,
    folded: Collection[str] = (),
) -> list[Column]:
    """The states of `course` in its order, oldest due first. Closed ones are counted alone, for a week, and
    so are those whose keys are `folded`.
    """
    narrowed = narrow(session, reads, viewer, in_force, replace(wanted, words=""), now)
    of_course = (*narrowed.where, requests.c.workflow_key == course.key)
    sought = spelled(session, reads, Sought.read(wanted.words))
    open_ = (*of_course, in_hand, *found.in_hand_with(sought, is_sqlite=reads.is_sqlite))
    ended = (*of_course, requests.c.closed_at >= now - CLOSED_LATELY)
    closed = (*ended, requests.c.state_kind.in_(CLOSED_KINDS))
    read = [each.key for each in course.states if not each.kind.is_closed and each.key not in folded]
    totals: Numbers = {}
    late: Numbers = {}
    shown: dict[str, list[int]] = {}
    if wanted.words and not sought.is_vain:
        walk = _walked if reads.is_sqlite else _gathered
        totals, late, first = walk(session, open_, now)
        totals |= ended_by_state(session, reads, sought, closed)
        shown = {state: first[state] for state in read if state in first}
    elif not wanted.words:
        totals, late = _counted(session, open_, closed, now)
        shown = {
            state: _first(session, (*open_, requests.c.state == state)) for state in read if totals.get(state)
        }
    ids = [each for some in shown.values() for each in some]
    shown_now = read_cards(session, in_force, viewer.locale, now, ids, with_photos=True)
    cards = {card.id: card for card in shown_now}
    return [
        Column(
            state=state.key,
            label=state.label.text(viewer.locale),
            is_closed=state.kind.is_closed,
            total=totals.get(state.key, 0),
            late=late.get(state.key, 0),
            cards=[cards[each] for each in shown.get(state.key, ()) if each in cards],
            limit=0 if state.kind.is_closed else state.limit,
            is_folded=state.key in folded and not state.kind.is_closed,
        )
        for state in course.states
    ]


def _counted(session: Session, open_: Where, closed: Where, now: datetime) -> tuple[Numbers, Numbers]:
    """How many are in each state, and how many of them are late. Two statements: each walks an index of its
    own, and neither the requests of years. SQLite is told which: of a kind of state it does not know that it
    is nearly all.
    """
    totals: Numbers = {}
    late: Numbers = {}
    run = session.connection().execute
    for row in run(_by_state(open_, requests.c.due_at < now, "request_in_hand")):
        totals[row.state], late[row.state] = row.total, row.late or 0
    for row in run(_by_state(closed, sa.false(), "request_ended")):
        totals[row.state] = row.total
    return totals, late


def _walked(session: Session, open_: Where, now: datetime) -> Walk:
    """The same of those in hand, and the first of each state: what looks for words asks for them once."""
    totals: Numbers = {}
    late: Numbers = {}
    first: dict[str, list[int]] = {}
    for request_id, state, one_late in session.connection().execute(_in_order(open_, now)):
        totals[state] = totals.get(state, 0) + 1
        late[state] = late.get(state, 0) + one_late
        if totals[state] <= MOST_CARDS:
            first.setdefault(state, []).append(request_id)
    return totals, late, first


def _gathered(session: Session, open_: Where, now: datetime) -> Walk:
    """The same by PostgreSQL alone: of 30,000 with a word it sends some lines. What is gathered keeps the
    order in which it is read.
    """
    read = _in_order(open_, now).subquery()
    ids = sa.type_coerce(sa.func.array_agg(read.c.id), ARRAY(sa.Integer))
    counted = sa.select(read.c.state, sa.func.count(), sa.func.sum(read.c.late), ids[1:MOST_CARDS])
    rows = session.connection().execute(counted.group_by(read.c.state)).all()
    return (
        {state: total for state, total, _, _ in rows},
        {state: late for state, _, late, _ in rows},
        {state: first for state, _, _, first in rows},
    )


def _in_order(open_: Where, now: datetime) -> sa.Select[Any]:
    """Those in hand, the oldest due date first: id, state and whether it is late."""
    is_late = sa.case((requests.c.due_at < now, 1), else_=0).label("late")
    query = sa.select(requests.c.id, requests.c.state, is_late).where(*open_)
    query = query.with_hint(requests, "INDEXED BY request_in_hand", "sqlite")
    return query.order_by(requests.c.due_at.nulls_last(), requests.c.id)


def _by_state(where: Where, is_late: sa.ColumnElement[bool], index: str) -> sa.Select[tuple[str, int, int]]:
    late = sa.func.sum(sa.case((is_late, 1), else_=0)).label("late")
    query = sa.select(requests.c.state, sa.func.count().label("total"), late)
    query = query.with_hint(requests, f"INDEXED BY {index}", "sqlite")
    return query.where(*where).group_by(requests.c.state)


def _first(session: Session, where: Where) -> list[int]:
    query = sa.select(requests.c.id).where(*where)
    query = query.order_by(requests.c.due_at.nulls_last(), requests.c.id).limit(MOST_CARDS)
    return list(session.connection().execute(query).scalars())
