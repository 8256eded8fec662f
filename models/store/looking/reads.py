"""Connections of their own for pages that only look: few, and the statements of a page end with its time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from models.errors import TemporaryFailure, UserError
from models.store.database import Database

#: Seconds that the statements of one page may take together.
PAGE_SECONDS = 2.0
#: The same of a file: its requests are read piece by piece, and none is sent before all are there.
FILE_SECONDS = 30.0
#: How much later a server that did not end them itself is given up.
SILENT_SECONDS = 5.0
#: Connections kept open; as many more come for a moment. Mail has others.
CONNECTIONS = 4
#: On PostgreSQL: a page takes one processor and no more, and statements of milliseconds are not compiled.
_MODEST = "SET jit = off; SET max_parallel_workers_per_gather = 0"
#: Steps of SQLite's machine between two looks at the clock: some tenths of a millisecond.
_STEPS = 10_000

#: Where a connection to PostgreSQL notes until when it may look, and what the server was told last.
_ALLOWED = "guichet_allowed"


class TooMuchToLookAt(UserError):
    """The statements of a page took longer than they may: something narrower must be asked."""


class Reads:
    """Sessions that only look, each on one snapshot. Thread-safe; gives nothing back to mail to wait for."""

    def __init__(self, url: str, *, seconds: float = PAGE_SECONDS) -> None:
        self.database = Database(
            url, pool_size=CONNECTIONS, lock_wait_seconds=seconds, answer_seconds=seconds + SILENT_SECONDS
        )
        #: What the statements of a page may take together.
        self.seconds = seconds
        self.is_sqlite = self.database.is_sqlite
        if self.is_sqlite:
            sa.event.listen(self.database.engine, "connect", _have_terms)
        else:
            sa.event.listen(self.database.engine, "connect", _be_modest)
            sa.event.listen(self.database.engine, "before_cursor_execute", _allow_what_is_left)

    @contextmanager
    def looking(self, *, seconds: float | None = None) -> Iterator[Session]:
        """A session that only looks. Raises TooMuchToLookAt when its time is over, TemporaryFailure when the
        database does not answer. `seconds` gives a page more time than pages have; one statement takes below
        SILENT_SECONDS more all the same.
        """
        try:
            with self.database.reading() as session:
                connection = session.connection()
                self._limit(connection, self.seconds if seconds is None else seconds)
                noted, driver = connection.info, connection.connection.driver_connection
                try:
                    yield session
                finally:
                    noted.pop(_ALLOWED, None)
                    self._unlimit(driver)
        except DBAPIError as wrong:
            if _is_over(wrong):
                raise TooMuchToLookAt("There is too much to look at: ask for less.") from wrong
            raise
        except TemporaryFailure as wrong:
            if isinstance(wrong.__cause__, DBAPIError) and _is_over(wrong.__cause__):
                raise TooMuchToLookAt("There is too much to look at: ask for less.") from wrong
            raise

    def close(self) -> None:
        self.database.close()

    def _limit(self, connection: sa.Connection, seconds: float) -> None:
        ends_at = time.monotonic() + seconds
        if not self.is_sqlite:
            # Beyond, the server would be taken for one that is silent.
            once = min(seconds, self.seconds + SILENT_SECONDS - 1)
            connection.execute(sa.text(f"SET LOCAL statement_timeout = {_milliseconds(once)}"))
            connection.info[_ALLOWED] = (ends_at, once)
            return
        driver: Any = connection.connection.driver_connection
        driver.set_progress_handler(lambda: time.monotonic() > ends_at, _STEPS)

    def _unlimit(self, driver: Any) -> None:
        if self.is_sqlite:
            driver.set_progress_handler(None, _STEPS)


def _milliseconds(seconds: float) -> int:
    """What the server is told: nought would be no end at all."""
    return max(1, int(seconds * 1000))


def _be_modest(connection: Any, _record: Any) -> None:
    connection.execute(_MODEST)
    connection.commit()


def _allow_what_is_left(connection: sa.Connection, cursor: Any, *_statement: Any) -> None:
    """The server counts the time of each statement anew: it is told what is left when half is spent."""
    ends_at, allowed = connection.info.get(_ALLOWED, (0.0, 0.0))
    left = ends_at - time.monotonic()
    if allowed and left < allowed / 2:
        cursor.execute(f"SET LOCAL statement_timeout = {_milliseconds(left)}")
        connection.info[_ALLOWED] = (ends_at, left)


def _have_terms(connection: Any, _record: Any) -> None:
    # The words of the index of requests, to be read as a table (migration 0016).
    connection.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.request_terms USING fts5vocab(main, request_words, instance)"
    )


def _is_over(wrong: DBAPIError) -> bool:
    name = getattr(wrong.orig, "sqlite_errorname", None)
    return name == "SQLITE_INTERRUPT" or getattr(wrong.orig, "sqlstate", None) == "57014"
