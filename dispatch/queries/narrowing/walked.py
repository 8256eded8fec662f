"""How SQLite reads a list: it does not know that a kind of state, a service or a type is that of many, and
would put all of those in order for the first fifty.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.sql.elements import True_
from sqlmodel import Session

from dispatch.queries.narrowing.narrow import Narrowed, marked, reach
from dispatch.queries.request_conditions import Fact
from dispatch.queries.seen.cards import requests
from dispatch.queries.seen.wanted import GROUPS, Wanted
from dispatch.sight.viewer import Viewer
from models.store.looking.reads import Reads
from models.tables.columns import JOINED
from models.vocabulary import StaffRole

#: Of so many requests the first in any order are soon found by walking in that order.
MANY = 20_000
#: So many of one state are put in order by their numbers; of more the newest are walked among all.
MOST_IN_ORDER = 100_000


def unseen(conditions: Iterable[sa.ColumnElement[bool]]) -> tuple[sa.ColumnElement[bool], ...]:
    """The same conditions, said so that no index is asked by them: SQLite believes that they narrow most."""
    return tuple(each.is_(sa.true()) for each in conditions)


def walked(session: Session, reads: Reads, viewer: Viewer, narrowed: Narrowed, wanted: Wanted) -> Narrowed:
    """What `narrowed` holds, said so that SQLite walks it in the order of the list where that is sooner."""
    if not reads.is_sqlite or wanted.words:
        return narrowed
    by_number = wanted.order in ("recentes", "anciennes")
    if index := _few(wanted):
        return replace(narrowed, index=index, is_walked=by_number)
    if wanted.fact == Fact.MERGED and not reach(session, MANY, marked(JOINED)):
        return replace(narrowed, rough=unseen(narrowed.rough), index="request_joined")
    if wanted.late or wanted.state == "ouvertes":
        chosen = wanted.holder or wanted.building or wanted.kind
        if chosen or viewer.role is not StaffRole.ADMINISTRATOR:
            return narrowed
        newest = by_number and not wanted.late
        index = "request_newest_in_hand" if newest else "request_in_hand"
        return replace(narrowed, index=index, is_walked=True)
    if wanted.state not in GROUPS:
        return _in_state(session, narrowed, wanted, by_number=by_number)
    if narrowed.by_way and (by_number or not _are_many(session, narrowed)):
        return replace(narrowed, index=narrowed.way_index, is_walked=by_number)
    if not narrowed.by_way and not _are_many(session, narrowed):
        return narrowed
    typed = {id(each) for each in narrowed.of_type}
    fine = tuple(each for each in narrowed.fine if id(each) not in typed)
    return replace(
        narrowed, rough=unseen(narrowed.rough), fine=fine + unseen(narrowed.of_type), is_walked=True
    )


def _few(wanted: Wanted) -> str:
    """The index of all that can be in the list, when there is one of those alone."""
    if wanted.unanswered:
        return "request_unanswered"
    return "request_reopened" if wanted.fact == Fact.REOPENED else ""


def _in_state(session: Session, narrowed: Narrowed, wanted: Wanted, *, by_number: bool) -> Narrowed:
    """Those of one state: a state of few is read whole, of many the first are soon found in the order of the
    list. Services and holders would be put together first, all that they ever had.
    """
    if wanted.is_detailed:
        return narrowed
    kept = (requests.c.state == wanted.state, requests.c.erased_at.is_(None))
    are_many = reach(session, MANY, *kept)
    if are_many and not _are_many(session, narrowed):
        return narrowed
    rough = unseen(narrowed.rough)
    if are_many and by_number and reach(session, MOST_IN_ORDER, *kept):
        return replace(narrowed, rough=rough, fine=unseen(narrowed.fine), is_walked=True)
    return replace(narrowed, rough=rough, index="request_in_state", is_walked=are_many and not by_number)


def _are_many(session: Session, narrowed: Narrowed) -> bool:
    """Whether there are MANY by what an index has of them."""
    of_few = (*narrowed.of_type, *narrowed.by_way)
    where = [each for each in (*narrowed.rough, *of_few) if not isinstance(each, True_)]
    if not where:
        return True  # nothing narrows it
    if of_few:  # as their indexes have it
        where.append(requests.c.erased_at.is_(None))
    return reach(session, MANY, *where)
