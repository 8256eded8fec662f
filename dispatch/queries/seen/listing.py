"""A list of requests within the rights of whoever looks: filtered, searched, in order, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.queries.seen.cards import ASKED, SAID, Card, read_cards, requests
from dispatch.queries.seen.wanted import MINE, MOST_WORDS, NOBODY, Wanted
from dispatch.sight.conditions import works_on
from dispatch.sight.viewer import Viewer
from models.folding import fold
from models.store.looking.reads import Reads
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.people import ContactPoint, Person
from models.tables.requests import Entry
from models.values import Reference
from models.vocabulary import CLOSED_KINDS, OPEN_KINDS, ActorRole

_people, _contacts, _entries = table_of(Person), table_of(ContactPoint), table_of(Entry)
#: Requests of one page; and how far they are counted: beyond, « more than » is enough.
PAGE, MOST_COUNTED = 50, 1000
_ORDERS = {
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


def list_seen(
    session: Session, reads: Reads, viewer: Viewer, in_force: InForce, wanted: Wanted, now: datetime
) -> Listing:
    """The page of the list that `wanted` asks for. Raises TooMuchToLookAt."""
    where = conditions(reads, viewer, in_force, wanted, now)
    run = session.connection().execute
    counted = sa.select(sa.func.count()).select_from(
        sa.select(requests.c.id).where(*where).limit(MOST_COUNTED + 1).subquery()
    )
    total: int = run(counted).scalar_one()
    ids = run(
        sa.select(requests.c.id)
        .where(*where)
        .order_by(*_ORDERS[wanted.order])
        .limit(PAGE)
        .offset((wanted.page - 1) * PAGE)
    )
    cards = read_cards(session, in_force, viewer.locale, now, list(ids.scalars()))
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
    where = conditions(reads, viewer, in_force, wanted, now)
    ids = session.connection().execute(
        sa.select(requests.c.id).where(*where).order_by(*_ORDERS[wanted.order]).limit(most)
    )
    found = list(ids.scalars())
    return [
        card
        for start in range(0, len(found), 500)
        for card in read_cards(session, in_force, viewer.locale, now, found[start : start + 500])
    ]


def conditions(
    reads: Reads, viewer: Viewer, in_force: InForce, wanted: Wanted, now: datetime
) -> list[sa.ColumnElement[bool]]:
    """What a request must fulfil to stand in the list: first of all, that `viewer` sees it whole."""
    found: list[sa.ColumnElement[bool]] = [works_on(viewer, in_force), requests.c.erased_at.is_(None)]
    if wanted.late:
        found += [requests.c.state_kind.in_(OPEN_KINDS), requests.c.due_at < now]
    if wanted.state == "ouvertes":
        found.append(requests.c.state_kind.in_(OPEN_KINDS))
    elif wanted.state == "closes":
        found.append(requests.c.state_kind.in_(CLOSED_KINDS))
    elif wanted.state != "toutes":
        found.append(requests.c.state == wanted.state)
    if wanted.service:
        found.append(requests.c.service_id == in_force.service_ids.get(wanted.service, 0))
    if wanted.building:
        found.append(requests.c.building_id == in_force.building_ids.get(wanted.building, 0))
    if wanted.holder == NOBODY:
        found.append(requests.c.assignee_id.is_(None))
    elif wanted.holder:
        keys = viewer.holders if wanted.holder == MINE else {wanted.holder}
        found.append(requests.c.assignee_id.in_([in_force.agent_ids.get(key, 0) for key in keys]))
    if wanted.unanswered:
        found.append(_is_unanswered())
    found += [_holds(reads, word) for word in fold(wanted.words).split()[:MOST_WORDS]]
    return found


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


def _holds(reads: Reads, word: str) -> sa.ColumnElement[bool]:
    """The word stands in the subject, the reference, the history, or in a name, address or number of the
    requester.
    """
    safe = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

    def like(text: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
        return reads.folded(text).like(f"%{safe}%", escape="\\")

    ways = [
        like(requests.c.subject),
        sa.exists(
            sa.select(_people.c.id)
            .where(_people.c.id == requests.c.requester_id, like(_people.c.name))
            .correlate(requests)
        ),
        sa.exists(
            sa.select(_contacts.c.id)
            .where(_contacts.c.person_id == requests.c.requester_id, like(_contacts.c.written))
            .correlate(requests)
        ),
        sa.exists(
            sa.select(_entries.c.id)
            .where(
                _entries.c.request_id == requests.c.id, _entries.c.erased_at.is_(None), like(_entries.c.text)
            )
            .correlate(requests)
        ),
    ]
    reference = Reference.find(word)
    if reference is not None:
        ways.append(sa.and_(requests.c.year == reference.year, requests.c.number == reference.number))
    return sa.or_(*ways)
