"""The keys of the reply addresses are replaced: letters of before are answered as ever until the overlap ends, and
afterwards what is written to them is a new request, which nobody's earlier letter can order anything in.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cli.office import Office
from cli.service.service import Service
from models.signing.keys import next_keys, write_keys
from tests.letters import CITIZEN, KEEPER, answer, reply_address, write
from tests.servers.mailbox import Delivered
from tests.town import Town, texts

SAID = "Une ampoule est cassée au gymnase Guimard."


def rotate(town: Town, days_later: int = 0) -> list[int]:
    """Take a new key as `guichet keys rotate` would some days from now, and start anew; the keys dropped."""
    path, today = town.settings.reply_keys_file, datetime.now(UTC).date()
    keys, dropped = next_keys(path, today + timedelta(days=days_later), town.settings.mail.reply_days)
    write_keys(path, keys, today)
    town.service.stop()
    town.office.database.close()
    town.office = Office(town.settings)
    town.service = Service(town.office)
    town.open()
    return dropped


@pytest.fixture
def before(town: Town) -> tuple[Delivered, Delivered]:
    """What the requester and the keeper were told under the first key."""
    town.send(write(SAID))
    return town.world.to(CITIZEN)[0], town.world.to(KEEPER)[0]


def test_until_the_overlap_ends_both_addresses_lead_to_the_request(
    town: Town, before: tuple[Delivered, Delivered]
) -> None:
    assert rotate(town) == []
    town.send(answer(before[0], "C'est celle de l'entrée.", keep_ids=False))
    told = town.world.to(KEEPER)[-1]
    assert reply_address(told) != reply_address(before[1])
    town.send(answer(told, "Terminé. Merci.", keep_ids=False))
    assert town.states() == ["new_request", "follow_up", "command"]
    assert town.request()["state"] == "done"
    assert rotate(town, town.settings.mail.reply_days) == [], "its letters of the last day still work"
    town.send(answer(before[0], "Elle est de nouveau cassée.", keep_ids=False))
    assert texts(town.request(), "message_in")[-1] == "Elle est de nouveau cassée."


@pytest.mark.parametrize("keep_ids", [False, True])
def test_after_the_end_a_citizen_is_heard_and_an_old_letter_orders_nothing(
    town: Town, before: tuple[Delivered, Delivered], keep_ids: bool
) -> None:
    assert rotate(town) == []
    assert rotate(town, town.settings.mail.reply_days + 1) == [1]
    town.send(answer(before[0], "Elle est toujours cassée.", keep_ids=keep_ids))
    town.send(answer(before[1], "Terminé, changée", keep_ids=keep_ids))
    assert "Elle est toujours cassée." in [
        text for each in town.requests() for text in said_in(town, each["reference"])
    ]
    assert [each["state"] for each in town.requests() if each["state"] == "done"] == []


def said_in(town: Town, reference: str) -> list[str]:
    return texts(town.request(reference), "message_in")
