"""A flood through the door of the running service makes the town write no more than docs/reliability.md says.

The long form, with ten thousand mails and the settings as they come, is `python -m bench.flood 10000`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.crowd import World, floods
from bench.flood import Measured, measure
from tests.town import Town

MAILS, MACHINES, OTHERS = 50, 20, 2
#: Every bound is one that fifty mails go beyond.
LIMITS = {
    "acknowledgements_per_day": 3,
    "answers_per_hour": 12,
    "messages_per_sender_per_hour": 20,
    "storm_of_sender_per_hour": 10,
    "storm_of_strangers_per_hour": 15,
    "storm_in_all_per_hour": 30,
}
OUTGOING = {"per_agent_per_hour": 25, "per_recipient_per_hour": 5}


@pytest.fixture
def town(sqlite_town_url: str, tmp_path: Path) -> Iterator[Town]:
    # Mails alike are no incident here: each is told to staff for itself.
    made = Town(tmp_path, sqlite_town_url, limits=LIMITS, outgoing=OUTGOING, incidents={"within_hours": 0})
    made.open()
    yield made
    made.close()


def comes_over(town: Town, name: str) -> Measured:
    world = World(town.smtp_address, town.world)
    (flood,) = (each for each in floods(MAILS, MACHINES) if each.name == name)
    try:
        found = measure(flood, world, town.office.database, most_others=OTHERS)
    finally:
        world.close()
    answers = [row for row in town.notices() if row["notice"] == "acknowledgement" and row["state"] == "sent"]
    # Whatever flood it is.
    assert len(answers) <= LIMITS["answers_per_hour"]
    assert found.to_one_sender <= LIMITS["acknowledgements_per_day"]
    assert found.to_one_of_staff <= OUTGOING["per_agent_per_hour"] + 1  # the alert that tells of a limit
    assert found.requests + found.others <= LIMITS["storm_in_all_per_hour"] + OTHERS
    assert town.service.is_well()
    return found


def test_one_sender_is_heard_so_often_and_others_as_ever(town: Town) -> None:
    found = comes_over(town, "one sender")
    assert (found.requests, found.held) == (LIMITS["storm_of_sender_per_hour"], MAILS - found.requests)
    assert found.to_senders == LIMITS["acknowledgements_per_day"]
    assert found.others_answered == found.others > 0


def test_addresses_of_one_domain_that_nothing_proves_are_one_crowd_of_strangers(town: Town) -> None:
    found = comes_over(town, "addresses of one domain")
    assert (found.requests, found.held) == (LIMITS["storm_of_strangers_per_hour"], MAILS - found.requests)
    assert found.to_senders <= LIMITS["answers_per_hour"]


def test_no_signature_lets_a_domain_in_without_end(town: Town) -> None:
    found = comes_over(town, "the same, signed")
    assert found.requests + found.held == MAILS and found.held > 0


def test_machines_that_answer_each_letter_get_no_second_one(town: Town) -> None:
    found = comes_over(town, "machines that answer")
    assert found.to_one_sender == 1
    # Each wrote once by itself, and once for each letter that it got.
    assert found.mails == MACHINES + found.to_senders


def test_a_help_desk_that_opens_a_ticket_for_each_letter_is_answered_until_the_limit_of_its_day(
    town: Town,
) -> None:
    found = comes_over(town, "a ticket for each letter")
    assert found.to_senders == LIMITS["acknowledgements_per_day"]
    assert found.mails == 1 + found.to_senders < MAILS


def test_one_whose_tickets_have_addresses_of_their_own_is_answered_until_the_limit_of_the_hour(
    town: Town,
) -> None:
    found = comes_over(town, "tickets with addresses of their own")
    assert found.mails == 1 + found.to_senders <= 1 + LIMITS["answers_per_hour"]
