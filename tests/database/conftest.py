"""A desk on each database, and a counter with one request."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store.database import Database
from tests.counter import Counter
from tests.desk import Desk


@pytest.fixture
def desk(town_database: Database, tmp_path: Path) -> Iterator[Desk]:
    """The sample town's ledger, without doors: once on SQLite, once on PostgreSQL."""
    made = Desk(town_database, tmp_path)
    yield made
    made.close()


@pytest.fixture
def counter(sqlite_town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    """A counter whose citizen wrote once, about a bulb: a file that needs another begins otherwise."""
    desk = Desk(sqlite_town_database, tmp_path)
    made = Counter(desk)
    made.citizen("Une ampoule est cassée au gymnase Guimard.")
    yield made
    desk.close()
