"""Six processes on one database, each a portion of the service; whichever is killed, nothing is lost or doubled."""

from __future__ import annotations

import os
import signal
import smtplib
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from cli.office import Office
from cli.town.init import set_up
from models.settings.settings import Settings
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from models.tables.outbox import OutboundMessage
from models.tables.requests import RequestRow
from tests.letters import TOWN_HALL, write
from tests.servers.mailbox import Mailbox
from tests.servers.processes import free_port
from tests.town import settings_for, wait_until

PATIENCE_SECONDS = 120.0
MAILS = 14
_inbound, _outbox, _requests = table_of(InboundMessage), table_of(OutboundMessage), table_of(RequestRow)


class Site:
    """A town whose service runs in pieces."""

    def __init__(self, directory: Path, url: str) -> None:
        self.world = Mailbox()
        self.world.start()
        self.smtp_port, self.board_port = free_port(), free_port()
        self.settings: Settings = settings_for(directory, url, self.world.port)
        self.office = Office(self.settings)
        set_up(self.office)
        self._directory = directory
        self.processes: dict[str, subprocess.Popen[str]] = {}

    def run(self, name: str, portions: str, http_port: int = 0) -> None:
        """Start a process with `portions`, and wait until it says that it is open."""
        environment = {
            **os.environ,
            "GUICHET_DATA_DIR": str(self.settings.data_dir),
            "GUICHET_ORGANISATION_FILE": str(self.settings.organisation_file),
            "GUICHET_DATABASE__URL": self.settings.database.url,
            "GUICHET_DOORS__SMTP__PORT": str(self.smtp_port),
            "GUICHET_DOORS__HTTP__PORT": str(http_port),
            "GUICHET_OUTGOING__CARRIER": "smtp",
            "GUICHET_OUTGOING__RELAY__HOST": "127.0.0.1",
            "GUICHET_OUTGOING__RELAY__PORT": str(self.world.port),
            "GUICHET_OUTGOING__RELAY__TLS": "none",
            "GUICHET_WORK__READERS": "1",
            "GUICHET_WORK__DELIVERERS": "1",
            "GUICHET_LOGS__LEVEL": "error",
            # Mails alike are no incident here: each has its own two notices.
            "GUICHET_INCIDENTS__WITHIN_HOURS": "0",
        }
        started = subprocess.Popen(
            [sys.executable, "-c", "from cli.main import run; run()", "serve", "--only", portions],
            cwd=self._directory,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.processes[name] = started
        assert started.stdout is not None
        said = []
        for line in started.stdout:
            said.append(line)
            if line.startswith("  Files"):
                return
        raise AssertionError("".join(said))

    def kill(self, name: str) -> None:
        process = self.processes.pop(name)
        process.send_signal(signal.SIGKILL)
        process.wait(PATIENCE_SECONDS)
        assert process.stdout is not None
        process.stdout.close()

    def end(self, name: str) -> int:
        """Stop a process as a service manager does; its exit code."""
        process = self.processes.pop(name)
        process.send_signal(signal.SIGTERM)
        code = process.wait(PATIENCE_SECONDS)
        assert process.stdout is not None
        process.stdout.close()
        return code

    def counts(self, table: sa.Table) -> Counter[str]:
        with self.office.database.reading() as session:
            return Counter(session.connection().execute(sa.select(table.c.state)).scalars())

    def close(self) -> None:
        for name in list(self.processes):
            self.kill(name)
        self.office.close()
        self.world.stop()


@pytest.fixture
def site(postgresql_url: str, tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path, postgresql_url)
    yield made
    made.close()


def post(site: Site, numbers: range) -> None:
    with smtplib.SMTP("127.0.0.1", site.smtp_port, timeout=PATIENCE_SECONDS) as connection:
        for number in numbers:
            sender = f"habitante{number}@example.org"
            letter = write(f"Lampadaire {number} cassé au gymnase Guimard.", sender=sender)
            connection.sendmail(sender, [TOWN_HALL], letter.as_bytes())


def test_any_of_six_processes_dies_and_nothing_is_lost_or_doubled(site: Site) -> None:
    site.run("doors", "doors")
    site.run("board", "board", site.board_port)
    site.run("decider 1", "deciders")
    site.run("decider 2", "deciders")
    site.run("deliverer 1", "deliverers")
    site.run("deliverer 2, schedule", "deliverers,schedule")
    post(site, range(MAILS // 2))
    wait_until(lambda: site.counts(_requests).total() > 0, "nothing was decided", PATIENCE_SECONDS)
    site.kill("decider 1")
    post(site, range(MAILS // 2, MAILS))
    wait_until(lambda: site.counts(_outbox)["sent"] > 0, "nothing left", PATIENCE_SECONDS)
    site.kill("deliverer 1")

    wait_until(
        lambda: (
            site.counts(_inbound)["new_request"] == MAILS
            and set(site.counts(_outbox)) == {"sent"}
            and site.counts(_outbox).total() >= 2 * MAILS
        ),
        "not everything was decided and told",
        PATIENCE_SECONDS,
    )
    assert site.counts(_requests).total() == MAILS
    with site.office.database.reading() as session:
        numbers = session.connection().execute(sa.select(_requests.c.number)).scalars().all()
    # No gap and none twice, whoever decided.
    assert sorted(numbers) == list(range(1, MAILS + 1))
    acknowledged = Counter(
        recipient for each in site.world.delivered for recipient in each.recipients
        if recipient.startswith("habitante")
    )  # fmt: skip
    assert acknowledged.keys() == {f"habitante{number}@example.org" for number in range(MAILS)}
    # Only what the killed one had in hand may come again, and is known by its Message-ID.
    assert sum(acknowledged.values()) <= MAILS + 1
    distinct = {each.header("Message-ID") for each in site.world.delivered}
    assert len(distinct) == site.counts(_outbox).total()
    assert {name: site.end(name) for name in list(site.processes)} == dict.fromkeys(
        ["doors", "board", "decider 2", "deliverer 2, schedule"], 0
    )


def test_a_portion_does_its_own_work_and_no_other(site: Site) -> None:
    site.run("doors", "doors")
    post(site, range(1))
    assert site.counts(_inbound) == {"waiting": 1}
    site.run("decider", "deciders")
    wait_until(lambda: site.counts(_inbound)["new_request"] == 1, "not decided", PATIENCE_SECONDS)
    assert set(site.counts(_outbox)) == {"queued"}
    assert not site.world.delivered
    site.run("deliverer", "deliverers")
    wait_until(lambda: set(site.counts(_outbox)) == {"sent"}, "not sent", PATIENCE_SECONDS)
    assert {site.end(name) for name in list(site.processes)} == {0}
