"""A service of which nothing can be known counts as one that runs with other settings."""

from __future__ import annotations

from pathlib import Path

from dispatch.upkeep.filing.move import move_files
from models.store.files import EMPTIED, MARKER, FileStore
from models.store.sharing.presence import Presence, notes_of_living


def test_one_that_was_buried_meanwhile_is_none_and_one_that_cannot_be_read_may_be_any(tmp_path: Path) -> None:
    assert notes_of_living(tmp_path / "workers") == []
    here = Presence(tmp_path / "workers", "var/files/")
    (tmp_path / "workers/gone").symlink_to(tmp_path / "nowhere")
    assert notes_of_living(tmp_path / "workers") == ["var/files/"]
    # Neither can be opened as a file; the others are known still.
    (tmp_path / "workers/strange").mkdir()
    assert sorted(notes_of_living(tmp_path / "workers"), key=str) == [None, "var/files/"]
    (tmp_path / "workers/strange").rmdir()
    garbled = Presence(tmp_path / "workers")
    (tmp_path / "workers" / garbled.owner).write_bytes(b"\xff\xfe")
    assert None in notes_of_living(tmp_path / "workers")
    garbled.close()
    here.close()
    assert notes_of_living(tmp_path / "workers") == []


def test_a_directory_that_cannot_be_listed_says_nothing_of_anybody(tmp_path: Path) -> None:
    (tmp_path / "workers").write_bytes(b"")
    assert notes_of_living(tmp_path / "workers") == [None]


def test_a_place_is_not_said_to_be_empty_for_good_when_a_service_came_up_that_knows_it_alone(
    tmp_path: Path,
) -> None:
    source, target = FileStore(tmp_path / "a", marked=True), FileStore(tmp_path / "b")
    source.mark()
    digest = source.put(b"Une planche.")
    left_when_asked = []

    def may_retire() -> bool:
        left_when_asked.append(list(source.digests()))
        return False

    found = move_files(source, target, may_retire=may_retire)
    assert (found.files, found.is_empty, target.has(digest)) == (1, False, True)
    assert left_when_asked == [[]]  # asked at the very end
    assert (source.directory / MARKER).exists() and not (source.directory / EMPTIED).exists()
    assert move_files(source, target).is_empty
