"""`guichet try` leaves a living town behind: sixty requests of a fortnight, each decided as any other."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cli.office import Opening
from cli.service.story.trying import make_town
from models.organisation.default_workflow import DEFAULT_WORKFLOW
from tests.commands.running import guichet

#: The first Monday after Christmas and New Year's Day, early in the morning: the fewest working days there are.
NOW = datetime(2027, 1, 4, 5, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, int]]:
    """The directory of the town, and how many messages came in."""
    directory = tmp_path_factory.mktemp("essai")
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("GUICHET_")}
    opening = Opening(directory / "settings.toml")
    try:
        messages = make_town(opening, directory, NOW)
    finally:
        opening.close()
        os.environ.update(kept)
    yield directory, messages


@pytest.fixture
def town(made: tuple[Path, int], monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("GUICHET_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(made[0])
    return made[0]


def test_sixty_requests_in_every_state_by_every_way(town: Path) -> None:
    listed = guichet("requests", "list", "--limit", "100", "--json").json()
    assert len(listed) == 60
    # The sample town has no partner outside.
    states = {state.key for state in DEFAULT_WORKFLOW.states} - {"with-partner"}
    assert {each["state"] for each in listed} == states
    assert len({each["service"] for each in listed}) == 6
    assert len({each["assignee"] for each in listed}) >= 7
    origins = Counter(
        origin
        for origin in ("email", "sms", "telephone", "counter", "paper")
        for _ in guichet("requests", "list", "--origin", origin, "--limit", "100", "--json").json()
    )
    assert origins == {"email": 36, "sms": 12, "telephone": 6, "counter": 4, "paper": 2}


def test_its_times_lie_within_the_fortnight_in_the_order_in_which_it_happened(town: Path) -> None:
    received = [
        datetime.fromisoformat(each["received_at"])
        for each in reversed(guichet("inbox", "list", "--limit", "500", "--json").json())
    ]
    assert received == sorted(received)
    assert received[0] < NOW - timedelta(days=13)
    assert received[-1] <= NOW
    days = {at.date() for at in received}
    assert len(days) >= 12


def test_what_a_newcomer_looks_for_is_there(town: Path) -> None:
    assert len(guichet("tasks", "list", "--json").json()) >= 2
    held = guichet("inbox", "list", "--state", "held", "--json").json()
    assert len(held) == 3
    notices = {each["notice"] for each in guichet("outbox", "list", "--limit", "500", "--json").json()}
    assert {"acknowledgement", "answer", "late", "planned", "done", "danger", "requester_reply"} <= notices
    first = guichet("requests", "show", "2026-00001", "--json").json()
    assert [each["shown_name"] for each in first["attachments"]] == ["lampadaire.jpg"]
    assert {"message_in", "message_out", "state"} <= {entry["kind"] for entry in first["entries"]}


def test_nothing_was_put_past_the_decisions(made: tuple[Path, int], town: Path) -> None:
    """Each request comes from a row of the ledger, and the tables agree with one another."""
    ledger = guichet("inbox", "list", "--limit", "500", "--json").json()
    assert len(ledger) == made[1]
    assert len({each["request"] for each in ledger if each["state"] == "new_request"}) == 60
    assert Counter(each["state"] for each in ledger)["failed"] == 0
    agreed = guichet("verify")
    assert agreed.code == 0, agreed.out
    chained = guichet("audit", "verify")
    assert chained.code == 0, chained.out + chained.err


def test_commands_find_the_town_by_its_settings(
    town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = str(town / "settings.toml")
    still = guichet("--settings", settings, "requests", "list", "--open", "--limit", "100", "--json").json()
    late = [each for each in still if each["due_at"] and datetime.fromisoformat(each["due_at"]) < NOW]
    assert len(still) > len(late) >= 3


def test_a_directory_with_anything_in_it_is_refused(town: Path) -> None:
    done = guichet("try", "--into", str(town))
    assert done.code == 1
    assert "is not empty" in done.err
    assert len(guichet("requests", "list", "--limit", "100", "--json").json()) == 60


def test_what_is_held_is_dismissed_by_command_and_let_through_after_all(
    made: tuple[Path, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shutil.copytree(made[0], tmp_path / "town"))
    held = guichet("inbox", "list", "--state", "held", "--json").json()
    numbers = [str(each["id"]) for each in held]
    one = guichet("inbox", "dismiss", numbers[0], "--reason", "a list")
    assert one.code == 0 and f"guichet inbox release {numbers[0]}" in one.out, one
    assert guichet("inbox", "dismiss", *numbers[1:]).code == 0
    assert guichet("inbox", "list", "--state", "held", "--json").json() == []
    (shown,) = (each for each in guichet("inbox", "list", "--state", "refused", "--json").json()
                if str(each["id"]) == numbers[0])  # fmt: skip
    assert shown["reason"] == f"dismissed by hand: a list; before: {held[0]['reason']}"
    assert guichet("inbox", "dismiss", numbers[0]).code == 1
    assert guichet("inbox", "release", numbers[0]).code == 0
    assert len(guichet("inbox", "list", "--state", "waiting", "--json").json()) == 1
