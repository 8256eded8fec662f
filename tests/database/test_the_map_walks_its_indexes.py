"""The map answers at once in a town of a million requests: it reads indexes, and the rows of none but its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from dispatch.queries.seen import places
from dispatch.queries.seen.places import EVERYWHERE, Box, Place, read_places
from dispatch.queries.seen.wanted import Wanted
from dispatch.rules.in_force import Organisations
from dispatch.sight.viewer import viewer_of
from models.store.database import Database
from models.store.looking.reads import Reads
from tests.database.test_hot_statements_use_indexes import overheard, read_whole
from tests.desk import NOW, Desk
from tests.letters import write

FILTERS: tuple[Mapping[str, str], ...] = (
    {},
    {"retard": "1"},
    {"etat": "toutes"},
    {"etat": "closes", "service": "voirie"},
    {"etat": "toutes", "lieu": "gymnase-guimard"},
)


@pytest.fixture
def reads(town_database: Database, tmp_path: Path) -> Iterator[Reads]:
    """Two requests: one is where its building is, one has a position of its own."""
    desk = Desk(town_database, tmp_path)
    desk.take(write("Une ampoule au gymnase Guimard."))
    desk.take(write("Le lampadaire est éteint.", message_id="<l@example.org>"))
    while desk.processor().process_next():
        pass
    with town_database.transaction() as session:
        session.connection().exec_driver_sql(
            "UPDATE request SET latitude = 47.5, longitude = 0.9 WHERE building_id IS NULL"
        )
    made = Reads(town_database.url)
    yield made
    made.close()
    desk.close()


def look(
    reads: Reads, query: Mapping[str, str], agent: str = "sophie-martin", box: Box = EVERYWHERE
) -> list[Place]:
    with reads.looking() as session:
        in_force = Organisations().current(session).in_force
        viewer = viewer_of(in_force.organisation, NOW.date(), person_id=1, agent=agent)
        return read_places(session, reads, viewer, in_force, Wanted.of(query), NOW, box)[0]


@pytest.mark.parametrize("agent", ["sophie-martin", "ines-leroy", "marc-durand"])
def test_few_requests_are_found_by_their_place(reads: Reads, town_database: Database, agent: str) -> None:
    """As an administrator, a manager and an agent see them."""
    with overheard(reads.database) as said:
        for query in FILTERS:
            look(reads, query, agent)
    asked = {statement: given for statement, given in said.items() if "latitude" in statement}
    assert len(asked) > 6, "the statements were not heard"
    assert {
        each: read for each, given in asked.items() if (read := read_whole(town_database, each, given))
    } == {}


def plan(reads: Reads, query: Mapping[str, str]) -> str:
    """How SQLite does what the map asks last, after all it asks before."""
    with overheard(reads.database) as said:
        look(reads, query)
    statements = [each for each in said.items() if "latitude" in each[0]]
    with reads.looking() as session:
        run = session.connection().exec_driver_sql
        return "\n".join(
            str(row[3]) for each, given in statements for row in run(f"EXPLAIN QUERY PLAN {each}", given)
        )


@pytest.fixture
def of_sqlite(reads: Reads) -> Reads:
    if not reads.is_sqlite:
        pytest.skip("PostgreSQL chooses by what it has counted, and counted nothing here")
    return reads


@pytest.mark.parametrize(
    ("query", "indexes"),
    [
        ({}, {"request_in_hand_at_place"}),
        (
            {"etat": "closes", "service": "voirie", "a": "personne"},
            {"request_at_place", "request_at_building"},
        ),
        ({"etat": "toutes", "lieu": "gymnase-guimard"}, {"request_at_building"}),
    ],
)
def test_what_a_mark_says_stands_in_the_index(
    of_sqlite: Reads, query: Mapping[str, str], indexes: set[str]
) -> None:
    """The place is asked first, though a state, a service and nobody's name have indexes, too."""
    found = plan(of_sqlite, query).splitlines()
    used = {
        line.partition("COVERING INDEX ")[2].partition(" ")[0] for line in found if "request USING" in line
    }
    assert used == indexes


def test_of_many_the_newest_are_walked_and_nothing_is_put_in_order(
    of_sqlite: Reads, monkeypatch: pytest.MonkeyPatch
) -> None:
    for query in ({"etat": "toutes"}, {"etat": "closes", "service": "voirie"}):
        monkeypatch.setattr(places, "MANY", 0)
        assert plan(of_sqlite, query).splitlines()[-1] == "SCAN request"


def test_every_way_finds_the_same(reads: Reads, monkeypatch: pytest.MonkeyPatch) -> None:
    for query in ({}, {"etat": "toutes"}):
        assert [(each.id, each.kind.value) for each in look(reads, query)] == [(2, "new"), (1, "new")]
    monkeypatch.setattr(places, "MANY", 1)
    assert [each.id for each in look(reads, {"etat": "toutes"})] == [2, 1]
    assert [each.id for each in look(reads, {"etat": "toutes", "lieu": "gymnase-guimard"})] == [1]
    assert [each.id for each in look(reads, {}, box=Box(47.49, 0.89, 47.51, 0.91))] == [2]
    assert look(reads, {"etat": "toutes"}, box=Box(10, 10, 11, 11)) == []
    assert look(reads, {"etat": "closes"}) == []
