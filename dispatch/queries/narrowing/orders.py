"""The orders of a list, in SQL; the same on both databases."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.queries.narrowing.narrow import Narrowed, marked, reach
from dispatch.queries.seen.cards import requests
from dispatch.queries.seen.wanted import Order, Wanted
from models.tables.columns import NOT_NORMAL
from models.vocabulary import Priority

Ordering = tuple[sa.ColumnElement[Any], ...]
#: The most urgent first.
URGENCIES = (Priority.URGENT, Priority.HIGH, Priority.NORMAL, Priority.LOW)
#: So many are put in order in 20 ms.
_OF_DAYS = 40_000


def ordering(order: Order, columns: Any = requests.c) -> Ordering:
    """By the columns `id`, `due_at` and `priority`, of the table of requests or of what was read of it. A
    date that is missing comes last.
    """
    by_due = (columns.due_at.nulls_last(), columns.id)
    if order == "echeance":
        return by_due
    if order == "priorite":
        places = {str(each): place for place, each in enumerate(URGENCIES[:-1])}
        return (sa.case(places, value=columns.priority, else_=len(places)), *by_due)
    return (columns.id,) if order == "anciennes" else (columns.id.desc(),)


def put_in_order(order: Order) -> Ordering:
    """By number, in an order that no index has: what was found is put in order as it is."""
    number = requests.c.id + 0
    return (number,) if order == "anciennes" else (number.desc(),)


def days_are_few(session: Session, narrowed: Narrowed, wanted: Wanted) -> bool:
    """Whether a list by number begins somewhere in the middle, and the days it is of hold few: PostgreSQL
    would walk there by number, past all that came since.
    """
    begins = {"recentes": wanted.until, "anciennes": wanted.since}.get(wanted.order)
    return begins is not None and not reach(session, _OF_DAYS, *narrowed.of_days)


def of_urgency(narrowed: Narrowed, urgency: Priority) -> Narrowed:
    """Those of one urgency; all but the usual are few, and have an index."""
    same = requests.c.priority == urgency
    if urgency is Priority.NORMAL:
        return replace(narrowed, fine=(*narrowed.fine, same))
    return replace(narrowed, fine=(*narrowed.fine, same, marked(NOT_NORMAL)), index="request_urgent")
