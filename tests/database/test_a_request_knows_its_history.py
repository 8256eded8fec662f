"""What lists ask of the history of a request stands on the request itself, and is what reading the history would tell."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from dispatch.queries.seen.cards import SAID
from dispatch.upkeep.verifying import verify
from models.store.batching.rows import batch
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.requests import Entry, EntryKind, RequestRow
from models.vocabulary import CLOSED_KINDS, ActorRole, StateKind
from tests.desk import NOW, Desk
from tests.letters import CITIZEN, write

_requests, _entries = table_of(RequestRow), table_of(Entry)


@pytest.fixture
def desk(town_database: Database, tmp_path: Path) -> Iterator[Desk]:
    """Three requests of one citizen."""
    made = Desk(town_database, tmp_path)
    for number in range(3):
        made.take(write(f"Une ampoule au gymnase Guimard, n° {number}.", subject=f"Ampoule {number}"))
    work(made)
    yield made
    made.close()


def work(desk: Desk) -> None:
    processor = desk.processor()
    while processor.process_next():
        pass


def marked(desk: Desk, column: str) -> dict[int, object]:
    with desk.database.reading() as session:
        rows = session.connection().execute(sa.select(_requests.c.id, _requests.c[column]).order_by("id"))
        return {row[0]: row[1] for row in rows}


def change(desk: Desk, request_id: int, **values: object) -> None:
    with desk.database.transaction() as session:
        session.connection().execute(_requests.update().where(_requests.c.id == request_id).values(**values))


def test_an_answer_of_the_requester_marks_the_request_and_words_of_staff_unmark_it(desk: Desk) -> None:
    assert marked(desk, "is_unanswered") == {1: False, 2: False, 3: False}
    desk.take(write("Toujours rien.", subject="Re: [2026-00002] Ampoule", sender=CITIZEN))
    work(desk)
    assert marked(desk, "is_unanswered") == {1: False, 2: True, 3: False}
    with desk.database.transaction() as session:
        said = {
            "at": NOW,
            "actor_role": ActorRole.AGENT,
            "text": "x",
            "data": {},
            "channel": "",
            "quoted": "",
        }
        run = session.connection().execute
        run(_entries.insert(), {**said, "request_id": 2, "kind": EntryKind.NOTE, "public": False})
        assert run(sa.select(_requests.c.is_unanswered).where(_requests.c.id == 2)).scalar_one()
        run(_entries.insert(), {**said, "request_id": 2, "kind": EntryKind.MESSAGE_OUT, "public": True})
    assert marked(desk, "is_unanswered") == {1: False, 2: False, 3: False}


def test_whatever_is_written_a_request_is_marked_as_its_history_tells(desk: Desk) -> None:
    """Lines one by one, several in one statement, and in a batch: `verify` reads the histories themselves."""
    chance = random.Random(5)
    roles = (ActorRole.REQUESTER, ActorRole.AGENT, ActorRole.SYSTEM)
    seen: set[bool] = set()
    for turn in range(60):
        rows = [
            {
                "request_id": chance.randint(1, 3), "at": NOW, "kind": chance.choice((*SAID, EntryKind.NOTE)),
                "actor_role": chance.choice(roles), "public": chance.random() < 0.7, "channel": "", "text": "",
                "quoted": "", "data": {},
            }
            for _ in range(chance.randint(1, 4))
        ]  # fmt: skip
        with desk.database.transaction() as session:
            if turn % 2:
                session.connection().execute(_entries.insert(), rows)
            else:
                with batch(session) as made:
                    for row in rows:
                        made.add(_entries, row)
        seen |= {bool(each) for each in marked(desk, "is_unanswered").values()}
        with desk.database.reading() as session:
            assert [each for each in verify(session, desk.files) if "requester" in each.sentence] == []
    assert seen == {True, False}


def test_a_wrong_mark_is_found_and_put_right(desk: Desk) -> None:
    change(desk, 2, is_unanswered=True)
    with desk.database.transaction() as session:
        (found,) = verify(session, desk.files, repair=True)
    assert (found.about, found.mended) == ("request 2026-00002", True)
    assert marked(desk, "is_unanswered") == {1: False, 2: False, 3: False}


def test_only_what_is_taken_up_again_after_an_end_was_reopened(desk: Desk) -> None:
    kinds = [(old, new) for old in StateKind for new in StateKind]
    for old, new in kinds:
        change(desk, 1, state_kind=old)
        change(desk, 1, was_reopened=False)
        change(desk, 1, state_kind=new)
        is_again = old in CLOSED_KINDS and new not in CLOSED_KINDS
        assert marked(desk, "was_reopened") == {1: is_again, 2: False, 3: False}, (old, new)
    change(desk, 1, state_kind=StateKind.DONE)
    change(desk, 1, state_kind=StateKind.OPEN)
    change(desk, 1, state_kind=StateKind.DONE, closed_at=NOW + timedelta(days=1))
    assert marked(desk, "was_reopened")[1] is True, "what was reopened stays so"
