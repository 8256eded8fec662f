"""Each measurement of bench/ runs to its end, in its smallest form: what it prints is not judged here."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bench import growing, grown
from bench.__main__ import measurements
from models.store.database import Database
from models.store.schema import upgrade

#: Of each part of `python -m bench`, the least that goes through all of it.
SMALLEST: Mapping[str, Mapping[str, Any]] = {
    "counter": {"rounds": 1, "plain": 3, "photos": 1},
    "deliver": {"rounds": 1, "mails": 2},
    "door": {"rounds": 1, "part": 0.0},
    "routing": {"rule_count": 20, "building_count": 20, "message_count": 3},
    "running": {"mails": 4, "a_second": 20, "seconds": 1},
    "stages": {"mails": 4},
    "webhook": {"rounds": 1, "calls": 20},
}


def test_every_part_has_a_smallest_form() -> None:
    assert set(measurements(())) == set(SMALLEST)


@pytest.mark.parametrize("name", SMALLEST)
def test_a_part_runs_to_its_end(name: str) -> None:
    rows = list(measurements([name])[name](**SMALLEST[name]))
    values = [row.value if hasattr(row, "value") else row.median_ms for row in rows]
    assert values and all(math.isfinite(value) and value >= 0 for value in values)


def test_what_a_mail_costs_in_a_grown_town_is_measured() -> None:
    assert [row.name for row in grown.run(["20"], mails=4)] == [
        "decide one mail, 20 requests",
        "deliver one notice, 20 requests",
    ]


def test_what_may_grow_is_counted(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    database = Database(f"sqlite:///{tmp_path}/var/guichet.db")
    upgrade(database)
    found = growing.seen(tmp_path, database, os.getpid(), 0)
    database.close()
    assert found["request"] == found["entry"] == 0
    assert all(found[name] > 0 for name in ("main_mb", "main_own_mb", "files", "threads", "database_mb"))
