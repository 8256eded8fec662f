"""What a list holds, as conditions of the database: its filter, its words, and who looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.queries import request_conditions as conditions
from dispatch.queries.request_conditions import Fact, Origin
from dispatch.queries.seen.cards import in_hand, requests
from dispatch.queries.seen.wanted import GROUPS, MINE, NOBODY, NONE, Wanted
from dispatch.queries.sought import found
from dispatch.queries.sought.asked import Sought
from dispatch.queries.sought.spelled import spelled
from dispatch.sight.conditions import delegated_to, works_on
from dispatch.sight.viewer import Viewer
from models.store.looking.reads import Reads
from models.store.organisations import InForce
from models.tables.columns import JOINED, NOT_ANSWERED_BY_EMAIL, NOT_BY_EMAIL, REOPENED, UNANSWERED
from models.vocabulary import CLOSED_KINDS, Channel

#: What an index of its own holds alone, by the name of the fact.
_FEW: Mapping[str, str] = {Fact.REOPENED: REOPENED, Fact.MERGED: JOINED}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list holds, for a statement: where its requests are read from, and what each must fulfil:
    conditions on kind of state, service, building and holder alone (`rough`), and all others.
    """

    source: sa.FromClause
    rough: tuple[sa.ColumnElement[bool], ...]
    fine: tuple[sa.ColumnElement[bool], ...]
    #: Those of `fine` that are on the type of request.
    of_type: tuple[sa.ColumnElement[bool], ...] = ()
    #: Those of `fine` that it came, or is answered, otherwise than by email; and the index of those alone.
    by_way: tuple[sa.ColumnElement[bool], ...] = ()
    way_index: str = ""
    #: Those of `fine` that are on the days of receipt.
    of_days: tuple[sa.ColumnElement[bool], ...] = ()
    #: The index that SQLite is told to read; '' where it may choose.
    index: str = ""
    #: Whether SQLite is told to walk in the order of the list, rather than to put what it finds in order.
    is_walked: bool = False

    @property
    def where(self) -> tuple[sa.ColumnElement[bool], ...]:
        return self.rough + self.fine


def narrow(
    session: Session,
    reads: Reads,
    viewer: Viewer,
    in_force: InForce,
    wanted: Wanted,
    now: datetime,
    *,
    only_open: bool = False,
) -> Narrowed:
    """What a request must fulfil to stand in the list: first of all, that `viewer` sees it whole, or that it
    is delegated to them. With `only_open` whatever is done is left out.
    """
    is_open: bool | None = None
    theirs = works_on if viewer.official is None else delegated_to
    rough = [theirs(viewer, in_force)]
    fine: list[sa.ColumnElement[bool]] = [requests.c.erased_at.is_(None)]
    of_type: list[sa.ColumnElement[bool]] = []
    if wanted.late:
        fine.append(requests.c.due_at < now)
    if wanted.late or wanted.state == "ouvertes" or only_open:
        rough.append(in_hand)
        is_open = True
    if wanted.state == "closes":
        rough.append(requests.c.state_kind.in_(CLOSED_KINDS))
        is_open = False
    if wanted.state not in GROUPS:
        fine.append(requests.c.state == wanted.state)
    for column, key, ids in (
        (requests.c.service_id, wanted.service, in_force.service_ids),
        (requests.c.building_id, wanted.building, in_force.building_ids),
        (requests.c.request_type_id, wanted.kind, in_force.request_type_ids),
    ):
        if key:
            kept = of_type if column is requests.c.request_type_id else rough
            kept.append(column.is_(None) if key == NONE else column == ids.get(key, 0))
    if wanted.holder == NOBODY:
        rough.append(requests.c.assignee_id.is_(None))
    elif wanted.holder:
        keys = viewer.holders if wanted.holder == MINE else {wanted.holder}
        rough.append(requests.c.assignee_id.in_([in_force.agent_ids.get(key, 0) for key in keys]))
    fine += of_type
    other_ways = _other_ways(wanted)
    for by_way in other_ways.values():
        fine += by_way
    if wanted.origin == Origin.EMAIL:
        fine.append(requests.c.origin == wanted.origin)
    if wanted.channel == Channel.EMAIL:
        fine.append(requests.c.channel == wanted.channel)
    if wanted.unanswered:
        fine.append(marked(UNANSWERED))
    of_days = _of_days(in_force, wanted)
    fine += (*of_days, *_counted_so(reads, wanted, now))
    sought = spelled(session, reads, Sought.read(wanted.words))
    fine += found.holds(sought, is_sqlite=reads.is_sqlite, is_open=is_open)
    source = found.source(sought, is_sqlite=reads.is_sqlite, is_open=is_open)
    way_index, by_way = next(iter(other_ways.items()), ("", ()))
    return Narrowed(source, tuple(rough), tuple(fine), tuple(of_type), by_way, way_index, of_days)


