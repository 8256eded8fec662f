"""`guichet requests tag`: tags given, taken away, found again; what makes no sense is said in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.running import guichet


@pytest.fixture(autouse=True)
def in_a_busy_town(busy_office: Path) -> Path:
    return busy_office


def tags() -> list[str]:
    found: list[str] = guichet("requests", "show", "1", "--json").json()["tags"]
    return found


def test_tags_are_given_taken_away_found_and_shown() -> None:
    before = tags()
    assert guichet("requests", "tag", "1", "Nid de poule", "école").code == 0
    done = guichet("requests", "tag", "1", "nuit", "--remove", "École")
    assert (done.code, tags()) == (0, [*before, "nid-de-poule", "nuit"]), done.err
    assert "nid-de-poule, nuit" in done.out
    assert "nid-de-poule, nuit" in guichet("requests", "show", "1").out, "the history says so"
    found = guichet("requests", "list", "--tag", "Nid de poule", "--json").json()
    assert [each["reference"][-1] for each in found] == ["1"]
    assert guichet("requests", "list", "--tag", "poule", "--json").json() == []
    last = guichet("audit", "show", "--action", "tag", "--json").json()[-1]
    assert last["action"] == "tag" and last["subject"].endswith("1")


def test_what_makes_no_sense_is_refused_and_changes_nothing() -> None:
    before = tags()
    for wrong in ([], ["x" * 65], [f"t{n}" for n in range(21)], ["..."]):
        refused = guichet("requests", "tag", "1", *wrong)
        assert refused.code == 1 and len(refused.err.strip().splitlines()) == 1, wrong
    assert tags() == before
