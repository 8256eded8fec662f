"""Arrivals of one group are stored together, and one that cannot be stored takes no other along."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from intake.ledger.arrival import Arrival
from intake.ledger.reception import Reception, store_in
from models.errors import TemporaryFailure
from models.store.database import Database
from models.store.files import FileStore
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


def arrival(number: int, **changes: object) -> Arrival:
    values: dict[str, object] = {"door": "smtp", "raw": b"message %d" % number, "received_at": NOW, **changes}
    return Arrival(**values)  # type: ignore[arg-type]  # the fields of Arrival, by name


def together(reception: Reception, arrivals: list[Arrival]) -> list[Future[int]]:
    """Submit all while the writer is held up by another transaction, so that they make one group."""
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        with reception.database.transaction() as session:
            session.connection().execute(sa.text("UPDATE inbound_message SET fence = 0"))
            held.set()
            release.wait(60)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(60)
    futures = [reception.submit(one) for one in arrivals]
    release.set()
    holder.join()
    return futures


def test_one_that_cannot_be_stored_takes_no_other_along(database: Database, tmp_path: Path) -> None:
    reception = Reception(database, FileStore(tmp_path / "files"))
    bad = arrival(2, peer=None)  # the column is NOT NULL
    futures = together(reception, [arrival(1), bad, arrival(3)])
    assert futures[0].result(20) and futures[2].result(20)
    with pytest.raises(TemporaryFailure):
        futures[1].result(20)
    reception.close()
    with database.reading() as session:
        assert session.execute(sa.select(sa.func.count()).select_from(InboundMessage)).scalar_one() == 2


def test_a_waiter_that_goes_away_does_not_stop_the_writer(database: Database, tmp_path: Path) -> None:
    reception = Reception(database, FileStore(tmp_path / "files"))
    futures = together(reception, [arrival(1), arrival(2)])
    assert not futures[0].cancel()
    assert futures[1].result(20)
    assert reception.accept(arrival(3))
    reception.close()


def test_the_same_door_key_is_the_same_row_from_however_many_at_once(
    database: Database, tmp_path: Path
) -> None:
    one, other = (Reception(database, FileStore(tmp_path / "files")) for _ in range(2))
    futures = [
        r.submit(arrival(1, door="imap", door_key="imap:a:1:1")) for r in (one, other) for _ in range(20)
    ]
    assert len({future.result(20) for future in futures}) == 1
    one.close()
    other.close()


def test_a_row_is_the_same_by_whichever_way_it_is_stored(database: Database, tmp_path: Path) -> None:
    """By itself, among others, with a key of its door, or in somebody's transaction; ids as they were given."""
    said: dict[str, object] = {
        "recipients": ("mairie@ville.test", "été@ville.test"), "peer": "198.51.100.7",
        "door_facts": {"tls": True, "spf": ["é", None]}, "envelope_from": "a@example.org",
    }  # fmt: skip
    reception = Reception(database, FileStore(tmp_path / "files"))
    alone = reception.accept(arrival(1, **said))
    among = [future.result(20) for future in together(reception, [arrival(1, **said) for _ in range(3)])]
    keyed = reception.accept(arrival(1, **said, door_key="imap:a:1:1"))
    reception.close()
    with database.transaction() as session:
        inside = store_in(session, arrival(1, **said))
    table = table_of(InboundMessage)
    with database.reading() as session:
        found = session.connection().execute(sa.select(table).order_by(table.c.id)).mappings()
        rows = [{**row, "id": 0, "door_key": None} for row in found]
        ids = session.connection().execute(sa.select(table.c.id).order_by(table.c.id)).scalars().all()
    assert [alone, *among, keyed, inside] == list(ids)
    assert all(row == rows[0] for row in rows)
    assert rows[0]["recipients"] == list(said["recipients"]) and rows[0]["door_facts"] == said["door_facts"]  # type: ignore[call-overload]
