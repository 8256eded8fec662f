"""A newer program takes over from one that serves, by real processes, while mail comes in: senders come again, nothing
is lost, nothing comes twice, and the earlier program refuses what it does not understand.
"""

from __future__ import annotations

import os
import re
import smtplib
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from models.store.revisions import newest_revision
from tests.servers.processes import free_port, until

_ROOT = Path(__file__).parents[2]
_OPEN = "Guichet is open for"
_NEWER = "8000"
_MIGRATION = f'''"""What a later version will need."""

from alembic import op

revision = "{_NEWER}"
down_revision = "{newest_revision()}"
branch_labels = depends_on = None


def upgrade() -> None:
    op.execute("UPDATE request SET priority = priority")
'''
_WAIT_SECONDS = 400.0
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def newer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This program with one migration more."""
    made = tmp_path_factory.mktemp("newer")

    def like(part: str, replaced: str) -> None:
        (made / part).mkdir()
        for path in (_ROOT / part).iterdir():
            if path.name not in (replaced, "__pycache__"):
                (made / part / path.name).symlink_to(path)

    for name in ("cli", "dispatch", "intake", "templates", "docs", "pyproject.toml"):
        (made / name).symlink_to(_ROOT / name)
    like("models", "migrations")
    like("models/migrations", "versions")
    like("models/migrations/versions", "")
    (made / f"models/migrations/versions/{_NEWER}_later.py").write_text(_MIGRATION, "utf-8")
    return made


@pytest.fixture
def start(office: Path) -> Iterator[Start]:
    """Starts a command of a program in the town; what it says is read by whoever started it."""
    port, started = free_port(), []
    environment = {**os.environ, "GUICHET_LANG": "en", "GUICHET_DOORS__HTTP__PORT": "0"}
    environment["GUICHET_DOORS__SMTP__PORT"] = str(port)

    def begin(program: Path, *words: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", "from cli.main import run; run()", *words],
            cwd=office,
            env={**environment, "PYTHONPATH": str(program)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    begin.port = port  # type: ignore[attr-defined]
    yield begin
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def opened(process: subprocess.Popen[str]) -> str:
    """What a service said until it was open."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if _OPEN in line:
            threading.Thread(target=process.stdout.read, daemon=True).start()
            return said
    raise AssertionError(said)


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    said, _ = process.communicate(timeout=_WAIT_SECONDS)
    return process.returncode, said


class Sender:
    """A mail server that hands over one mail after the other and tries each again until it is taken."""

    def __init__(self, port: int) -> None:
        self._port, self._over, self._pause = port, threading.Event(), threading.Event()
        self.taken: list[str] = []
        self.put_off: list[str] = []
        self._thread = threading.Thread(target=self._send)
        self._thread.start()

    def _send(self) -> None:
        while not self._over.is_set():
            name = f"lampe-{len(self.taken) + 1}"
            mail = (
                f"From: {name}@{name}.example.org\r\nTo: mairie@ville.test\r\nSubject: {name}\r\n"
                f"Message-ID: <{name}@example.org>\r\n\r\nLa {name} de la rue des Lilas est en panne.\r\n"
            )
            while not self._over.is_set():
                try:
                    with smtplib.SMTP("127.0.0.1", self._port, timeout=60) as client:
                        client.sendmail(f"{name}@{name}.example.org", ["mairie@ville.test"], mail.encode())
                    self.taken.append(name)
                    break
                except (smtplib.SMTPException, OSError) as wrong:
                    self.put_off.append(repr(wrong))
                    self._pause.wait(0.05)

    def wait_for_more(self, count: int) -> None:
        wanted = len(self.taken) + count
        until(lambda: len(self.taken) >= wanted, f"{count} mails more", _WAIT_SECONDS)

    def end(self) -> None:
        self._over.set()
        self._thread.join(_WAIT_SECONDS)


def test_every_mail_that_was_taken_is_one_request_and_the_earlier_program_refuses(
    office: Path, newer: Path, start: Start
) -> None:
    earlier = start(_ROOT, "serve")
    opened(earlier)
    sender = Sender(start.port)  # type: ignore[attr-defined]
    try:
        sender.wait_for_more(3)
        later = start(newer, "upgrade", "--serve")
        said = opened(later)
        assert f"Process {earlier.pid} was asked to end" in said
        assert "restored for trial and whole" in said
        assert f"at revision {_NEWER}; it was at {newest_revision()}. Nothing of it is missing." in said
        assert earlier.wait(_WAIT_SECONDS) == 0
        sender.wait_for_more(3)
    finally:
        sender.end()
    assert sender.put_off, "somebody came while nobody was there"
    assert not [each for each in sender.put_off if re.search(r"\b5\d\d\b", each)], (
        "and was told to come again"
    )

    for command in ("serve", "requests list", "upgrade"):
        code, refused = ended(start(_ROOT, *command.split()))
        assert code == 1 and "written by a newer Guichet" in refused, refused
        assert f"at revision {_NEWER}, this program knows {newest_revision()}" in " ".join(refused.split())

    later.terminate()
    assert later.wait(_WAIT_SECONDS) == 0
    assert ended(start(newer, "work"))[0] == 0
    with closing(sqlite3.connect(office / "var" / "guichet.db")) as database:
        rows = database.execute("SELECT subject FROM inbound_message WHERE state = 'new_request'").fetchall()
        requests = database.execute("SELECT count(*) FROM request").fetchone()[0]
    # The last one may have come in without its sender having heard so.
    assert sorted(set(sender.taken)) == sorted({each for (each,) in rows if each in sender.taken})
    assert len(rows) == len(set(rows)) == requests <= len(sender.taken) + 1
    assert ended(start(newer, "verify"))[0] == 0


def test_a_service_whose_database_was_upgraded_elsewhere_says_so_and_ends(office: Path, start: Start) -> None:
    service = start(_ROOT, "serve")
    opened(service)
    with closing(sqlite3.connect(office / "var" / "guichet.db", timeout=60)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = ?", (_NEWER,))
    assert service.wait(_WAIT_SECONDS) == 1
