"""The only engine and the only commits: `Database.transaction()`, and `at_once()` for single statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session

from models.database_troubles import database_sentence
from models.errors import TemporaryFailure, UserError
from models.store.batching.at_once import AtOnce
from models.store.places import LIBPQ_PATIENCE, is_sqlite, sqlalchemy_url, sqlite_file
from models.store.postgresql.bounds import (
    ANSWER_SECONDS,
    bound_postgresql,
    make_patient,
    stay_open,
    unhurried,
)
from models.store.sqlite.taming import tame_sqlite

#: Milliseconds a SQLite writer waits for another one before it is told the database is busy.
SQLITE_BUSY_MS = 15_000
#: Seconds after which a connection to SQLite is opened anew: it learns how tables are filled in opening.
SQLITE_OPEN_SECONDS = 86_400

#: Bounds on PostgreSQL, in seconds. A frozen process holds its locks as long as its transaction is open: the
#: server ends one that does nothing, and whoever waits for a lock is told before their own lease is over.
IDLE_TRANSACTION_SECONDS = 30.0
LOCK_WAIT_SECONDS = 45.0

#: SQLite results that say something of the disk or of other writers, nothing of the statement.
_SQLITE_AWAY = (
    "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY",
    "SQLITE_NOMEM", "SQLITE_PROTOCOL", "SQLITE_NOTADB", "SQLITE_CORRUPT",
)  # fmt: skip
#: Classes of SQLSTATE: connection, rollback by the server, resources, intervention, system.
_POSTGRESQL_AWAY = ("08", "40", "53", "55", "57", "58")


class Database:
    """One engine on SQLite or PostgreSQL, and the two ways to use it.

    Thread-safe. `transaction()` is the only place that commits; on SQLite it takes the write lock at
    once (BEGIN IMMEDIATE), because a read lock upgraded later fails under concurrency.
    """

    def __init__(
        self,
        url: str,
        *,
        pool_size: int = 8,
        idle_transaction_seconds: float = IDLE_TRANSACTION_SECONDS,
        lock_wait_seconds: float = LOCK_WAIT_SECONDS,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self.url = sqlalchemy_url(url)
        self.is_sqlite = is_sqlite(url)
        if self.is_sqlite:
            path = sqlite_file(url)
            if path is None:
                raise UserError("The database must be a file: a database in memory would lose every request.")
            path.parent.mkdir(parents=True, exist_ok=True)
        options: dict[str, Any] = (
            {"connect_args": {"timeout": SQLITE_BUSY_MS / 1000}, "pool_recycle": SQLITE_OPEN_SECONDS}
            if self.is_sqlite
            else {}
        )
        if not self.is_sqlite:
            options = {"pool_pre_ping": True, "connect_args": dict(LIBPQ_PATIENCE)}
        try:
            self.engine = sa.create_engine(
                self.url,
                pool_size=pool_size,
                max_overflow=pool_size,
                pool_timeout=20,
                # The one given back last first: each keeps pages and statements, and few are in use together.
                pool_use_lifo=True,
                hide_parameters=True,
                **options,
            )
        except (ArgumentError, ValueError) as wrong:
            raise UserError("database.url cannot be read: see the example in settings.toml.") from wrong
        if self.is_sqlite:
            tame_sqlite(self.engine, SQLITE_BUSY_MS)
        else:
            # Whoever waits for a lock hears nothing meanwhile.
            make_patient(self.engine, max(answer_seconds, lock_wait_seconds + 5.0))
            bound_postgresql(self.engine, idle_transaction_seconds, lock_wait_seconds)
        self._writing = self.engine.execution_options(guichet_write=True)
        # Else each statement of PostgreSQL looks at another moment: a page would show an act beside the state
        # of before.
        one_moment = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        self._looking = self.engine.execution_options(**one_moment)
        self._at_once = AtOnce(self.engine)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that commits when the block ends well and rolls back when it raises.

        Raises TemporaryFailure when the database cannot be reached or stays busy.
        """
        with _told_plainly(), Session(self._writing, expire_on_commit=False) as session, session.begin():
            yield session

    def at_once(self, statement: sa.UpdateBase, given: Mapping[str, Any], *, flushed: bool = True) -> int:
        """Run one UPDATE that is a transaction of its own; how many rows changed.

        For what happens once a message or notice and changes one row: at a quarter of the cost. Not
        `flushed`: on SQLite it outlives a killed process, and a loss of power once anything else was
        committed. Raises TemporaryFailure as `transaction` does.
        """
        with _told_plainly():
            return self._at_once.run(statement, given, flushed=flushed)

    def insert_at_once(self, statement: sa.Insert, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Their ids: an INSERT that returns one, run for each of the `rows` in a transaction that is theirs
        alone. Raises TemporaryFailure as `transaction` does.
        """
        with _told_plainly():
            return self._at_once.insert(statement, rows)

    @contextmanager
    def rebuilding(self) -> Iterator[Session]:
        """A transaction in which tables may be made anew: for migrations alone.

        SQLite checks references while it drops a table that others point to, and cannot be told otherwise
        inside a transaction: they are checked here, whole, before the commit. Raises UserError when one is
        broken; nothing is changed then.
        """
        if not self.is_sqlite:
            with self.transaction() as session:
                # A big table takes as long as it takes, and so does whoever still uses it.
                session.connection().exec_driver_sql("SET LOCAL lock_timeout = 0")
                stay_open(session)
                with unhurried(session.connection().connection.driver_connection):
                    yield session
            return
        with _told_plainly(), self._writing.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute("PRAGMA foreign_keys=OFF")
            try:
                with Session(connection, expire_on_commit=False) as session, session.begin():
                    yield session
                    session.flush()
                    if session.connection().exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                        raise UserError(
                            "The database has rows that point to missing ones. Run: guichet db check"
                        )
            finally:
                driver.execute("PRAGMA foreign_keys=ON")

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session on one snapshot, never committed. Raises TemporaryFailure as `transaction` does."""
        with _told_plainly(), Session(self._looking, expire_on_commit=False) as session:
            try:
                if not self.is_sqlite:
                    stay_open(session)
                yield session
            finally:
                session.rollback()

    def ping(self) -> None:
        """Raises TemporaryFailure when the database does not answer."""
        with self.reading() as session:
            session.connection().execute(sa.text("SELECT 1"))

    def close(self) -> None:
        self.engine.dispose()

    @property
    def shown_url(self) -> str:
        """The URL without its password."""
        return sa.make_url(self.url).render_as_string(hide_password=True)


def insert_for(dialect: str, table: sa.Table) -> Any:
    """An insert of the dialect's own (the name of a connection's), which can be told what becomes of a row
    that is there already: `on_conflict_do_nothing`, `on_conflict_do_update`.
    """
    return (sqlite if dialect == "sqlite" else postgresql).insert(table)


@contextmanager
def savepoint(session: Session) -> Iterator[None]:
    """What the block writes stays or goes together; when it raises, only that is undone.

    As `session.begin_nested()`, at a third of its cost: one name, so that the driver knows the statement,
    and no snapshot of the session, which forgets its objects when the block raises. Not to be nested.
    """
    session.flush()
    connection = session.connection()
    connection.exec_driver_sql("SAVEPOINT together")
    try:
        yield
        session.flush()
    except BaseException as wrong:
        session.expunge_all()
        if not is_away(wrong):  # else there is no transaction left to go back in
            connection.exec_driver_sql("ROLLBACK TO SAVEPOINT together")
            connection.exec_driver_sql("RELEASE SAVEPOINT together")
        raise
    connection.exec_driver_sql("RELEASE SAVEPOINT together")


@contextmanager
def _told_plainly() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, PoolTimeout) as wrong:
        if is_away(wrong):
            raise TemporaryFailure(_public(wrong), _private(wrong)) from wrong
        raise


def is_away(wrong: BaseException) -> bool:
    """Whether `wrong` means that the database cannot work now (away, full, busy), not that a statement is
    bad.
    """
    if isinstance(wrong, PoolTimeout):
        return True
    if not isinstance(wrong, DBAPIError):
        return False
    if wrong.connection_invalidated or isinstance(wrong, InterfaceError):
        return True
    name = getattr(wrong.orig, "sqlite_errorname", None)
    if name is not None:  # a file that is no database is a DatabaseError alone
        return str(name).startswith(_SQLITE_AWAY)
    if not isinstance(wrong, OperationalError):
        return False
    state = getattr(wrong.orig, "sqlstate", None)
    # psycopg raises without a state when the server cannot be reached at all.
    return state is None or str(state)[:2] in _POSTGRESQL_AWAY


def _public(wrong: Exception) -> str:
    return database_sentence(getattr(wrong, "orig", None))


def _private(wrong: Exception) -> str:
    cause = getattr(wrong, "orig", None) or wrong
    return f"{type(cause).__name__}: {str(cause).splitlines()[0] if str(cause) else ''}"
