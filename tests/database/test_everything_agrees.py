"""`guichet verify` finds what does not agree, says where, and puts right what nobody need decide."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from dispatch.upkeep.verifying import verify
from models.store.database import Database
from models.tables.acts import IncidentProposal
from models.tables.columns import table_of
from tests.desk import Desk
from tests.letters import write

BIG = b"x" * 100_000
#: What is done to the rows, what is said of it, and whether it can be put right.
BROKEN = [
    (
        "UPDATE inbound_message SET request_id = NULL WHERE id = 1",
        "inbound 1: It made or joined a request, and none has it",
        False,
    ),
    ("UPDATE request SET number = 9 WHERE number = 2", "references of 2026: The counter is at 2", True),
    ("UPDATE reference_counter SET last_number = 5", "5 were given, 2 are there", False),
    ("UPDATE storage SET attachment_bytes = 7", "7 bytes are counted, 100000 are there", True),
    ("UPDATE mail_storage SET raw_bytes = 7", "mail as it came: 7 bytes are counted", True),
    ("UPDATE agent SET open_requests = 99 WHERE key = 'karim-benali'", "99 open requests are counted", True),
    ("UPDATE inbound_message SET leased_until = received_at WHERE id = 2", "is held by somebody", True),
    ("UPDATE outbound_message SET state = 'sent' WHERE id = 1", "nobody knows when", False),
    ("DELETE FROM outbound_message WHERE request_id = 1", "nobody was told of it", False),
]


@pytest.fixture
def desk(town_database: Database, tmp_path: Path) -> Iterator[Desk]:
    """Two requests, one with a file, both told."""
    made = Desk(town_database, tmp_path)
    made.take(write("Voici le plan du gymnase Guimard.", files={"plan.bin": BIG}))
    made.take(write("Une vitre à la médiathèque.", sender="luc@example.org"))
    processor = made.processor()
    while processor.process_next():
        pass
    yield made
    made.close()


def said(desk: Desk, *, repair: bool = False) -> list[str]:
    with desk.database.transaction() as session:
        return [
            f"{each.about}: {each.sentence}{' Mended.' if each.mended else ''}"
            for each in verify(session, desk.files, repair=repair)
        ]


def test_a_town_in_order_agrees(desk: Desk) -> None:
    assert said(desk) == []


@pytest.mark.parametrize(("statement", "words", "can_be_mended"), BROKEN)
def test_what_does_not_agree_is_named_and_mended_when_it_can_be(
    desk: Desk, statement: str, words: str, *, can_be_mended: bool
) -> None:
    with desk.database.transaction() as session:
        session.connection().execute(sa.text(statement))
    (found,) = said(desk)
    assert words in found
    (repaired,) = said(desk, repair=True)
    assert repaired.endswith("Mended.") == can_be_mended
    if can_be_mended and "references" not in found:
        assert said(desk) == []


def test_one_more_report_of_what_many_report_is_told_with_the_first(desk: Desk) -> None:
    with desk.database.transaction() as session:
        run = session.connection().execute
        run(sa.text("DELETE FROM outbound_message WHERE request_id = 2"))
        values = {"request_id": 2, "first_id": 1, "place": "building", "at": desk.clock(), "joined": False}
        run(sa.insert(table_of(IncidentProposal)), values)
    assert said(desk) == []
    with desk.database.transaction() as session:
        session.connection().execute(sa.text("DELETE FROM outbound_message WHERE request_id = 1"))
    assert sum("nobody was told of it" in each for each in said(desk)) == 2


@pytest.mark.parametrize("is_damaged", [True, False])
def test_a_file_that_is_gone_or_damaged_is_named_with_whose_it_is(desk: Desk, *, is_damaged: bool) -> None:
    (digest,) = (each for each in desk.files.digests() if desk.files.get(each) == BIG)
    if is_damaged:
        desk.files.path(digest).write_bytes(b"y" * len(BIG))
    else:
        desk.files.remove(digest)
    word = "damaged" if is_damaged else "missing"
    assert said(desk) == [f"file {digest}: It is {word} (2026-00001)."]
