"""Erasing ends well when the files cannot be reached: a disk that is not mounted, a bucket that does not answer. The
rows are erased by then, and whoever had them erased needs the receipt.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.store.database import Database
from tests.commands.erasing import WORD
from tests.commands.running import Done, guichet
from tests.commands.test_what_was_kept_long_enough_goes import close_request, grow_old, places


@contextmanager
def files_away() -> Iterator[None]:
    marker = Path("var/files/GUICHET-FILES")
    words = marker.read_bytes()
    marker.unlink()
    yield
    marker.write_bytes(words)


def told(done: Done) -> str:
    assert done.code == 0, done
    assert "The files cannot be reached: they are removed in the night." in " ".join(done.out.split())
    return done.out


def swept(database: Database) -> None:
    assert any("var/files" in path for path in places(database)), "nothing was removed of what is away"
    assert "1 was removed" in guichet("files", "sweep", "--remove").out
    assert places(database) == []


def test_requests_have_their_receipt_and_lose_their_files_later(town: Database) -> None:
    close_request(town, "2004-11-03")
    grow_old()
    with files_away():
        assert "1 request and 1 file erased" in told(guichet("retention", "run", "--approved-by", "Archives"))
    swept(town)


def test_a_person_has_the_words_for_the_answer_and_loses_their_files_later(town: Database) -> None:
    close_request(town, "2026-11-03")
    grow_old()
    with files_away():
        done = guichet("people", "erase", f"{WORD}@example.org", "--approved-by", "Archives")
        assert "Receipt " in told(done)
    swept(town)
