"""A notice that nobody foresaw (a row that holds what it should not, an answer of a provider that cannot be
kept) moves by itself; whatever waits behind it leaves. On both databases.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from dispatch.delivery.carriers.interface import Handover
from models.errors import PermanentFailure
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.people import ContactPoint
from models.tables.requests import RequestRow
from tests.outgoing import Memory, Outgoing, open_counter

_requests = table_of(RequestRow)
NUMBER = "+33639980012"


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Outgoing:
    return open_counter(town_database, tmp_path)


def spoil(counter: Outgoing, **columns: Any) -> None:
    """Write into the row of the request what no part of ours writes there."""
    with counter.database.transaction() as session:
        of_it = sa.update(_requests).where(_requests.c.id == counter.request_id)
        session.connection().execute(of_it.values(**columns))


def tell_elsewhere(counter: Outgoing, key: str, **changes: Any) -> int | None:
    """A notice about no request."""
    data = {"code": "123456", "minutes": 30}
    return counter.tell("contact_code", key=key, request_id=None, entry_id=None, data=data, **changes)


def test_a_notice_that_cannot_be_put_together_is_tried_again_and_the_next_one_leaves(
    counter: Outgoing,
) -> None:
    spoil(counter, tags=5)
    broken, whole = counter.tell(), tell_elsewhere(counter, "whole")
    carrier = Memory()
    with capture_logs() as said:
        assert counter.deliverer(carrier).deliver_next()
    assert [each.outbox_id for each in carrier.letters] == [whole]
    assert [each["outbox"] for each in said if each["event"] == "deliver.crashed"] == [broken]
    row = counter.row(broken)
    assert (row.state, row.attempts, row.leased_until) == ("queued", 1, None)
    assert row.next_attempt_at > counter.clock.now
    assert "TypeError" in row.last_error


def test_a_text_that_has_no_words_for_mail_is_given_up_and_told_to_staff(counter: Outgoing) -> None:
    """Whoever was texted has an address too, but what was said exists as a text alone."""
    text = counter.tell("text_joined", channel="sms", recipient=NUMBER, entry_id=None)
    whole = counter.tell()
    gone = PermanentFailure("Nobody has this number.", reason="no_such_number")
    letters, texts = Memory(), Memory(failures=[gone])
    deliverer = counter.deliverer(letters, texts)
    assert deliverer.deliver_next()
    assert (counter.row(text).state, counter.row(whole).state) == ("failed", "sent")
    told = [row for row in counter.rows() if row.notice == "undeliverable"]
    assert told
    assert not any(row.data["sent_other_way"] for row in told)


def test_a_text_that_may_not_go_and_has_no_words_for_mail_keeps_nothing_waiting(counter: Outgoing) -> None:
    with counter.database.transaction() as session:
        stopped = ContactPoint(
            person_id=counter.requester_id, kind="phone", value=NUMBER, written=NUMBER,
            created_at=counter.clock.now, opted_out_at=counter.clock.now,
        )  # fmt: skip
        session.add(stopped)
    text = counter.tell("text_joined", channel="sms", recipient=NUMBER, entry_id=None)
    whole = counter.tell()
    letters = Memory()
    assert counter.deliverer(letters, Memory()).deliver_next()
    assert (counter.row(text).state, counter.row(whole).state) == ("suppressed", "sent")


#: A database that keeps no line about a notice: what says that one was given up cannot be written.
REFUSES = {
    "sqlite": (
        "CREATE TRIGGER refuses BEFORE INSERT ON entry WHEN NEW.kind = 'notice' "
        "BEGIN SELECT RAISE(ABORT, 'no such line'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$BEGIN RAISE EXCEPTION 'no such line'; END$$",
        "CREATE TRIGGER refuses BEFORE INSERT ON entry FOR EACH ROW WHEN (NEW.kind = 'notice') "
        "EXECUTE FUNCTION refuse()",
    ),
}


def test_what_follows_from_a_notice_given_up_may_fail_without_keeping_any_other(counter: Outgoing) -> None:
    lost, whole = counter.tell(), tell_elsewhere(counter, "whole")
    with counter.database.transaction() as session:
        for statement in REFUSES[session.connection().dialect.name]:
            session.connection().exec_driver_sql(statement)
    carrier = Memory(failures=[PermanentFailure("The mail relay refuses this message.")])
    with capture_logs() as said:
        assert counter.deliverer(carrier).deliver_next()
    assert (counter.row(lost).state, counter.row(whole).state) == ("failed", "sent")
    assert [each["outbox"] for each in said if each["event"] == "deliver.unfollowed"] == [lost]


class Odd(Memory):
    """A carrier that takes everything, and whose number for it is no text that a database keeps."""

    def send(self, message: Any) -> Handover:
        super().send(message)
        return Handover(json.loads(r'"id\u0000\ud800 42"'), "sent", segments=10**30)


def test_a_number_that_no_database_keeps_is_kept_as_far_as_it_can_be(counter: Outgoing) -> None:
    first, second = counter.tell(), tell_elsewhere(counter, "second")
    deliverer = counter.deliverer(Odd())
    assert deliverer.deliver_next()
    rows = [counter.row(each) for each in (first, second)]
    assert [(row.state, row.carrier_id, row.segments) for row in rows] == [("sent", "id 42", 0)] * 2
