"""What a door was told is stored is stored, once, whoever else writes at the same time."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from intake.ledger.arrival import INLINE_BYTES, Arrival
from intake.ledger.reception import Reception, raw_bytes
from models.errors import TemporaryFailure
from models.store.database import Database
from models.store.files import FileStore
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from tests.desk import NOW, Desk

_inbound = table_of(InboundMessage)


def arrival(raw: bytes = b"Subject: x\r\n\r\ny\r\n", key: str | None = None, **changes: object) -> Arrival:
    return Arrival(door="smtp", raw=raw, received_at=NOW, door_key=key, **changes)  # type: ignore[arg-type]  # any field


def test_every_waiter_of_a_group_gets_the_id_of_its_own_bytes(desk: Desk) -> None:
    with ThreadPoolExecutor(16) as doors:
        ids = list(doors.map(lambda n: desk.reception.accept(arrival(f"message {n}".encode())), range(100)))
    assert len(set(ids)) == 100
    for number, ledger_id in enumerate(ids):
        assert desk.row(ledger_id).raw == f"message {number}".encode()


def test_a_door_key_is_stored_once_whatever_the_order(desk: Desk) -> None:
    first = [desk.reception.submit(arrival(key="imap:x:1:1")) for _ in range(5)]
    ids = {each.result() for each in first} | {desk.reception.accept(arrival(key="imap:x:1:1"))}
    assert len(ids) == 1


def test_a_door_key_is_stored_once_when_several_processes_take_the_same_mailbox(
    desk: Desk, tmp_path: Path
) -> None:
    """Each process has its own engine and its own writer."""
    receptions = []
    databases = [Database(desk.database.url) for _ in range(4)]
    try:
        receptions = [Reception(database, FileStore(tmp_path / "files")) for database in databases]
        start = threading.Barrier(len(receptions))

        def fetch(reception: Reception) -> list[int]:
            start.wait()
            return [reception.accept(arrival(key=f"imap:x:1:{uid}")) for uid in range(25)]

        with ThreadPoolExecutor(len(receptions)) as processes:
            found = list(processes.map(fetch, receptions))
    finally:
        for reception in receptions:
            reception.close()
        for database in databases:
            database.close()
    assert all(each == found[0] for each in found)
    with desk.database.reading() as session:
        assert session.connection().execute(sa.select(sa.func.count()).select_from(_inbound)).scalar() == 25


def test_a_big_message_is_whole_again_from_the_file_store(desk: Desk) -> None:
    raw = bytes(range(256)) * (INLINE_BYTES // 256 + 1)
    row = desk.row(desk.reception.accept(arrival(raw)))
    assert row.raw is None
    assert raw_bytes(row.raw, row.raw_sha256, desk.files) == raw


def test_an_arrival_that_the_database_refuses_does_not_cost_the_others_their_answer(desk: Desk) -> None:
    """PostgreSQL takes no NUL in a text; SQLite does. Either way the neighbours are stored."""
    hostile = arrival(b"hostile", envelope_from="a\x00@example.org")
    futures = [desk.reception.submit(each) for each in (arrival(b"one"), hostile, arrival(b"two"))]
    assert desk.row(futures[0].result()).raw == b"one"
    assert desk.row(futures[2].result()).raw == b"two"
    if not desk.database.is_sqlite:
        with pytest.raises(TemporaryFailure):
            futures[1].result()


def test_after_closing_nothing_is_taken_and_what_was_queued_is_stored(desk: Desk) -> None:
    queued = [desk.reception.submit(arrival(f"{n}".encode())) for n in range(20)]
    desk.reception.close()
    assert len({each.result() for each in queued}) == 20
    with pytest.raises(TemporaryFailure):
        desk.reception.accept(arrival())
