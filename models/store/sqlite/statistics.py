"""How the tables are filled, by which SQLite chooses its indexes: looked at anew each night, and in leaving.

Nothing does that by itself in SQLite; PostgreSQL has its autovacuum. A look at a table reads a few hundred
rows of each of its indexes and locks for as long: milliseconds, whatever the table holds. What is kept are
numbers (`sqlite_stat1`), no words of anybody.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import Any

import sqlalchemy as sa

from models.store.database import Database

#: The hour of the town: after what the night erased, before anybody comes.
STATISTICS_HOUR = 5
_TABLES = (
    "SELECT DISTINCT tbl_name FROM sqlite_schema"
    " WHERE type = 'index' AND tbl_name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY tbl_name"
)
#: Of a table with fewer rows nothing is kept: it would be read whole, however fast it grows before the night.
FEW = 1000
_FORGET_SMALL = (
    "DELETE FROM sqlite_stat1 WHERE tbl IN (SELECT tbl FROM sqlite_stat1"
    " GROUP BY tbl HAVING max(CAST(stat AS INTEGER)) < ?)"
)
#: Rows of indexes, addresses in them, that some builds of SQLite keep besides: no erasure knows of them.
_HAS_SAMPLES = "SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat4'"


def refresh_statistics(database: Database) -> int:
    """Look at every table that has an index; how many. Each is a transaction of its own, so that writers come
    in between. Connections that are open use what was found when they are opened again, a day later at most.
    Raises TemporaryFailure while others keep the database from being written.
    """
    if not database.is_sqlite:
        return 0
    with database.reading() as session:
        names = [str(name) for name in session.connection().exec_driver_sql(_TABLES).scalars()]
    for name in names:
        with database.transaction() as session:
            quoted = session.connection().dialect.identifier_preparer.quote_identifier(name)
            session.connection().exec_driver_sql(f"ANALYZE main.{quoted}")
    with database.transaction() as session:
        session.connection().exec_driver_sql(_FORGET_SMALL, (FEW,))
        if session.connection().exec_driver_sql(_HAS_SAMPLES).first() is not None:
            session.connection().exec_driver_sql("DELETE FROM sqlite_stat4")
    return len(names)


def refresh_when_closing(database: Database) -> None:
    """From now on a connection of `database`, before it is closed, looks again at what it used and what grew
    much since: for a service that is there for minutes, never at night. It waits for nobody.
    """
    if database.is_sqlite:
        sa.event.listen(database.engine, "close", _look_again)


def _look_again(connection: Any, _record: Any) -> None:
    with suppress(sqlite3.Error):  # another one is writing, or the disk is away: the night looks
        connection.execute("PRAGMA busy_timeout=0")
        connection.execute("PRAGMA optimize")
        connection.execute(_FORGET_SMALL, (FEW,))
