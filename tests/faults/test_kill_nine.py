"""The service is killed between any two steps of a message, and started again: nothing lost, nothing
twice.
"""

from __future__ import annotations

import json
import os
import signal
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
import sqlalchemy as sa

from cli.office import Office
from cli.service.service import Service
from cli.town.init import set_up
from dispatch.queries.inbox import list_inbound
from dispatch.queries.request_list import RequestFilter, list_requests
from dispatch.queries.requests import get_request, show_request
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from tests.faults.mortal_service import COMMITS, SENT, mortal_settings
from tests.letters import CITIZEN, KEEPER, PHOTO, TOWN_HALL, write
from tests.servers.mailbox import Mailbox
from tests.town import wait_until

#: A busy machine takes long; reached only when something is broken.
PATIENCE_SECONDS = 120.0
MOMENTS = [f"{when}:{step}" for step in (*COMMITS, SENT) for when in ("before", "after")]
_outbox = table_of(OutboundMessage)


class Launcher:
    """Starts one mortal service after the other."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.mortal_service"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )

    def start(self, directory: Path, url: str, relay_port: int, moment: str) -> tuple[int, int]:
        """The process id and the SMTP port of a service that dies when the moment has come."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{json.dumps([str(directory), url, relay_port, moment])}\n")
        self._process.stdin.flush()
        pid, port = self._read().split()
        return int(pid), int(port)

    def exit_code(self) -> int:
        """How it ended, once it has."""
        return int(self._read())

    def _read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def close(self) -> None:
        # The end of its input ends it, as soon as its child is gone.
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(PATIENCE_SECONDS)


class Host:
    """A machine on which the service is started, dies, and is started again."""

    def __init__(self, launcher: Launcher, directory: Path, url: str) -> None:
        self.launcher, self.directory, self.url = launcher, directory, url
        self.world = Mailbox()
        self.world.start()
        self.settings = mortal_settings(directory, url, self.world.port)
        self.office = Office(self.settings)
        set_up(self.office)
        self._alive = 0

    def start(self, moment: str) -> int:
        """The SMTP port of a service that will die at `moment`."""
        self._alive, port = self.launcher.start(self.directory, self.url, self.world.port, moment)
        return port

    def stop(self) -> None:
        os.kill(self._alive, signal.SIGTERM)

    def exit_code(self) -> int:
        code = self.launcher.exit_code()
        self._alive = 0
        return code

    def is_done(self) -> bool:
        with self.office.database.reading() as session:
            unfinished = [row for row in list_inbound(session) if row["state"] == "waiting"]
            states = session.connection().execute(sa.select(_outbox.c.state)).scalars().all()
            return not unfinished and len(states) == 2 and set(states) == {"sent"}

    def close(self) -> None:
        if self._alive:
            os.kill(self._alive, signal.SIGKILL)
            self.launcher.exit_code()
        self.office.close()
        self.world.stop()


@pytest.fixture(scope="module")
def launcher() -> Iterator[Launcher]:
    made = Launcher()
    yield made
    made.close()


@pytest.fixture
def host(launcher: Launcher, database_url: str, tmp_path: Path) -> Iterator[Host]:
    made = Host(launcher, tmp_path, database_url)
    yield made
    made.close()


def was_taken(port: int, letter: EmailMessage) -> bool:
    """Whether the door said 250: a sender keeps what was not."""
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE_SECONDS) as connection:
            connection.sendmail(CITIZEN, [TOWN_HALL], letter.as_bytes())
    except (OSError, smtplib.SMTPException):
        return False
    return True


@pytest.mark.parametrize("moment", MOMENTS)
def test_nothing_is_lost_and_nothing_comes_twice(host: Host, moment: str) -> None:
    letter = write("Une ampoule est cassée au gymnase Guimard.", files={"entrée.jpg": PHOTO})
    taken = was_taken(host.start(moment), letter)
    assert host.exit_code() == -signal.SIGKILL, "it did not come so far"
    # 250 only when it is true. Later the answer may or may not have left before the end.
    assert moment != "before:stored" or not taken

    # No time passes: what the dead process held is free as soon as the next one starts.
    again = Service(Office(host.settings))
    again.start()
    try:
        assert again.doors.smtp is not None
        assert taken or was_taken(int(again.doors.smtp.bound_address[1]), letter)
        wait_until(host.is_done, "the message or its notices did not arrive", PATIENCE_SECONDS)
    finally:
        again.stop()

    (listed,) = list_requests(host.office.glance, RequestFilter())
    with host.office.database.reading() as session:
        request = show_request(session, get_request(session, listed["reference"]))
        states = sorted(row["state"] for row in list_inbound(session))
    assert request["reference"].endswith("-00001")
    assert [entry["kind"] for entry in request["entries"]].count("message_in") == 1
    assert len(request["attachments"]) == 1
    assert host.office.files.get(request["attachments"][0]["sha256"]) == PHOTO
    # Who did not hear the 250 sends again: that copy is recognised.
    twice = not taken and moment != "before:stored"
    assert states == (["duplicate", "new_request"] if twice else ["new_request"])
    for person in (CITIZEN, KEEPER):
        ids = {each.header("Message-ID") for each in host.world.to(person)}
        assert len(ids) == 1, "a notice must be recognisable when it comes twice"


def test_a_clean_stop_ends_what_is_under_way_and_leaves_no_lease(host: Host) -> None:
    assert was_taken(host.start("never"), write("Une ampoule est cassée au gymnase Guimard."))
    host.stop()
    assert host.exit_code() == 0
    with host.office.database.reading() as session:
        for table in ("inbound_message", "outbound_message"):
            held = sa.text(f"SELECT count(*) FROM {table} WHERE leased_until IS NOT NULL")
            assert session.connection().execute(held).scalar() == 0, table
