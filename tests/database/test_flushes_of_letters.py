"""Letters of a batch that were taken share a flush to the disk, and no more than those of a second (SQLite)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from models.store.database import Database
from tests.database.test_one_statement_at_once import safety
from tests.outgoing import Memory, Outgoing, open_counter

LETTERS = 6


def unflushed(counter: Outgoing, seconds_a_letter: float) -> int:
    """How many of LETTERS letters of one batch are recorded without a flush of their own."""
    said: list[str] = []

    def overhear(driver: Any, _record: Any, _proxy: Any) -> None:
        driver.set_trace_callback(said.append)

    ids = [counter.tell(key=f"{seconds_a_letter}:{number}") for number in range(LETTERS)]
    carrier = Memory(on_send=lambda _letter: counter.clock.pass_seconds(seconds_a_letter))
    deliverer = counter.deliverer(carrier)
    sa.event.listen(counter.database.engine, "checkout", overhear)
    try:
        assert deliverer.deliver_next()
    finally:
        sa.event.remove(counter.database.engine, "checkout", overhear)
    assert [counter.row(each).state for each in ids] == ["sent"] * LETTERS
    assert safety(counter.database) == {2}
    return said.count("PRAGMA synchronous=NORMAL")


def test_only_the_last_of_a_quick_batch_is_flushed(sqlite_database: Database, tmp_path: Path) -> None:
    assert unflushed(open_counter(sqlite_database, tmp_path), 0.0) == LETTERS - 1


def test_a_slow_relay_has_each_letter_flushed(sqlite_database: Database, tmp_path: Path) -> None:
    assert unflushed(open_counter(sqlite_database, tmp_path), 1.5) == 0
