"""How every connection to SQLite behaves: what is durable, how long it waits, what it may look at."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler

#: Rows of an index that are looked at to know how it is filled, as SQLite advises (100 to 1000, in
#: https://sqlite.org/lang_analyze.html): a look takes as long in a town of a million requests.
LOOKED_AT = 400


class _Hinting(SQLiteCompiler):
    """Writes `with_hint(table, "INDEXED BY …", "sqlite")`: SQLAlchemy leaves that to the dialect."""

    def get_from_hint_text(self, _table: Any, text: Any) -> Any:
        return text


def tame_sqlite(engine: sa.Engine, busy_ms: int) -> None:
    """Have every connection of `engine` behave so, and every transaction begin as it is meant. A writer waits
    for another one `busy_ms` milliseconds before it is told that the database is busy.
    """

    engine.dialect.statement_compiler = _Hinting

    @sa.event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        # NORMAL loses the last commits on power loss; a 250 must survive it.
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={busy_ms}")
        cursor.execute("PRAGMA secure_delete=FAST")
        cursor.execute(f"PRAGMA analysis_limit={LOOKED_AT}")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def on_begin(connection: sa.Connection) -> None:
        write = connection.get_execution_options().get("guichet_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
