"""Putting notices in the outbox, and what people do with them there."""

from __future__ import annotations

from pathlib import Path

import pytest

from dispatch.notices import queue
from dispatch.notices.new_notice import NewNotice, Recipient
from models.errors import UserError
from models.store.database import Database
from models.vocabulary import Audience, Channel
from tests.outgoing import NOW, Memory, Outgoing, open_counter


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Outgoing:
    return open_counter(town_database, tmp_path)


def test_the_same_notice_twice_is_once(counter: Outgoing) -> None:
    first = counter.tell(key="answer:inbound:1:7")
    assert first is not None
    assert counter.tell(key="answer:inbound:1:7") is None
    assert [row.id for row in counter.rows()] == [first]


def test_a_notice_goes_with_its_fact_or_not_at_all(counter: Outgoing) -> None:
    with pytest.raises(ZeroDivisionError), counter.database.transaction() as session:
        to = Recipient(Channel.EMAIL, "a@example.org")
        new = NewNotice("answer", Audience.REQUESTER, "fr", to, unique_key="k", request_id=counter.request_id)
        queue.enqueue(session, new, NOW)
        raise ZeroDivisionError
    assert counter.rows() == []


@pytest.mark.parametrize(
    ("notice", "changes"),
    [
        ("acknowledgement", {"data": {}}),
        ("answer", {"request_id": None}),
        ("copy", {"channel": "sms"}),
        ("text_help", {"channel": "email"}),
    ],
)
def test_a_notice_that_could_never_be_written_is_refused_at_once(
    counter: Outgoing, notice: str, changes: dict[str, object]
) -> None:
    with pytest.raises(ValueError):  # pydantic's own and ours
        counter.tell(notice, **changes)


def test_a_failed_notice_can_be_sent_again_and_a_sent_one_cannot(counter: Outgoing) -> None:
    outbox_id = counter.tell()
    assert outbox_id is not None
    with counter.database.transaction() as session:
        (claimed,) = queue.claim(session, NOW, channels=["email"], limit=1, lease_seconds=60)
        queue.record(session, claimed, state="failed", last_error="refused")
    with counter.database.transaction() as session:
        queue.retry(session, outbox_id, NOW)
    assert (counter.row(outbox_id).state, counter.row(outbox_id).attempts) == ("queued", 0)
    counter.deliverer(Memory()).deliver_next()
    assert counter.row(outbox_id).state == "sent"
    with pytest.raises(UserError, match="has left already"), counter.database.transaction() as session:
        queue.retry(session, outbox_id, NOW)


def test_only_what_still_waits_can_be_canceled(counter: Outgoing) -> None:
    outbox_id = counter.tell()
    assert outbox_id is not None
    with counter.database.transaction() as session:
        queue.cancel(session, outbox_id, "a mistake")
    assert not counter.deliverer(Memory()).deliver_next()
    assert counter.row(outbox_id).last_error == "a mistake"
    with pytest.raises(UserError, match="not on its way any more"), counter.database.transaction() as session:
        queue.cancel(session, outbox_id)
    with pytest.raises(UserError, match="no notice 999"), counter.database.transaction() as session:
        queue.cancel(session, 999)


def test_find_narrows_by_state_request_and_channel_newest_first(counter: Outgoing) -> None:
    ids = [counter.tell(key="1"), counter.tell("taken", key="2", channel="sms", recipient="+33639980012")]
    with counter.database.reading() as session:
        assert [row.id for row in queue.find(session)] == ids[::-1]
        assert [row.id for row in queue.find(session, channel="sms")] == [ids[1]]
        assert queue.find(session, state="sent") == []
        assert len(queue.find(session, request_id=counter.request_id, limit=1)) == 1


def test_a_claim_takes_the_oldest_that_are_due_and_no_more_than_asked(counter: Outgoing) -> None:
    ids = [counter.tell(key=str(n)) for n in range(4)]
    with counter.database.transaction() as session:
        taken = queue.claim(session, NOW, channels=["email"], limit=3, lease_seconds=60)
        rest = queue.claim(session, NOW, channels=["email"], limit=3, lease_seconds=60)
        none = queue.claim(session, NOW, channels=["sms"], limit=3, lease_seconds=60)
    assert [row.id for row in taken] == ids[:3]
    assert [row.id for row in rest] == ids[3:]
    assert none == []
