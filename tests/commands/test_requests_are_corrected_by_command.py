"""`guichet requests correct`: type, priority, due date and building put right; what makes no sense changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.commands.running import guichet

_CORRECTED = ("type", "priority", "due_at", "building")


@pytest.fixture(autouse=True)
def in_a_busy_town(busy_office: Path) -> Path:
    return busy_office


def stands() -> dict[str, Any]:
    found = guichet("requests", "show", "1", "--json").json()
    return {name: found[name] for name in _CORRECTED}


def test_each_is_put_right_said_and_kept_in_the_history() -> None:
    types = guichet("types", "list", "--json").json()
    done = guichet(
        *("requests", "correct", "1", "--type", types[-1]["key"], "--priority", "high"),
        *("--due", "31/12/2099", "--building", "Médiathèque"),
    )
    assert done.code == 0, done.err
    assert "is corrected." in done.out and "Priority: high" in done.out
    now = stands()
    assert (now["type"], now["priority"], now["building"]) == (types[-1]["key"], "high", "mediatheque")
    assert now["due_at"].startswith("2099-12-31")
    history = guichet("requests", "show", "1").out
    assert all(
        f"{each}" in history for each in ("priority: high", "due: 2099-12-31", "building: mediatheque")
    )
    again = guichet("requests", "correct", "1", "--priority", "high", "--building", "mediatheque")
    assert (again.code, "it was so already" in again.out) == (0, True)
    assert guichet("requests", "correct", "1", "--due", "none", "--building", "aucun").code == 0
    assert (stands()["due_at"], stands()["building"]) == (None, None)
    last = guichet("audit", "show", "--action", "correct", "--json").json()[-1]
    assert last["action"] == "correct" and last["subject"].endswith("1")


def test_what_makes_no_sense_is_refused_and_changes_nothing() -> None:
    before = stands()
    for wrong, said in (
        ([], "Name what to correct"),
        (["--priority", "high", "--type", "nothing"], "There is no type 'nothing'"),
        (["--priority", "high", "--building", "nothing"], "There is no building 'nothing'"),
        (["--priority", "high", "--due", "jamais"], "is not a day"),
        (["--priority", "high", "--due", "1/1/2020"], "is past"),
    ):
        refused = guichet("requests", "correct", "1", *wrong)
        assert (refused.code, said in refused.err) == (1, True), refused.err
        assert len(refused.err.strip().splitlines()) == 1
    assert guichet("requests", "correct", "1", "--priority", "most").code == 2
    assert stands() == before
