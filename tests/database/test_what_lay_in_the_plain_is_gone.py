"""A set that is tried lies in the plain for a moment: no copy of everybody's words outlives the process that made
it, however it ended, by more than the time until the next one is tried.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from models.store.copies import opened_copy
from models.store.database import Database
from models.store.privacy.passing import passing_directory
from tests.copies import prepare
from tests.database.test_backups import Safe
from tests.desk import Desk


def killed_in(step: Callable[[], object]) -> None:
    """Run `step` in a process that dies, and does nothing on its way out."""
    pid = os.fork()
    if pid == 0:
        try:
            step()
        finally:
            os._exit(9)
    os.waitpid(pid, 0)


def in_the_plain(place: Path, database: Database) -> list[str]:
    found = [path.name for path in place.glob("guichet-*")]
    if not database.is_sqlite:
        with database.reading() as session:
            tried = sa.text("SELECT datname FROM pg_database WHERE datname LIKE 'guichet_check_%'")
            oid = session.connection().execute(
                sa.text("SELECT oid FROM pg_database WHERE datname = current_database()")
            )
            ours = f"guichet_check_{oid.scalar_one()}_"
            names = session.connection().execute(tried).scalars()
            found += [name for name in names if name.startswith(ours)]
    return found


def test_what_a_killed_trial_left_goes_with_the_next_one_and_what_is_in_use_stays(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("town", "tmp"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    safe = Safe(desk, tmp_path / "town", (str(tmp_path / "nas"),))
    safe.fill()
    prepare(safe.backups)
    safe.backups.make()
    destination, set_id = safe.backups.destinations()[0], safe.set_id()

    def left() -> list[str]:
        return in_the_plain(tmp_path / "tmp", desk.database)

    def begin() -> None:
        beside = Database(desk.database.url, pool_size=1)  # a connection of the parent is not the child's
        with destination.opened(set_id) as (plain, _files):
            copy = next(plain.glob("database.*"))
            with opened_copy(copy, beside):
                os._exit(9)

    assert left() == []
    killed_in(begin)
    assert len(left()) == (1 if desk.database.is_sqlite else 2)
    with destination.opened(set_id) as (plain, _files):
        assert len(list((tmp_path / "tmp").iterdir())) == 1, "what was left is gone, this one is there"
        with opened_copy(next(plain.glob("database.*")), desk.database) as copy:
            assert safe.backups.check(destination, set_id) == []
            copy.ping()
            assert (plain / "manifest.json").exists()
    assert left() == []


def test_a_directory_of_somebody_elses_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anybody may put something of that name where temporary files are kept."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").write_text("mine")
    (tmp_path / "guichet-passing-link").symlink_to(outside)
    (tmp_path / "guichet-passing-file").write_text("no directory")
    strange = tmp_path / "guichet-passing-strange"
    strange.mkdir()
    real = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: real + 1)
    with passing_directory(tmp_path) as made:
        assert made.stat().st_mode & 0o777 == 0o700
    assert not made.exists() and strange.exists() and (outside / "file").read_text() == "mine"
    monkeypatch.setattr(os, "geteuid", lambda: real)
    with passing_directory(tmp_path):
        assert not strange.exists()
    assert (outside / "file").read_text() == "mine"
