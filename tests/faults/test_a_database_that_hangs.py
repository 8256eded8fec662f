"""PostgreSQL takes connections and never answers: senders are told to come again in time, and all goes on when
it does.
"""

from __future__ import annotations

import os
import signal
import smtplib
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from models.errors import TemporaryFailure
from models.store.database import Database
from tests.faults.test_the_database_is_away import is_ready, own_cluster  # noqa: F401  # a fixture
from tests.letters import write
from tests.servers.postgres import PostgresCluster
from tests.town import Town, wait_until

#: Less patience than in use, enough for a busy machine.
STORE_SECONDS = 4.0


def children_of(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(each) for each in found]


@contextmanager
def stopped(cluster: PostgresCluster) -> Iterator[None]:
    """Every process of the server is stopped by SIGSTOP, the one that takes connections too."""
    server = int((cluster._data / "postmaster.pid").read_text().split()[0])
    processes = [server, *children_of(server)]
    for each in processes:
        os.kill(each, signal.SIGSTOP)
    try:
        yield
    finally:
        for each in processes:
            os.kill(each, signal.SIGCONT)


def test_while_all_of_it_hangs_senders_hear_451_health_says_so_and_nothing_is_lost(
    own_cluster: PostgresCluster,  # noqa: F811
    tmp_path: Path,
) -> None:
    town = Town(tmp_path, own_cluster.url(), database={"store_seconds": STORE_SECONDS})
    try:
        town.open()
        town.send(write("Une ampoule est cassée au gymnase Guimard."))
        assert town.service.http_address is not None
        live = "http://{}:{}/health/live".format(*town.service.http_address)
        letter = write("Un lampadaire est éteint.")
        with stopped(own_cluster):
            for _ in range(2):
                with pytest.raises(smtplib.SMTPDataError) as refused:
                    town.post(letter)
                assert (refused.value.smtp_code, refused.value.smtp_error) == (451, b"4.3.0 Try again later")
            assert not is_ready(town)
            with urllib.request.urlopen(live, timeout=60) as answer:
                assert answer.status == 200
        wait_until(lambda: is_ready(town), "the service does not recover")
        town.send(letter)
        assert town.service.is_well()
        # What was under way when the first sender was told may be there: then it came twice, and is known.
        assert [row["reference"][-5:] for row in town.requests()] == ["00001", "00002"]
        assert set(town.states()) <= {"new_request", "duplicate"}
        assert {row["state"] for row in town.notices()} == {"sent"}
    finally:
        town.close()


def test_a_backend_that_never_answers_again_is_given_up_for_another(
    own_cluster: PostgresCluster,  # noqa: F811
) -> None:
    database = Database(
        own_cluster.url(), pool_size=1, idle_transaction_seconds=0.5, lock_wait_seconds=0.5, answer_seconds=1
    )
    database.ping()
    with database.reading() as session:
        backend = session.connection().execute(sa.text("SELECT pg_backend_pid()")).scalar_one()
    os.kill(backend, signal.SIGSTOP)
    try:
        # One that was idle is tried before it is used, and replaced.
        with database.reading() as session:
            other = session.connection().execute(sa.text("SELECT pg_backend_pid()")).scalar_one()
        assert other != backend
    finally:
        os.kill(backend, signal.SIGCONT)
    try:
        # One that falls silent in the middle is given up: its transaction is not done.
        with pytest.raises(TemporaryFailure), database.transaction() as session:
            session.connection().execute(sa.text("CREATE TABLE half (id integer)"))
            os.kill(other, signal.SIGSTOP)
            session.connection().execute(sa.text("SELECT 1"))
    finally:
        os.kill(other, signal.SIGCONT)
    with database.reading() as session:
        assert session.connection().execute(sa.text("SELECT to_regclass('half')")).scalar() is None
    database.close()
