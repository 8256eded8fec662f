"""A file store whose disk is not mounted is no missing file; a file that is gone costs nobody a notice."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.errors import PermanentFailure, TemporaryFailure
from models.store.database import Database
from models.store.file_marker import settle_marker
from models.store.files import MARKER, FileStore, sha256_of
from tests.desk import Desk
from tests.letters import write
from tests.outgoing import Memory, open_counter, read_letter
from tests.photos import noise

BIG = b"x" * 200_000


@pytest.fixture
def desk(town_database: Database, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(town_database, tmp_path)
    made.files.__init__(made.files.directory, marked=True)  # type: ignore[misc]  # as the office makes it
    made.files.mark()
    yield made
    made.close()


def unmount(files: FileStore) -> Callable[[], None]:
    """The empty directory below the mount point; what mounts the disk again."""
    aside = files.directory.with_name("disk")
    files.directory.rename(aside)
    files.directory.mkdir()

    def mount() -> None:
        files.directory.rmdir()
        aside.rename(files.directory)

    return mount


def test_a_mail_waits_for_its_bytes_while_their_disk_is_not_mounted(desk: Desk) -> None:
    number = desk.take(write("Voici le plan du gymnase Guimard.", files={"plan.bin": BIG}))
    assert desk.row(number).raw is None
    processor = desk.processor()
    mount = unmount(desk.files)
    for _ in range(3):
        with pytest.raises(TemporaryFailure):
            processor.process_next()
    assert (desk.row(number).state, desk.row(number).attempts) == ("waiting", 0)
    mount()  # fails when anything was written below the mount point
    processor.process_next()
    assert desk.row(number).state == "new_request"


def test_nothing_is_written_below_the_place_where_the_disk_belongs(desk: Desk) -> None:
    mount = unmount(desk.files)
    with pytest.raises(TemporaryFailure):
        desk.files.put(BIG)
    with pytest.raises(TemporaryFailure):
        desk.files.get(sha256_of(BIG))
    with pytest.raises(TemporaryFailure):
        desk.files.remove(sha256_of(BIG))
    mount()
    with pytest.raises(PermanentFailure):
        desk.files.get(sha256_of(BIG))


def test_a_store_that_never_had_a_marker_gets_one_only_when_its_files_are_there(desk: Desk) -> None:
    desk.take(write("Voici le plan.", files={"plan.bin": BIG}))
    (desk.files.directory / MARKER).unlink()
    mount = unmount(desk.files)
    assert not settle_marker(desk.database, desk.files)
    assert not desk.files.is_there()
    mount()
    assert settle_marker(desk.database, desk.files)
    assert desk.files.is_there()


def test_a_notice_whose_file_is_gone_leaves_without_it_and_names_it(
    database: Database, tmp_path: Path
) -> None:
    counter, carrier = open_counter(database, tmp_path), Memory()
    first, second = noise(20, 20), noise(30, 30)
    ids = [counter.attach(first, "premier.jpg"), counter.attach(second, "second.jpg")]
    counter.files.remove(sha256_of(first))
    outbox_id = counter.tell(attachment_ids=ids)
    counter.deliverer(carrier).deliver_next()
    assert counter.row(outbox_id).state == "sent"
    message = read_letter(carrier.letters[0].raw)
    assert [part.get_filename() for part in message.iter_attachments()] == ["second.jpg"]
    text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # every letter of ours has one
    lines = [line for line in text.splitlines() if ".jpg" in line]
    assert ["non jointe" in line for line in lines] == [True, False]


def test_a_good_copy_that_arrives_again_mends_a_damaged_file(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    digest = store.put(BIG)
    store.path(digest).write_bytes(b"y" * len(BIG))
    assert list(store.damaged()) == [digest]
    assert store.put(BIG) == digest
    assert store.get(digest) == BIG


def test_who_puts_what_is_there_already_still_syncs_its_directories(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another may have given the file its name a moment ago, and not have synced the directory yet."""
    store = FileStore(tmp_path)
    digest = store.put(BIG)
    synced: list[int] = []
    really = os.fsync

    def fsync(handle: int) -> None:
        synced.append(os.fstat(handle).st_ino)
        really(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    store.put(BIG)
    path = store.path(digest)
    assert {path.parent.stat().st_ino, path.parent.parent.stat().st_ino, tmp_path.stat().st_ino} <= set(
        synced
    )
