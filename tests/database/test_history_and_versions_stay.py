"""What is written stays: entries are never changed, and a database of another version is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from models.errors import UserError
from models.store.database import Database
from models.store.organisations import DatabaseStore
from models.store.schema import require_current
from models.tables.columns import table_of
from models.tables.requests import Entry
from tests.database.test_what_may_come_in import work
from tests.desk import NOW, Desk
from tests.letters import write

_entries = table_of(Entry)


def test_an_entry_cannot_be_changed_once_written(desk: Desk) -> None:
    desk.take(write("Une ampoule est cassée au gymnase Guimard."))
    work(desk)
    with (
        pytest.raises(sa.exc.DBAPIError, match="an entry is never changed"),
        desk.database.transaction() as session,
    ):
        session.connection().execute(sa.update(_entries).values(text="autre chose"))
    with desk.database.reading() as session:
        texts = session.connection().execute(sa.select(_entries.c.text)).scalars().all()
    assert "autre chose" not in texts
    # Erasure, and it alone, may.
    with desk.database.transaction() as session:
        session.connection().execute(sa.update(_entries).values(text="", erased_at=NOW))


def test_an_empty_database_names_init(tmp_path: Path) -> None:
    empty = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    with pytest.raises(UserError, match="guichet init"):
        require_current(empty)
    empty.close()


@pytest.mark.parametrize(("revision", "words"), [("0001", "guichet upgrade"), ("9999", "newer Guichet")])
def test_a_database_of_another_version_is_refused_with_what_to_do(
    database: Database, revision: str, words: str
) -> None:
    with database.transaction() as session:
        session.connection().execute(
            sa.text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision}
        )
    with pytest.raises(UserError, match=words):
        require_current(database)


def test_a_removed_service_is_archived_and_a_rollback_brings_it_back_under_its_number(desk: Desk) -> None:
    store = DatabaseStore(desk.database, desk.clock)
    before = store.current()
    assert before is not None
    first = store.history()[0].number
    gone = before.model_copy(update={"services": before.services[:-1]})
    key = before.services[-1].key
    numbers = []
    for organisation in (gone, before):
        store.apply(organisation, "a test", "")
        with desk.database.reading() as session:
            query = sa.text("SELECT id, archived_at FROM service WHERE key = :key")
            numbers.append(session.connection().execute(query, {"key": key}).one())
    assert numbers[0].archived_at is not None
    assert numbers[1].archived_at is None
    assert numbers[0].id == numbers[1].id
    assert store.version(first) == before
    assert len(store.history()) == 3
