"""Backups as a whole: make a set at every destination, try it, thin the old ones; restore one."""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog

from dispatch.upkeep.backup.check import check_set
from dispatch.upkeep.backup.destinations import Destination, DirectoryDestination
from dispatch.upkeep.backup.make import make_stage
from dispatch.upkeep.backup.manifest import NAME, Manifest, make_set_id
from dispatch.upkeep.backup.recovery_key import RecoveryKey
from dispatch.upkeep.backup.restic import ResticDestination
from dispatch.upkeep.backup.thinning import superfluous
from models.errors import GuichetError, PermanentFailure, UserError
from models.settings.settings import Settings
from models.store.database import Database
from models.store.durable import make_directory, write_durably
from models.store.files import FileStore
from models.store.places import is_held
from models.store.privacy.passing import passing_directory

_RESTIC = "restic:"
#: When each destination last had a good set.
NOTED = "last_good.json"
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one destination in one run; `problems` is empty for a set that was tried and is
    whole.
    """

    destination: str
    set_id: str
    problems: tuple[str, ...]
    removed: tuple[str, ...] = ()


class Backups:
    """Makes, lists, checks and thins the sets of the destinations in the settings."""

    def __init__(
        self,
        database: Database,
        files: FileStore,
        settings: Settings,
        settings_file: Path | None,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._files = files
        self._settings = settings
        self._settings_file = settings_file
        self._clock = clock

    @property
    def work_directory(self) -> Path:
        return self._settings.data_dir / "backup"

    def destinations(self) -> list[Destination]:
        """Raises UserError when there is none, or no recovery key."""
        return destinations_of(self._settings)

    def make_key(self) -> RecoveryKey | None:
        """Make the recovery key unless there is one, or none is needed; the key when it was made now.

        Raises UserError where a destination holds sets of another key.
        """
        self._require_destinations()
        wanted = self._settings.backup
        needed = wanted.encrypt or any(each.startswith(_RESTIC) for each in wanted.destinations)
        if not needed or self._settings.recovery_key_file.exists():
            return None
        key = RecoveryKey.generate()
        self._require_first(key)
        key.write(self._settings.recovery_key_file)
        return key

    def _require_first(self, key: RecoveryKey) -> None:
        """A second recovery key beside sets of the first would leave neither able to open all of a set.

        Raises UserError where a directory holds sets, or a repository is, that another one encrypted.
        """
        with passing_directory() as directory:
            key.write(directory / "key")
            asked = self._settings.backup.model_copy(update={"key_file": directory / "key"})
            settings = self._settings.model_copy(update={"backup": asked})
            for each in self._settings.backup.destinations:
                if destination_at(each, settings, key).is_taken:
                    raise UserError(
                        f"{each} holds sets that another recovery key encrypted: write that key, from the "
                        f"safe, into {self._settings.recovery_key_file}, or name another place in "
                        f"backup.destinations."
                    )

    def _require_destinations(self) -> None:
        if not self._settings.backup.destinations:
            raise UserError(
                'Name where sets go first: backup.destinations = ["/mnt/nas/guichet"] in settings.toml.'
            )

    def make(self) -> list[Made]:
        """One set at each destination, each tried by restoring it, then the old ones thinned.

        A destination that is away does not keep the others from theirs.
        Raises UserError when another backup runs.
        """
        self._require_destinations()
        if is_held(self._settings.data_dir):
            raise UserError(
                "This is a restored copy: its sets would mix with those of the town it was copied from."
            )
        now, done = self._clock(), []
        destinations = self.destinations()
        with self._alone():
            stage = self.work_directory / "stage"
            shutil.rmtree(stage, ignore_errors=True)
            make_directory(stage)
            try:
                manifest, digests = make_stage(
                    stage, self._database, self._files, self._settings, self._settings_file, now
                )
                (stage / NAME).write_text(manifest.to_json(), encoding="utf-8")
                for destination in destinations:
                    done.append(self._at(destination, stage, manifest, digests, now))
            finally:
                shutil.rmtree(stage, ignore_errors=True)
            self._note(now, done)
        return done

    def check(self, destination: Destination, set_id: str) -> list[str]:
        """What is wrong with a set; [] when it was restored and is whole. When it is the last good one of its
        destination and is not whole any more, there is none, for the doctor and the alerts too.
        """
        try:
            problems = check_set(destination, set_id, self._database)[1]
        except PermanentFailure:
            self._note_damaged(destination.name, set_id)
            raise
        if problems:
            self._note_damaged(destination.name, set_id)
        return problems

    def _at(
        self, destination: Destination, stage: Path, manifest: Manifest, digests: set[str], now: datetime
    ) -> Made:
        try:
            destination.put(stage, manifest, self._files, sorted(digests))
            problems = check_set(destination, manifest.set_id, self._database)[1]
            # A file that is lost for good is told each time; sets go all the same when their days are over,
            # and with them what was erased since.
            removed = (
                superfluous(destination.sets(), now, self._settings.backup.keep_days) if not problems else []
            )
            problems += [f"file {each}: was missing from the store already" for each in manifest.missing]
            destination.remove(removed)
        except GuichetError as wrong:
            log.error("backup.failed", destination=destination.name, why=wrong.private)
            return Made(destination.name, manifest.set_id, (wrong.public,))
        log.info("backup.made", destination=destination.name, set=manifest.set_id, problems=len(problems))
        return Made(destination.name, manifest.set_id, tuple(problems), tuple(removed))

    def _note(self, now: datetime, done: list[Made]) -> None:
        noted = {
            name: each.isoformat() for name, each in last_good_of(self._settings).items() if each is not None
        }
        noted |= {each.destination: now.isoformat() for each in done if not each.problems}
        self._keep_noted(noted)

    def _note_damaged(self, destination: str, set_id: str) -> None:
        """The last good set of a destination is none any more: the next look says so."""
        noted = {name: each for name, each in last_good_of(self._settings).items() if each is not None}
        if destination in noted and make_set_id(noted[destination]) == set_id:
            del noted[destination]
            self._keep_noted({name: each.isoformat() for name, each in noted.items()})

    def _keep_noted(self, noted: dict[str, str]) -> None:
        content = json.dumps(noted, ensure_ascii=False).encode()
        write_durably(self.work_directory / NOTED, lambda stream: stream.write(content))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        make_directory(self.work_directory)
        with (self.work_directory / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as wrong:
                raise UserError("Another backup is running.") from wrong
            yield


def destinations_of(settings: Settings, key: RecoveryKey | None = None) -> list[Destination]:
    """The destinations named in the settings; `key` stands in for the key file on another machine."""
    wanted = settings.backup
    if key is None and any(not each.startswith(_RESTIC) for each in wanted.destinations):
        if wanted.encrypt:
            key = RecoveryKey.read(settings.recovery_key_file)
        elif settings.recovery_key_file.exists():
            # For the sets from before encryption was turned off.
            with suppress(UserError):
                key = RecoveryKey.read(settings.recovery_key_file)
    return [destination_at(each, settings, key) for each in wanted.destinations]


def destination_at(place: str, settings: Settings, key: RecoveryKey | None) -> Destination:
    """A directory, or a restic repository when `place` begins with `restic:`."""
    if place.startswith(_RESTIC):
        cache = settings.data_dir / "backup" / "restic-cache"
        return ResticDestination(place.removeprefix(_RESTIC), settings.recovery_key_file, cache)
    return DirectoryDestination(place, key, encrypt=settings.backup.encrypt, domains=settings.mail.domains)


def last_good_of(settings: Settings) -> dict[str, datetime | None]:
    """When each destination of the settings last had a set that was found whole; None when never."""
    noted: dict[str, Any] = {}
    with suppress(OSError, ValueError):
        noted = json.loads((settings.data_dir / "backup" / NOTED).read_text(encoding="utf-8"))
    return {name: _moment(noted.get(name)) for name in settings.backup.destinations}


def _moment(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        return None
