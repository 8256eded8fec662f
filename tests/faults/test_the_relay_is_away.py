"""The relay is down: letters wait without losing a try, and leave when it is back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.letters import CITIZEN, KEEPER, write
from tests.town import Town, wait_until


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path) -> Iterator[Town]:
    made = Town(tmp_path, sqlite_url)
    made.open()
    yield made
    made.close()


def test_letters_wait_for_the_relay_without_losing_a_try(town: Town) -> None:
    town.world.stop()
    town.post(write("Une ampoule est cassée au gymnase Guimard."))

    def given_back() -> bool:
        notices = town.notices()
        return len(notices) == 2 and all(
            row["fence"] > 0 and row["leased_until"] is None and row["attempts"] == 0 for row in notices
        )

    wait_until(given_back, "the notices were not tried and given back")
    assert town.states() == ["new_request"]

    town.world.start()
    town.settle()
    assert {row["state"] for row in town.notices()} == {"sent"}
    assert len(town.world.to(CITIZEN)) == len(town.world.to(KEEPER)) == 1
