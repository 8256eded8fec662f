"""What managers and deputies are told comes in its time and once: the week when it begins, a danger when it is
past its hour.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from dispatch.notices.catalogue import CATALOGUE
from dispatch.rules.in_force import Organisations
from dispatch.upkeep.late import remind_dangers
from models.organisation import Absence
from models.store.database import Database
from models.store.organisations import InForce, apply
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.requests import RequestRow
from tests.database.test_the_schedule_is_seen import schedule_of
from tests.database.test_what_may_come_in import told, work
from tests.desk import Clock, Desk, sample
from tests.letters import ROADS_AGENT, ROADS_MANAGER, write

_requests, _outbox = table_of(RequestRow), table_of(OutboundMessage)
#: Monday, the second of November 2026, before the counter opens.
MONDAY = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(database, tmp_path, clock=Clock(MONDAY))
    yield desk
    desk.close()


def morning(desk: Desk, at: datetime) -> list[str]:
    """What the manager of the roads is told on the morning of that day."""
    before = len(told(desk))
    desk.clock.now = at
    assert schedule_of(desk).run_now("reminders") == ""
    return [notice for notice, to in told(desk)[before:] if to == ROADS_MANAGER]


def late_request(desk: Desk, text: str = "Le lampadaire est éteint rue des Écoles.") -> None:
    """A request to the roads that is late since long ago and that an agent has."""
    desk.take(write(text, to="voirie@ville.test"), recipients=("voirie@ville.test",))
    work(desk)
    with desk.database.transaction() as session:
        holder = in_force(desk).agent_ids["marc-durand"]
        session.connection().execute(
            sa.update(_requests).values(due_at=MONDAY - 20 * DAY, assignee_id=holder)
        )


def in_force(desk: Desk) -> InForce:
    with desk.database.reading() as session:
        return Organisations().current(session).in_force


def test_the_list_of_the_week_comes_when_the_week_begins_and_not_when_something_does(desk: Desk) -> None:
    assert morning(desk, MONDAY) == []
    late_request(desk)
    assert [morning(desk, MONDAY + days * DAY) for days in (1, 3)] == [["late"], ["late"]]
    assert morning(desk, MONDAY + 7 * DAY) == ["week"]


def test_a_week_whose_first_morning_was_missed_is_told_on_the_next(desk: Desk) -> None:
    late_request(desk)
    assert morning(desk, MONDAY) == ["week"]
    # The machine stood still on the ninth; the eleventh of November is a holiday.
    assert morning(desk, MONDAY + 8 * DAY) == ["week"]
    assert morning(desk, MONDAY + 9 * DAY) == []
    assert morning(desk, MONDAY + 10 * DAY) == ["late"]


def test_what_came_on_the_monday_before_is_new_in_a_list_that_a_holiday_delayed(desk: Desk) -> None:
    """All Saints' day of 2027 is a Monday: the list of that week comes on Tuesday, eight days after the last."""
    friday = datetime(2027, 10, 22, 6, 0, tzinfo=UTC)
    morning(desk, friday)
    morning(desk, friday + 3 * DAY)
    desk.clock.now = friday + 3 * DAY + timedelta(hours=3)
    late_request(desk)
    morning(desk, friday + 10 * DAY)
    assert "week" in morning(desk, friday + 11 * DAY)
    with desk.database.reading() as session:
        (week, *_) = session.scalars(
            sa.select(_outbox.c.data).where(_outbox.c.notice == "week").order_by(_outbox.c.id.desc())
        )
    assert week["fresh_total"] == 1


def test_whoever_reads_the_week_is_not_told_beside_it_what_is_late_with_others(desk: Desk) -> None:
    late_request(desk)
    before = len(told(desk))
    assert morning(desk, MONDAY) == ["week"]
    assert ("late", ROADS_AGENT) in told(desk)[before:]
    assert morning(desk, MONDAY + DAY) == ["late"]


def test_a_deputyship_that_begins_long_after_wakes_nobody_with_a_danger_of_before(desk: Desk) -> None:
    late_request(desk, "Ça sent le gaz rue des Écoles.")
    due = MONDAY - timedelta(hours=1)
    with desk.database.transaction() as session:
        session.connection().execute(sa.update(_requests).values(due_at=due))

    def woken(at: datetime) -> list[str]:
        before = len(told(desk))
        with desk.database.transaction() as session:
            assert remind_dangers(session, in_force(desk), at) == 1
        return sorted(to for notice, to in told(desk)[before:] if notice == "overdue")

    def away(first: date, deputy: str) -> None:
        """The manager is away from that day on, and somebody stands in."""
        absence = Absence.model_validate({"from": first, "until": first, "deputy": deputy})
        agents = tuple(
            each.model_copy(update={"absences": (absence,)}) if each.key == "ines-leroy" else each
            for each in sample().agents
        )
        with desk.database.transaction() as session:
            changed = sample().model_copy(update={"agents": agents})
            apply(session, changed, by="a test", note="", now=desk.clock())

    assert ROADS_MANAGER in woken(MONDAY)
    away(date(2026, 11, 2), "karim-benali")
    assert "+33639980022" in woken(MONDAY + timedelta(hours=12)), "the same day, whoever stands in is told"
    away(date(2026, 11, 20), "paul-girard")
    assert woken(datetime(2026, 11, 19, 23, 1, tzinfo=UTC)) == []


def test_a_danger_that_nobody_was_told_of_is_told_however_late(desk: Desk) -> None:
    late_request(desk, "Ça sent le gaz rue des Écoles.")
    with desk.database.transaction() as session:
        remind_dangers(session, in_force(desk), MONDAY)
    assert ("overdue", ROADS_MANAGER) in told(desk)


def test_what_the_morning_brings_waits_for_the_end_of_the_night() -> None:
    """Written at seven, texts may leave at eight."""
    assert [
        name
        for name in ("late", "week", "unassigned", "visa_asked", "survey")
        if not CATALOGUE[name].can_wait
    ] == []
