"""A list of requests within the rights of whoever looks: filtered, searched, in order, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.queries.narrowing.found_first import Found, ids_found
from dispatch.queries.narrowing.narrow import Narrowed, narrow
from dispatch.queries.narrowing.orders import (
    URGENCIES,
    Ordering,
    days_are_few,
    of_urgency,
    ordering,
    put_in_order,
)
from dispatch.queries.narrowing.walked import walked
from dispatch.queries.narrowing.words_in_order import in_order
from dispatch.queries.seen.cards import Card, read_cards, requests
from dispatch.queries.seen.wanted import Wanted
from dispatch.sight.viewer import Viewer
from models.store.looking.reads import Reads
from models.store.organisations import InForce

#: Requests of one page; and how far they are counted: beyond, « more than » is enough.
PAGE, MOST_COUNTED = 50, 1000


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list."""

    cards: list[Card]
    #: How many there are, as far as they were counted, at most MOST_COUNTED; and whether there are more.
    total: int
    is_more: bool
    page: int
    pages: int
    #: Older requests with the words were not compared with the rest of the filter.
    is_cut: bool = False


def list_seen(
    session: Session, reads: Reads, viewer: Viewer, in_force: InForce, wanted: Wanted, now: datetime
) -> Listing:
    """The page of the list that `wanted` asks for. Raises TooMuchToLookAt."""
    start = (wanted.page - 1) * PAGE
    if _as_found(wanted):
        # The index is asked once: its answer is short, and counting it is asking for it.
        found = ids_found(
            session, reads, viewer, in_force, wanted, now, MOST_COUNTED + 1, enough=start + PAGE + 1
        )
        total, ids = len(found.ids), found.ids[start : start + PAGE]
    elif wanted.words and not reads.is_sqlite:
        words = in_order(session, reads, viewer, in_force, wanted, now, PAGE, start, counted=MOST_COUNTED + 1)
        total, ids, found = words.total, words.ids, Found([], words.is_more)
    else:
        listed = narrow(session, reads, viewer, in_force, wanted, now)
        narrowed = walked(session, reads, viewer, listed, wanted)
        total, found = count(session, narrowed, MOST_COUNTED + 1), Found([])
        ids = _in_order(session, reads, narrowed, wanted, PAGE, start) if total else []
    cards = read_cards(session, in_force, viewer.locale, now, ids)
    shown = min(total, MOST_COUNTED)
    is_more, pages = found.is_more or total > MOST_COUNTED, max(1, -(-shown // PAGE))
    return Listing(cards, shown, is_more, wanted.page, pages, found.is_cut)


def all_seen(
    session: Session,
    reads: Reads,
    viewer: Viewer,
    in_force: InForce,
    wanted: Wanted,
    now: datetime,
    most: int,
) -> list[Card]:
    """Every request of the list, at most `most`, in its order: for exports."""
    ids = ids_seen(session, reads, viewer, in_force, wanted, now, most)
    return [
        card
        for start in range(0, len(ids), 500)
        for card in read_cards(session, in_force, viewer.locale, now, ids[start : start + 500])
    ]


def ids_seen(
    session: Session,
    reads: Reads,
    viewer: Viewer,
    in_force: InForce,
    wanted: Wanted,
    now: datetime,
    most: int,
) -> list[int]:
    """The ids of the list, at most `most`, in its order."""
    if _as_found(wanted):
        return ids_found(session, reads, viewer, in_force, wanted, now, most, enough=most).ids
    if wanted.words and not reads.is_sqlite:
        return in_order(session, reads, viewer, in_force, wanted, now, most, counted=1).ids
    listed = walked(session, reads, viewer, narrow(session, reads, viewer, in_force, wanted, now), wanted)
    return _in_order(session, reads, listed, wanted, most)


def _as_found(wanted: Wanted) -> bool:
    """Whether the list is in an order in which words find their requests: none is put in order."""
    return wanted.order == "trouvees" or bool(wanted.words and wanted.order == "recentes")


def count(session: Session, narrowed: Narrowed, most: int) -> int:
    """How many requests there are, counted as far as `most`."""
    some = _select(narrowed).limit(most)
    counted = sa.select(sa.func.count()).select_from(some.subquery())
    return int(session.connection().execute(counted).scalar_one())


def _in_order(
    session: Session, reads: Reads, narrowed: Narrowed, wanted: Wanted, most: int, skipped: int = 0
) -> list[int]:
    if wanted.order != "priorite" or (reads.is_sqlite and not narrowed.is_walked):
        order = ordering(wanted.order)
        if not reads.is_sqlite and days_are_few(session, narrowed, wanted):
            order = put_in_order(wanted.order)
        return _ids(session, narrowed, order, most, skipped)
    # One urgency after the other, until the page is full: each has its requests in order.
    found: list[int] = []
    for urgency in URGENCIES:
        if len(found) < skipped + most:
            left = skipped + most - len(found)
            found += _ids(session, of_urgency(narrowed, urgency), ordering("echeance"), left)
    return found[skipped:]


def _ids(session: Session, narrowed: Narrowed, order: Ordering, most: int, skipped: int = 0) -> list[int]:
    query = _select(narrowed).order_by(*order).limit(most).offset(skipped)
    return list(session.connection().execute(query).scalars())


def _select(narrowed: Narrowed) -> sa.Select[Any]:
    query = sa.select(requests.c.id).select_from(narrowed.source).where(*narrowed.where)
    if narrowed.index:
        query = query.with_hint(requests, f"INDEXED BY {narrowed.index}", "sqlite")
    return query
