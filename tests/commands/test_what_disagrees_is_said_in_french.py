"""`guichet verify` in a French terminal: whatever does not agree is told in French, with what to type."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.commands.running import guichet
from tests.database.test_everything_agrees import BROKEN
from tests.french_output import faults

pytestmark = pytest.mark.usefixtures("in_a_french_terminal")
#: What else the rows can be made to say.
_MORE = (
    "DELETE FROM entry WHERE request_id = 1 AND kind = 'message_in'",
    "INSERT INTO reference_counter (year, last_number) VALUES (2019, 4)",
)


@pytest.fixture
def in_a_french_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")


def broken(office: Path, statement: str) -> None:
    with sqlite3.connect(office / "var/guichet.db") as database:
        database.execute("PRAGMA foreign_keys = OFF")
        for (name,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'entry'"
        ).fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute(statement)
    database.close()


@pytest.mark.parametrize("statement", [*(each for each, _, _ in BROKEN), *_MORE])
def test_what_does_not_agree_is_told_in_french(busy_office: Path, statement: str) -> None:
    # One request is there, of one message; whoever has it, somebody's count is wrong.
    only = statement.replace("number = 2", "number = 1").replace("id = 2", "id = 1")
    only = only.replace("state = 'sent'", "state = 'sent', sent_at = NULL")
    broken(busy_office, only)
    looked, mended = guichet("verify"), guichet("verify", "--repair")
    assert looked.code == 1
    assert faults(looked.out + looked.err + mended.out + mended.err) == []


def test_a_file_that_is_gone_is_told_in_french_with_whose_it_is(busy_office: Path) -> None:
    lost = [
        each for each in (busy_office / "var/files").rglob("*") if each.is_file() and len(each.name) == 64
    ]
    assert lost
    for each in lost:
        each.unlink()
    told = guichet("verify").err
    assert f"fichier {lost[0].name}\u00a0: Il manque (20" in told and faults(told) == []
