"""Towns for the stories: the same service on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.servers.fake_twilio import FakeTwilio
from tests.texting import TextTown
from tests.town import Town

Founder = Callable[..., Town]


@pytest.fixture
def found_town(town_database_url: str, tmp_path: Path) -> Iterator[Founder]:
    """Founds towns with settings of one's own and opens them; closed after the test."""
    founded: list[Town] = []

    def found(**changes: Any) -> Town:
        town = Town(tmp_path, town_database_url, **changes)
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


TextFounder = Callable[..., TextTown]


@pytest.fixture
def twilio() -> Iterator[FakeTwilio]:
    """Twilio on loopback."""
    with FakeTwilio() as running:
        yield running


@pytest.fixture
def found_text_town(town_database_url: str, tmp_path: Path, twilio: FakeTwilio) -> Iterator[TextFounder]:
    """Founds towns that text, with settings of one's own, and opens them; closed after the test."""
    founded: list[TextTown] = []

    def found(**changes: Any) -> TextTown:
        town = TextTown(tmp_path, town_database_url, twilio, **changes)
        founded.append(town)
        town.open()
        return town

    yield found
    for town in founded:
        town.close()


@pytest.fixture
def text_town(found_text_town: TextFounder) -> TextTown:
    """The sample town with a telephone number, open."""
    return found_text_town()
