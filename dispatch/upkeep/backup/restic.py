"""A restic repository as destination: on a disk, by SFTP, S3 or a rest-server; restic dedupes and
encrypts.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from dispatch.upkeep.backup.destinations import FileSource
from dispatch.upkeep.backup.manifest import Manifest, is_set_id
from models.errors import PermanentFailure, TemporaryFailure, UserError
from models.store.durable import Sink, copy_blocks, make_directory
from models.store.files import FileStore
from models.store.privacy.passing import passing_directory

#: Tag of our snapshots: others in the same repository are never touched.
_TAG = "guichet"
#: In the directory of backups: files of a bucket, in clear, of which restic can read.
FILES_HERE = "files-of-the-bucket"
#: A repository behind a network that does not answer.
_PATIENCE_SECONDS = 6 * 3600
#: restic says this, and nothing else does, when a repository is there and its key another one.
_OTHER_KEY = "wrong password or no key found"
#: Whoever was killed, or lost its power, left its lock: thinning, and after a killed thinning each set too,
#: would be refused for ever. restic removes that of a process that is gone here, or of half an hour ago.
_LOCKED = "already locked"
#: Lines of restic that are told, the last ones, and characters of each: SSH says why before restic says that.
_LINES_TOLD, _LINE_TOLD = 4, 300
#: What was begun so long ago and has no name yet was never put whole.
_UNFINISHED_SECONDS = 3600.0


class ResticDestination:
    """Each set is one snapshot, of its stage and of the file store, with the set's id as a tag.

    `password_file` is the recovery key: whoever has it and the repository has everything.
    """

    def __init__(self, repository: str, password_file: Path, cache: Path) -> None:
        self.name = f"restic:{repository}"
        self._repository = repository
        self._password_file = password_file
        self._cache = cache

    @property
    def is_taken(self) -> bool:
        try:
            self._run("cat", "config")
        except TemporaryFailure as wrong:
            return _OTHER_KEY in wrong.private
        return False

    def prepare(self) -> None:
        """Make the repository unless it is there. Raises TemporaryFailure with the words of restic."""
        try:
            self._run("cat", "config")
        except TemporaryFailure as wrong:
            if _OTHER_KEY in wrong.private:
                raise  # it is there: that it cannot be made would tell nobody why
            self._run("init")

    def sets(self) -> list[str]:
        return sorted(self._snapshots())

    def put(self, stage: Path, manifest: Manifest, files: FileStore, digests: Iterable[str]) -> None:
        places = [stage]
        if files.on_disk is None:
            places.append(self._brought_here(files, digests))
        elif files.on_disk.exists():
            places.append(files.on_disk)
        named = [str(each.resolve()) for each in places]
        self._run("backup", "--tag", f"{_TAG},{manifest.set_id}", *named)

    @contextmanager
    def opened(self, set_id: str) -> Iterator[tuple[Path, FileSource]]:
        snapshot = self._snapshots().get(set_id)
        if snapshot is None:
            raise UserError(f"There is no set {set_id} in {self.name}.")
        with passing_directory() as plain:
            self._run("restore", snapshot["id"], "--target", str(plain))
            # Both paths of the snapshot are absolute: the stage is the one that holds the manifest.
            inside = [plain / path.lstrip("/") for path in snapshot["paths"]]
            stage = next((path for path in inside if (path / "manifest.json").exists()), None)
            if stage is None:
                raise PermanentFailure("This set holds no manifest.", set_id)
            yield stage, _Restored([path for path in inside if path != stage])

    def remove(self, set_ids: Iterable[str]) -> None:
        known = self._snapshots()
        gone = [known[set_id]["id"] for set_id in set_ids if set_id in known]
        if gone:
            self._run("forget", "--prune", *gone)

    def _brought_here(self, files: FileStore, digests: Iterable[str]) -> Path:
        """A directory with these files, of which restic can read; those of earlier sets are there already,
        and those that nothing points to any more, or that were damaged there, are removed.
        """
        here, wanted = FileStore(self._cache.with_name(FILES_HERE)), set(digests)
        for digest in list(here.digests()):
            if digest not in wanted or not here.is_whole(digest):
                here.remove(digest)
        for digest in sorted(wanted - set(here.digests())):
            with suppress(PermanentFailure):
                here.put(files.get(digest))
        make_directory(here.directory)
        return here.directory

    def _snapshots(self) -> dict[str, dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self._run("snapshots", "--json", "--tag", _TAG) or "[]")
        return {tag: each for each in found for tag in each.get("tags") or () if is_set_id(tag)}

    def _run(self, *arguments: str) -> str:
        """What restic answers; where a lock of a process that is gone stands in the way, without it."""
        try:
            return self._once(*arguments)
        except TemporaryFailure as wrong:
            if _LOCKED not in wrong.private:
                raise
        self._once("unlock")
        return self._once(*arguments)

    def _once(self, *arguments: str) -> str:
        program = shutil.which("restic")
        if program is None:
            raise UserError("restic is not installed: the package of that name has it.")
        environment = {
            **os.environ,
            "RESTIC_REPOSITORY": with_account(self._repository, os.environ),
            "RESTIC_PASSWORD_FILE": str(self._password_file),
            "RESTIC_CACHE_DIR": str(self._cache),
        }
        # A machine that only restores has no directory of backups, and gets none: the set may go there.
        options = ["--quiet"] if self._cache.parent.is_dir() else ["--quiet", "--no-cache"]
        try:
            done = subprocess.run(  # noqa: S603  # restic itself, with arguments of ours
                [program, *options, *arguments],
                env=environment, capture_output=True, text=True, check=False,
                stdin=subprocess.DEVNULL, timeout=_PATIENCE_SECONDS,
            )  # fmt: skip
        except subprocess.TimeoutExpired as wrong:
            raise TemporaryFailure(f"{self.name} does not answer.", "timeout") from wrong
        if done.returncode:
            lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
            said = " / ".join(line[:_LINE_TOLD] for line in lines[-_LINES_TOLD:])
            # The terminal and the alerts of administrators alone show it, and nobody can act without.
            raise TemporaryFailure(
                f"restic {arguments[0]} failed for {self.name}: {said}", "\n".join(lines)[-4_000:]
            )
        return done.stdout


def with_account(repository: str, environment: Mapping[str, str]) -> str:
    """A `rest:` repository with the account of RESTIC_REST_USERNAME and RESTIC_REST_PASSWORD in it, as restic
    0.14 of Debian 12 wants it, which does not know them; any other, or one with a password, as it is.
    """
    found = re.fullmatch(r"(rest:https?://)(?:([^@:/]+)@)?([^@]+)", repository)
    if found is None:
        return repository
    user = found[2] or quote(environment.get("RESTIC_REST_USERNAME", ""), safe="")
    password = quote(environment.get("RESTIC_REST_PASSWORD", ""), safe="")
    return f"{found[1]}{user}:{password}@{found[3]}" if user and password else repository


def files_here(data_dir: Path) -> FileStore:
    """The copy of a bucket's files that restic reads of; its directory is there once a set was made so."""
    return FileStore(data_dir / "backup" / FILES_HERE)


def tidy_files_here(data_dir: Path, files: FileStore, kept: set[str]) -> None:
    """Keep of that copy only `kept` (what rows point to); nothing of it when `files` are on a disk, of which
    restic reads itself.
    """
    here = files_here(data_dir)
    if files.on_disk is None:
        for digest in set(here.digests()) - kept:
            here.remove(digest)
        here.clear_aside(kept, here.now() - _UNFINISHED_SECONDS)
    elif here.directory.exists():
        shutil.rmtree(here.directory)


class _Restored:
    def __init__(self, directories: list[Path]) -> None:
        self._directories = directories

    def fetch(self, digest: str, target: Sink) -> None:
        for directory in self._directories:
            path = directory / digest[:2] / digest[2:4] / digest
            if path.exists():
                with path.open("rb") as source:
                    copy_blocks(source, target)
                return
        raise PermanentFailure("A file of this set is missing.", digest)
