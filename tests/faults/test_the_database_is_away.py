"""The database is away: the door says 451 and the sender keeps its mail; when it is back, all goes on."""

from __future__ import annotations

import shutil
import smtplib
import sqlite3
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.letters import write
from tests.servers import postgres
from tests.servers.presence import missing
from tests.town import Town, wait_until


@pytest.fixture
def own_cluster() -> Iterator[postgres.PostgresCluster]:
    """A PostgreSQL of this test's own, to stop and start."""
    if not postgres.is_installed():
        missing("PostgreSQL", postgres.PACKAGE)
    directory = Path(tempfile.mkdtemp(prefix="gf-", dir="/tmp"))
    directory.chmod(0o755)
    cluster = postgres.start_cluster(directory / "pg")
    yield cluster
    cluster.stop()
    shutil.rmtree(directory, ignore_errors=True)


def assert_asked_to_come_again(town: Town, text: str) -> None:
    with pytest.raises(smtplib.SMTPDataError) as refused:
        town.post(write(text))
    assert refused.value.smtp_code == 451
    assert refused.value.smtp_error == b"4.3.0 Try again later"


def is_ready(town: Town) -> bool:
    """What a load balancer is told."""
    assert town.service.http_address is not None
    host, port = town.service.http_address
    try:
        with urllib.request.urlopen(f"http://{host}:{port}/health/ready", timeout=30) as answer:
            return bool(answer.status == 200)
    except urllib.error.HTTPError as unready:
        with unready:
            assert unready.code == 503
        return False


def test_a_postgresql_that_stops_and_comes_back_costs_no_message(
    own_cluster: postgres.PostgresCluster, tmp_path: Path
) -> None:
    town = Town(tmp_path, own_cluster.url())
    try:
        town.open()
        town.send(write("Une ampoule est cassée au gymnase Guimard."))
        # Not "immediate": this cluster commits without waiting for its disk, and would forget.
        own_cluster.stop("fast")
        assert_asked_to_come_again(town, "Un lampadaire est éteint.")
        assert not is_ready(town)
        own_cluster.start()
        wait_until(lambda: is_ready(town), "the service does not recover")
        town.send(write("Un lampadaire est éteint."))
        assert town.service.is_well()
        assert [row["reference"][-5:] for row in town.requests()] == ["00001", "00002"]
        assert {row["state"] for row in town.notices()} == {"sent"}
    finally:
        town.close()


def test_a_locked_sqlite_file_asks_the_sender_to_come_again(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a backup tool or a forgotten shell holds the write lock for longer than we wait."""
    monkeypatch.setattr("models.store.database.SQLITE_BUSY_MS", 200)
    town = Town(tmp_path, sqlite_url)
    holder = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    try:
        town.open()
        holder.execute("BEGIN IMMEDIATE")
        assert_asked_to_come_again(town, "Une ampoule est cassée au gymnase Guimard.")
        holder.execute("ROLLBACK")
        town.send(write("Une ampoule est cassée au gymnase Guimard."))
        assert town.states() == ["new_request"]
        assert {row["state"] for row in town.notices()} == {"sent"}
    finally:
        holder.close()
        town.close()
