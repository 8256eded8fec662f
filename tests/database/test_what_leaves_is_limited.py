"""One limiter in front of all that leaves: what it holds back is listed, told and let go by a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from dispatch.delivery.limiter import LIMIT_WAIT_SECONDS
from dispatch.delivery.text_limits import TextLimits
from dispatch.notices import queue
from dispatch.rules.in_force import Organisations
from models.store.database import Database
from models.vocabulary import Channel
from tests.letters import ADMINISTRATOR
from tests.outgoing import NOW, Memory, Outgoing, open_counter

CITIZEN = "jeanne.petit@example.org"


def states(counter: Outgoing, notice: str = "answer") -> list[str]:
    return [row.state for row in counter.rows() if row.notice == notice]


def deliver(counter: Outgoing, carrier: Memory) -> None:
    deliverer = counter.deliverer(carrier)
    while deliverer.deliver_next():
        pass


def alerts(counter: Outgoing) -> list[tuple[str, str]]:
    return [(row.recipient, row.data["key"]) for row in counter.rows() if row.notice == "alert"]


def test_beyond_the_limit_of_a_day_notices_are_held_told_once_and_let_go_by_a_person(
    town_database: Database, tmp_path: Path
) -> None:
    counter, carrier = open_counter(town_database, tmp_path, outgoing={"per_recipient_per_day": 2}), Memory()
    for number in range(5):
        counter.tell(key=f"answer:{number}")
    deliver(counter, carrier)
    assert states(counter) == ["sent", "sent", "held", "held", "held"]
    assert alerts(counter) == [(ADMINISTRATOR, "notices_held")]
    with town_database.transaction() as session:
        assert queue.release_held(session, NOW, recipient="nobody@example.org") == []
        let_go = queue.release_held(session, NOW, recipient=CITIZEN.upper(), limit=2)
    assert len(let_go) == 2
    deliver(counter, carrier)
    assert states(counter) == ["sent", "sent", "sent", "sent", "held"]


def test_a_notice_let_go_after_a_week_is_not_too_old(town_database: Database, tmp_path: Path) -> None:
    counter, carrier = open_counter(town_database, tmp_path, outgoing={"per_recipient_per_day": 1}), Memory()
    for number in range(2):
        counter.tell(key=f"answer:{number}")
    deliver(counter, carrier)
    counter.clock.pass_seconds(7 * 86_400)
    with town_database.transaction() as session:
        queue.release_held(session, counter.clock(), notice="answer")
    deliver(counter, carrier)
    assert states(counter) == ["sent", "sent"]


@pytest.mark.parametrize(("setting", "hours"), [("per_hour", 1), ("per_day", 24)])
def test_beyond_the_ceiling_everything_waits_but_a_danger(
    town_database: Database, tmp_path: Path, setting: str, hours: int
) -> None:
    counter, carrier = open_counter(town_database, tmp_path, outgoing={setting: 2}), Memory()
    for number in range(4):
        counter.tell(key=f"answer:{number}", recipient=f"citizen-{number}@example.org")
    counter.tell("danger", key="danger", audience="agent", recipient="garde@example.org")
    deliver(counter, carrier)
    assert states(counter) == ["sent", "sent", "queued", "queued"]
    assert states(counter, "danger") == ["sent"]
    assert alerts(counter) == [(ADMINISTRATOR, "sending_limited")]
    # What waits goes when the time is over, by itself.
    counter.clock.pass_seconds(hours * 3600 + LIMIT_WAIT_SECONDS)
    deliver(counter, carrier)
    assert states(counter) == ["sent"] * 4


def test_an_alert_says_the_hours_of_its_limit_when_both_are_alike(
    town_database: Database, tmp_path: Path
) -> None:
    counter, carrier = open_counter(town_database, tmp_path, outgoing={"per_hour": 2, "per_day": 2}), Memory()
    for number in range(3):
        counter.tell(key=f"answer:{number}", recipient=f"citizen-{number}@example.org")
    deliver(counter, carrier)
    (told,) = [row.data for row in counter.rows() if row.notice == "alert"]
    assert told["values"]["hours"] == "24"


def test_what_waits_for_a_limit_can_be_let_go_at_once(town_database: Database, tmp_path: Path) -> None:
    counter, carrier = open_counter(town_database, tmp_path, outgoing={"per_recipient_per_hour": 1}), Memory()
    first, second = counter.tell(key="answer:1"), counter.tell(key="answer:2")
    deliver(counter, carrier)
    assert queue.is_held_back(counter.row(second))
    assert not queue.is_held_back(counter.row(first))
    with town_database.transaction() as session:
        queue.let_go(session, counter.row(second).id or 0, counter.clock())
    deliver(counter, carrier)
    assert states(counter) == ["sent", "sent"]


def test_what_another_is_handing_over_counts_already(town_database: Database, tmp_path: Path) -> None:
    counter, carrier = open_counter(town_database, tmp_path, outgoing={"per_recipient_per_hour": 2}), Memory()
    for number in range(2):
        counter.tell(key=f"answer:{number}")
    with town_database.transaction() as session:
        others = queue.claim(session, NOW, channels=["email"], limit=2, lease_seconds=600, owner="other")
    assert len(others) == 2
    counter.tell(key="answer:3")
    deliver(counter, carrier)
    assert carrier.letters == []
    assert counter.rows()[2].last_error.startswith(queue.OVER_A_LIMIT)


def sign_in_code(counter: Outgoing, number: int, **changes: object) -> None:
    counter.tell(
        "sign_in",
        key=f"signin:{number}",
        request_id=None,
        entry_id=None,
        data={"code": "123456", "url": "https://guichet.example.org/entrer/lien/x", "minutes": 15},
        **changes,
    )


def test_codes_that_a_stranger_asks_for_keep_no_letter_from_their_reader(
    town_database: Database, tmp_path: Path
) -> None:
    limits = {"per_recipient_per_day": 2, "per_recipient_per_hour": 2}
    counter, carrier = open_counter(town_database, tmp_path, outgoing=limits), Memory()
    for number in range(4):
        sign_in_code(counter, number)
    counter.tell(key="answer:1")
    deliver(counter, carrier)
    assert states(counter, "sign_in") == ["sent"] * 4
    assert states(counter) == ["sent"]
    # Nor in the batches that come later, which count what has left.
    counter.tell(key="answer:2")
    counter.tell(key="answer:3")
    deliver(counter, carrier)
    assert states(counter) == ["sent", "sent", "held"]


def test_codes_that_a_stranger_asks_for_keep_no_text_from_its_reader(
    town_database: Database, tmp_path: Path
) -> None:
    counter = open_counter(town_database, tmp_path, sms={"texts": {"per_number_per_day": 2}})
    limits = TextLimits(
        counter.settings,
        Organisations(),
        town=counter.in_force.organisation.town,
        reply_to=lambda: "",
        phone=lambda: "",
    )
    to: dict[str, object] = {"channel": Channel.SMS, "recipient": "+33639980012"}
    deliverer = counter.deliverer(Memory(), Memory(), hooks=replace(limits.hooks(), hold_until=never))
    for number in range(3):
        sign_in_code(counter, number, **to)
        deliverer.deliver_next()
    assert states(counter, "sign_in") == ["handed", "handed", "queued"]
    for number in range(3):
        counter.tell("taken", key=f"taken:{number}", **to)
        deliverer.deliver_next()
    assert states(counter, "taken") == ["handed", "handed", "queued"]


def test_a_batch_of_texts_does_not_jump_the_share_of_its_number(
    town_database: Database, tmp_path: Path
) -> None:
    counter = open_counter(town_database, tmp_path, sms={"texts": {"per_number_per_day": 2}})
    limits = TextLimits(
        counter.settings,
        Organisations(),
        town=counter.in_force.organisation.town,
        reply_to=lambda: "",
        phone=lambda: "",
    )
    for number in range(4):
        counter.tell("taken", key=f"taken:{number}", channel=Channel.SMS, recipient="+33639980012")
    deliverer = counter.deliverer(Memory(), Memory(), hooks=replace(limits.hooks(), hold_until=never))
    while deliverer.deliver_next():
        pass
    assert states(counter, "taken") == ["handed", "handed", "queued", "queued"]


def never(_channel: str, _now: datetime) -> None:
    """No quiet hours."""
