"""What figures are told of the histories of a time is what each request says by itself, and only those of that
time are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bench.fill import fill
from dispatch.queries import request_conditions as conditions
from dispatch.queries.figures.figures import figures
from dispatch.queries.figures.histories import read_histories, seconds
from dispatch.rules.in_force import Organisations
from models.store.database import Database
from models.store.looking.reads import Reads
from models.store.looking.rows import SessionRows
from models.tables.columns import table_of
from models.tables.requests import Entry
from tests.database.test_hot_statements_use_indexes import overheard, read_whole
from tests.desk import Desk

_entries = table_of(Entry)
NOW = datetime.now(UTC)
SINCE = NOW - timedelta(days=200)


@pytest.fixture
def years(town_database: Database, tmp_path: Path) -> Iterator[Reads]:
    """A town of 600 requests; of those of the last months some were answered, some answers withdrawn, some given
    to another service, some marked once or twice.
    """
    desk = Desk(town_database, tmp_path)
    fill(town_database, 600)
    told = []
    for request_id in range(540, 600):
        at = NOW - timedelta(days=20, minutes=request_id)
        lines = [
            ("message_out", "agent", request_id % 2 == 0, {}),
            ("note", "agent", request_id % 4 == 0, {"withdraws": [10_000 + 10 * request_id]}),
            ("message_out", "manager", request_id % 3 == 0, {}),
            ("assignment", "agent", request_id % 5 == 0, {"service": "etat-civil"}),
            ("message_in", "requester", request_id % 6 == 0, {"score": 2}),
            ("message_in", "requester", request_id % 7 == 0, {"score": 5}),
            ("note", "agent", request_id % 8 == 0, {"said": '"withdraws"'}),
        ]
        for place, (kind, role, is_there, data) in enumerate(lines):
            line = {
                "id": 10_000 + 10 * request_id + place,
                "request_id": request_id,
                "kind": kind,
                "data": data,
            }
            line |= {"at": at + timedelta(minutes=place), "actor_role": role, "public": kind != "note"}
            told += [line | {"text": "", "quoted": ""}] if is_there else []
    with town_database.transaction() as session:
        session.connection().execute(_entries.insert(), told)
    made = Reads(town_database.url)
    yield made
    made.close()
    desk.close()


def test_a_history_read_with_many_says_what_it_says_by_itself(years: Reads) -> None:
    with years.looking(seconds=30.0) as session:
        rows = SessionRows(session, years)
        found = read_histories(rows, "r.created_at >= :since", since=SINCE)
        alone = rows.rows(
            f"SELECT r.id, {seconds(rows, conditions.first_answer(rows))} AS answered,"
            f" CASE WHEN {conditions.rerouted(rows)} THEN 1 ELSE 0 END AS rerouted, {conditions.score(rows)} AS score"
            " FROM request r WHERE r.created_at >= :since",
            since=SINCE,
        )
    assert found.answered == {row["id"]: row["answered"] for row in alone if row["answered"] is not None}
    assert found.rerouted == {row["id"] for row in alone if row["rerouted"]}
    assert found.marks == {row["id"]: row["score"] for row in alone if row["score"] is not None}
    assert len(found.answered) > 20 and len(found.rerouted) > 5 and set(found.marks.values()) == {2, 5}
    assert any(each % 4 == 0 for each in found.answered) and len(alone) - len(found.answered) > 20


def test_the_figures_of_a_time_read_no_history_of_another(years: Reads) -> None:
    with overheard(years.database) as said, years.looking(seconds=30.0) as session:
        in_force = Organisations().current(session).in_force
        document = in_force.organisation.model_dump(mode="json")
        day = NOW.astimezone(in_force.organisation.town.zone).date()
        counted = figures(
            SessionRows(session, years), document, NOW, since=day - timedelta(days=90), until=day
        )
    assert counted.period[0].value
    asked = {each: given for each, given in said.items() if "entry" in each or "FROM request r" in each}
    assert len(asked) == 3
    read = {each: read_whole(years.database, each, given) for each, given in asked.items()}
    # Those in hand are counted by the index of these alone.
    assert {each for each, tables in read.items() if tables} <= {each for each in asked if "oldest" in each}
    assert not any("entry" in tables for tables in read.values())
    # Request by request, also where PostgreSQL could as well read the lines of all years.
    (histories,) = (each for each in asked.items() if "entry" in each[0])
    explain = "EXPLAIN QUERY PLAN" if years.is_sqlite else "EXPLAIN"
    with years.database.reading() as session:
        plan = str(session.connection().exec_driver_sql(f"{explain} {histories[0]}", histories[1]).all())
    assert ("USING INDEX entry_of_request" if years.is_sqlite else "Index Cond: (request_id = r.id)") in plan
