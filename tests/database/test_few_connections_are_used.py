"""Whoever asks the database takes the connection that was given back last: each keeps pages, statements and, on
PostgreSQL, a process, and what hardly anybody uses should keep little.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from models.store.database import Database


def _connection_of(database: Database) -> int:
    with database.reading() as session:
        return id(session.connection().connection.driver_connection)


def test_who_comes_alone_takes_the_connection_given_back_last(database: Database) -> None:
    together = 4
    all_have_one = threading.Barrier(together)

    def use() -> int:
        with database.reading() as session:
            used = id(session.connection().connection.driver_connection)
            all_have_one.wait(timeout=60)
            return used

    with ThreadPoolExecutor(together) as pool:
        used = set(pool.map(lambda _: use(), range(together)))
    assert len(used) == together
    alone = [_connection_of(database) for _ in range(2 * together)]
    assert set(alone) == {alone[0]}
    assert alone[0] in used


def test_a_step_inside_a_step_has_a_connection_of_its_own(database: Database) -> None:
    with database.reading() as session:
        outer = id(session.connection().connection.driver_connection)
        inner = _connection_of(database)
    assert inner != outer
    assert _connection_of(database) == outer
