"""What a lawsuit or an inquiry holds: nothing of it is erased, by whatever command and in whatever night."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from models.tables.columns import table_of
from models.tables.people import Person
from models.tables.requests import Entry, RequestRow

_requests, _people, _entries = table_of(RequestRow), table_of(Person), table_of(Entry)


def request_held(request_id: Any) -> sa.ColumnElement[bool]:
    """Whether the request of this number is held, or somebody who asked or wrote in it is: a condition for a
    query.
    """
    mine, theirs, line, writer = _requests.alias(), _people.alias(), _entries.alias(), _people.alias()
    return sa.or_(
        sa.exists().where(
            mine.c.id == request_id,
            theirs.c.id == mine.c.requester_id,
            sa.or_(mine.c.held_since.is_not(None), theirs.c.held_since.is_not(None)),
        ),
        sa.exists().where(
            line.c.request_id == request_id,
            writer.c.id == line.c.person_id,
            writer.c.held_since.is_not(None),
        ),
    )


def person_held(person_id: Any) -> sa.ColumnElement[bool]:
    """Whether the person of this number is held: a condition for a query."""
    theirs = _people.alias()
    return sa.exists().where(theirs.c.id == person_id, theirs.c.held_since.is_not(None))


def nothing_held(table: sa.Table) -> sa.ColumnElement[bool]:
    """Neither the person nor the request of a row is held, as far as `table` names them."""
    held = [person_held(table.c.person_id)]
    if "request_id" in table.c:
        held.append(request_held(table.c.request_id))
    return sa.not_(sa.or_(*held))
