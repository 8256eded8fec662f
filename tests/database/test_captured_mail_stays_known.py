"""A mail that somebody kept orders nothing again for as long as the address it was sent to lives: 400 days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from dispatch.rules.in_force import Organisations
from dispatch.upkeep.schedule import Schedule
from models.settings.settings import Settings
from models.store.database import Database
from tests.counter import Counter
from tests.desk import Desk
from tests.letters import KEEPER, ROADS_AGENT, write
from tests.signed_mail import RELAYED

#: A peer in no network of ours, and nearly all of what a reply address lives.
WORLD, LATER = "203.0.113.9", timedelta(days=399)


@pytest.fixture
def counter(sqlite_town_url: str, tmp_path: Path) -> Iterator[Counter]:
    """A counter where a signed address is proof enough, with one request whose agent was told."""
    database = Database(sqlite_town_url)
    made = Counter(Desk(database, tmp_path, settings=Settings.model_validate({"agents": {"proof": "token"}})))
    made.citizen("Une ampoule est cassée au gymnase Guimard.")
    made.deliver()
    yield made
    made.desk.close()
    database.close()


def send(counter: Counter, words: str, to: str, message_id: str) -> str:
    """What becomes of an agent's mail that came from anywhere."""
    letter = write(words, sender=KEEPER, name="", message_id=message_id)
    letter["Received"] = RELAYED.partition(": ")[2]
    return counter.outcome(counter._take(letter, KEEPER, to, WORLD))


def test_a_copy_of_a_mail_is_one_for_as_long_as_reply_addresses_live(counter: Counter) -> None:
    to = counter.address(1)
    assert send(counter, "Une note pour nous.", to, "<un@agents.ville.test>").startswith("command")
    counter.desk.clock.now += LATER
    assert send(counter, "Une note pour nous.", to, "<un@agents.ville.test>").startswith("duplicate")


def test_an_order_that_was_given_is_spent_for_as_long_as_its_address_lives(counter: Counter) -> None:
    to = counter.address(1)
    send(counter, "Pour Marc Durand", to, "<un@agents.ville.test>")
    assert counter.request()["assignee"] == "marc-durand"
    counter.agent("Pour Karim Benali", agent=ROADS_AGENT)
    desk = counter.desk
    desk.clock.now += LATER
    clock = Schedule(
        desk.database, Organisations(), desk.settings, desk.clock,
        time_zone="Europe/Paris", doors=(), on_told=lambda: None,
    )  # fmt: skip
    assert clock.run_now("confirmations") == ""
    said = send(counter, "Pour Marc Durand", to, "<deux@agents.ville.test>")
    assert said == "held: the same order was given through this address before"
    assert counter.request()["assignee"] == "karim-benali"
