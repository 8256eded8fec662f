"""A search within rights and a filter holds, in every order, what a look at each request would; on PostgreSQL the index
of words gives nobody's requests but those that somebody may see.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from bench.fill import fill
from dispatch.queries.narrowing import found_first, words_in_order
from dispatch.queries.seen import listing
from dispatch.queries.seen.columns import read_columns
from dispatch.queries.seen.lanes import read_lanes
from dispatch.queries.seen.listing import Listing, list_seen
from dispatch.queries.seen.wanted import ORDERS, Wanted
from dispatch.queries.sought import found
from dispatch.queries.sought.asked import Sought
from dispatch.queries.sought.whose import marks
from dispatch.rules.in_force import Organisations
from dispatch.sight.viewer import Viewer, viewer_of
from models.store.database import Database
from models.store.looking.reads import Reads
from models.store.looking.words import anew, is_whole
from tests.database.test_hot_statements_use_indexes import overheard
from tests.database.test_lists_of_many_years_begin_at_once import told
from tests.desk import NOW, Desk, sample

#: An administrator, a manager, an agent, one who keeps a building, an elected official.
_WHO: tuple[dict[str, Any], ...] = (
    {"agent": "sophie-martin"},
    {"agent": "ines-leroy"},
    {"agent": "marc-durand"},
    {"agent": "karim-benali"},
    {"official": sample().officials[0].key},
)
_FILTERS: tuple[dict[str, str], ...] = (
    {}, {"service": "voirie"}, {"service": "-"}, {"lieu": "gymnase-guimard"}, {"lieu": "-"}, {"a": "personne"},
    {"a": "moi"}, {"a": "marc-durand"}, {"type": "voie-publique"}, {"type": "-"}, {"reponse": "1"},
)  # fmt: skip
_SOUGHT = ("bonjour", "fontaine horloge", "lam", "xylophone")
#: What is many in a town of a million is a few; and nothing is many.
_MANY, _NOTHING = (6, 40, 4, 60), (6_000, 20_000, 4_000, 20_000)


@pytest.fixture
def years(town_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reads]:
    desk = Desk(town_database, tmp_path)
    fill(town_database, 400)
    run(town_database, "UPDATE request SET service_id = NULL WHERE id % 17 = 0")
    run(town_database, "UPDATE request SET priority = 'high' WHERE id % 23 = 0")
    monkeypatch.setattr(listing, "PAGE", 7)
    made = Reads(town_database.url)
    yield made
    made.close()
    desk.close()


def run(database: Database, statement: str) -> None:
    with database.transaction() as session:
        session.connection().exec_driver_sql(statement.replace("%", "%" if database.is_sqlite else "%%"))


def look(reads: Reads, who: Mapping[str, Any], query: Mapping[str, str]) -> Listing:
    with reads.looking(seconds=60.0) as session:
        in_force = Organisations().current(session).in_force
        viewer = viewer_of(in_force.organisation, NOW.date(), person_id=1, **who)
        return list_seen(session, reads, viewer, in_force, Wanted.of(query), NOW)


@pytest.mark.parametrize("sizes", [_MANY, _NOTHING], ids=["many", "few"])
@pytest.mark.parametrize("who", _WHO, ids=lambda who: next(iter(who.values())))
def test_a_search_holds_what_its_filter_leaves_of_those_with_the_words(
    years: Reads, monkeypatch: pytest.MonkeyPatch, who: Mapping[str, Any], sizes: tuple[int, ...]
) -> None:
    for module, name, size in (
        (words_in_order, "FEW", sizes[0]),
        (words_in_order, "MOST_WALKED", sizes[1]),
        (found_first, "FEW_IN_HAND", sizes[2]),
        (found_first, "NEWEST", sizes[3]),
    ):
        monkeypatch.setattr(module, name, size)
    if years.is_sqlite and sizes is _NOTHING:
        return  # none of them is asked of it
    wrong: list[tuple[object, ...]] = []
    holding = {words: set(told(years, words, "toutes")) for words in _SOUGHT}
    asked = [(filter_, order) for filter_ in _FILTERS for order in ORDERS if order != "trouvees"]
    for number, (filter_, order) in list(enumerate(asked))[_WHO.index(who) % 3 :: 3]:
        query = {**filter_, "tri": order, "etat": ("toutes", "ouvertes", "closes")[number // 3 % 3]}
        words, page = _SOUGHT[number % 4], 1 + number // 2 % 2
        monkeypatch.setattr(listing, "PAGE", 1_000)
        everything = [card.id for card in look(years, who, query).cards]
        monkeypatch.setattr(listing, "PAGE", 7)
        expected = [each for each in everything if each in holding[words]]
        seen = look(years, who, {**query, "q": words, "page": str(page)})
        ids, total = [card.id for card in seen.cards], seen.total
        if ids != expected[7 * (page - 1) : 7 * page] or seen.is_cut:
            wrong.append((query, words, page, ids, expected[:14]))
        if total > len(expected) or (total < len(expected) and not seen.is_more):
            wrong.append((query, words, page, total, len(expected)))
    assert wrong == []


def test_marks_follow_a_request_wherever_it_goes(years: Reads) -> None:
    """To another service, holder, building or type, to whoever gets a task, and in and out of what is in hand."""
    database = years.database
    if database.is_sqlite:
        return  # rights are asked of each request that its index gives
    marked(years, "bonjour", {"service": "voirie", "a": "marc-durand"})
    for statement in (
        "UPDATE request SET service_id = (SELECT id FROM service WHERE key = 'voirie'), assignee_id = NULL",
        "UPDATE request SET assignee_id = (SELECT id FROM agent WHERE key = 'marc-durand') WHERE id % 3 = 0",
        "UPDATE request SET building_id = (SELECT max(id) FROM building) WHERE id % 5 = 0",
        "UPDATE request SET request_type_id = NULL WHERE id % 7 = 0",
        "UPDATE task SET assignee_id = (SELECT id FROM agent WHERE key = 'marc-durand')",
        "UPDATE task SET request_id = (SELECT max(id) FROM request)",
        "DELETE FROM task WHERE id % 2 = 0",
        "INSERT INTO task (request_id, title, state, assignee_id, created_at, comment) SELECT id, '', 'open',"
        " (SELECT min(id) FROM agent), created_at, '' FROM request WHERE id % 11 = 0",
        "UPDATE request SET state = 'done', state_kind = 'done', closed_at = created_at WHERE id % 4 = 0",
        "UPDATE request SET state = 'new', state_kind = 'new', closed_at = NULL WHERE id % 8 = 0",
    ):
        run(database, statement)
        with database.transaction() as session:
            assert is_whole(session), statement
    theirs = marked(years, "bonjour", {"service": "voirie", "a": "marc-durand"})
    with database.reading() as session:
        held = session.connection().exec_driver_sql(
            "SELECT id FROM request WHERE id %% 3 = 0 AND year = 2001"
        )
        assert theirs == set(held.scalars())


def marked(reads: Reads, words: str, query: Mapping[str, str]) -> set[int]:
    """The ids that the index has for the words and the marks of a filter, as an administrator looks."""
    with reads.looking() as session:
        in_force = Organisations().current(session).in_force
        viewer = viewer_of(in_force.organisation, NOW.date(), person_id=1, agent="sophie-martin")
        whose = marks(viewer, in_force, Wanted.of(query))
        asked = found.some_of_theirs(Sought.read(words), whose, 9_999, only_in_hand=False)
        return set(session.connection().execute(asked).scalars())


def test_nobody_of_the_town_is_offered_nothing_by_the_index(years: Reads) -> None:
    with years.looking() as session:
        in_force = Organisations().current(session).in_force
    assert marks(Viewer(person_id=1), in_force, Wanted()) == "('=-')"
    nobody_there = viewer_of(in_force.organisation, NOW.date(), person_id=1, agent="sophie-martin")
    assert marks(nobody_there, in_force, Wanted(service="no-such")) == "('=-')"


def test_the_words_of_what_is_in_hand_are_mended(years: Reads) -> None:
    database = years.database
    if database.is_sqlite:
        return  # it has one index
    for statement in (
        "DELETE FROM request_words_in_hand WHERE request_id % 2 = 0",
        "UPDATE request_words_in_hand SET words = ''",
        "INSERT INTO request_words_in_hand SELECT request_id, words FROM request_words ON CONFLICT DO NOTHING",
    ):
        run(database, statement)
        with database.transaction() as session:
            assert not is_whole(session), statement
        with database.transaction() as session:
            session.connection().execute(anew(is_sqlite=False))
        with database.transaction() as session:
            assert is_whole(session), statement


@pytest.mark.parametrize("who", _WHO[1:], ids=lambda who: next(iter(who.values())))
def test_each_statement_asks_the_index_for_what_is_theirs(
    years: Reads, monkeypatch: pytest.MonkeyPatch, who: Mapping[str, Any]
) -> None:
    if years.is_sqlite:
        return  # its index is walked backwards
    monkeypatch.setattr(found_first, "NEWEST", 60)
    lists = [
        {"q": "xylophone", "etat": state, "tri": tri} for state in ("toutes", "closes") for tri in ORDERS
    ]
    with overheard(years.database) as said:
        for query in lists:
            look(years, who, query)
    asked = [each for each in said.items() if each[0].startswith("SELECT request_words.request_id")]
    assert len(asked) >= 2
    with years.database.reading() as session:
        execute = session.connection().exec_driver_sql
        for way in ("seqscan", "indexscan", "indexonlyscan"):  # so small a table is soonest read whole
            execute(f"SET LOCAL enable_{way} = off")
        for statement, given in asked:
            plan = "\n".join(row[0] for row in execute(f"EXPLAIN {statement}", given))
            assert "Bitmap Index Scan on request_by_words" in plan, plan
            assert "'=a" in plan or "'=s" in plan or "'=b" in plan, plan


def test_words_of_what_is_in_hand_are_read_in_their_own_table(
    years: Reads, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, however many hold them; each request that an index of those in hand gives is looked up in what was read."""
    if years.is_sqlite:
        return  # it has one index
    monkeypatch.setattr(found_first, "FEW_IN_HAND", 4)
    with overheard(years.database) as said:
        look(years, _WHO[0], {"q": "bonjour"})
        with years.looking(seconds=60.0) as session:
            in_force = Organisations().current(session).in_force
            viewer = viewer_of(in_force.organisation, NOW.date(), person_id=1, **_WHO[0])
            course, wanted = (
                in_force.organisation.workflow(None),
                Wanted.of({"etat": "toutes", "q": "bonjour"}),
            )
            read_columns(session, years, viewer, in_force, course, wanted, NOW)
            read_lanes(session, years, viewer, in_force, course, wanted, NOW, "service")
    asked = [
        each for each in said.items() if "request_words_in_hand" in each[0] and "FROM request " in each[0]
    ]
    assert len(asked) == 3
    with years.database.reading() as session:
        execute = session.connection().exec_driver_sql
        execute("SET LOCAL enable_seqscan = off")
        execute("SET LOCAL enable_bitmapscan = off")
        for statement, given in asked:
            plan = "\n".join(row[0] for row in execute(f"EXPLAIN {statement}", given))
            assert "hashed SubPlan" in plan and "on request_words_in_hand" in plan, plan
            assert "request_by_words" not in plan, plan
