"""Requests that were joined to one: whose requesters hear of its course, and which words are not for them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.change import Change
from dispatch.history.request import Request, read_request
from dispatch.people.unnamed.striking import without_people
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.people import Person
from models.tables.requests import RequestRow
from models.vocabulary import CLOSED_KINDS

_requests, _people = table_of(RequestRow), table_of(Person)
#: Requests joined to one, and to those, whose requesters are told; how far one joining another is followed.
JOINED, _CHAIN = 2000, 20


def follow_merges(session: Session, request_id: int) -> int:
    """The request that answers for `request_id` now: itself, or the one it was joined to, and so on."""
    found = request_id
    for _ in range(_CHAIN):
        query = sa.select(_requests.c.merged_into_id).where(_requests.c.id == found)
        into = session.connection().execute(query).scalar()
        if into is None:
            break
        found = into
    return found


def follow_own(session: Session, request_id: int, person_id: int | None) -> int:
    """Where what that person writes about a request belongs: to the one it was joined to when one of both
    asked for the two, else to the request itself. Words of one requester never stand in the history of
    another one's request: whoever answers there would answer to somebody else.
    """
    into = follow_merges(session, request_id)
    if into == request_id:
        return request_id
    query = sa.select(_requests.c.id, _requests.c.requester_id).where(_requests.c.id.in_((request_id, into)))
    asked = {row.id: row.requester_id for row in session.connection().execute(query)}
    return into if asked.get(into) in (person_id, asked.get(request_id)) else request_id


def incident_of(session: Session, in_force: InForce, request: Request) -> Request | None:
    """The request that answers for one that was joined to another, as it stands; None for what was not."""
    if request.kind not in CLOSED_KINDS:
        return None
    into = follow_merges(session, request.id)
    return read_request(session, in_force, into) if into != request.id else None


def joined_to(session: Session, request_id: int) -> list[int]:
    """Requests that were joined to that one, or to one of those, nearest first."""
    found: list[int] = []
    level = [request_id]
    for _ in range(_CHAIN):
        query = sa.select(_requests.c.id).where(_requests.c.merged_into_id.in_(level))
        level = list(
            session.connection().execute(query.order_by(_requests.c.id).limit(JOINED - len(found))).scalars()
        )
        found += level
        if not level or len(found) >= JOINED:
            break
    return found


def names_people(change: Change, text: str) -> bool:
    """Whether words hold the name of anybody who asked, an address, a number, or a name after a civility:
    such words are for nobody else.
    """
    joined = joined_to(change.session, change.request.id)
    query = (
        sa.select(_people.c.name)
        .join(_requests, _requests.c.requester_id == _people.c.id)
        .where(_requests.c.id.in_([change.request.id, *joined]))
        .distinct()
    )
    names = tuple(name or "" for name in change.session.connection().execute(query).scalars())
    return without_people(text, names) != text
