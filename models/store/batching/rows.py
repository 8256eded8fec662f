"""The batch that a session is in, and rows written with it or without: whoever writes need not know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Session

from models.store.batching.batch import Batch
from models.store.database import insert_for, savepoint

_PLACE = "guichet.batch"


@contextmanager
def batch(session: Session) -> Iterator[Batch]:
    """A batch of the session: what the block makes is written at its end at the latest."""
    made, connection = Batch(session), session.connection()
    session.info[_PLACE] = made
    sa.event.listen(connection, "before_execute", made.before_statement)
    try:
        yield made
        made.write()
    finally:
        sa.event.remove(connection, "before_execute", made.before_statement)
        del session.info[_PLACE]


def batch_of(session: Session) -> Batch | None:
    """The batch that the session is in; None when each row is written at once."""
    return cast("Batch | None", session.info.get(_PLACE))


def add_row(
    session: Session, table: sa.Table, row: dict[str, Any], *, to: tuple[sa.Table, int] | None = None
) -> int:
    """Write one row; its id. In a batch it is only made, unless the row that it goes `to` was there before:
    then others may write beside it, and ids keep their order.
    """
    made = batch_of(session)
    if made is not None and (to is None or made.has_made(*to)):
        return made.add(table, row)
    return int(session.connection().execute(_with_id(table), row).scalar_one())


@contextmanager
def step(session: Session) -> Iterator[None]:
    """A savepoint, in a batch or not."""
    made = batch_of(session)
    with made.step() if made is not None else savepoint(session):
        yield


@cache
def _with_id(table: sa.Table) -> Any:
    return sa.insert(table).returning(table.c.id)


def insert_once(connection: sa.Connection, table: sa.Table, unique: Sequence[str], **values: Any) -> bool:
    """Add a row unless there is one with the same `unique` columns; whether it was added.

    One statement: of two at once the second waits for the first, and finds its row.
    """
    # Its `rowcount` would not tell: on PostgreSQL it is -1, since the statement gives back the key.
    added = (
        insert_for(connection.dialect.name, table)
        .values(values)
        .on_conflict_do_nothing(index_elements=list(unique))
        .returning(sa.literal(1))
    )
    return connection.execute(added).first() is not None
