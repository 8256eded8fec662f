"""The service is killed between any two steps of a message, and started again: nothing lost, nothing twice."""

from __future__ import annotations

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
from cli.setup import set_up
from dispatch.listing import get_request, list_inbound, list_requests, show_request
from models.columns import table_of
from models.outbox import OutboundMessage
from tests.faults.mortal_service import COMMITS, SENT, fast_settings
from tests.letters import CITIZEN, KEEPER, PHOTO, TOWN_HALL, write
from tests.servers.mailbox import Mailbox
from tests.town import wait_until

#: A service starts in a second or two; on a busy machine, with its reading processes, in many more.
PATIENCE_SECONDS = 90.0
MOMENTS = [f"{when}:{step}" for step in (*COMMITS, SENT) for when in ("before", "after")]
_outbox = table_of(OutboundMessage)


class Host:
    """A machine on which the service is started, dies, and is started again."""

    def __init__(self, directory: Path, url: str) -> None:
        self.directory, self.url = directory, url
        self.world = Mailbox()
        self.world.start()
        self.office = Office(fast_settings(directory, url, self.world.port))
        set_up(self.office)
        self.running: list[subprocess.Popen[str]] = []

    def start(self, moment: str) -> tuple[subprocess.Popen[str], int]:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.faults.mortal_service",
                str(self.directory),
                self.url,
                str(self.world.port),
                moment,
            ],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        self.running.append(process)
        assert process.stdout is not None
        return process, int(process.stdout.readline())

    def close(self) -> None:
        for process in self.running:
            process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()
        self.office.database.close()
        self.world.stop()

    def is_done(self) -> bool:
        with self.office.database.reading() as session:
            unfinished = [row for row in list_inbound(session) if row["state"] == "waiting"]
            query = sa.select(_outbox.c.state)
            states = session.connection().execute(query).scalars().all()
            return not unfinished and len(states) == 2 and set(states) == {"sent"}


@pytest.fixture
def host(database_url: str, tmp_path: Path) -> Iterator[Host]:
    made = Host(tmp_path, database_url)
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
    dying, port = host.start(moment)
    taken = was_taken(port, letter)
    assert dying.wait(PATIENCE_SECONDS) == -signal.SIGKILL, "it did not come so far"

    again, port = host.start("never")
    if not taken:
        assert was_taken(port, letter)
    wait_until(host.is_done, "the message or its notices did not arrive", PATIENCE_SECONDS)
    again.send_signal(signal.SIGTERM)
    assert again.wait(PATIENCE_SECONDS) == 0

    with host.office.database.reading() as session:
        (listed,) = list_requests(session)
        request = show_request(session, get_request(session, listed["reference"]))
        states = [row["state"] for row in list_inbound(session)]
    assert request["reference"].endswith("-00001")
    assert [entry["kind"] for entry in request["entries"]].count("message_in") == 1
    assert len(request["attachments"]) == 1
    assert host.office.files.get(request["attachments"][0]["sha256"]) == PHOTO
    assert sorted(states) in (["new_request"], ["duplicate", "new_request"])
    assert taken or moment in ("before:stored", "after:stored", "before:claimed", "after:claimed")
    for person in (CITIZEN, KEEPER):
        ids = {each.header("Message-ID") for each in host.world.to(person)}
        assert len(ids) == 1, "a notice must be recognisable when it comes twice"


def test_a_clean_stop_ends_what_is_under_way_and_leaves_no_lease(host: Host) -> None:
    process, port = host.start("never")
    assert was_taken(port, write("Une ampoule est cassée au gymnase Guimard."))
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE_SECONDS) == 0
    with host.office.database.reading() as session:
        for table in ("inbound_message", "outbound_message"):
            held = sa.text(f"SELECT count(*) FROM {table} WHERE leased_until IS NOT NULL")
            assert session.connection().execute(held).scalar() == 0
