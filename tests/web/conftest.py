"""A counter with its pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store.database import Database
from tests.servers.http_service import serving
from tests.web.browsing import Counter


@pytest.fixture
def counter(sqlite_town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    """The sample town with its pages on loopback."""
    made = Counter(sqlite_town_database, tmp_path)
    with serving(made.router) as address:
        made.address = address
        yield made
    made.close()
