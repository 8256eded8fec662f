"""Whether the second machine follows: looked at every few minutes, tried by a restore each night, told."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from dispatch.upkeep.replication.litestream import litestream_of
from dispatch.upkeep.replication.standbys import Standing, standing
from models.errors import GuichetError, TemporaryFailure
from models.settings.settings import Settings
from models.store.database import Database
from models.store.durable import write_durably
from models.store.places import is_held

LOOK_SECONDS = 300.0
#: The hour at which a replica is restored for trial, after the night's other work.
TEST_HOUR = 4
#: Looks at the log of PostgreSQL that are remembered.
_REMEMBERED = 50


@dataclass
class Noted:
    """What the last looks found, kept beside the data. `problems`: alert keys with their values; `logs`:
    when how many octets of log were written (PostgreSQL).
    """

    looked_at: str = ""
    problems: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    tested_at: str = ""
    test_problem: str = ""
    logs: list[tuple[str, int]] = field(default_factory=list)


def noted_in(data_dir: Path) -> Noted:
    with suppress(OSError, ValueError, TypeError):
        return Noted(**json.loads(_place(data_dir).read_text(encoding="utf-8")))
    return Noted()


class Following:
    """Looks and tries for the settings of `[replication]`. Harmless when run twice."""

    def __init__(self, database: Database, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock

    @property
    def is_set_up(self) -> bool:
        wanted = self._settings.replication
        return wanted.litestream is not None if self._database.is_sqlite else wanted.standbys > 0

    def look(self) -> None:
        """Note whether the second machine follows. Raises TemporaryFailure when it does not."""
        if is_held(self._settings.data_dir):
            return
        now, noted = self._clock(), noted_in(self._settings.data_dir)
        problems = self._replica(now) if self._database.is_sqlite else self._standbys(now, noted)
        noted.looked_at, noted.problems = now.isoformat(), problems
        self._keep(noted)
        if problems:
            said = "; ".join(f"{key} {values}" for key, values in problems)
            raise TemporaryFailure("The second machine does not follow: guichet doctor replication", said)

    def test(self) -> None:
        """Restore the replica for trial and note whether it is whole. Raises what was wrong with it."""
        replica = litestream_of(self._settings.replication, self._database)
        if replica is None or is_held(self._settings.data_dir):
            return
        noted, now = noted_in(self._settings.data_dir), self._clock()
        noted.tested_at, noted.test_problem = now.isoformat(), ""
        try:
            place = self._settings.data_dir / "backup"
            replica.try_restore(place, now, self._patience)
        except GuichetError as wrong:
            noted.test_problem = (
                f"{wrong.public} {wrong.private if wrong.private != wrong.public else ''}".strip()
            )
            raise
        finally:
            self._keep(noted)

    @property
    def _patience(self) -> timedelta:
        return timedelta(seconds=self._settings.replication.behind_seconds)

    def _replica(self, now: datetime) -> list[tuple[str, dict[str, str]]]:
        replica = litestream_of(self._settings.replication, self._database)
        assert replica is not None
        try:
            behind = replica.behind(now)
        except GuichetError as wrong:
            return [("replica_unseen", {"why": wrong.public})]
        if behind <= self._patience:
            return []
        return [("replica_behind", {"minutes": f"{behind.total_seconds() / 60:.0f}"})]

    def _standbys(self, now: datetime, noted: Noted) -> list[tuple[str, dict[str, str]]]:
        with self._database.reading() as session:
            found = standing(session)
        if found.written is None:
            return [("standby_itself", {})]
        problems = missing_in(found, self._settings.replication.standbys)
        old = [size for moment, size in noted.logs if now - datetime.fromisoformat(moment) >= self._patience]
        for each in found.followers:
            if old and each.flushed is not None and each.flushed < max(old):
                values = {"name": each.name, "megabytes": f"{each.behind_bytes / 2**20:.0f}"}
                problems.append(("standby_behind", values))
        noted.logs = [*noted.logs, (now.isoformat(), found.written)][-_REMEMBERED:]
        return problems

    def _keep(self, noted: Noted) -> None:
        content = json.dumps(asdict(noted), ensure_ascii=False).encode()
        write_durably(_place(self._settings.data_dir), lambda stream: stream.write(content))


def missing_in(found: Standing, wanted: int) -> list[tuple[str, dict[str, Any]]]:
    """Whether fewer follow than are wanted: only those that stream count."""
    streaming = sum(each.state in ("streaming", "?") for each in found.followers)
    if streaming >= wanted:
        return []
    return [("standbys_missing", {"count": str(streaming), "wanted": str(wanted)})]


def _place(data_dir: Path) -> Path:
    return data_dir / "replication.json"
