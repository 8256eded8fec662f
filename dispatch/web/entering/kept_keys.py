"""The passkeys that are kept: listed, named, taken away; by their owner, or by an administrator's command."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.web.entering.sessions import end_sessions
from models.errors import UserError
from models.tables.columns import table_of
from models.tables.people import Person
from models.tables.sessions import Passkey, WebSession

_keys, _people, _sessions = table_of(Passkey), table_of(Person), table_of(WebSession)
#: Of one person.
MOST_KEYS = 10
#: Characters of a name.
LONGEST_NAME = 60


def keys_of(session: Session, person_id: int) -> list[Any]:
    """The keys of somebody that are not ended, oldest first."""
    query = sa.select(_keys).where(_keys.c.person_id == person_id, _keys.c.ended_at.is_(None))
    return list(session.connection().execute(query.order_by(_keys.c.id)))


def rename_key(session: Session, number: int, name: str, *whose: sa.ColumnElement[bool]) -> None:
    """Call a key otherwise. Raises UserError when there is none of that number, or no name."""
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise UserError("A passkey needs a name.")
    renamed = sa.update(_keys).where(_keys.c.id == number, _keys.c.ended_at.is_(None), *whose)
    if not session.connection().execute(renamed.values(name=name)).rowcount:
        raise UserError(f"There is no passkey {number}. See: guichet passkeys list")


def remove_key(
    session: Session, number: int, now: datetime, *whose: sa.ColumnElement[bool], besides: int = 0
) -> int:
    """End a key, and the sessions that keys of its owner opened, but for the one `besides`; how many. Raises
    UserError when there is none of that number.
    """
    ended = session.connection().execute(
        sa.update(_keys)
        .where(_keys.c.id == number, _keys.c.ended_at.is_(None), *whose)
        .values(ended_at=now)
        .returning(_keys.c.person_id)
    )
    person_id = ended.scalar()
    if person_id is None:
        raise UserError(f"There is no passkey {number}. See: guichet passkeys list")
    mine = (_sessions.c.person_id == person_id, _sessions.c.by == "passkey", _sessions.c.id != besides)
    return len(end_sessions(session, now, *mine))


def belongs_to(person_id: int) -> sa.ColumnElement[bool]:
    """A condition for `rename_key` and `remove_key`: a key of this person."""
    return _keys.c.person_id == person_id


def list_keys(session: Session, *, everything: bool = False) -> list[dict[str, Any]]:
    """Keys of everybody, by their owner; `everything` names those that are ended too."""
    query = (
        sa.select(_keys, _people.c.name.label("owner"))
        .join(_people, _people.c.id == _keys.c.person_id)
        .order_by(_people.c.name, _keys.c.id)
    )
    if not everything:
        query = query.where(_keys.c.ended_at.is_(None))
    return [
        {
            "id": row.id,
            "person": row.person_id,
            "name": row.owner,
            "key": row.name,
            "created_at": row.created_at,
            "used_at": row.used_at,
            "ended_at": row.ended_at,
        }
        for row in session.connection().execute(query)
    ]
