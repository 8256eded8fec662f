"""The command as installed, in processes of its own; every command in turn is tested in this one beside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LETTER = (
    b"From: Jeanne <jeanne@example.org>\r\nTo: mairie@ville.test\r\nMessage-ID: <1@example.org>\r\n"
    b"Subject: Lampadaire \x1b[31mrouge\r\n\r\nUn lampadaire est en panne.\r\n"
)


def guichet(directory: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as installed, run in `directory`."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GUICHET_")}
    return subprocess.run(
        [sys.executable, "-c", "from cli.main import run; run()", *arguments],
        cwd=directory,
        env={**environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A directory after `guichet init`."""
    assert guichet(tmp_path, "init").returncode == 0
    return tmp_path


def assert_one_line(done: subprocess.CompletedProcess[str], code: int, words: str) -> None:
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert code != 1 or done.stderr.strip().count("\n") == 0


def test_without_a_database_every_command_names_init(tmp_path: Path) -> None:
    assert_one_line(guichet(tmp_path, "requests", "list"), 1, "guichet init")


def test_a_submitted_message_is_listed_and_its_json_has_its_keys(office: Path) -> None:
    (office / "a.eml").write_bytes(LETTER)
    done = guichet(office, "submit", "a.eml", "--json")
    assert json.loads(done.stdout) == [{"path": "a.eml", "inbound": 1}]
    (row,) = json.loads(guichet(office, "inbox", "list", "--json").stdout)
    assert (row["id"], row["state"], row["to"]) == (1, "waiting", ["mairie@ville.test"])
    assert "\x1b" not in guichet(office, "inbox", "list").stdout


def test_init_twice_keeps_everything(office: Path) -> None:
    keys = (office / "var" / "secrets" / "reply_keys").read_bytes()
    assert "already" in guichet(office, "init").stdout
    assert (office / "var" / "secrets" / "reply_keys").read_bytes() == keys
