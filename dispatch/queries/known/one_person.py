"""Everything that the page of one person shows: who they are, how they are reached, what they asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.queries.seen.cards import Card, read_cards, requests
from dispatch.queries.seen.one_request import Requester, read_requester
from dispatch.sight.conditions import knows, works_on
from dispatch.sight.viewer import Viewer
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.people import Person
from models.vocabulary import OPEN_KINDS

_people = table_of(Person)
#: Requests of one person that are named, open ones first.
MOST_REQUESTS = 50


@dataclass(frozen=True, slots=True)
class PersonShown:
    """Somebody, with those of their requests that the viewer sees whole; `total`: how many."""

    person: Requester
    locale: str
    #: `email`, `sms`, or '' when they never said.
    preferred: str
    known_since: datetime
    objected_at: datetime | None
    cards: list[Card]
    total: int


def read_person(
    session: Session, viewer: Viewer, in_force: InForce, locale: str, now: datetime, person_id: int
) -> PersonShown | None:
    """The person of that id; None when there is none, or none whom `viewer` may look up."""
    if not knows(session, viewer, in_force, person_id):
        return None
    run = session.connection().execute
    row = run(sa.select(_people).where(_people.c.id == person_id)).one()
    theirs = (
        requests.c.requester_id == person_id,
        requests.c.erased_at.is_(None),
        works_on(viewer, in_force),
    )
    is_closed = sa.case((requests.c.state_kind.in_(OPEN_KINDS), 0), else_=1)
    listed = sa.select(requests.c.id).where(*theirs).order_by(is_closed, requests.c.id.desc())
    ids = list(run(listed.limit(MOST_REQUESTS)).scalars())
    total = run(sa.select(sa.func.count()).select_from(requests).where(*theirs)).scalar_one()
    return PersonShown(
        person=read_requester(session, person_id),
        locale=row.locale,
        preferred=row.preferred_channel or "",
        known_since=row.created_at,
        objected_at=row.objected_at,
        cards=read_cards(session, in_force, locale, now, ids),
        total=int(total),
    )


def stands_for(session: Session, person_id: int) -> int:
    """Who the person of that id turned out to be; the id itself when nobody else."""
    query = sa.select(_people.c.merged_into_id).where(_people.c.id == person_id)
    return session.connection().execute(query).scalar() or person_id
