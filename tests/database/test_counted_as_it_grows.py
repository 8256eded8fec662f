"""What the database counts by itself is what counting line by line would give, whatever is done to the rows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from dispatch.queries.storage import kept_bytes, summed_bytes
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.organisation import AgentRow
from models.tables.requests import Attachment, RequestRow
from models.vocabulary import OPEN_KINDS
from tests.desk import Desk
from tests.letters import write

_attachments, _requests, _agents = table_of(Attachment), table_of(RequestRow), table_of(AgentRow)


@pytest.fixture
def busy_desk(database: Database, tmp_path: Path) -> Iterator[Desk]:
    """Three requests; two of them have the same file."""
    desk = Desk(database, tmp_path)
    for number in range(3):
        file = {"plan.bin": b"x" * 500 if number < 2 else b"y" * 70}
        desk.take(write(f"Une ampoule au gymnase Guimard, n° {number}.", files=file))
    processor = desk.processor()
    while processor.process_next():
        pass
    yield desk
    desk.close()


def assert_counted(desk: Desk) -> None:
    counted = (
        sa.select(_requests.c.assignee_id, sa.func.count())
        .where(_requests.c.state_kind.in_(OPEN_KINDS), _requests.c.assignee_id.is_not(None))
        .group_by(_requests.c.assignee_id)
    )
    kept = sa.select(_agents.c.id, _agents.c.open_requests).where(_agents.c.open_requests != 0)
    with desk.database.reading() as session:
        assert kept_bytes(session) == summed_bytes(session)
        run = session.connection().execute
        assert dict(run(kept).all()) == dict(run(counted).all())  # type: ignore[arg-type]  # pairs


def run(desk: Desk, *statements: sa.Executable) -> None:
    with desk.database.transaction() as session:
        for each in statements:
            session.connection().execute(each)


def test_a_file_that_came_twice_counts_once_until_both_are_gone(busy_desk: Desk) -> None:
    def kept() -> int:
        with busy_desk.database.reading() as session:
            return kept_bytes(session)

    assert kept() == 570
    same = sa.select(_attachments.c.id).where(_attachments.c.size_bytes == 500).order_by(_attachments.c.id)
    with busy_desk.database.reading() as session:
        one, other = session.connection().execute(same).scalars()
    gone = {"removed_at": busy_desk.clock()}
    run(busy_desk, sa.update(_attachments).where(_attachments.c.id == one).values(gone))
    assert kept() == 570
    run(busy_desk, sa.update(_attachments).where(_attachments.c.id == other).values(gone))
    assert kept() == 70
    # Both in one statement: the database may look before or after all of its rows.
    run(busy_desk, sa.update(_attachments).values(removed_at=None))
    assert kept() == 570
    run(busy_desk, sa.update(_attachments).values(gone))
    assert kept() == 0


def test_open_requests_follow_every_change_of_hands_and_state(busy_desk: Desk) -> None:
    with busy_desk.database.reading() as session:
        agents = list(session.connection().execute(sa.select(_agents.c.id)).scalars())
        requests = list(session.connection().execute(sa.select(_requests.c.id)).scalars())
    chosen = random.Random(3)  # the same changes in every run
    assert_counted(busy_desk)
    for _ in range(40):
        values = {
            "assignee_id": chosen.choice([*agents, None]),
            "state_kind": chosen.choice(["new", "open", "waiting", "done", "refused"]),
        }
        some = chosen.sample(requests, chosen.randint(1, len(requests)))
        run(busy_desk, sa.update(_requests).where(_requests.c.id.in_(some)).values(values))
        assert_counted(busy_desk)
