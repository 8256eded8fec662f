"""Whoever only looks takes no more than their time, however many statements they need, and one processor."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from models.store.database import Database
from models.store.looking.reads import Reads, TooMuchToLookAt

#: Some milliseconds of work.
_COUNT = sa.text(
    "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < :far) SELECT count(*) FROM c"
)


@pytest.fixture
def reads(town_database: Database) -> Iterator[Reads]:
    made = Reads(town_database.url, seconds=0.5)
    yield made
    made.close()


def test_many_short_statements_are_together_too_much_to_look_at(reads: Reads) -> None:
    with pytest.raises(TooMuchToLookAt), reads.looking() as session:
        for _ in range(1_000_000):
            session.connection().execute(_COUNT, {"far": 1_000})


def test_one_long_statement_is_too_much_to_look_at_and_the_next_page_has_its_whole_time(reads: Reads) -> None:
    for _ in range(9):  # more often than there are connections
        with pytest.raises(TooMuchToLookAt), reads.looking(seconds=0.05) as session:
            session.connection().execute(_COUNT, {"far": 1_000_000_000})
    with reads.looking(seconds=60.0) as session:
        assert session.connection().execute(_COUNT, {"far": 100_000}).scalar_one() == 100_000


def test_a_look_without_bounds_has_none_of_the_page_before(reads: Reads) -> None:
    with pytest.raises(TooMuchToLookAt), reads.looking(seconds=0.05) as session:
        session.connection().execute(_COUNT, {"far": 1_000_000_000})
    with reads.database.reading() as session:
        assert session.connection().execute(_COUNT, {"far": 100_000}).scalar_one() == 100_000


def test_a_page_takes_one_processor_of_the_machine_that_mail_needs(reads: Reads) -> None:
    if reads.is_sqlite:
        return  # it has no other way
    with reads.looking() as session:
        run = session.connection().exec_driver_sql
        assert run("SHOW max_parallel_workers_per_gather").scalar_one() == "0"
        assert run("SHOW jit").scalar_one() == "off"
