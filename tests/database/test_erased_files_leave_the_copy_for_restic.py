"""Files of a bucket that were brought to a disk for restic go from there when they are erased, and count there
only while they are whole.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from dispatch.upkeep.backup.restic import ResticDestination, files_here
from dispatch.upkeep.retention.forget import Erased
from dispatch.upkeep.retention.take_away import take_away
from models.store.files import FileStore, sha256_of
from models.store.filing.both import TwoPlaces
from tests.database.test_each_night_what_needs_no_approval_goes import nightly
from tests.database.test_what_may_come_in import work
from tests.desk import Desk
from tests.letters import PHOTO, write


@pytest.fixture
def kept(desk: Desk, tmp_path: Path) -> str:
    """The digest of a photo that a request points to; files are in two places, of which none holds all."""
    letter = write("Une ampoule est cassée au gymnase Guimard.")
    letter.add_attachment(PHOTO, maintype="image", subtype="jpeg", filename="lampe.jpg")
    desk.take(letter)
    work(desk)
    desk.files = TwoPlaces(desk.files, FileStore(tmp_path / "former"))
    return sha256_of(PHOTO)


def test_what_is_erased_goes_from_the_copy_at_once_and_what_a_row_points_to_stays(
    desk: Desk, tmp_path: Path, kept: str
) -> None:
    here = files_here(tmp_path)
    erased = here.put(b"Une planche.")
    here.put(PHOTO)
    settings = desk.settings.model_copy(update={"data_dir": tmp_path})
    take_away(desk.database, desk.files, settings, Erased(digests=frozenset((erased, kept))))
    assert list(here.digests()) == [kept]


def test_the_night_keeps_of_the_copy_what_rows_point_to_and_nothing_once_files_are_on_a_disk(
    desk: Desk, tmp_path: Path, kept: str
) -> None:
    here = files_here(tmp_path)
    here.put(PHOTO)
    here.put(b"Une planche.")
    unfinished = here.path(kept).with_name(".new-abc")
    unfinished.write_bytes(b"Une pla")
    nightly(desk, tmp_path).run()
    assert list(here.digests()) == [kept] and unfinished.exists()
    os.utime(unfinished, (time.time() - 7200,) * 2)
    nightly(desk, tmp_path).run()
    assert list(here.digests()) == [kept] and not unfinished.exists()
    assert isinstance(desk.files, TwoPlaces)
    desk.files = desk.files.store
    nightly(desk, tmp_path).run()
    assert not here.directory.exists() and desk.files.has(kept)


def test_what_was_damaged_in_the_copy_is_brought_anew(desk: Desk, tmp_path: Path, kept: str) -> None:
    here = files_here(tmp_path)
    here.put(PHOTO)
    here.path(kept).write_bytes(b"rotten")
    destination = ResticDestination("/nowhere", tmp_path / "key", tmp_path / "backup" / "restic-cache")
    assert destination._brought_here(desk.files, [kept]) == here.directory
    assert here.get(kept) == PHOTO
