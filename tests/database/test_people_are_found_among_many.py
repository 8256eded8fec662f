"""People are found within the rights of whoever looks, the newest first, however many bear the words; and no table
that grows is read whole for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.fill import fill
from dispatch.queries.known import people
from dispatch.queries.known.people import Found, find_known
from dispatch.rules.in_force import Organisations
from dispatch.sight.conditions import works_on_sql
from dispatch.sight.viewer import viewer_of
from models.store.database import Database
from models.store.looking.reads import Reads
from tests.database.test_hot_statements_use_indexes import overheard, read_whole
from tests.desk import NOW, Desk


@pytest.fixture
def years(town_database: Database, tmp_path: Path) -> Iterator[Reads]:
    desk = Desk(town_database, tmp_path)
    fill(town_database, 400)
    made = Reads(town_database.url)
    yield made
    made.close()
    desk.close()


def look(reads: Reads, typed: str, agent: str) -> tuple[Found, list[int]]:
    """What is found, and the ids of all whose requests the agent sees, the newest first."""
    with reads.looking(seconds=30.0) as session:
        in_force = Organisations().current(session).in_force
        viewer = viewer_of(in_force.organisation, NOW.date(), person_id=1, agent=agent)
        seen = works_on_sql(viewer, in_force, is_sqlite=reads.is_sqlite) or "true"
        theirs = session.connection().exec_driver_sql(
            f"SELECT r.requester_id FROM request r WHERE {seen} ORDER BY r.id DESC"
        )
        return find_known(session, reads, viewer, in_force, typed, None), list(theirs.scalars())


@pytest.mark.parametrize("agent", ["sophie-martin", "ines-leroy", "marc-durand"])
def test_whoever_is_meant_is_found_among_all_and_nobody_else(
    years: Reads, monkeypatch: pytest.MonkeyPatch, agent: str
) -> None:
    for newest, most in ((30, 1500), (30, 4), (9_999, 1500)):
        monkeypatch.setattr(people, "NEWEST", newest)
        monkeypatch.setattr(people, "MOST_LOOKED", most)
        found, theirs = look(years, "citizen", agent)
        assert len(theirs) > 50
        assert [each.id for each in found.people] == theirs[: min(50, most)] and found.is_more
        oldest = theirs[-1]
        one, _ = look(years, f"citizen-{oldest}@example.org", agent)
        assert [each.id for each in one.people] == [oldest] and not one.is_more
        none, _ = look(years, "citizen-0@example.org", agent)
        assert not none.people


@pytest.mark.parametrize("agent", ["ines-leroy", "marc-durand"])
def test_one_address_reads_no_growing_table_whole(
    years: Reads, monkeypatch: pytest.MonkeyPatch, agent: str
) -> None:
    if years.is_sqlite:
        return  # its index is walked backwards
    monkeypatch.setattr(people, "NEWEST", 30)
    with overheard(years.database) as said:
        look(years, "citizen-7@example.org", agent)
    asked = {each: given for each, given in said.items() if "LATERAL" in each}
    assert len(asked) == 2
    assert {each for each, given in asked.items() if read_whole(years.database, each, given)} == set()
