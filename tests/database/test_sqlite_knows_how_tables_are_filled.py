"""How tables are filled is looked at in a moment, kept as numbers, and known to whoever opens the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from models.errors import TemporaryFailure
from models.store import database as store
from models.store.database import Database
from models.store.sqlite.statistics import refresh_statistics, refresh_when_closing
from models.tables.columns import table_of
from models.tables.traces import AccessRecord
from tests.desk import NOW

_accesses = table_of(AccessRecord)
ROWS = 5_000
ADDRESS = "jeanne.lambert@example.org"


def look(database: Database, rows: int = ROWS) -> None:
    """So many lines of the access log, each with an address in it."""
    line = {"at": NOW, "actor": "cli:root", "action": "read", "subject": ADDRESS, "data": {}}
    with database.transaction() as session:
        session.connection().execute(sa.insert(_accesses), [line] * rows)


def known(database: Database, name: str = "access_record") -> dict[str, int]:
    """How many rows SQLite believes each index of a table to have, as whoever opens the database reads it."""
    with closing(sqlite3.connect(database.engine.url.database or "")) as opened:
        if not opened.execute("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'").fetchone():
            return {}
        rows = opened.execute("SELECT idx, stat FROM sqlite_stat1 WHERE tbl = ?", (name,)).fetchall()
    return {index: int(stat.split()[0]) for index, stat in rows}


@contextmanager
def another_writes(database: Database) -> Iterator[None]:
    with closing(sqlite3.connect(database.engine.url.database or "", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def steps_of(database: Database) -> list[int]:
    """Counts, from now on, every hundred steps that statements take."""
    counted: list[int] = []

    def count(connection: Any, *_: Any) -> None:
        connection.set_progress_handler(lambda: counted.append(1), 100)

    sa.event.listen(database.engine, "checkout", count)
    return counted


def test_a_look_finds_how_tables_are_filled_and_reads_a_few_rows_of_each(sqlite_database: Database) -> None:
    look(sqlite_database)
    assert known(sqlite_database) == {}
    refresh_statistics(sqlite_database)
    found = known(sqlite_database)
    # Of a part of an index it is a guess.
    assert found and all(ROWS / 3 < count < ROWS * 3 for count in found.values())
    steps = steps_of(sqlite_database)
    refresh_statistics(sqlite_database)
    few = len(steps)
    look(sqlite_database, 4 * ROWS)
    steps.clear()
    refresh_statistics(sqlite_database)
    assert len(steps) < few * 1.5, "five times the rows, and all of them were read"


def test_what_is_kept_are_numbers_and_nobody_is_in_it(sqlite_database: Database) -> None:
    """Some builds of SQLite keep whole rows of an index besides; here one is put where they would be."""
    look(sqlite_database)
    refresh_statistics(sqlite_database)
    with closing(sqlite3.connect(sqlite_database.engine.url.database or "")) as other:
        other.execute("PRAGMA writable_schema=ON")
        other.execute("CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)")
        other.execute("INSERT INTO sqlite_stat4 VALUES ('access_record', 'x', '1', '1', '1', ?)", (ADDRESS,))
        other.commit()
    refresh_statistics(sqlite_database)
    with closing(sqlite3.connect(sqlite_database.engine.url.database or "")) as other:
        assert other.execute("SELECT * FROM sqlite_stat4").fetchall() == []
        kept = other.execute("SELECT stat FROM sqlite_stat1").fetchall()
    assert kept and all(set(stat) <= set("0123456789 ") for (stat,) in kept)


def test_of_a_small_table_nothing_is_kept_which_may_grow_before_the_night(sqlite_database: Database) -> None:
    look(sqlite_database, 900)
    refresh_statistics(sqlite_database)
    assert known(sqlite_database) == {}


def test_a_look_while_others_write_is_told_and_leaves_all_as_it_was(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "SQLITE_BUSY_MS", 1)
    hurried = Database(sqlite_database.url)
    with another_writes(sqlite_database), pytest.raises(TemporaryFailure):
        refresh_statistics(hurried)
    hurried.close()
    assert known(sqlite_database) == {}


@pytest.mark.parametrize("is_busy", [False, True], ids=["alone", "while another writes"])
def test_who_leaves_looks_at_what_was_used_and_waits_for_nobody(
    sqlite_database: Database, tmp_path: Path, is_busy: bool
) -> None:
    leaving = Database(sqlite_database.url)
    refresh_when_closing(leaving)
    look(leaving)
    with leaving.reading() as session:
        session.connection().execute(
            sa.select(_accesses.c.id).where(_accesses.c.subject == ADDRESS, _accesses.c.at > NOW)
        ).all()
    if is_busy:
        with another_writes(sqlite_database):
            leaving.close()
    else:
        leaving.close()
    assert bool(known(sqlite_database)) is not is_busy
