"""What a machine refuses is no mistake of ours: a uid without a name, a disk read-only or full,
a stop while starting.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cli import office as offices
from cli.main import _ordinary
from cli.service.health import disk_problem
from models.store.database import Database
from tests.commands.running import guichet

ROOT = Path(__file__).parents[2]
_STOPPED_WHILE_IT_STARTS = """
import os, signal, sys
class Stop:
    def find_spec(self, name, path=None, target=None):
        if name == "cli.service.service":
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGTERM)
sys.meta_path.insert(0, Stop())
sys.argv = ["guichet", "serve"]
from cli.main import run
run()
"""


def test_a_user_without_a_name_on_this_machine_has_a_number(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 4242")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert guichet("requests", "list").code == 0
    assert guichet("audit", "show", "--json").json()[0]["actor"] == f"cli:uid-{os.getuid()}"


def test_sigterm_during_the_start_ends_cleanly_and_opens_nothing(office: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _STOPPED_WHILE_IT_STARTS],
        cwd=office,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.returncode != -signal.SIGTERM
    assert "is open" not in done.stdout
    assert "Traceback" not in done.stderr


def test_an_error_of_the_machine_without_a_path_is_still_its_own_sentence() -> None:
    assert (
        _ordinary(OSError(28, "No space left on device")) == "The machine refuses: No space left on device."
    )
    assert _ordinary(PermissionError(13, "Permission denied", "/x")) == "/x: Permission denied."
    assert _ordinary(ValueError("ours")) == ""


@pytest.mark.parametrize("url", ["postgresql://h:port/n", "sqlite:/x", "mysql://h/n"])
def test_a_url_that_cannot_be_read_is_named(office: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("GUICHET_DATABASE__URL", url)
    done = guichet("inbox", "list")
    assert done.code == 1
    assert "database.url" in done.err or "does not answer" in done.err
    assert "a mistake in Guichet" not in done.err


def test_a_busy_database_says_so(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from models.errors import TemporaryFailure
    from models.store import database

    monkeypatch.setattr(database, "SQLITE_BUSY_MS", 1)
    one, two = Database(sqlite_url), Database(sqlite_url)
    with one.transaction() as session:
        session.connection()
        with pytest.raises(TemporaryFailure, match="busy"), two.transaction() as waiting:
            waiting.connection()
    one.close()
    two.close()


def test_the_disk_is_watched(tmp_path: Path) -> None:
    assert disk_problem((tmp_path,), 1) == ""
    assert disk_problem((tmp_path,), 2**62) == "the disk is nearly full"
    assert disk_problem((tmp_path / "gone",), 1) == "a directory of data is missing"
    assert offices.login()
