"""Which alerts go by text, when, and to whom: few, never at night, and none that is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from pydantic import ValidationError

from dispatch.delivery.carriers.interface import CarrierAway
from dispatch.delivery.text_limits import TextLimits
from dispatch.rules.in_force import Organisations
from dispatch.upkeep.watch import watch
from models.errors import ConfigurationFailure
from models.settings.upkeep import AlertSettings
from models.store.database import Database
from models.store.organisations import apply, load
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from models.tables.mailboxes import MailboxCursor
from models.tables.outbox import OutboundMessage
from tests.desk import sample
from tests.outgoing import NOW, Memory, Outgoing, open_counter

MOBILE = "+33639980031"
#: Beyond 15 minutes (`alerts.sent_within_seconds`), by pauses of five.
TRIES = 12


def away(times: int = TRIES) -> list[Exception]:
    return [CarrierAway("Away.", "ConnectionRefusedError") for _ in range(times)]


def with_a_mobile(database: Database) -> None:
    """Give the administrator of the sample town a mobile."""
    town = sample()
    agents = tuple(
        each.model_copy(update={"phones": (MOBILE,)}) if each.role == "administrator" else each
        for each in town.agents
    )
    with database.transaction() as session:
        load(
            session, apply(session, town.model_copy(update={"agents": agents}), by="tests", note="", now=NOW)
        )


def texts(counter: Outgoing) -> list[tuple[str, str, str]]:
    return [
        (row.data["key"], row.recipient, row.state)
        for row in counter.rows()
        if (row.notice, row.channel) == ("alert", "sms")
    ]


def test_the_mobile_of_an_administrator_gets_one_text_a_day(town_database: Database, tmp_path: Path) -> None:
    with_a_mobile(town_database)
    counter, sms = open_counter(town_database, tmp_path), Memory()
    counter.tell()
    deliverer = counter.deliverer(Memory(failures=away()), sms)
    counter.clock.pass_seconds(60)
    deliverer.deliver_next()
    for _ in range(3):
        counter.clock.pass_seconds(299)
        deliverer.deliver_next()
        assert texts(counter) == [], "it may come back by itself"
    for _ in range(TRIES - 4):
        counter.clock.pass_seconds(300)
        while deliverer.deliver_next():
            pass
    assert texts(counter) == [("mail_away", MOBILE, "handed")]
    (text,) = sms.texts
    assert text.body.startswith("Guichet : Depuis 14:06, le courrier ne part pas")


def test_wrong_settings_of_the_relay_are_told_by_text_at_once(
    town_database: Database, tmp_path: Path
) -> None:
    with_a_mobile(town_database)
    counter, sms = open_counter(town_database, tmp_path), Memory()
    counter.tell()
    deliverer = counter.deliverer(Memory(failures=[ConfigurationFailure("No.", "535")]), sms)
    while deliverer.deliver_next():
        pass
    assert texts(counter) == [("mail_stopped", MOBILE, "handed")]


def test_a_town_without_texts_writes_none_that_would_wait_for_ever(
    town_database: Database, tmp_path: Path
) -> None:
    with_a_mobile(town_database)
    counter = open_counter(town_database, tmp_path)
    counter.tell()
    counter.deliverer(Memory(failures=[ConfigurationFailure("No.", "535")])).deliver_next()
    assert [row.channel for row in counter.rows() if row.notice == "alert"] == ["email"]


def test_a_text_waits_for_the_morning_and_is_taken_back_when_mail_left_meanwhile(
    town_database: Database, tmp_path: Path
) -> None:
    with_a_mobile(town_database)
    counter = open_counter(town_database, tmp_path)
    counter.clock.now = datetime(2026, 11, 3, 22, 0, tzinfo=UTC)
    counter.tell()
    limits = TextLimits(
        counter.settings, Organisations(), town=sample().town, reply_to=lambda: "", phone=lambda: ""
    )
    email, sms = Memory(failures=away(7)), Memory()
    deliverer = counter.deliverer(email, sms, hooks=limits.hooks())
    for _ in range(7):
        while deliverer.deliver_next():
            pass
        counter.clock.pass_seconds(301)
    assert texts(counter) == [("mail_away", MOBILE, "queued")], "nobody is woken"
    while deliverer.deliver_next():
        pass
    assert email.letters
    assert texts(counter) == [("mail_away", MOBILE, "canceled")]
    counter.clock.now += timedelta(hours=12)
    assert not deliverer.deliver_next() and sms.texts == []


@pytest.mark.parametrize(
    ("settings", "expected"),
    [({}, {"notices_wait", "mailbox_failing"}), ({"sms": {"carrier": "none"}}, set())],
)
def test_the_hourly_look_tells_by_text_what_mail_cannot(
    town_database: Database, tmp_path: Path, settings: dict[str, Any], expected: set[str]
) -> None:
    with_a_mobile(town_database)
    counter = open_counter(town_database, tmp_path, **settings)
    counter.tell()
    later = NOW + timedelta(hours=5)
    with town_database.transaction() as session:
        session.connection().execute(sa.update(table_of(OutboundMessage)).values(can_wait=False))
        long_ago: dict[str, Any] = {
            "received_at": NOW - timedelta(days=3),
            "next_attempt_at": NOW,
            "state": "new_request",
        }
        session.add(InboundMessage(door="smtp", raw_sha256="0" * 64, raw_size_bytes=1, **long_ago))
        session.add(MailboxCursor(name="mairie", since=NOW, failing_since=NOW, failure="password refused"))
        session.flush()
        watch(session, Organisations().current(session).in_force, counter.settings, ("smtp",), later)
    mails = {row.data["key"] for row in counter.rows() if (row.notice, row.channel) == ("alert", "email")}
    assert mails == {"notices_wait", "mailbox_failing", "door_silent"}
    assert {key for key, _, _ in texts(counter)} == expected


@pytest.mark.parametrize("wrong", ["sophie", "06 39 98 00 31", "+33 six", "a@b@c", "@ville.test", ""])
def test_what_is_neither_an_address_nor_a_number_is_refused_when_the_settings_are_read(wrong: str) -> None:
    with pytest.raises(ValidationError, match="must be an address, or a number"):
        AlertSettings(recipients=(wrong,))


def test_numbers_are_kept_without_what_people_put_between() -> None:
    given = AlertSettings(recipients=("+33 6 39 98 00 31", "a@ville.test"))
    assert given.recipients == (MOBILE, "a@ville.test")
