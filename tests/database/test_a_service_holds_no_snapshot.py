"""What the service asked of the database once, at its start, keeps nothing from tidying up for years."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import psycopg
import pytest

from cli.office import Office
from models.settings.settings import Settings
from models.store.database import Database
from models.store.places import is_sqlite, libpq_url, sqlite_file


def _readers_left(url: str) -> int:
    """How many still read an older state: of SQLite 1 when its log cannot be emptied."""
    if is_sqlite(url):
        with sqlite3.connect(sqlite_file(url), isolation_level=None) as other:
            other.execute("CREATE TABLE IF NOT EXISTS written_later (id INTEGER)")
            other.execute("INSERT INTO written_later VALUES (1)")
            return int(other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
    with psycopg.connect(libpq_url(url)) as other:
        asked = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND state LIKE 'idle in transaction%' AND pid <> pg_backend_pid()"
        )
        found = other.execute(asked).fetchone()
        return int(found[0]) if found else 0


def test_the_town_s_name_is_read_and_the_snapshot_given_back(
    database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    office = Office(Settings.model_validate({"database": {"url": database_url}}))
    assert office.town.locale == "fr"
    assert _readers_left(database_url) == 0
    office.glance.rows("SELECT version_num FROM alembic_version")
    seen = _readers_left(database_url)
    office.glance.close()
    assert (seen, _readers_left(database_url)) == (1, 0)
