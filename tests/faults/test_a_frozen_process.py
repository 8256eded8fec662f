"""A process is frozen while it decides, its transaction open: the others go on, and who watches is told."""

from __future__ import annotations

import os
import signal
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import sqlalchemy as sa

from cli.office import Office
from cli.service.service import Service
from dispatch.queries.inbox import list_inbound
from dispatch.queries.request_list import Order, RequestFilter, list_requests
from models.errors import TemporaryFailure
from models.store.database import Database
from models.store.places import LIBPQ_PATIENCE
from tests.faults.mortal_service import BOUNDS
from tests.faults.test_kill_nine import PATIENCE_SECONDS, Host, Launcher, was_taken
from tests.letters import write
from tests.town import wait_until


@pytest.fixture
def host(postgresql_url: str, tmp_path: Path) -> Iterator[Host]:
    launcher = Launcher()
    made = Host(launcher, tmp_path, postgresql_url)
    yield made
    made.close()
    launcher.close()


def health(service: Service) -> tuple[int, str]:
    assert service.http_address is not None
    address = "http://{}:{}/health/ready".format(*service.http_address)
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE_SECONDS) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as unready:
        with unready:
            return unready.code, unready.read().decode()


def states(host: Host) -> list[str]:
    with host.office.database.reading() as session:
        return [row["state"] for row in list_inbound(session)]


def test_a_frozen_process_holds_up_its_own_message_alone_and_readiness_says_so(host: Host) -> None:
    port = host.start("freeze:decided")
    assert was_taken(port, write("Une ampoule est cassée au gymnase Guimard."))
    wait_until(lambda: _is_stopped(host._alive), "it did not come so far", PATIENCE_SECONDS)

    changed = host.settings.model_copy(
        update={
            "database": host.settings.database.model_copy(update=BOUNDS),
            "alerts": host.settings.alerts.model_copy(update={"decided_within_seconds": 1.0}),
            "doors": host.settings.doors.model_copy(
                update={"http": host.settings.doors.http.model_copy(update={"enabled": True, "port": 0})}
            ),
        }
    )
    other = Service(Office(changed))
    other.start()
    try:
        assert other.doors.smtp is not None
        for _ in range(3):
            assert was_taken(int(other.doors.smtp.bound_address[1]), write("Un lampadaire est éteint."))
        wait_until(
            lambda: states(host).count("new_request") == 3, "one that is frozen stops all", PATIENCE_SECONDS
        )
        assert states(host).count("waiting") == 1
        code, said = health(other)
        assert code == 503
        assert "to be decided" in said
        os.kill(host._alive, signal.SIGCONT)
        wait_until(
            lambda: states(host).count("new_request") == 4, "its own message is forgotten", PATIENCE_SECONDS
        )
        wait_until(lambda: health(other)[0] == 200, "it is well again and does not say so", PATIENCE_SECONDS)
    finally:
        with suppress(ProcessLookupError):
            os.kill(host._alive, signal.SIGCONT)
        other.stop()
    listed = list_requests(host.office.glance, RequestFilter(order=Order.OLDEST))
    assert [row["reference"][-5:] for row in listed] == ["00001", "00002", "00003", "00004"]


def test_who_waits_for_a_lock_is_told_before_their_lease_is_over(postgresql_url: str) -> None:
    holder = Database(postgresql_url, idle_transaction_seconds=60, lock_wait_seconds=60)
    waiter = Database(postgresql_url, lock_wait_seconds=0.2)
    lock = sa.text("SELECT pg_advisory_xact_lock(4711, 1)")
    with holder.transaction() as session:
        session.connection().execute(lock)
        with pytest.raises(TemporaryFailure), waiter.transaction() as waiting:
            waiting.connection().execute(lock)
    holder.close()
    waiter.close()


def test_an_idle_transaction_is_ended_by_the_server_and_a_reader_is_left_alone(postgresql_url: str) -> None:
    idle = Database(postgresql_url, idle_transaction_seconds=0.2)
    watcher = Database(postgresql_url)
    with pytest.raises(TemporaryFailure), idle.transaction() as session:
        backend = session.connection().execute(sa.text("SELECT pg_backend_pid()")).scalar_one()
        wait_until(lambda: not _is_connected(watcher, backend), "the server waits for ever")
        session.connection().execute(sa.text("SELECT 1"))
    with idle.reading() as reading:
        left = reading.connection().execute(sa.text("SHOW idle_in_transaction_session_timeout")).scalar_one()
    assert left == "0"
    idle.close()
    watcher.close()


@pytest.mark.parametrize("name", ["keepalives_idle", "tcp_user_timeout"])
def test_every_connection_notices_a_server_that_is_gone(
    postgresql_url: str, open_database: Callable[[str], Database], name: str
) -> None:
    with open_database(postgresql_url).transaction() as session:
        driver = session.connection().connection.driver_connection
        assert driver is not None
        assert driver.info.get_parameters()[name] == str(LIBPQ_PATIENCE[name])


def _is_connected(database: Database, backend: int) -> bool:
    with database.reading() as session:
        look = sa.text("SELECT 1 FROM pg_stat_activity WHERE pid = :pid")
        return session.connection().execute(look, {"pid": backend}).first() is not None


def _is_stopped(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].startswith("T")
