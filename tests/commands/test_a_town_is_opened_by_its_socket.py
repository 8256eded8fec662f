"""A socket of systemd starts the service for the first mail; it ends when nobody comes, and nothing is lost:
neither while it starts, nor when it dies.
"""

from __future__ import annotations

import os
import re
import signal
import smtplib
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.servers.presence import find_program, missing
from tests.servers.processes import free_port

_ROOT = Path(__file__).parents[2]
_SERVE = [sys.executable, "-c", "from cli.main import run; run()", "serve"]
#: Ends after two seconds in which nobody came.
_QUICK = {"GUICHET_WORK__LEAVE_AFTER_SECONDS": "2", "PYTHONPATH": str(_ROOT), "GUICHET_LANG": "en"}
Start = Callable[[], "subprocess.Popen[str]"]


@pytest.fixture
def ports(office: Path) -> list[int]:
    """Ports of LMTP and HTTP, as the settings have them; mail comes by LMTP alone."""
    lmtp, http = free_port(), free_port()
    text = (office / "settings.toml").read_text("utf-8")
    for section, port, on in (("smtp", 0, "false"), ("lmtp", lmtp, "true"), ("http", http, "true")):
        head, found, tail = text.partition(f"[doors.{section}]\n")
        assert found
        tail = re.sub(r"^enabled = \w+$", f"enabled = {on}", tail, count=1, flags=re.MULTILINE)
        tail = re.sub(r"^port = \d+$", f"port = {port}", tail, count=1, flags=re.MULTILINE)
        text = head + found + tail
    (office / "settings.toml").write_text(text, "utf-8")
    return [lmtp, http]


@pytest.fixture
def activate(ports: list[int]) -> Iterator[Start]:
    """systemd-socket-activate, which listens and becomes the service when somebody comes."""
    program = find_program("systemd-socket-activate")
    if program is None:
        missing("systemd-socket-activate", "systemd")
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        listening = [part for port in ports for part in ("-l", f"127.0.0.1:{port}")]
        handed = [f"--setenv={name}={value}" for name, value in {**os.environ, **_QUICK}.items() if value]
        process = subprocess.Popen(
            [str(program), *listening, *handed, *_SERVE],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        assert process.stdout is not None
        for line in process.stdout:
            if f":{ports[1]}" in line:  # it says of each where it listens, the pages last
                return process
        raise AssertionError("it did not listen")

    yield start
    for process in started:
        process.kill()
        process.communicate()


def send(port: int, words: str) -> None:
    with smtplib.LMTP("127.0.0.1", port, timeout=120) as client:
        client.sendmail(
            "jeanne@example.org",
            ["mairie@ville.test"],
            f"From: jeanne@example.org\r\nTo: mairie@ville.test\r\nSubject: {words}\r\n"
            f"Message-ID: <{words}@example.org>\r\n\r\nUn lampadaire est en panne.\r\n".encode(),
        )


def kept(office: Path) -> dict[str, str]:
    """The state of each message, by its subject."""
    with closing(sqlite3.connect(office / "var" / "guichet.db")) as database:
        return dict(database.execute("SELECT subject, state FROM inbound_message"))


def test_the_first_mail_starts_it_and_it_ends_when_nobody_comes(
    office: Path, ports: list[int], activate: Start
) -> None:
    first = activate()
    send(ports[0], "un")  # by whoever connects while nothing runs but the activator
    said, _ = first.communicate(timeout=120)
    assert first.returncode == 0, said
    assert "Nothing waits" in said and "is open for" in said
    assert kept(office) == {"un": "new_request"}
    # Everything that had to be told was, before it ended.
    with closing(sqlite3.connect(office / "var" / "guichet.db")) as database:
        assert database.execute(
            "SELECT count(*) FROM outbound_message WHERE state = 'queued'"
        ).fetchone() == (0,)
        assert database.execute("SELECT count(*) FROM outbound_message").fetchone() > (0,)
        # What comes by the clock came, although no process was there at its hour.
        ran = {name for (name,) in database.execute("SELECT name FROM job_run WHERE started_at IS NOT NULL")}
        assert {"reminders", "watch", "held", "retention"} <= ran

    # Killed with the mail it just took: the next process, woken by the next mail, sees to both.
    second = activate()
    send(ports[0], "deux")
    os.kill(second.pid, signal.SIGKILL)
    second.communicate(timeout=60)
    third = activate()
    send(ports[0], "trois")
    said, _ = third.communicate(timeout=120)
    assert third.returncode == 0, said
    assert kept(office) == dict.fromkeys(("un", "deux", "trois"), "new_request")


def test_a_look_at_a_page_starts_it_too(office: Path, ports: list[int], activate: Start) -> None:
    process = activate()
    with socket.create_connection(("127.0.0.1", ports[1]), timeout=120) as client:
        client.sendall(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 200")
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0 and "Nothing waits" in said
