"""The figures of a month go once to each address that is named, in the first days of the next."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from dispatch.upkeep.monthly import MonthlyReport
from models.store.organisations import apply
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.requests import RequestRow
from tests.database.test_what_may_come_in import told, work
from tests.desk import Desk, sample
from tests.letters import write

_outbox, _requests = table_of(OutboundMessage), table_of(RequestRow)
MAYOR = "maire@ville.test"


def reports(desk: Desk) -> list[dict[str, Any]]:
    with desk.database.reading() as session:
        query = sa.select(_outbox.c.data).where(_outbox.c.notice == "report").order_by(_outbox.c.id)
        return list(session.connection().execute(query).scalars())


def report(desk: Desk, *recipients: str) -> MonthlyReport:
    settings = desk.settings.model_copy(
        update={
            "report": desk.settings.report.model_copy(update={"recipients": recipients}),
            "database": desk.settings.database.model_copy(update={"url": desk.database.url}),
        }
    )
    return MonthlyReport(desk.database, settings, desk.clock)


def test_last_month_is_told_once_to_each_address(desk: Desk) -> None:
    for at in range(3):
        desk.take(write(f"Une ampoule est cassée au gymnase Guimard, salle {at}."))
        work(desk)
    with desk.database.transaction() as session:
        first = sa.select(sa.func.min(_requests.c.id)).scalar_subquery()
        session.connection().execute(
            sa.update(_requests)
            .where(_requests.c.id != first)
            .values(created_at=datetime(2026, 10, 31, 20, tzinfo=UTC))
        )
    # All Saints' Day, a Sunday.
    desk.clock.now = datetime(2026, 11, 1, 6, tzinfo=UTC)
    monthly = report(desk, MAYOR, "dgs@ville.test")
    assert not monthly.run() and reports(desk) == []
    desk.clock.now += timedelta(days=1)
    for _ in range(3):
        assert monthly.run()
        desk.clock.now += timedelta(days=1)
    assert [each for each in told(desk) if each[0] == "report"] == [
        ("report", MAYOR),
        ("report", "dgs@ville.test"),
    ]
    said, _ = reports(desk)
    lines = {line["name"]: line["value"] for line in said["lines"]}
    assert (said["since"], said["until"], lines["received"]) == ("2026-10-01", "2026-10-31", 2)
    tables = {table["name"]: table["bars"] for table in said["tables"]}
    assert [(bar["count"], bar["percent"]) for bar in tables["service"]] == [(2, 100)]
    assert [bar["key"] for bar in tables["month"]] == ["2026-10"]
    assert "agent" not in tables


def test_late_in_the_month_and_without_an_address_nothing_is_told(desk: Desk) -> None:
    desk.clock.now = datetime(2026, 11, 8, 6, tzinfo=UTC)
    assert not report(desk, MAYOR).run()
    desk.clock.now = datetime(2026, 11, 2, 6, tzinfo=UTC)
    assert not report(desk).run()
    assert reports(desk) == []


def test_a_town_that_is_closed_all_week_is_told_its_month_on_the_seventh_day(desk: Desk) -> None:
    closed = [date(2026, 12, day) for day in range(1, 8)]
    changed = sample().model_copy(
        update={"town": sample().town.model_copy(update={"closed_on": tuple(closed)})}
    )
    with desk.database.transaction() as session:
        apply(session, changed, by="a test", note="", now=desk.clock())
    told_on = []
    for day in closed:
        desk.clock.now = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
        told_on += [day.day] * report(desk, MAYOR).run()
    assert told_on == [7]
