"""Who asked to see what is kept about them: the demands, open until somebody says that they are answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.people.merging import known_as
from models.organisation import Town
from models.organisation.working_time import end_of_day, months_after
from models.tables.columns import table_of
from models.tables.people import ContactPoint
from models.tables.rights import DataRequest

_asked, _contacts = table_of(DataRequest), table_of(ContactPoint)


def ask(
    session: Session, town: Town, person_id: int, inbound_id: int, channel: str, received_at: datetime
) -> tuple[int, datetime, bool]:
    """The open demand of a person: its id, when it is due (a month later, GDPR art. 12(3)), and whether it is
    new.
    """
    run = session.connection().execute
    mine = known_as(session, person_id)
    found = run(sa.select(_asked).where(_asked.c.person_id.in_(mine), _asked.c.answered_at.is_(None))).first()
    if found is not None:
        return found.id, found.due_at, False
    due_at = end_of_day(town, months_after(town.local_day(received_at), 1))
    made: int = run(
        sa.insert(_asked)
        .values(
            person_id=person_id,
            inbound_id=inbound_id,
            channel=channel,
            received_at=received_at,
            due_at=due_at,
        )
        .returning(_asked.c.id)
    ).scalar_one()
    return made, due_at, True


def open_demands(session: Session) -> Sequence[Any]:
    """Those that are not answered, the soonest due first: rows of data_request."""
    query = sa.select(_asked).where(_asked.c.answered_at.is_(None)).order_by(_asked.c.due_at, _asked.c.id)
    return session.connection().execute(query).all()


def end_demand(session: Session, person_id: int, by: str, now: datetime) -> int | None:
    """Say that a person's demand was answered, by whom; its id, None when none is open."""
    found: int | None = (
        session.connection()
        .execute(
            sa.update(_asked)
            .where(_asked.c.person_id.in_(known_as(session, person_id)), _asked.c.answered_at.is_(None))
            .values(answered_at=now, answered_by=by)
            .returning(_asked.c.id)
        )
        .scalar()
    )
    return found
