"""A list of requests within the rights of whoever looks: filtered, searched, in order, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.queries import request_conditions as conditions
from dispatch.queries.request_conditions import Fact
from dispatch.queries.seen.cards import ASKED, SAID, Card, in_hand, read_cards, requests
from dispatch.queries.seen.wanted import GROUPS, MINE, NOBODY, NONE, Wanted
from dispatch.queries.sought import found
from dispatch.queries.sought.asked import Sought
from dispatch.sight.conditions import delegated_to, works_on
from dispatch.sight.viewer import Viewer
from models.store.looking.reads import Reads
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.requests import Entry
from models.vocabulary import CLOSED_KINDS, OPEN_KINDS, ActorRole

_entries = table_of(Entry)
#: Requests of one page; and how far they are counted: beyond, « more than » is enough.
PAGE, MOST_COUNTED = 50, 1000
Ordering = tuple[sa.ColumnElement[Any], ...]
_ORDERS: dict[str, Ordering] = {
    # A date that is missing comes last, on both databases.
    "echeance": (requests.c.due_at.nulls_last(), requests.c.id),
    "recentes": (requests.c.id.desc(),),
    "anciennes": (requests.c.id,),
    "priorite": (
        sa.case({"urgent": 0, "high": 1, "normal": 2}, value=requests.c.priority, else_=3),
        requests.c.due_at.nulls_last(),
        requests.c.id,
    ),
}


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list."""

    cards: list[Card]
    #: How many there are in all, at most MOST_COUNTED; and whether there are more.
    total: int
    is_more: bool
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list holds, for a statement: where its requests are read from, and what each must fulfil:
    conditions on kind of state, service, building and holder alone (`rough`), and all others.
    """

    source: sa.FromClause
    rough: tuple[sa.ColumnElement[bool], ...]
    fine: tuple[sa.ColumnElement[bool], ...]

    @property
    def where(self) -> tuple[sa.ColumnElement[bool], ...]:
        return self.rough + self.fine


def list_seen(
    session: Session, reads: Reads, viewer: Viewer, in_force: InForce, wanted: Wanted, now: datetime
) -> Listing:
    """The page of the list that `wanted` asks for. Raises TooMuchToLookAt."""
    start = (wanted.page - 1) * PAGE
    if wanted.order == "trouvees":
        # The index is asked once: its answer is short, and counting it is asking for it.
        all_ids = ids_seen(session, reads, viewer, in_force, wanted, now, MOST_COUNTED + 1)
        total, ids = len(all_ids), all_ids[start : start + PAGE]
    else:
        narrowed = narrow(reads, viewer, in_force, wanted, now)
        total = count(session, narrowed, MOST_COUNTED + 1)
        ids = _ids(session, narrowed, _ORDERS[wanted.order], PAGE, start) if total else []
    cards = read_cards(session, in_force, viewer.locale, now, ids)
    shown = min(total, MOST_COUNTED)
    return Listing(cards, shown, total > MOST_COUNTED, wanted.page, max(1, -(-shown // PAGE)))


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
    by_find = wanted.order == "trouvees"
    newest = (found.newest_first(Sought.read(wanted.words), is_sqlite=reads.is_sqlite),)
    listed = narrow(reads, viewer, in_force, wanted, now)
    if not by_find or wanted.late or wanted.state != "toutes":
        return _ids(session, listed, newest if by_find else _ORDERS[wanted.order], most)
    # Open ones first. What is found is short as often as not, and then the index is asked once.
    query = sa.select(requests.c.id, requests.c.state_kind).select_from(listed.source).where(*listed.where)
    rows = session.connection().execute(query.order_by(*newest).limit(most)).all()
    if len(rows) < most:
        open_ones = [row.id for row in rows if row.state_kind in OPEN_KINDS]
    else:
        open_ones = _ids(session, narrow(reads, viewer, in_force, wanted, now, only_open=True), newest, most)
    others = [row.id for row in rows if row.state_kind not in OPEN_KINDS]
    return (open_ones + others)[:most]


def count(session: Session, narrowed: Narrowed, most: int) -> int:
    """How many requests there are, counted as far as `most`."""
    some = sa.select(requests.c.id).select_from(narrowed.source).where(*narrowed.where).limit(most)
    counted = sa.select(sa.func.count()).select_from(some.subquery())
    return int(session.connection().execute(counted).scalar_one())


def narrow(
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
            kept = fine if column is requests.c.request_type_id else rough
            kept.append(column.is_(None) if key == NONE else column == ids.get(key, 0))
    if wanted.holder == NOBODY:
        rough.append(requests.c.assignee_id.is_(None))
    elif wanted.holder:
        keys = viewer.holders if wanted.holder == MINE else {wanted.holder}
        rough.append(requests.c.assignee_id.in_([in_force.agent_ids.get(key, 0) for key in keys]))
    if wanted.unanswered:
        fine.append(_is_unanswered())
    fine += _counted_so(reads, in_force, wanted, now)
    sought = Sought.read(wanted.words)
    fine += found.holds(sought, is_sqlite=reads.is_sqlite, is_open=is_open)
    return Narrowed(found.source(sought, is_sqlite=reads.is_sqlite), tuple(rough), tuple(fine))


def _counted_so(
    reads: Reads, in_force: InForce, wanted: Wanted, now: datetime
) -> list[sa.ColumnElement[bool]]:
    """What figures count by: the days of receipt, the way it came, what became of it."""
    zone = in_force.organisation.town.zone
    where: list[sa.ColumnElement[bool]] = []
    if wanted.since is not None:
        where.append(requests.c.created_at >= datetime.combine(wanted.since, time(), zone))
    if wanted.until is not None:
        end = datetime.combine(wanted.until + timedelta(days=1), time(), zone)
        where.append(requests.c.created_at < end)
    if wanted.channel:
        where.append(requests.c.channel == wanted.channel)
    if wanted.origin:
        where.append(_holds(f"{conditions.ORIGIN} = :origin", origin=wanted.origin))
    if wanted.quarter:
        asked = "" if wanted.quarter == NONE else wanted.quarter
        where.append(_holds(f"{conditions.quarter(reads)} = :quarter", quarter=asked))
    if wanted.fact:
        fact, workflows = Fact(wanted.fact), in_force.organisation.workflows
        document = {"workflows": [each.model_dump(mode="json") for each in workflows]}
        given = {"moment": now} if fact is Fact.OUT_OF_TIME else {}
        where.append(_holds(conditions.fact(reads, document, fact), **given))
    return where


def _holds(condition: str, **given: str | datetime) -> sa.ColumnElement[bool]:
    """Whether a condition of ours on `request r` holds of the request of the list."""
    r = requests.alias("r")
    bound = (
        sa.bindparam(name, value, type_=requests.c.due_at.type if isinstance(value, datetime) else sa.Text())
        for name, value in given.items()
    )
    asked = sa.text(condition).bindparams(*bound)
    return sa.exists(sa.select(r.c.id).where(r.c.id == requests.c.id, asked).correlate(requests))


def _ids(session: Session, narrowed: Narrowed, order: Ordering, most: int, skipped: int = 0) -> list[int]:
    query = sa.select(requests.c.id).select_from(narrowed.source).where(*narrowed.where)
    query = query.order_by(*order).limit(most).offset(skipped)
    return list(session.connection().execute(query).scalars())


def _is_unanswered() -> sa.ColumnElement[bool]:
    """Whether the requester wrote last, after the message that opened it."""
    public = sa.and_(
        _entries.c.request_id == requests.c.id,
        _entries.c.public.is_(True),
        _entries.c.kind.in_(SAID),
    )
    last = sa.select(sa.func.max(_entries.c.id)).where(public).correlate(requests).scalar_subquery()
    first = sa.select(sa.func.min(_entries.c.id)).where(public).correlate(requests).scalar_subquery()
    return sa.exists(
        sa.select(_entries.c.id)
        .where(
            _entries.c.id == last,
            _entries.c.id != first,
            _entries.c.kind.in_(ASKED),
            _entries.c.actor_role == ActorRole.REQUESTER,
        )
        .correlate(requests)
    )
