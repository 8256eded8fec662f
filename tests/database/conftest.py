"""A desk on each database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store.database import Database
from tests.desk import Desk


@pytest.fixture
def desk(town_database: Database, tmp_path: Path) -> Iterator[Desk]:
    """The sample town's ledger, without doors: once on SQLite, once on PostgreSQL."""
    made = Desk(town_database, tmp_path)
    yield made
    made.close()
