"""Six processes on one database and one bucket, each a portion of the service; whichever is killed, nothing is lost
or doubled, and what another starts goes on.
"""

from __future__ import annotations

import smtplib
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from pathlib import Path
from urllib.request import urlopen

import pytest
import sqlalchemy as sa

from cli.office import Office
from cli.town.init import set_up
from models.settings.files import S3Settings
from models.settings.settings import Settings
from models.store.files import sha256_of
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from models.tables.outbox import OutboundMessage
from models.tables.requests import RequestRow
from tests.faults.whole_service import PATIENCE_SECONDS, end, kill, start
from tests.letters import TOWN_HALL, write
from tests.photos import noise
from tests.servers.mailbox import Mailbox
from tests.servers.processes import free_port
from tests.servers.s3 import LOGIN, s3_server
from tests.town import settings_for, wait_until

MAILS = 14
_inbound, _outbox, _requests = table_of(InboundMessage), table_of(OutboundMessage), table_of(RequestRow)


class Site:
    """A town whose service runs in pieces."""

    def __init__(self, directory: Path, url: str, bucket: S3Settings | None = None) -> None:
        self.world = Mailbox()
        self.world.start()
        self.smtp_port, self.board_port = free_port(), free_port()
        changes, self._kept = _kept_in(bucket) if bucket is not None else ({}, {})
        self.settings: Settings = settings_for(directory, url, self.world.port, **changes)
        self.office = Office(self.settings)
        set_up(self.office)
        self.processes: dict[str, subprocess.Popen[str]] = {}

    def run(self, name: str, portions: str, http_port: int = 0) -> None:
        """Start a process with `portions`, and wait until it says that it is open."""
        self.processes[name] = start(
            self.settings, "--only", portions,
            smtp_port=self.smtp_port, http_port=http_port, given=self._kept,
        )  # fmt: skip

    def kill(self, name: str) -> None:
        kill(self.processes.pop(name))

    def end(self, name: str) -> int:
        """Stop a process as a service manager does; its exit code."""
        return end(self.processes.pop(name))

    def counts(self, table: sa.Table) -> Counter[str]:
        with self.office.database.reading() as session:
            return Counter(session.connection().execute(sa.select(table.c.state)).scalars())

    def close(self) -> None:
        for name in list(self.processes):
            self.kill(name)
        self.office.close()
        self.world.stop()


def _kept_in(bucket: S3Settings) -> tuple[dict[str, object], dict[str, str]]:
    """Settings that keep files in a bucket, and the variables that say the same."""
    given = {"bucket": bucket.bucket, "endpoint": bucket.endpoint, **LOGIN}
    said = {f"GUICHET_FILES__S3__{name.upper()}": value for name, value in given.items()}
    return {"files": {"store": "s3", "s3": given}}, said | {"GUICHET_FILES__STORE": "s3"}


@pytest.fixture
def bucket(tmp_path: Path) -> Iterator[S3Settings]:
    with s3_server(tmp_path) as server:
        server.make_bucket("ville")
        yield S3Settings.model_validate({"bucket": "ville", "endpoint": server.endpoint, **LOGIN})


@pytest.fixture
def shared(postgresql_url: str, bucket: S3Settings, tmp_path: Path) -> Iterator[Site]:
    """A site whose files are in a bucket, as of several machines."""
    made = Site(tmp_path, postgresql_url, bucket)
    yield made
    made.close()


@pytest.fixture
def site(postgresql_url: str, tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path, postgresql_url)
    yield made
    made.close()


@cache
def letter_of(number: int) -> bytes:
    """A mail of its own Message-ID, the same when it is sent again: so does every server that got no answer."""
    return write(
        f"Lampadaire {number} cassé au gymnase Guimard.", sender=f"habitante{number}@example.org",
        files={"lampe.jpg": noise(seed=number)},
    ).as_bytes()  # fmt: skip


