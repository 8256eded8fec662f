"""The disk of the file store is full: 451 at the door, nothing half-written, and all goes on when there is
room.
"""

from __future__ import annotations

import os
import smtplib
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.errors import TemporaryFailure
from models.store.files import MARKER, FileStore, sha256_of
from tests.faults.test_the_database_is_away import is_ready
from tests.letters import write
from tests.town import Town, wait_until

MEGABYTE = 1 << 20


class Disk:
    """A file system in memory, mounted for one test."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        directory.mkdir(parents=True)
        options = f"size=1m,mode=700,uid={os.getuid()}"
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(directory)], capture_output=True, text=True
        )
        if done.returncode:
            pytest.skip(f"needs the right to mount a small disk: {done.stderr.strip()}")

    def grow(self) -> None:
        subprocess.run(["mount", "-o", "remount,size=32m", str(self.directory)], check=True)

    def files(self) -> list[Path]:
        return [path for path in self.directory.rglob("*") if path.is_file() and path.name != MARKER]

    def close(self) -> None:
        subprocess.run(["umount", "--lazy", str(self.directory)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    made = Disk(tmp_path / "var" / "files")
    yield made
    made.close()


@pytest.fixture
def town(disk: Disk, sqlite_url: str, tmp_path: Path) -> Iterator[Town]:
    made = Town(tmp_path, sqlite_url)
    # What is tried here is a disk that is full all the same.
    made.service.reception.room = None
    assert made.settings.files_dir == disk.directory
    made.open()
    yield made
    made.close()


def test_before_the_disk_is_full_mail_is_asked_to_come_again_and_somebody_is_told(
    disk: Disk, sqlite_url: str, tmp_path: Path
) -> None:
    disk.grow()
    town = Town(tmp_path, sqlite_url, limits={"free_bytes": 16 * MEGABYTE})
    town.open()
    try:
        town.send(write("Une ampoule est cassée au gymnase Guimard."))
        assert is_ready(town)
        filler = disk.directory / "filler"
        filler.write_bytes(bytes(17 * MEGABYTE))
        with pytest.raises(smtplib.SMTPResponseException) as refused:
            town.post(write("Un lampadaire est éteint."))
        assert (refused.value.smtp_code, refused.value.smtp_error[:5]) == (452, b"4.3.1")
        assert not is_ready(town)
        for _ in range(2):
            assert town.service.schedule.run_now("room") == ""
        town.settle()
        told = [recipient for notice, recipient in town.told() if notice == "alert"]
        assert told and sorted(set(told)) == sorted(told)
        filler.unlink()
        town.send(write("Un lampadaire est éteint."))
        assert is_ready(town)
        assert town.states() == ["new_request", "new_request"]
    finally:
        town.close()


def test_a_message_that_does_not_fit_stays_with_its_sender(town: Town, disk: Disk) -> None:
    letter = write("Voici le plan du gymnase Guimard.", files={"plan.pdf": os.urandom(2 * MEGABYTE)})
    with pytest.raises(smtplib.SMTPDataError) as refused:
        town.post(letter)
    assert (refused.value.smtp_code, refused.value.smtp_error) == (451, b"4.3.0 Try again later")
    assert disk.files() == []
    assert town.ledger() == []
    # What needs no file still comes in.
    town.send(write("Une ampoule est cassée au gymnase Guimard."))

    disk.grow()
    town.send(letter)
    assert town.states() == ["new_request", "new_request"]


def test_files_that_do_not_fit_beside_their_message_cost_no_attempt(town: Town, disk: Disk) -> None:
    """The raw message was stored and promised; its attachment finds no room when it is read."""
    plan = os.urandom(600_000)
    town.post(write("Voici le plan du gymnase Guimard.", files={"plan.pdf": plan}))

    def given_back() -> bool:
        with town.office.database.reading() as session:
            row = session.connection().exec_driver_sql(
                "SELECT fence, attempts, leased_until FROM inbound_message"
            )
            (fence, attempts, leased_until) = row.one()
        return fence > 0 and attempts == 0 and leased_until is None

    wait_until(given_back, "the message was not tried and given back")
    assert town.states() == ["waiting"]

    disk.grow()
    town.settle()
    (file,) = town.request()["attachments"]
    assert town.office.files.get(file["sha256"]) == plan
    assert not [path for path in disk.files() if path.name.startswith(".new-")]


def test_a_store_without_room_leaves_nothing_behind(disk: Disk) -> None:
    store, content = FileStore(disk.directory), os.urandom(2 * MEGABYTE)
    with pytest.raises(TemporaryFailure):
        store.put(content)
    assert disk.files() == []
    assert not store.has(sha256_of(content))
    disk.grow()
    assert store.get(store.put(content)) == content
