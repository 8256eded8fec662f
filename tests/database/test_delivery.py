"""What becomes of notices in the outbox, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.database import Database
from tests.outgoing import Memory, Outgoing, open_counter, read_letter


@pytest.fixture
def counter(database: Database, tmp_path: Path) -> Outgoing:
    return open_counter(database, tmp_path)


def test_a_queued_notice_is_handed_over_once_and_recorded_as_sent(counter: Outgoing) -> None:
    carrier, outbox_id = Memory(), counter.tell()
    deliverer = counter.deliverer(carrier)
    assert deliverer.deliver_next()
    assert not deliverer.deliver_next()
    row = counter.row(outbox_id)
    assert (row.state, row.attempts, row.carrier, row.leased_until) == ("sent", 1, "memory", None)
    (letter,) = carrier.letters
    parsed = read_letter(letter.raw)
    assert parsed["Message-ID"] == f"<{row.message_id}>"
    assert "lampadaire devant" in parsed.get_body(("plain",)).get_content()
