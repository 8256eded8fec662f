"""`guichet serve` is killed again and again at moments of no choosing, while four people at a time write: whoever
heard 250 has one request or one entry, no reference is missing, and each letter that came twice is known as one.

With `make faults` 10,000 mails and 200 kills for each database.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.street import Street
from tests.faults.whole_service import PATIENCE_SECONDS
from tests.sampling import is_thorough, seed
from tests.town import wait_until

MAILS, KILLS = (9_999, 200) if is_thorough() else (501, 10)


@pytest.fixture
def street(database_url: str, tmp_path: Path) -> Iterator[Street]:
    made = Street(tmp_path, database_url)
    yield made
    made.close()


@pytest.mark.timeout(6 * 3_600 if is_thorough() else 1_200)
def test_whenever_it_is_killed_nothing_is_lost_or_doubled(street: Street) -> None:
    chance = random.Random(seed())  # GUICHET_TEST_SEED chooses other moments
    with street.written(range(MAILS)):
        for heard in sorted(chance.sample(range(MAILS), KILLS)):
            wait_until(lambda heard=heard: len(street.heard) >= heard, "nothing is taken", PATIENCE_SECONDS)
            time.sleep(chance.uniform(0, 0.3))
            street.kill()
    street.wait_until_told()
    assert street.end() == 0
    assert sorted(street.heard) == list(range(MAILS))
    street.has_each_once()
    # One deliverer: at most the letter it had in hand comes twice, by the same Message-ID.
    assert street.letters_twice() <= KILLS
