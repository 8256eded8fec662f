"""A look at the database by its driver alone: for commands that only read and must answer at once.

SQLAlchemy and SQLModel take longer to import than such a command takes to run. Statements are written in
SQL that both databases read; names of parameters are `:name`.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Protocol

from models.database_troubles import database_sentence
from models.errors import TemporaryFailure
from models.folding import fold
from models.store.places import LIBPQ_PATIENCE, is_sqlite, libpq_url, sqlite_file
from models.store.revisions import require_newest

#: Milliseconds to wait for a writer: in WAL mode a reader waits for none but a checkpoint that starts.
BUSY_SECONDS = 2.0
_PARAMETER = re.compile(r"(?<!:):([a-z_]+)")
#: What `fold` does to the letters of our languages, for a database that cannot call it.
ACCENTS = "àâäáãåçèéêëìíîïñòóôöõùúûüýÿ’"
PLAIN = "aaaaaaceeeeiiiinooooouuuuyy'"


class Spoken(Protocol):
    """Whoever knows which of the two databases it speaks to."""

    @property
    def is_sqlite(self) -> bool: ...


class Rows(Spoken, Protocol):
    """Whoever answers a SELECT that both databases read: a `Glance`, or the session of a page."""

    def rows(self, statement: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of a SELECT as dictionaries; parameters are `:name`, times are aware."""
        ...

    def tuples(self, statement: str, **parameters: Any) -> Sequence[Sequence[Any]]:
        """The same rows, each as its values in order: of tens of thousands that is half the work."""
        ...


class Glance:
    """One snapshot, opened with the first statement. Writes nothing and takes no lock. Not thread-safe."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.is_sqlite = is_sqlite(url)
        self._connection: Any = None

    def rows(self, statement: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of a SELECT as dictionaries.

        Raises UserError when the database is empty, old or newer, TemporaryFailure when it does not answer.
        """
        with told_plainly():
            return self._select(statement, parameters)

    def tuples(self, statement: str, **parameters: Any) -> Sequence[Sequence[Any]]:
        """The rows of a SELECT as their values; raises what `rows` does."""
        with told_plainly():
            return list(self._run(statement, parameters).fetchall())

    def folded(self, expression: str) -> str:
        """SQL for a text without case and accents, as `models.folding.fold` makes it."""
        if self.is_sqlite:
            return f"folded({expression})"
        return f"translate(lower({expression}), '{ACCENTS}', '{PLAIN.replace(chr(39), chr(39) * 2)}')"

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _select(self, statement: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        cursor = self._run(statement, parameters)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def _run(self, statement: str, parameters: Mapping[str, Any]) -> Any:
        if self._connection is None:
            self._open()
        given = {name: self._given(value) for name, value in parameters.items()}
        cursor = self._connection.cursor()
        if self.is_sqlite:
            cursor.execute(statement, given)
        else:
            cursor.execute(_PARAMETER.sub(r"%(\1)s", statement.replace("%", "%%")), given)
        return cursor

    def _given(self, value: Any) -> Any:
        if self.is_sqlite and isinstance(value, datetime):
            return sqlite_time(value)
        return value

    def _open(self) -> None:
        self._connection = self._sqlite() if self.is_sqlite else self._postgresql()
        require_newest(self._revision())

    def _revision(self) -> str | None:
        catalogue = (
            "SELECT name FROM sqlite_master WHERE name = 'alembic_version'"
            if self.is_sqlite
            else "SELECT tablename FROM pg_tables WHERE tablename = 'alembic_version'"
        )
        if not self._select(catalogue, {}):
            return None
        found = self._select("SELECT version_num FROM alembic_version", {})
        return found[0]["version_num"] if found else None

    def _sqlite(self) -> Any:
        connection = sqlite3.connect(str(sqlite_file(self._url)), timeout=BUSY_SECONDS, isolation_level=None)
        connection.create_function("folded", 1, lambda text: fold(text or ""), deterministic=True)
        connection.execute("PRAGMA query_only = ON")
        connection.execute("BEGIN")
        return connection

    def _postgresql(self) -> Any:
        import psycopg

        from models.store.postgresql.patient import PatientConnection

        connection = PatientConnection.connect(libpq_url(self._url), **LIBPQ_PATIENCE)
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        return connection


def as_time(value: Any) -> datetime | None:
    """A time column as aware UTC: SQLite keeps text without a zone."""
    if value is None:
        return None
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def as_json(value: Any) -> Any:
    """A JSON column: text on SQLite, read already on PostgreSQL."""
    return json.loads(value) if isinstance(value, str) else value


def sqlite_time(value: datetime) -> str:
    """A time as our SQLite columns hold it, so that comparing texts compares times."""
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


@contextmanager
def told_plainly() -> Iterator[None]:
    """A driver's failures as TemporaryFailure."""
    try:
        yield
    except sqlite3.Error as wrong:
        raise TemporaryFailure(database_sentence(wrong), f"sqlite3: {wrong}") from wrong
    except Exception as wrong:
        # psycopg is not imported here: most towns have no PostgreSQL.
        if type(wrong).__module__.partition(".")[0] == "psycopg":
            raise TemporaryFailure(database_sentence(wrong), type(wrong).__name__) from wrong
        raise
