"""The database that tests and towns use is the one that the models describe."""

from __future__ import annotations

from models.store.database import Database
from models.store.revisions import newest_revision
from models.store.schema import current_revision, differences, upgrade


def test_migrations_make_exactly_the_tables_of_the_models(database: Database) -> None:
    assert differences(database) == []


def test_an_upgraded_database_is_at_the_newest_revision_and_stays_there(database: Database) -> None:
    upgrade(database)
    assert current_revision(database) == newest_revision()
