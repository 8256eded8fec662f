"""Connections of their own for pages that only look: few, and no statement runs longer than its time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from models.errors import TemporaryFailure, UserError
from models.folding import fold
from models.store.database import Database
from models.store.glance import ACCENTS, PLAIN

#: Seconds that the statements of one page may take together.
PAGE_SECONDS = 2.0
#: How much later a server that did not end them itself is given up.
SILENT_SECONDS = 5.0
#: Connections kept open; as many more come for a moment. Mail has others.
CONNECTIONS = 4
#: Steps of SQLite's machine between two looks at the clock: some tenths of a millisecond.
_STEPS = 10_000


class TooMuchToLookAt(UserError):
    """The statements of a page took longer than they may: something narrower must be asked."""


class Reads:
    """Sessions that only look, each on one snapshot. Thread-safe; gives nothing back to mail to wait for."""

    def __init__(self, url: str, *, seconds: float = PAGE_SECONDS) -> None:
        self.database = Database(
            url, pool_size=CONNECTIONS, lock_wait_seconds=seconds, answer_seconds=seconds + SILENT_SECONDS
        )
        self._seconds = seconds
        self.is_sqlite = self.database.is_sqlite
        if self.is_sqlite:
            sa.event.listen(self.database.engine, "connect", _fold_here)

    @contextmanager
    def looking(self, *, seconds: float | None = None) -> Iterator[Session]:
        """A session that only looks. Raises TooMuchToLookAt when its time is over, TemporaryFailure when the
        database does not answer. `seconds` gives a page more time than pages have: below SILENT_SECONDS more.
        """
        try:
            with self.database.reading() as session:
                self._limit(session, self._seconds if seconds is None else seconds)
                try:
                    yield session
                finally:
                    self._unlimit(session)
        except DBAPIError as wrong:
            if _is_over(wrong):
                raise TooMuchToLookAt("There is too much to look at: ask for less.") from wrong
            raise
        except TemporaryFailure as wrong:
            if isinstance(wrong.__cause__, DBAPIError) and _is_over(wrong.__cause__):
                raise TooMuchToLookAt("There is too much to look at: ask for less.") from wrong
            raise

    def folded(self, text: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
        """`text` without case and accents, as `models.folding.fold` makes it."""
        if self.is_sqlite:
            return sa.func.folded(text)
        return sa.func.translate(sa.func.lower(text), ACCENTS, PLAIN)

    def close(self) -> None:
        self.database.close()

    def _limit(self, session: Session, seconds: float) -> None:
        connection = session.connection()
        if not self.is_sqlite:
            connection.execute(sa.text(f"SET LOCAL statement_timeout = {int(seconds * 1000)}"))
            return
        driver: Any = connection.connection.driver_connection
        ends_at = time.monotonic() + seconds
        driver.set_progress_handler(lambda: time.monotonic() > ends_at, _STEPS)

    def _unlimit(self, session: Session) -> None:
        if self.is_sqlite and session.is_active:
            driver: Any = session.connection().connection.driver_connection
            driver.set_progress_handler(None, _STEPS)


def _fold_here(connection: Any, _record: Any) -> None:
    connection.create_function("folded", 1, lambda text: fold(text or ""), deterministic=True)


def _is_over(wrong: DBAPIError) -> bool:
    name = getattr(wrong.orig, "sqlite_errorname", None)
    return name == "SQLITE_INTERRUPT" or getattr(wrong.orig, "sqlstate", None) == "57014"
