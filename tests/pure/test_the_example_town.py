"""The example town of the documentation: no mistake in it, and its rules do what its README says."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from dispatch.check import check_files
from dispatch.rules.decision import Facts
from dispatch.rules.index import RuleIndex
from dispatch.rules.route import compile_rules, route
from tests.rows import in_rows

EXAMPLE = Path(__file__).parents[2] / "docs" / "example"
RECEIVED_AT = datetime(2026, 11, 3, 9, tzinfo=UTC)


@cache
def index() -> RuleIndex:
    names = ("organisation.toml", "buildings.csv", "agents.csv")
    reading = check_files({name: (EXAMPLE / name).read_bytes() for name in names})
    assert reading.findings == ()
    assert reading.organisation is not None
    return compile_rules(reading.organisation)


def messages(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((EXAMPLE / name).read_text(encoding="utf-8"))["messages"]
    return found


def missed(name: str) -> list[str]:
    wrong = []
    for message in messages(name):
        facts = Facts(
            received_at=RECEIVED_AT,
            channel=message.get("channel", "email"),
            recipients=(message.get("to", "+33639980050"),),
            subject=message.get("subject", ""),
            text=message["text"],
            reply=message["text"],
        )
        decision = route(facts, index())
        got = (decision.service, decision.building, decision.request_type)
        if got != (message["service"], message.get("building"), message.get("type")):
            wrong.append(message["id"])
    return wrong


def told(number: int) -> list[str]:
    """The ids which the README lists as missed, in its first or second list."""
    lists = (EXAMPLE / "README.md").read_text(encoding="utf-8").split("Missed:")
    return re.findall(r"^- (\d\d):", lists[number], re.MULTILINE)


def test_the_town_is_as_large_as_promised_and_has_no_mistake() -> None:
    town = index().organisation
    parts = (town.services, town.buildings, town.agents, town.request_types, town.rules, town.workflows)
    assert [len(each) for each in parts] == [12, 40, 30, 10, 8, 3]


def test_at_least_95_of_100_messages_are_placed_right_and_the_misses_are_told() -> None:
    found = missed("messages.toml")
    assert len(messages("messages.toml")) == 60
    assert len(found) <= 3
    assert found == told(1)


def test_what_the_rules_miss_of_later_messages_is_told_too() -> None:
    assert missed("later-messages.toml") == told(2)


@in_rows("name", ["messages.toml", "later-messages.toml"])
def test_every_expected_place_exists(name: str) -> None:
    town = index().organisation
    for message in messages(name):
        assert town.service(message["service"]) is not None
        assert "building" not in message or town.building(message["building"]) is not None
        assert "type" not in message or town.request_type(message["type"]) is not None
