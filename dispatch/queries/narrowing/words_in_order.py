"""Requests with the words in an order that no index of words has, on PostgreSQL: by due date, by urgency,
oldest first.

Its index gives those that somebody may see, and no more than FEW of them: each is read and put in order. Of
more the first of a list are soon met by walking in that order; where they are not, all are put in order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.queries.narrowing.narrow import Narrowed, narrow
from dispatch.queries.narrowing.orders import URGENCIES, of_urgency, ordering
from dispatch.queries.seen.cards import requests
from dispatch.queries.seen.wanted import Order, Wanted
from dispatch.queries.sought import found
from dispatch.queries.sought.asked import Sought
from dispatch.queries.sought.whose import marks
from dispatch.sight.viewer import Viewer
from models.store.looking.reads import Reads
from models.store.organisations import InForce

#: So many are put in order as they are; and so many are walked before all are.
FEW, MOST_WALKED = 6_000, 20_000
_COLUMNS = (requests.c.id, requests.c.due_at, requests.c.priority)


@dataclass(frozen=True, slots=True)
class InOrder:
    """A part of a list in its order. `total` counts as far as was asked, `is_more`: there may be more."""

    ids: list[int]
    total: int
    is_more: bool = False


def in_order(
    session: Session,
    reads: Reads,
    viewer: Viewer,
    in_force: InForce,
    wanted: Wanted,
    now: datetime,
    most: int,
    skipped: int = 0,
    *,
    counted: int,
) -> InOrder:
    """At most `most` ids after the first `skipped`; the total as far as `counted`, at most FEW."""
    look = _Look(
        session, narrow(session, reads, viewer, in_force, replace(wanted, words=""), now), wanted.order
    )
    sought, whose = Sought.read(wanted.words), marks(viewer, in_force, wanted)
    only_in_hand = wanted.late or wanted.state == "ouvertes"
    ids = look.run(found.some_of_theirs(sought, whose, FEW + 1, only_in_hand=only_in_hand))
    if len(ids) <= FEW:
        kept = look.put_in_order(found.of_ids(ids, _COLUMNS, look.narrowed.where, is_sqlite=False))
        return InOrder(kept[skipped : skipped + most], min(len(kept), counted))
    words = found.in_hand_with(sought, is_sqlite=False) if only_in_hand else []
    met = look.walk(sought, words, skipped + most)
    if met is None:
        met = look.put_in_order(found.of_theirs(sought, whose, _COLUMNS, look.narrowed.where), skipped + most)
    total = max(len(met), look.count(ids, counted)) if len(met) == skipped + most else len(met)
    return InOrder(met[skipped:], min(total, counted), is_more=len(met) == skipped + most)


@dataclass(frozen=True, slots=True)
class _Look:
    """One look at what a list holds but for its words."""

    session: Session
    narrowed: Narrowed
    order: Order

    def run(self, query: sa.Select[Any]) -> list[int]:
        return list(self.session.connection().execute(query).scalars())

    def put_in_order(self, query: sa.Select[Any], most: int | None = None) -> list[int]:
        rows = query.subquery()
        return self.run(sa.select(rows.c.id).order_by(*ordering(self.order, rows.c)).limit(most))

    def count(self, ids: list[int], most: int) -> int:
        """How many of `ids` are in the list, as far as `most`."""
        so_far, at, size = 0, 0, most
        while at < len(ids) and so_far < most:
            query = found.of_ids(ids[at : at + size], _COLUMNS[:1], self.narrowed.where, is_sqlite=False)
            so_far += len(self.run(query))
            at, size = at + size, 2 * size
        return so_far

    def walk(self, sought: Sought, words: Iterable[sa.ColumnElement[bool]], most: int) -> list[int] | None:
        """The first of the list, each asked for its words unless `words` says it of all in hand; None when
        they are not among those that are walked.
        """
        met: list[int] = []
        for part, order in self._parts():
            first = sa.select(*_COLUMNS).select_from(part.source).where(*part.where, *words)
            first = first.order_by(*ordering(order)).limit(MOST_WALKED).offset(0)
            walked = first.subquery("request")
            query = sa.select(walked.c.id)
            if not words:
                query = query.select_from(walked.join(found.read_for(sought, walked), sa.true()))
            left = most - len(met)
            met += self.run(query.order_by(*ordering(order, walked.c)).limit(left))
            if len(met) == most:
                return met
            counted = sa.select(sa.func.count()).select_from(first.subquery())
            if self.run(counted) == [MOST_WALKED]:
                return None
        return met

    def _parts(self) -> Iterable[tuple[Narrowed, Order]]:
        """What is walked one after the other: by urgency each has its requests in order."""
        if self.order != "priorite":
            return [(self.narrowed, self.order)]
        return [(of_urgency(self.narrowed, each), "echeance") for each in URGENCIES]
