"""One statement that is its own transaction does what it does in any other, and leaves nothing behind."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from dispatch.notices import queue
from dispatch.notices.queue import leases, outbox
from models.errors import TemporaryFailure
from models.store.database import Database
from tests.outgoing import NOW, Outgoing, open_counter

#: Every kind of value that the row of a notice takes: text, number, time in another zone, JSON, nothing.
VALUES: dict[str, Any] = {
    "state": "sent",
    "carrier": "été « relay »",
    "carrier_id": None,
    "segments": 3,
    "cost_micros": 1_234_567_890,
    "last_error": "",
    "sent_at": datetime(2026, 11, 3, 14, 5, 6, 789, tzinfo=timezone(timedelta(hours=1))),
    "data": {"a": ["é", 1, None, {"b": True}]},
}
ROOT = Path(__file__).parents[2]


@pytest.fixture
def counter(database: Database, tmp_path: Path) -> Outgoing:
    return open_counter(database, tmp_path)


def rows(database: Database, *ids: int) -> list[dict[str, Any]]:
    with database.reading() as session:
        found = session.connection().execute(
            sa.select(outbox).where(outbox.c.id.in_(ids)).order_by(outbox.c.id)
        )
        return [dict(row) for row in found.mappings()]


def claimed(counter: Outgoing, count: int) -> Any:
    for number in range(count):
        counter.tell(key=str(number))
    with counter.database.transaction() as session:
        return queue.claim(session, NOW, channels=["email"], limit=count, lease_seconds=60, owner="me")


def test_what_it_writes_is_what_a_transaction_writes(counter: Outgoing, database: Database) -> None:
    ordinary, at_once = claimed(counter, 2)
    with database.transaction() as session:
        assert leases.move(session, ordinary, **VALUES)
    assert leases.move_at_once(database, at_once, **VALUES)
    one, other = rows(database, ordinary.id, at_once.id)
    differ = {name for name in one if one[name] != other[name]}
    assert differ <= {"id", "unique_key", "entry_id", "inbound_id"}
    assert other["sent_at"] == VALUES["sent_at"].astimezone(UTC) and other["data"] == VALUES["data"]
    assert other["leased_until"] is None and other["leased_by"] == ""


def test_a_row_that_is_no_longer_ours_is_left_as_it_is(counter: Outgoing, database: Database) -> None:
    (held,) = claimed(counter, 1)
    with database.transaction() as session:
        queue.cancel(session, held.id)
    before = rows(database, held.id)
    assert not leases.move_at_once(database, held, **VALUES)
    assert rows(database, held.id) == before


def test_transactions_after_it_can_be_undone_as_ever(counter: Outgoing, database: Database) -> None:
    """The connection goes back to the pool as it came from it."""
    first, second = claimed(counter, 2)
    assert leases.move_at_once(database, first, **VALUES)
    for _ in range(3):
        with pytest.raises(RuntimeError), database.transaction() as session:
            assert leases.move(session, second, **VALUES)
            raise RuntimeError
    assert rows(database, second.id)[0]["state"] == "queued"


def test_what_the_database_refuses_is_refused_and_the_next_goes_on(
    counter: Outgoing, database: Database
) -> None:
    first, second = claimed(counter, 2)
    assert leases.move_at_once(database, first, **VALUES, message_id="x@ville.test")
    with pytest.raises(IntegrityError):
        leases.move_at_once(database, second, **VALUES, message_id="x@ville.test")
    assert rows(database, second.id)[0]["state"] == "queued"
    assert leases.move_at_once(database, second, **VALUES, message_id="y@ville.test")


def safety(database: Database) -> set[int]:
    """How the connections of the pool are flushed: 2 is FULL. All that are open at once here."""
    with contextlib.ExitStack() as open_ones:
        sessions = [open_ones.enter_context(database.reading()) for _ in range(3)]
        asked = sa.text("PRAGMA synchronous")
        return {each.connection().execute(asked).scalar_one() for each in sessions}


def test_what_need_not_be_flushed_is_there_and_the_connection_flushes_again(
    counter: Outgoing, database: Database
) -> None:
    first, second = claimed(counter, 2)
    assert leases.move_at_once(database, first, flushed=False, **VALUES, message_id="x@ville.test")
    other = Database(database.url)
    assert rows(other, first.id)[0]["state"] == "sent"
    other.close()
    with pytest.raises(IntegrityError):
        leases.move_at_once(database, second, flushed=False, **VALUES, message_id="x@ville.test")
    with pytest.raises(ValueError, match="without zone"):
        leases.move_at_once(
            database, second, flushed=False, **(VALUES | {"sent_at": datetime(2026, 11, 3)}),  # noqa: DTZ001
        )  # fmt: skip
    if database.is_sqlite:
        assert safety(database) == {2}
    assert leases.move_at_once(database, second, flushed=False, **VALUES)


DIES = """
import os, sys
from tests.database.test_one_statement_at_once import VALUES
from dispatch.notices.queue import leases
from models.store.database import Database
from models.store.lease import Held
class Ours:
    id, fence = int(sys.argv[2]), int(sys.argv[3])
assert leases.move_at_once(Database(sys.argv[1]), Ours, flushed=False, **VALUES)
os.kill(os.getpid(), 9)
"""


def test_what_was_not_flushed_outlives_the_process_that_said_it(
    counter: Outgoing, database: Database
) -> None:
    (held,) = claimed(counter, 1)
    command = [sys.executable, "-c", DIES, str(database.url), str(held.id), str(held.fence)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -9
    assert rows(database, held.id)[0]["state"] == "sent"


def test_a_database_that_is_away_is_said_to_be(counter: Outgoing, database: Database) -> None:
    (held,) = claimed(counter, 1)
    if database.is_sqlite:
        away = Database(database.url)
        sa.event.listen(away.engine, "connect", lambda driver, _: driver.execute("PRAGMA query_only=ON"))
    else:
        away = Database("postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(TemporaryFailure):
        leases.move_at_once(away, held, **VALUES)
    away.close()
    assert rows(database, held.id)[0]["state"] == "queued"
