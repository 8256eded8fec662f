"""What a savepoint's block wrote is undone alone, whether by statement or by object."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from models.store.database import Database, savepoint
from models.tables.columns import table_of
from models.tables.people import Person

NOW = datetime(2026, 11, 3, 13, 5, tzinfo=UTC)
_people = table_of(Person)


def _person(name: str) -> dict[str, object]:
    return {"kind": "citizen", "name": name, "locale": "fr", "created_at": NOW}


def test_what_one_block_wrote_is_undone_and_its_neighbours_stay(database: Database) -> None:
    with database.transaction() as session:
        with savepoint(session):
            session.connection().execute(sa.insert(_people), _person("before"))
        with pytest.raises(ZeroDivisionError), savepoint(session):
            session.connection().execute(sa.insert(_people), _person("undone"))
            raise ZeroDivisionError
        with savepoint(session):
            session.connection().execute(sa.insert(_people), _person("after"))
    with database.reading() as session:
        names = session.connection().execute(sa.select(_people.c.name).order_by(_people.c.id)).scalars().all()
    assert names == ["before", "after"]


def test_an_object_changed_in_a_block_that_failed_is_not_written_later(database: Database) -> None:
    with database.transaction() as session:
        session.connection().execute(sa.insert(_people), _person("as it was"))
    with database.transaction() as session, pytest.raises(ZeroDivisionError), savepoint(session):
        session.scalars(sa.select(Person)).one().name = "changed"
        raise ZeroDivisionError
    with database.reading() as session:
        assert session.scalars(sa.select(Person)).one().name == "as it was"


def test_a_statement_that_fails_in_a_block_leaves_the_transaction_usable(database: Database) -> None:
    with database.transaction() as session:
        with pytest.raises(sa.exc.IntegrityError), savepoint(session):
            session.connection().execute(sa.insert(_people), {**_person("nobody"), "name": None})
        session.connection().execute(sa.insert(_people), _person("next"))
    with database.reading() as session:
        assert session.scalars(sa.select(Person)).one().name == "next"
