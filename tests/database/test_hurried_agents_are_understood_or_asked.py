"""150 answers of agents in a hurry, by mail: done as they say or asked about; no word among colleagues leaves."""

from __future__ import annotations

import json
import sys
from collections import Counter as Tally
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dispatch.check import check_files
from models.settings.settings import Settings
from models.store.database import Database
from models.store.organisations import apply
from tests.counter import Counter
from tests.desk import Clock, Desk

ROOT = Path(__file__).parents[2]
WRITER = "sonia.haddad@agents.ville.test"
#: Measured: plain orders that act, and answers that leave, may not get fewer.
ORDERS_DONE, ANSWERS_SENT = 57, 26


@pytest.fixture
def counter(sqlite_town_database: Database, tmp_path: Path) -> Any:
    """The example town, whose people the answers name; a Friday, as they suppose."""
    busy = Settings.model_validate({"limits": {"messages_per_sender_per_hour": 1000}})
    desk = Desk(
        sqlite_town_database, tmp_path, settings=busy, clock=Clock(datetime(2026, 11, 27, 6, tzinfo=UTC))
    )
    names = ("organisation.toml", "buildings.csv", "agents.csv")
    found = check_files({name: (ROOT / "docs/example" / name).read_bytes() for name in names}).organisation
    assert found is not None
    with desk.database.transaction() as session:
        apply(session, found, by="a test", note="", now=desk.clock())
    yield Counter(desk)
    desk.close()


def became(counter: Counter, number: int, text: str) -> tuple[str, str]:
    """What is done for an answer about a request of its own, and what its requester is to read of it."""
    counter.citizen(
        "Il y a un nid-de-poule devant chez moi, rue des Lilas.",
        sender=f"citoyen-{number}@example.org",
        message_id=f"<{number}@example.org>",
    )
    counter.deliver()
    answer = counter.agent(text, number, agent=WRITER)
    reason = counter.outcome(answer).partition(": ")[2]
    told = [row for row in counter.outbox() if row["inbound_id"] == answer]
    public = [row["data"] for row in told if row["audience"] == "requester"]
    words = " ".join(str(data.get("text") or data.get("comment") or "") for data in public).strip()
    lines = [row for row in counter.request(number)["entries"] if row["inbound"] == answer]
    for row in lines:
        if row["kind"] == "state":
            return str(row["data"]["verb"]), words
    if reason.startswith("duplicate"):
        return "duplicate", words
    if any(row["kind"] == "assignment" and row["data"].get("adopted") is not True for row in lines):
        return "assign", words
    if words:
        return "answer", words
    return ("note" if reason == "internal note" else "ask"), ""


def plain(text: str) -> str:
    return " ".join(text.replace("’", "'").split()).casefold()


def test_no_hurried_answer_does_or_publishes_what_it_should_not(counter: Counter) -> None:
    rows = [
        json.loads(line) for line in (ROOT / "tests/words_fr/hurried.jsonl").read_text("utf-8").splitlines()
    ]
    assert len(rows) == 150
    wrong, leaked, tally = list[tuple[str, ...]](), list[tuple[str, str]](), Tally[str]()
    for number, row in enumerate(rows, 1):
        done, said = became(counter, number, row["text"])
        right = done == row["act"]
        if done == "answer" and "also" in row:
            # What is for the citizen left, and nothing else of it.
            right = plain(said) == plain(row["also"])
        elif done == "answer" and right:
            right = plain(row["says"]) in plain(said)
        if not right and done != "ask":
            wrong.append((row["id"], row["act"], done, row["text"]))
        if any(plain(each) in plain(said) for each in row["secret"]) or (said and row["kind"] == "trap"):
            leaked.append((row["id"], said))
        tally[f"{row['kind']} {'right' if right else 'asked'}"] += 1
    sys.stdout.write(f"{dict(tally)}\n")
    assert (wrong, leaked) == ([], [])
    assert tally["order right"] >= ORDERS_DONE
    assert tally["answer right"] >= ANSWERS_SENT
