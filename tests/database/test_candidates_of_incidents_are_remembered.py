"""Who may have reported an incident first is read once: what can change of it is looked at each time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from dispatch.requests.incidents.lately import Candidate, ask
from dispatch.rules.in_force import Organisations
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.requests import RequestRow
from tests.desk import Desk
from tests.letters import write

_requests = table_of(RequestRow)
LAMP = "Le lampadaire devant le 4 rue du Moulin est éteint depuis lundi."
A_DAY = timedelta(days=1)


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(database, tmp_path)
    made.take(write(LAMP, subject="Lampadaire"))
    while made.processor().process_next():
        pass
    yield made
    made.close()


def test_a_candidate_is_read_once_and_again_when_it_changes(desk: Desk) -> None:
    organisations = Organisations()
    (first,), said = asked(desk, organisations, later=True)
    assert first.text == LAMP and {each.name for each in first.place.streets} == {("moulin",)} and said > 1
    assert asked(desk, organisations, later=True) == ([first], 1)
    with desk.database.transaction() as session:
        session.connection().execute(sa.update(_requests).values(subject="Deux lampadaires"))
    (again,), said = asked(desk, organisations, later=True)
    assert (again.subject, again.text) == ("Deux lampadaires", LAMP) and said > 1
    with desk.database.transaction() as session:
        session.connection().execute(sa.update(_requests).values(state_kind="done"))
    assert asked(desk, organisations, later=True) == ([], 1)


def test_what_this_transaction_may_have_made_is_not_remembered(desk: Desk) -> None:
    organisations = Organisations()
    assert [asked(desk, organisations, later=False)[1] > 1 for _ in range(2)] == [True, True]


def asked(desk: Desk, organisations: Organisations, *, later: bool) -> tuple[list[Candidate], int]:
    """The candidates, and how many statements said so; `later` than they were made, or at that moment."""
    said = []

    def overhear(*given: object) -> None:
        said.append(given)

    with desk.database.reading() as session:
        current = organisations.current(session)
        made_at = session.connection().execute(sa.select(_requests.c.updated_at)).scalar_one()
        connection = session.connection()
        sa.event.listen(connection, "before_cursor_execute", overhear)
        now = made_at + timedelta(seconds=later)
        found = ask(session, current.in_force, current.index, 99, since=now - A_DAY, now=now, most=10)
        return found, len(said)