def _other_ways(wanted: Wanted) -> dict[str, tuple[sa.ColumnElement[bool], ...]]:
    """That a request came, or is answered, otherwise than by email, by the index of those alone."""
    ways: dict[str, tuple[sa.ColumnElement[bool], ...]] = {}
    if wanted.origin not in ("", Origin.EMAIL):
        ways["request_by_origin"] = (requests.c.origin == wanted.origin, marked(NOT_BY_EMAIL))
    if wanted.channel not in ("", Channel.EMAIL):
        ways["request_by_channel"] = (requests.c.channel == wanted.channel, marked(NOT_ANSWERED_BY_EMAIL))
    return ways


def _of_days(in_force: InForce, wanted: Wanted) -> tuple[sa.ColumnElement[bool], ...]:
    """The days of receipt, by the clock of the town."""
    zone = in_force.organisation.town.zone
    where: list[sa.ColumnElement[bool]] = []
    if wanted.since is not None:
        where.append(requests.c.created_at >= datetime.combine(wanted.since, time(), zone))
    if wanted.until is not None:
        end = datetime.combine(wanted.until + timedelta(days=1), time(), zone)
        where.append(requests.c.created_at < end)
    return tuple(where)


def _counted_so(reads: Reads, wanted: Wanted, now: datetime) -> list[sa.ColumnElement[bool]]:
    """What figures count by: the way it came, what became of it."""
    where: list[sa.ColumnElement[bool]] = []
    if wanted.quarter:
        asked = "" if wanted.quarter == NONE else wanted.quarter
        where.append(_holds(f"{conditions.quarter(reads)} = :quarter", quarter=asked))
    if wanted.tag:
        where.append(_holds(conditions.tagged(reads), tag=wanted.tag))
    if wanted.fact in _FEW:
        where.append(marked(_FEW[wanted.fact]))
    elif wanted.fact:
        fact = Fact(wanted.fact)
        given = {"moment": now} if fact is Fact.OUT_OF_TIME else {}
        where.append(_holds(conditions.fact(reads, fact), **given))
    return where


def reach(
    session: Session, most: int, *where: sa.ColumnElement[bool], source: sa.FromClause = requests
) -> bool:
    """Whether `most` requests fulfil `where`, which are counted no further."""
    some = sa.select(sa.literal(1)).select_from(source).where(*where).limit(most).subquery()
    return session.connection().execute(sa.select(sa.func.count()).select_from(some)).scalar_one() == most


def marked(condition: str) -> sa.ColumnElement[Any]:
    """A condition as the index of those few has it, so that it is used."""
    return sa.literal_column(f"request.{condition}")


def _holds(condition: str, **given: str | datetime) -> sa.ColumnElement[bool]:
    """Whether a condition of ours on `request r` holds of the request of the list."""
    r = requests.alias("r")
    bound = (
        sa.bindparam(name, value, type_=requests.c.due_at.type if isinstance(value, datetime) else sa.Text())
        for name, value in given.items()
    )
    asked = sa.text(condition).bindparams(*bound)
    return sa.exists(sa.select(r.c.id).where(r.c.id == requests.c.id, asked).correlate(requests))
