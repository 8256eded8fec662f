"""Requests that were joined to one: whose requesters hear of its course, and which words are not for them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.history.change import Change
from dispatch.people.unnamed import without_people
from models.tables.columns import table_of
from models.tables.people import Person
from models.tables.requests import RequestRow

_requests, _people = table_of(RequestRow), table_of(Person)
#: Requests joined to one, and to those, whose requesters are told; how far one joining another is followed.
JOINED, _CHAIN = 2000, 20


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
