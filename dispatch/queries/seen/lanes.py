"""The board in lanes: its open columns once more, apart for each service, holder or building."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.queries.seen.cards import Card, in_hand, read_cards, requests
from dispatch.queries.seen.listing import narrow
from dispatch.queries.seen.wanted import NOBODY, NONE, Wanted
from dispatch.sight.viewer import Viewer
from models.organisation.workflow import Workflow
from models.store.looking.reads import Reads
from models.store.organisations import InForce

By = Literal["service", "agent", "lieu"]
#: Lanes of one page, and cards of one place in it: what a page can hold; the rest is one link away.
MOST_LANES, MOST_IN_CELL = 12, 4
_COLUMNS = {
    "service": requests.c.service_id,
    "agent": requests.c.assignee_id,
    "lieu": requests.c.building_id,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What one lane holds in one state: how many, the first of them, and the list of all."""

    total: int
    cards: tuple[Card, ...]
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class Lane:
    """The open requests of one service, holder or building; `name` '' for those that have none. `cells` by
    the keys of states; a state that is not there holds none, or is folded.
    """

    key: str
    name: str
    total: int
    late: int
    wanted: Wanted
    cells: Mapping[str, Cell]


def read_lanes(
    session: Session,
    reads: Reads,
    viewer: Viewer,
    in_force: InForce,
    course: Workflow,
    wanted: Wanted,
    now: datetime,
    by: By,
    folded: Collection[str] = (),
) -> tuple[list[Lane], int]:
    """The lanes that hold something, those without a service, holder or building first, then in the order
    of the organisation; and how many more there are. Of too many those are shown in which most is late.
    """
    narrowed = narrow(reads, viewer, in_force, wanted, now)
    source, column = narrowed.source, _COLUMNS[by]
    where = (*narrowed.where, requests.c.workflow_key == course.key, in_hand)
    counted: dict[int | None, dict[str, int]] = {}
    late: dict[int | None, int] = {}
    for row in session.connection().execute(_counts(source, where, column, now)):
        counted.setdefault(row.lane, {})[row.state] = row.total
        late[row.lane] = late.get(row.lane, 0) + (row.late or 0)
    order = _order(in_force, by)
    shown = sorted(counted, key=lambda lane: (-late[lane], -sum(counted[lane].values())))[:MOST_LANES]
    shown.sort(key=lambda lane: (lane is not None, order.get(lane or 0, ("", "", 0))[2]))
    states = [each.key for each in course.states if not each.kind.is_closed and each.key not in folded]
    first = _first(session, source, where, column, shown, states)
    read = read_cards(
        session, in_force, viewer.locale, now, [each for some in first.values() for each in some]
    )
    cards = {card.id: card for card in read}
    lanes = []
    for lane in shown:
        key, name, _ = order.get(lane or 0, ("", str(lane), 0)) if lane is not None else ("", "", 0)
        mine = _only(wanted, by, key)
        cells = {
            state: Cell(
                counted[lane][state],
                tuple(cards[each] for each in first.get((lane, state), ()) if each in cards),
                replace(mine, state=state),
            )
            for state in states
            if counted[lane].get(state)
        }
        total = sum(counted[lane].values())
        lanes.append(Lane(key or NONE, name, total, late[lane], replace(mine, state="ouvertes"), cells))
    return lanes, len(counted) - len(shown)


def _only(wanted: Wanted, by: By, key: str) -> Wanted:
    """The list of one lane alone."""
    mine = replace(wanted, order="echeance", page=1)
    if by == "service":
        return replace(mine, service=key or NONE)
    if by == "agent":
        return replace(mine, holder=key or NOBODY)
    return replace(mine, building=key or NONE)


def _order(in_force: InForce, by: By) -> dict[int, tuple[str, str, int]]:
    """Key, name and place of each service, agent or building of the organisation, by its id."""
    organisation = in_force.organisation
    parts: dict[str, tuple[Any, Mapping[str, int]]] = {
        "service": (organisation.services, in_force.service_ids),
        "agent": (organisation.agents, in_force.agent_ids),
        "lieu": (organisation.buildings, in_force.building_ids),
    }
    named, ids = parts[by]
    return {ids[each.key]: (each.key, each.name, at) for at, each in enumerate(named) if each.key in ids}


def _counts(
    source: sa.FromClause, where: tuple[sa.ColumnElement[bool], ...], column: Any, now: datetime
) -> sa.Select[Any]:
    late = sa.func.sum(sa.case((requests.c.due_at < now, 1), else_=0)).label("late")
    query = sa.select(column.label("lane"), requests.c.state, sa.func.count().label("total"), late)
    if source is requests:  # words that are looked for find their requests first
        query = query.with_hint(requests, "INDEXED BY request_in_hand", "sqlite")
    return query.select_from(source).where(*where).group_by(column, requests.c.state)


def _first(
    session: Session,
    source: sa.FromClause,
    where: tuple[sa.ColumnElement[bool], ...],
    column: Any,
    lanes: Collection[int | None],
    states: Collection[str],
) -> dict[tuple[int | None, str], list[int]]:
    """The first requests of each place, oldest due first."""
    ids = [each for each in lanes if each is not None]
    of_lanes = sa.or_(column.in_(ids), column.is_(None)) if None in lanes else column.in_(ids)
    place = sa.func.row_number().over(
        partition_by=(column, requests.c.state), order_by=(requests.c.due_at.nulls_last(), requests.c.id)
    )
    query = sa.select(requests.c.id, column.label("lane"), requests.c.state, place.label("place"))
    if source is requests:
        query = query.with_hint(requests, "INDEXED BY request_in_hand", "sqlite")
    some = query.select_from(source).where(*where, requests.c.state.in_(states), of_lanes).subquery()
    first: dict[tuple[int | None, str], list[int]] = {}
    query = sa.select(some.c.id, some.c.lane, some.c.state).where(some.c.place <= MOST_IN_CELL)
    for row in session.connection().execute(query.order_by(some.c.place)):
        first.setdefault((row.lane, row.state), []).append(row.id)
    return first