def post(site: Site, numbers: Iterable[int]) -> list[int]:
    """Numbers of the mails that were taken: what a door that is killed did not answer comes again."""
    taken: list[int] = []
    with (
        suppress(OSError, smtplib.SMTPException),
        smtplib.SMTP("127.0.0.1", site.smtp_port, timeout=PATIENCE_SECONDS) as connection,
    ):
        for number in numbers:
            connection.sendmail(f"habitante{number}@example.org", [TOWN_HALL], letter_of(number))
            taken.append(number)
    return taken


def is_ready(site: Site) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{site.board_port}/health/ready", timeout=60) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def leaders(site: Site) -> int:
    """Sessions of PostgreSQL that hold the lock of the schedule."""
    with site.office.database.reading() as session:
        asked = (
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = "
            "(SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return int(session.connection().execute(sa.text(asked)).scalar_one())


def test_each_of_six_processes_dies_and_nothing_is_lost_or_doubled(shared: Site) -> None:
    site = shared
    site.run("doors", "doors")
    site.run("board", "board", site.board_port)
    site.run("decider 1", "deciders")
    site.run("decider 2", "deciders")
    site.run("deliverer", "deliverers")
    site.run("deliverer, schedule", "deliverers,schedule")
    third = MAILS // 3
    assert post(site, range(third)) == list(range(third))
    wait_until(lambda: site.counts(_requests).total() > 0, "nothing was decided", PATIENCE_SECONDS)
    site.kill("decider 1")

    # The door dies with a mail in hand: whoever sent it got no answer, and sends it again.
    half = range(third, 2 * third)
    with ThreadPoolExecutor(1) as sender:
        sending = sender.submit(post, site, half)
        wait_until(lambda: site.counts(_inbound).total() > third, "no mail came", PATIENCE_SECONDS)
        site.kill("doors")
        taken = sending.result()
    assert site.counts(_inbound).total() >= third + len(taken)
    site.run("doors again", "doors")
    rest = [number for number in range(third, MAILS) if number not in taken]
    assert post(site, rest) == rest

    wait_until(lambda: site.counts(_outbox)["sent"] > 0, "nothing left", PATIENCE_SECONDS)
    site.kill("deliverer")
    assert is_ready(site)
    site.kill("board")
    assert not is_ready(site)
    site.run("board again", "board", site.board_port)
    assert is_ready(site)
    wait_until(lambda: leaders(site) == 1, "nobody leads the schedule", PATIENCE_SECONDS)
    site.kill("deliverer, schedule")
    site.run("schedule and deliverer again", "deliverers,schedule")
    wait_until(lambda: leaders(site) == 1, "nobody leads the schedule any more", PATIENCE_SECONDS)

    wait_until(
        lambda: (
            site.counts(_inbound)["new_request"] >= MAILS
            and not site.counts(_inbound)["waiting"]
            and set(site.counts(_outbox)) == {"sent"}
            and site.counts(_outbox).total() >= 2 * MAILS
        ),
        "not everything was decided and told",
        PATIENCE_SECONDS,
    )
    nothing_is_lost_or_doubled(site)
    assert {name: site.end(name) for name in list(site.processes)} == dict.fromkeys(
        ["board again", "decider 2", "doors again", "schedule and deliverer again"], 0
    )


def nothing_is_lost_or_doubled(site: Site) -> None:
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
    # Only what the killed ones had in hand may come again, and is known by its Message-ID.
    assert sum(acknowledged.values()) <= MAILS + 2
    distinct = {each.header("Message-ID") for each in site.world.delivered}
    assert len(distinct) == site.counts(_outbox).total()
    # Every mail and every photo is in the bucket, whole.
    assert site.office.files.get(sha256_of(noise(seed=MAILS - 1)))
    missing = [number for number in range(MAILS) if not site.office.files.has(sha256_of(noise(seed=number)))]
    assert not missing and list(site.office.files.damaged()) == []


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
