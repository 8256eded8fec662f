"""All of one state, or all that were joined, are found in the index of those, whoever looks; and are what a
look at everything would find.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bench.fill import fill
from dispatch.queries.narrowing import found_first, walked
from dispatch.queries.seen import listing
from dispatch.rules.in_force import Organisations
from dispatch.sight.conditions import works_on_sql
from dispatch.sight.viewer import viewer_of
from models.store.database import Database
from models.store.looking.reads import Reads
from models.tables.columns import table_of
from models.tables.requests import RequestRow
from tests.database.test_hot_statements_use_indexes import overheard
from tests.database.test_lists_of_many_years_begin_at_once import look
from tests.desk import NOW, Desk

_requests = table_of(RequestRow)
_DUE = "CASE WHEN r.due_at IS NULL THEN 1 ELSE 0 END, r.due_at, r.id"
_ORDERS = {
    "recentes": "r.id DESC",
    "anciennes": "r.id",
    "echeance": _DUE,
    "priorite": f"CASE r.priority WHEN 'urgent' THEN 0 WHEN 'high' THEN 1 ELSE 2 END, {_DUE}",
}
#: An administrator, a manager, an agent.
_WHO = ("sophie-martin", "ines-leroy", "marc-durand")
_ASKED: tuple[tuple[Mapping[str, str], str], ...] = (
    ({"etat": "waiting"}, "r.state = 'waiting'"),
    ({"etat": "refused"}, "r.state = 'refused'"),
    ({"etat": "done"}, "r.state = 'done'"),
    ({"etat": "done", "a": "personne"}, "r.state = 'done' AND r.assignee_id IS NULL"),
    ({"etat": "done", "origine": "telephone"}, "r.state = 'done' AND r.origin = 'telephone'"),
    ({"etat": "nowhere"}, "false"),
    ({"etat": "toutes", "fait": "merged"}, "r.merged_into_id IS NOT NULL"),
    ({"etat": "closes", "fait": "merged"}, "r.merged_into_id IS NOT NULL AND r.closed_at IS NOT NULL"),
)
#: What SQLite learns of its indexes in a town of a million.
_OF_A_MILLION = {
    "request_in_state": "1000000 200000 2 1 1 1 1",
    "request_of_service": "1000000 83334 16667 2 1",
    "request_of_agent": "1000000 32259 7463 2 1",
    "request_by_due": "1000000 200000 2 1 1 1 1",
    "request_open": "1000000 200000 16667",
    "ix_request_assignee_id": "1000000 32259",
}


@pytest.fixture
def years(town_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reads]:
    """A town of 1,500 requests, of which some were joined to the first."""
    desk = Desk(town_database, tmp_path)
    fill(town_database, 1_500)
    with town_database.transaction() as session:
        some = _requests.c.id.in_(range(23, 9_999, 23))
        session.connection().execute(_requests.update().where(some).values(merged_into_id=1))
    monkeypatch.setattr(listing, "PAGE", 7)
    made = Reads(town_database.url)
    yield made
    made.close()
    desk.close()


def seen_by(reads: Reads, agent: str) -> str:
    with reads.database.reading() as session:
        in_force = Organisations().current(session).in_force
    viewer = viewer_of(in_force.organisation, NOW.date(), person_id=1, agent=agent)
    return works_on_sql(viewer, in_force, is_sqlite=reads.is_sqlite) or "true"


def expected(reads: Reads, where: str, order: str) -> list[int]:
    asked = f"SELECT r.id FROM request r WHERE {where} ORDER BY {order}"
    with reads.database.reading() as session:
        return list(session.connection().exec_driver_sql(asked).scalars())


@pytest.mark.parametrize("order", sorted(_ORDERS))
@pytest.mark.parametrize(("many", "in_order"), [(10, 20), (10, 9_999), (9_999, 9_999)])
def test_every_page_holds_what_a_look_at_everything_would(
    years: Reads, monkeypatch: pytest.MonkeyPatch, order: str, many: int, in_order: int
) -> None:
    """However many a state has: whether it is walked, put in order, or left to the database."""
    monkeypatch.setattr(walked, "MANY", many)
    monkeypatch.setattr(walked, "MOST_IN_ORDER", in_order)
    wrong, met = [], 0
    for agent in _WHO:
        theirs = seen_by(years, agent)
        for query, condition in _ASKED:
            everything = expected(years, f"{condition} AND ({theirs})", _ORDERS[order])
            met += len(everything)
            for page in (1, 3):
                shown = look(years, {**query, "tri": order, "page": str(page)}, agent)
                ids = [card.id for card in shown.cards]
                if ids != everything[7 * (page - 1) : 7 * page] or shown.total != min(len(everything), 1000):
                    wrong.append((agent, query, page, ids, everything[:21], shown.total))
    assert met > 1_000 and wrong == []


@pytest.mark.parametrize("many", [10, 9_999])
def test_they_are_found_in_the_index_of_their_own(
    years: Reads, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(walked, "MANY", many)
    if years.is_sqlite:  # what it knows of a small town is not what it knows of a large one
        with years.database.transaction() as session:
            run = session.connection().exec_driver_sql
            run("DELETE FROM sqlite_stat1")
            for known in _OF_A_MILLION.items():
                run("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('request', ?, ?)", known)
        years.database.engine.dispose()
    for agent in _WHO:
        for query, index in (
            ({"etat": "refused"}, "request_in_state"),
            ({"etat": "waiting", "tri": "recentes"}, "request_in_state"),
            ({"etat": "toutes", "fait": "merged"}, "request_joined"),
        ):
            if years.is_sqlite and many == 10 and "fait" in query:
                continue  # so many are walked among all
            found = plans(years, query, agent)
            assert found and all(index in each for each in found), (agent, query, found)
            assert not any("MULTI-INDEX" in each for each in found), (agent, query, found)


def plans(reads: Reads, query: Mapping[str, str], agent: str) -> list[str]:
    """How the requests of the page are counted and found. Of PostgreSQL: where it reads no table whole, nor puts
    together what several indexes have.
    """
    with overheard(reads.database) as said:
        look(reads, query, agent)
    asked = [each for each in said.items() if "LIMIT" in each[0] and "SELECT request.id" in each[0]]
    asked = [each for each in asked if "request.subject" not in each[0]]
    with reads.database.reading() as session:
        run = session.connection().exec_driver_sql
        if reads.is_sqlite:
            return [str(run(f"EXPLAIN QUERY PLAN {each}", given).all()) for each, given in asked]
        run("SET LOCAL enable_seqscan = off")
        run("SET LOCAL enable_bitmapscan = off")
        return [str(run(f"EXPLAIN {each}", given).all()) for each, given in asked]


@pytest.mark.parametrize("agent", _WHO)
def test_words_are_read_of_those_in_hand_and_of_the_ids_that_the_index_gave(
    years: Reads, monkeypatch: pytest.MonkeyPatch, agent: str
) -> None:
    """PostgreSQL looks at the words of each request that the rest of a filter leaves, not at those of all that are
    newer; what its index proposes is read by its number.
    """
    if years.is_sqlite:
        return  # its index is walked backwards
    for name, few in (("NEWEST", 60), ("FEW_IN_HAND", 4)):
        monkeypatch.setattr(found_first, name, few)
    with overheard(years.database) as said:
        for words in ("bonjour", "fontaine horloge"):
            look(years, {"etat": "toutes", "q": words}, agent)
    asked = [each for each in said.items() if "LATERAL" in each[0]]
    with years.database.reading() as session:
        run = session.connection().exec_driver_sql
        run("SET LOCAL enable_seqscan = off")
        found = ["\n".join(row[0] for row in run(f"EXPLAIN {each}", given)) for each, given in asked]
    by_words = [each for each in found if "request_words" in each]
    proposed = [each for each in found if "unnest" in each]
    assert by_words or agent == _WHO[0], "an administrator sees all, and reads the words first"
    assert all("Index Cond: (request_id = request.id)" in each for each in by_words), by_words
    assert proposed and all("Index Cond: (id = " in each for each in proposed), proposed
