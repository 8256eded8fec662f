"""Nothing is seen without a trace: the line of the access log for somebody who only looks.

A look takes no write lock while it reads. Its line is written after the read, before anything is shown, in
a short transaction of its own; while another process holds the write lock it is put into a file beside the
database, durable like the row, and whoever logs next (a command, or the service every minute) moves it
over. A line is written at least once: a process that dies between commit and emptying the file leaves a
second one.
"""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from models.errors import TemporaryFailure
from models.store.glance import sqlite_time, told_plainly
from models.store.places import LIBPQ_PATIENCE, is_sqlite, libpq_url, sqlite_file

#: How long a look waits for the write lock before its line goes into the file.
PATIENCE_SECONDS = 0.25
WAITING = "accesses.waiting"
_INSERT = "INSERT INTO access_record (at, actor, action, subject, data) VALUES "


class Accesses:
    """Writes lines of the access log from outside any transaction. Several processes may."""

    def __init__(self, url: str, data_dir: Path) -> None:
        self._url = url
        self._file = data_dir / WAITING

    def record(
        self, at: datetime, actor: str, action: str, subject: str, data: Mapping[str, Any] | None = None
    ) -> None:
        """Make one line durable: in the table, or in the file until the table can be written.

        `subject` is `request:12`; `data` holds ids and numbers, never words. Raises TemporaryFailure when
        neither can be written: then nothing may be shown.
        """
        line = {
            "at": at.isoformat(),
            "actor": actor,
            "action": action,
            "subject": subject,
            "data": dict(data or {}),
        }
        if not self._is_waiting():
            try:
                self._insert([line])
                return
            except TemporaryFailure:
                pass
        try:
            with self._locked() as waiting:
                waiting.seek(0, os.SEEK_END)
                waiting.write(json.dumps(line, ensure_ascii=True) + "\n")
                waiting.flush()
                os.fsync(waiting.fileno())
                with suppress(TemporaryFailure):
                    self._move(waiting)
        except OSError as wrong:
            raise TemporaryFailure(
                f"Nothing is shown, since it cannot be written down who looked: {self._file}: "
                f"{wrong.strerror}."
            ) from wrong

    def write_waiting(self) -> int:
        """Move what waits in the file to the table; how many lines. Raises TemporaryFailure when it must wait
        on.
        """
        if not self._is_waiting():
            return 0
        with self._locked() as waiting:
            return self._move(waiting)

    def _is_waiting(self) -> bool:
        try:
            return self._file.stat().st_size > 0
        except OSError:
            return False

    @contextmanager
    def _locked(self) -> Iterator[IO[str]]:
        with open(os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="ascii") as waiting:  # noqa: PTH123  # a mode for the new file
            fcntl.flock(waiting, fcntl.LOCK_EX)
            yield waiting

    def _move(self, waiting: IO[str]) -> int:
        lines = _lines(waiting)
        self._insert(lines)
        waiting.seek(0)
        waiting.truncate()
        return len(lines)

    def _insert(self, lines: Sequence[Mapping[str, Any]]) -> None:
        """In one transaction. Raises TemporaryFailure."""
        rows = [{**line, "data": json.dumps(line["data"])} for line in lines]
        with told_plainly():
            if is_sqlite(self._url):
                self._insert_into_sqlite(rows)
            else:
                self._insert_into_postgresql(rows)

    def _insert_into_sqlite(self, rows: Sequence[Mapping[str, Any]]) -> None:
        connection = sqlite3.connect(
            f"file:{quote(str(sqlite_file(self._url)))}?mode=rw",
            uri=True,
            timeout=PATIENCE_SECONDS,
            isolation_level=None,
        )
        try:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(
                _INSERT + "(:at, :actor, :action, :subject, :data)",
                [{**row, "at": sqlite_time(datetime.fromisoformat(row["at"]))} for row in rows],
            )
            connection.execute("COMMIT")
        finally:
            connection.close()

    def _insert_into_postgresql(self, rows: Sequence[Mapping[str, Any]]) -> None:
        from models.store.postgresql.patient import PatientConnection

        with PatientConnection.connect(libpq_url(self._url), **LIBPQ_PATIENCE) as connection:
            connection.execute(f"SET LOCAL lock_timeout = {int(PATIENCE_SECONDS * 1000)}")
            connection.cursor().executemany(
                _INSERT
                + "(%(at)s::timestamptz, %(actor)s, %(action)s, %(subject)s, CAST(%(data)s AS jsonb))",
                rows,
            )


def _lines(waiting: IO[str]) -> list[dict[str, Any]]:
    """What waits; a line that a dying process left half-written is passed over."""
    waiting.seek(0)
    found = []
    for line in waiting:
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found
