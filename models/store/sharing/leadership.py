"""One of several processes on a database does what must be done once: the leader, as long as it lives.

PostgreSQL: an advisory lock held by a connection of its own; the server gives it back when that connection
ends, however the process did. SQLite: a lock on a file beside the database, which the system gives back.
"""

from __future__ import annotations

import fcntl
import os
import threading
from pathlib import Path

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from models.store.database import Database
from models.store.places import LIBPQ_PATIENCE
from models.store.postgresql.bounds import make_patient

log = structlog.get_logger(__name__)
#: Ours among the advisory locks of a database: « guic » as a number.
_LOCK = 0x67756963
#: A dead server must not hold up whoever asks: less than elsewhere for what nobody acknowledges (ms), and
#: seconds of silence.
_PATIENCE = {**LIBPQ_PATIENCE, "tcp_user_timeout": 10_000}
_ANSWER_SECONDS = 10.0


class Leadership:
    """Whether this process leads. Thread-safe; asked again, it takes over when the leader is gone."""

    def __init__(self, database: Database, lock_file: Path) -> None:
        self._file = lock_file
        self._lock = threading.Lock()
        self._handle: int | None = None
        self._connection: sa.Connection | None = None
        self._engine = None if database.is_sqlite else _engine_for(database.url)

    def leads(self) -> bool:
        """Whether this process is the leader now; it becomes so when there is none."""
        with self._lock:
            return self._leads_by_file() if self._engine is None else self._leads_by_server(self._engine)

    def close(self) -> None:
        """Give the lead back; `leads` may take it again."""
        with self._lock:
            self._let_go()

    def _leads_by_file(self) -> bool:
        if self._handle is not None:
            return True
        try:
            handle = os.open(self._file, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        except OSError as wrong:
            log.warning("leadership.unknown", errno=wrong.errno)
            return False
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            return False
        self._handle = handle
        return True

    def _leads_by_server(self, engine: sa.Engine) -> bool:
        try:
            if self._connection is not None:
                # The lock is ours as long as this very connection lives.
                self._connection.execute(sa.select(1))
                return True
            connection = engine.connect()
            if connection.execute(sa.select(sa.func.pg_try_advisory_lock(_LOCK))).scalar_one():
                self._connection = connection
                return True
            connection.close()
        except SQLAlchemyError as wrong:
            log.warning("leadership.lost", error=type(wrong).__name__)
            self._let_go()
        return False

    def _let_go(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
        if self._connection is not None:
            connection, self._connection = self._connection, None
            # Closed for good, so that the server knows: nothing of it goes back into a pool.
            connection.invalidate()
            connection.close()


def _engine_for(url: str) -> sa.Engine:
    engine = sa.create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=_PATIENCE)
    make_patient(engine, _ANSWER_SECONDS)
    return engine.execution_options(isolation_level="AUTOCOMMIT")
