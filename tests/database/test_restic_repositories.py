"""Sets in restic repositories: on a disk and on another machine, after a crash, and what is said when they fail."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dispatch.upkeep.backup.backups import destination_at
from dispatch.upkeep.backup.restic import ResticDestination
from dispatch.upkeep.backup.restore import restore_set
from models.errors import TemporaryFailure, UserError
from models.settings.settings import Settings
from models.settings.upkeep import BackupSettings
from models.store.files import FileStore
from tests.copies import prepare
from tests.database.test_backups import Safe
from tests.desk import Desk
from tests.servers import rest_server
from tests.servers.presence import missing


@pytest.fixture(autouse=True)
def restic() -> None:
    if shutil.which("restic") is None:
        missing("restic", "restic")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return tmp_path / "repository"


@pytest.fixture
def safe(desk: Desk, tmp_path: Path, repository: Path) -> Safe:
    (tmp_path / "town").mkdir()
    made = Safe(desk, tmp_path / "town", (f"restic:{repository}",))
    made.fill()
    return made


def test_a_restic_repository_keeps_sets_too(desk: Desk, safe: Safe, repository: Path, tmp_path: Path) -> None:
    assert prepare(safe.backups) is not None
    assert safe.backups.make()[0].problems == ()
    destination = safe.backups.destinations()[0]
    assert safe.backups.check(destination, safe.set_id()) == []
    if desk.database.is_sqlite:
        # On another machine, typed in the directory that the set goes into.
        target, key_file = tmp_path / "elsewhere", safe.settings.recovery_key_file
        there = Settings(data_dir=target / "var", backup=BackupSettings(key_file=key_file))
        restore_set(destination_at(f"restic:{repository}", there, None), safe.set_id(), target)
        assert list(FileStore(target / "var/files").damaged()) == []
    # A pack of the repository that was altered makes the next trial fail.
    packs = [path for path in (repository / "data").rglob("*") if path.is_file()]
    for path in packs:
        path.chmod(0o600)
        path.write_bytes(bytes(path.stat().st_size))
    shutil.rmtree(safe.settings.data_dir / "backup" / "restic-cache", ignore_errors=True)
    with pytest.raises(TemporaryFailure):
        safe.backups.check(destination, safe.set_id())


def test_a_rest_server_with_an_account_keeps_sets_too(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with rest_server.serve("belleval", "p@ss/word:1") as url:
        (tmp_path / "town").mkdir()
        safe = Safe(desk, tmp_path / "town", (f"restic:rest:{url}",))
        safe.fill()
        with pytest.raises(TemporaryFailure, match="401"):
            prepare(safe.backups)
        # As /etc/guichet/restic.env gives them to the service.
        monkeypatch.setenv("RESTIC_REST_USERNAME", "belleval")
        monkeypatch.setenv("RESTIC_REST_PASSWORD", "p@ss/word:1")
        prepare(safe.backups)
        (made,) = safe.backups.make()
        assert made.problems == () and safe.backups.destinations()[0].sets() == [made.set_id]
        safe.backups.destinations()[0].remove([made.set_id])
        assert safe.backups.destinations()[0].sets() == []
        # Its name in the settings, the password alone beside them.
        monkeypatch.delenv("RESTIC_REST_USERNAME")
        named = ResticDestination(
            f"rest:{url.replace('//', '//belleval@', 1)}",
            safe.settings.recovery_key_file,
            safe.backups.work_directory / "restic-cache",
        )
        assert named.sets() == []


def locks(repository: Path) -> list[Path]:
    """Those that are whole: what has no name of 64 signs yet is no lock."""
    return [path for path in (repository / "locks").iterdir() if len(path.name) == 64]


@contextmanager
def at_work(safe: Safe, repository: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A restic that holds its lock until its input ends, which it does not; ended in the end."""
    known = {
        **os.environ,
        "RESTIC_REPOSITORY": str(repository),
        "RESTIC_PASSWORD_FILE": str(safe.settings.recovery_key_file),
    }
    command = ["restic", "--quiet", "--no-cache", "backup", "--stdin"]
    with subprocess.Popen(command, env=known, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as other:
        while not locks(repository):
            assert other.poll() is None
        try:
            yield other
        finally:
            other.kill()


def test_whoever_was_killed_in_the_middle_keeps_no_later_set_from_being_made_or_thinned(
    safe: Safe, repository: Path
) -> None:
    prepare(safe.backups)
    first = safe.backups.make()[0]
    with at_work(safe, repository) as killed:
        killed.kill()
        killed.wait()
    assert locks(repository)
    destination = safe.backups.destinations()[0]
    destination.remove([first.set_id])
    assert destination.sets() == []
    assert not locks(repository)
    assert safe.backups.make()[0].problems == ()


def test_the_lock_of_somebody_who_is_at_work_is_left(safe: Safe, repository: Path) -> None:
    prepare(safe.backups)
    first = safe.backups.make()[0]
    with at_work(safe, repository) as other, pytest.raises(TemporaryFailure) as told:
        safe.backups.destinations()[0].remove([first.set_id])
    assert f"already locked by PID {other.pid}" in told.value.public


def test_a_repository_of_another_key_is_named_and_no_second_key_is_made(safe: Safe) -> None:
    prepare(safe.backups)
    safe.settings.recovery_key_file.unlink()
    with pytest.raises(UserError, match="holds sets that another recovery key encrypted"):
        prepare(safe.backups)
    assert not safe.settings.recovery_key_file.exists()
    safe.settings.recovery_key_file.write_text("anything else\n", "ascii")
    with pytest.raises(TemporaryFailure, match="wrong password or no key found"):
        ResticDestination(
            safe.settings.backup.destinations[0].removeprefix("restic:"),
            safe.settings.recovery_key_file,
            safe.backups.work_directory / "restic-cache",
        ).prepare()


def test_what_restic_and_ssh_said_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # restic starts the ssh of the PATH; this one says what OpenSSH says of a machine that it
    # does not know. It stays a moment: what is said as restic ends may be lost by restic.
    ssh = tmp_path / "ssh"
    ssh.write_text("#!/bin/sh\necho 'Host key verification failed.' >&2\nsleep 1\nexit 255\n", "ascii")
    ssh.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    key = tmp_path / "key"
    key.write_text("secret\n", "ascii")
    with pytest.raises(TemporaryFailure, match="Host key verification failed") as told:
        ResticDestination("sftp:copies@site.test:/guichet", key, tmp_path / "cache").prepare()
    assert str(told.value).startswith("restic init failed for restic:sftp:copies@site.test:/guichet: ")
