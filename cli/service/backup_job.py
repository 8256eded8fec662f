"""The backup that runs by itself: a process of its own, so that it takes nothing from the mail."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from dispatch.upkeep.backup.backups import last_good_of
from models.settings.settings import Settings
from models.store.places import is_held

#: How often it is looked whether a set is due, and how long a failed one waits.
LOOK_SECONDS = 600
RETRY = timedelta(hours=1)
#: The least favoured process: `nice`.
_PROGRAM = "import os; os.nice(15); from cli.main import run; run()"
log = structlog.get_logger(__name__)


class BackupJob:
    """Makes a set at every destination when the newest of one is older than the settings say."""

    def __init__(self, settings: Settings, settings_file: Path | None, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._settings_file = settings_file
        self._clock = clock
        self._not_before: datetime | None = None

    def run_when_due(self) -> bool:
        """Whether one was due and made. A failure is logged here; the watch tells the administrators."""
        now = self._clock()
        if (
            is_held(self._settings.data_dir)
            or not self._is_due(now)
            or (self._not_before is not None and now < self._not_before)
        ):
            return False
        environment = dict(os.environ)
        if self._settings_file is not None:
            environment["GUICHET_SETTINGS"] = str(self._settings_file.resolve())
        done = subprocess.run(  # noqa: S603  # this very program
            [sys.executable, "-c", _PROGRAM, "backup", "now"],
            env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            self._not_before = now + RETRY
            why = (done.stderr.strip().splitlines() or [""])[-1]
            log.error("backup.failed", exit_code=done.returncode, why=why[:300])
            return False
        log.info("backup.done")
        return True

    def _is_due(self, now: datetime) -> bool:
        wait = timedelta(hours=self._settings.backup.every_hours)
        good = last_good_of(self._settings).values()
        return any(last is None or now - last >= wait for last in good)
