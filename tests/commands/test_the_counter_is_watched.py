"""`guichet top` shows what waits, what comes and goes and what failed: numbers and ids, never words of people."""

from __future__ import annotations

import os
import pty
import select
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cli.service.seeing.top import Look, _rate
from tests.commands.running import guichet

ROOT = Path(__file__).parents[2]


def line_of(name: str, said: str) -> str:
    return next(" ".join(line.split()) for line in said.splitlines() if line.startswith(name))


def test_what_waits_and_what_failed_is_shown_by_numbers_alone(busy_office: Path) -> None:
    with sqlite3.connect("var/guichet.db") as database:
        database.execute("UPDATE inbound_message SET state = 'failed' WHERE id = 1")
        database.execute("UPDATE outbound_message SET state = 'failed' WHERE id = 2")
    assert guichet("submit", "a.eml", "--from", "jeanne.petit@example.org").code == 0
    done = guichet("top", "--once")
    assert done.code == 0, done.err
    assert line_of("Messages to be treated", done.out).startswith("Messages to be treated 1 the oldest for")
    assert line_of("Messages set aside", done.out) == "Messages set aside 1 guichet inbox list --state failed"
    assert line_of("Messages received", done.out) == "Messages received 2"
    assert line_of("Open requests", done.out) == "Open requests 1"
    assert "message 1" in done.out and "notice 2" in done.out and "notice 1" not in done.out
    assert "jeanne" not in done.out and "Lampadaire" not in done.out and "@" not in done.out


def test_where_nothing_failed_it_says_so_in_the_language_of_the_terminal(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Nothing failed." in guichet("top", "--once").out
    monkeypatch.setenv("GUICHET_LANG", "fr")
    done = guichet("top", "--once").out
    assert "Rien n’a échoué." in done
    assert line_of("Demandes ouvertes", done) == "Demandes ouvertes 0"
    assert "the" not in done.split()


def test_a_rate_is_that_since_the_first_look() -> None:
    at = datetime(2026, 11, 3, 9, tzinfo=UTC)

    def seen(minutes: int, received: float) -> Look:
        values = {"guichet_messages_received_total": {("smtp",): received, ("sms",): 1.0}}
        return Look(at + timedelta(minutes=minutes), values, [], 1)

    assert _rate(seen(4, 30), seen(0, 10), "messages_received_total") == "5.0 a minute since this was opened"
    assert _rate(seen(0, 10), None, "messages_received_total") == ""


def test_in_a_terminal_it_stays_until_it_is_told_to_end(office: Path) -> None:
    leader, follower = pty.openpty()
    watching = subprocess.Popen(
        [sys.executable, "-c", "from cli.main import run; run()", "top", "--every", "0.5"],
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100", "LINES": "40"},
        stdin=follower,
        stdout=follower,
        stderr=subprocess.PIPE,
    )
    os.close(follower)
    try:
        shown = _read_until(leader, lambda shown: shown.count(b"guichet top") >= 2)
        watching.send_signal(signal.SIGINT)
        # The screen from before comes back (DECRST 1049).
        shown += _read_until(leader, lambda shown: b"\x1b[?1049l" in shown)
        assert watching.wait(60) == 0
    finally:
        watching.kill()
        os.close(leader)
        assert watching.stderr is not None
        watching.stderr.close()
    assert b"Open requests" in shown


def _read_until(leader: int, there: Callable[[bytes], bool]) -> bytes:
    """What is shown from now on, until it is `there`. Fails when that takes a minute."""
    shown, ends_at = b"", time.monotonic() + 60
    while not there(shown):
        left = ends_at - time.monotonic()
        ready = select.select([leader], [], [], max(0.0, left))[0]
        assert ready and left > 0, shown[-2_000:]
        shown += os.read(leader, 65_536)
    return shown
