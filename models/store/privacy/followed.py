"""Writing over what was deleted while another program keeps its place in SQLite's log (Litestream)."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from models.errors import TemporaryFailure
from models.store.database import SQLITE_BUSY_MS, Database
from models.store.looking.words import drop_leftovers
from models.store.places import sqlite_file

#: The file format of the log (sqlite.org/walformat.html): its header, and the head of each frame, in octets.
_HEADER, _FRAME_HEAD = 32, 24
_LOOK_SECONDS = 0.5


def scrub_followed(database: Database, wait_seconds: float) -> bool:
    """Write the database anew without what was deleted; whether nothing of it is left in its files.

    Whoever follows the log holds it open, so that it can never be cut; but from time to time it has all of
    it brought into the database and the log begun again from its start. That is waited for, for
    `wait_seconds` at most; then what is left behind the new beginning is written over with zeros, while
    nobody writes. Raises TemporaryFailure when the database is busy.
    """
    file = sqlite_file(database.url)
    assert file is not None
    log = file.with_name(f"{file.name}-wal")
    try:
        with closing(
            sqlite3.connect(file, timeout=SQLITE_BUSY_MS / 1000, isolation_level=None)
        ) as connection:
            connection.execute("PRAGMA secure_delete=FAST")
            drop_leftovers(connection, is_sqlite=True)
            connection.execute("VACUUM")
            if not _begins_again(log, _salts(log), wait_seconds):
                return False
            connection.execute("BEGIN IMMEDIATE")
            try:
                _write_over_the_dead(log)
            finally:
                connection.execute("ROLLBACK")
    except (sqlite3.Error, OSError) as wrong:
        private = type(wrong).__name__
        raise TemporaryFailure(
            "The database is busy: what was erased is written over later.", private
        ) from wrong
    return True


def _begins_again(log: Path, salts: bytes, wait_seconds: float) -> bool:
    """Whether the log has another beginning than the one that `salts` tell, now or before long."""
    until = time.monotonic() + wait_seconds
    while _salts(log) == salts:
        if time.monotonic() >= until:
            return False
        time.sleep(_LOOK_SECONDS)
    return True


def _salts(log: Path) -> bytes:
    """What each beginning of the log has of its own: octets 16 to 24; b'' when there is no log."""
    try:
        with log.open("rb") as stream:
            return stream.read(_HEADER)[16:24]
    except FileNotFoundError:
        return b""


def _write_over_the_dead(log: Path) -> None:
    """Zeros over every frame of an earlier beginning. To be called while nobody else may write."""
    with log.open("r+b", buffering=0) as stream:
        header = stream.read(_HEADER)
        if len(header) < _HEADER:
            return
        salts, step = header[16:24], _FRAME_HEAD + int.from_bytes(header[8:12], "big")
        size, place = os.fstat(stream.fileno()).st_size, _HEADER
        while place < size:
            stream.seek(place)
            if stream.read(_FRAME_HEAD)[8:16] != salts:
                break
            place += step
        stream.seek(place)
        zeros = bytes(1 << 20)
        while place < size:
            place += stream.write(zeros[: size - place])
        os.fsync(stream.fileno())
