"""Towns for the stories: the same service on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.town import Town

Founder = Callable[..., Town]


@pytest.fixture
def found_town(database_url: str, tmp_path: Path) -> Iterator[Founder]:
    """Founds towns with settings of one's own and opens them; closed after the test."""
    founded: list[Town] = []

    def found(**changes: Any) -> Town:
        town = Town(tmp_path, database_url, **changes)
        founded.append(town)
        town.open()
        return town

    yield found
    for town in founded:
        town.close()


@pytest.fixture
def town(found_town: Founder) -> Town:
    """The sample town, open."""
    return found_town()
