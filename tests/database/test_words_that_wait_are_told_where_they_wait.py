"""Words that wait for a visa are told to who gives it, once a morning; who wrote them is told no more to answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from models.store.database import Database
from models.tables.columns import table_of
from models.tables.requests import RequestRow
from tests.counter import Counter
from tests.database.test_the_schedule_is_seen import schedule_of
from tests.database.test_words_wait_for_a_visa import ANSWER, change_organisation, say
from tests.desk import Desk
from tests.letters import ADMINISTRATOR, ROADS_AGENT, ROADS_MANAGER

_requests = table_of(RequestRow)


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    """A request of the roads, to which a first answer was owed an hour after it came."""
    desk = Desk(town_database, tmp_path)
    change_organisation(desk)
    made = Counter(desk)
    made.citizen("Le lampadaire de la rue du Moulin est éteint.", subject="Lampadaire")
    owed = desk.clock() + timedelta(hours=1)
    with desk.database.transaction() as session:
        session.connection().execute(
            sa.update(_requests).values(answer_due_at=owed, due_at=owed + timedelta(30))
        )
    made.deliver()
    yield made
    desk.close()


def mornings(counter: Counter, count: int) -> None:
    """So many mornings pass, with all that the clock tells on each."""
    for _ in range(count):
        counter.desk.clock.pass_seconds(24 * 3600)
        assert schedule_of(counter.desk).run_now("reminders") == ""


def lists(counter: Counter, agent: str) -> list[int]:
    """How many requests each list of a morning shows an agent as late."""
    return [row["data"]["total"] for row in counter.outbox("late", agent)]


def test_who_wrote_the_words_is_told_no_more_to_answer(counter: Counter) -> None:
    mornings(counter, 1)
    late = sum(map(len, (lists(counter, ROADS_AGENT), lists(counter, ROADS_MANAGER))))
    assert late, "the town owes its first answer"
    say(counter, ANSWER)
    mornings(counter, 1)
    assert sum(map(len, (lists(counter, ROADS_AGENT), lists(counter, ROADS_MANAGER)))) == late
    say(counter, "ne pas viser : le fournisseur est un autre", ROADS_MANAGER)
    mornings(counter, 1)
    assert sum(map(len, (lists(counter, ROADS_AGENT), lists(counter, ROADS_MANAGER)))) > late


def test_a_visa_in_the_list_of_the_week_is_not_reminded_of_beside_it(counter: Counter) -> None:
    say(counter, ANSWER)
    told_by_list = 0
    for _ in range(8):
        before = {who: len(counter.outbox("visa_asked", who)) for who in (ROADS_MANAGER, ADMINISTRATOR)}
        weeks = len(counter.outbox("week", ROADS_MANAGER))
        mornings(counter, 1)
        asked = {who: len(counter.outbox("visa_asked", who)) - before[who] for who in before}
        if len(counter.outbox("week", ROADS_MANAGER)) > weeks:
            told_by_list += 1
            assert asked[ROADS_MANAGER] == 0
        else:
            assert asked[ROADS_MANAGER] <= 1
    assert told_by_list >= 1
    # Whose own list does not show it is reminded all the same; on other days, everybody is.
    assert (
        len(counter.outbox("visa_asked", ADMINISTRATOR))
        > len(counter.outbox("visa_asked", ROADS_MANAGER)) - 2
    )
    assert len(counter.outbox("visa_asked", ROADS_MANAGER)) > 2
