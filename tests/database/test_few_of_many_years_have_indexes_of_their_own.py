"""What is urgent, unanswered, was reopened, came by telephone or is answered by text is found in its own index,
and is what a look at everything would find; so is a board of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bench.fill import fill
from dispatch.queries.narrowing import found_first, lately, walked
from dispatch.queries.seen import columns, listing
from dispatch.queries.seen.columns import read_columns
from dispatch.queries.seen.wanted import Wanted
from dispatch.rules.in_force import Organisations
from dispatch.sight.viewer import viewer_of
from dispatch.web.delegation.reading import list_delegated
from models.store.database import Database
from models.store.looking.reads import Reads
from models.store.sqlite.statistics import refresh_statistics
from models.tables.columns import table_of
from models.tables.requests import RequestRow
from tests.database.test_hot_statements_use_indexes import overheard, read_whole
from tests.database.test_lists_of_many_years_begin_at_once import look, told
from tests.desk import NOW, Desk

_requests = table_of(RequestRow)
_DUE = "CASE WHEN due_at IS NULL THEN 1 ELSE 0 END, due_at, id"
_URGENCY = "CASE priority WHEN 'urgent' THEN 0 WHEN 'high' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END"
_ORDERS = {"recentes": "id DESC", "anciennes": "id", "echeance": _DUE, "priorite": f"{_URGENCY}, {_DUE}"}
_STATES = {"toutes": "true", "ouvertes": "closed_at IS NULL", "closes": "closed_at IS NOT NULL"}
#: What is asked for, what that is in the table, and the index of those few; '' where there is none.
_FEW = (
    ({"reponse": "1"}, "is_unanswered", "request_unanswered"),
    ({"fait": "reopened"}, "was_reopened", "request_reopened"),
    ({"origine": "telephone"}, "origin = 'telephone'", "request_by_origin"),
    ({"origine": "counter"}, "origin = 'counter'", "request_by_origin"),
    ({"canal": "sms"}, "channel = 'sms'", "request_by_channel"),
    ({}, "true", ""),
    ({"a": "personne"}, "assignee_id IS NULL", ""),
)  # fmt: skip


@pytest.fixture
def years(town_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reads]:
    """A town of 1,500 requests in which everything that is many in a town of a million is a few."""
    desk = Desk(town_database, tmp_path)
    fill(town_database, 1_500)
    with town_database.transaction() as session:
        some = _requests.c.id.in_(range(29, 9_999, 29))
        session.connection().execute(_requests.update().where(some).values(priority="low"))
        others = _requests.c.id.in_(range(31, 9_999, 31))
        session.connection().execute(_requests.update().where(others).values(channel="sms"))
    monkeypatch.setattr(listing, "PAGE", 7)
    monkeypatch.setattr(walked, "MANY", 200)
    for name, few in (("_OLDEST", 3), ("_STRETCH", 5)):
        monkeypatch.setattr(lately, name, few)
    for name, few in (("NEWEST", 60), ("FEW_IN_HAND", 4)):
        monkeypatch.setattr(found_first, name, few)
    made = Reads(town_database.url)
    yield made
    made.close()
    desk.close()


def expected(reads: Reads, where: str, order: str) -> list[int]:
    with reads.database.reading() as session:
        found = session.connection().exec_driver_sql(f"SELECT id FROM request WHERE {where} ORDER BY {order}")
        return list(found.scalars())


@pytest.mark.parametrize("state", sorted(_STATES))
@pytest.mark.parametrize("order", sorted(_ORDERS))
def test_every_page_holds_what_a_look_at_everything_would(years: Reads, order: str, state: str) -> None:
    wrong, met = [], 0
    for query, condition, _ in _FEW:
        everything = expected(years, f"{condition} AND {_STATES[state]}", _ORDERS[order])
        met += len(everything)
        for page in (1, 2, 5):
            seen = look(years, {**query, "etat": state, "tri": order, "page": str(page)})
            ids = [card.id for card in seen.cards]
            if ids != everything[7 * (page - 1) : 7 * page] or seen.total != min(len(everything), 1000):
                wrong.append((query, page, ids, everything[:14], seen.total))
    assert met > 40 and wrong == []


def test_each_of_them_is_found_in_the_index_of_those_few(years: Reads) -> None:
    asked = [(query, index) for query, _, index in _FEW if index and "counter" not in query.values()]
    asked.append(({"tri": "priorite"}, "request_urgent"))
    asked.append(({"tri": "priorite", "service": "voirie"}, "request_urgent"))
    for query, index in asked:
        found = plans(years, {"etat": "toutes", **query})
        assert found and index in found[0], (query, found)


def test_a_delegation_and_a_search_in_it_read_neither_all_requests_nor_their_histories(years: Reads) -> None:
    """Also where nothing was ever joined, and SQLite knows it."""
    if not years.is_sqlite:
        return  # it reads several indexes at once, and so small a town whole
    refresh_statistics(years.database)
    years.database.engine.dispose()
    with overheard(years.database) as said, years.looking(seconds=30.0) as session:
        in_force = Organisations().current(session).in_force
        official = in_force.organisation.officials[0].key
        viewer = viewer_of(in_force.organisation, NOW.date(), person_id=1, official=official)
        for query in ({"etat": "toutes"}, {"etat": "toutes", "q": "bonjour"}):
            seen = list_delegated(session, years, viewer, in_force, Wanted.of(query), NOW, NOW)
            assert seen.cards
    read = {
        each: read_whole(years.database, each, given)
        for each, given in said.items()
        if "temp." not in each and "LIMIT" not in each  # of what is walked as far as a page needs
    }
    assert len(read) > 8
    assert {each: tables for each, tables in read.items() if tables & {"request", "entry"}} == {}


def plans(reads: Reads, query: Mapping[str, str]) -> list[str]:
    """How the requests of the page are found, statement by statement. Of PostgreSQL: where it reads no table
    whole, as it never does when that is large.
    """
    with overheard(reads.database) as said:
        look(reads, query)
    paged = re.compile(r"SELECT request\.id\s+FROM request .*\bORDER BY\b.*\bLIMIT\b", re.DOTALL)
    asked: list[tuple[str, Any]] = [each for each in said.items() if paged.match(each[0])]
    with reads.database.reading() as session:
        run = session.connection().exec_driver_sql
        if reads.is_sqlite:
            return [str(run(f"EXPLAIN QUERY PLAN {each}", given).all()) for each, given in asked]
        run("SET LOCAL enable_seqscan = off")
        return [str(run(f"EXPLAIN {each}", given).all()) for each, given in asked]


@pytest.mark.parametrize("words", ["bonjour", "lampadaire", "fontaine horloge", "xylophone", "…"])
def test_a_board_of_words_counts_what_a_look_at_everything_would(
    years: Reads, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.setattr(columns, "MOST_CARDS", 4)
    holding = set(told(years, words, "toutes")) if words != "…" else set()
    with years.database.reading() as session:
        run = session.connection().execute
        now = run(sa.select(sa.func.max(_requests.c.closed_at))).scalar_one()
        known = run(sa.select(_requests.c.id, _requests.c.state, _requests.c.closed_at)).all()
    here = [each for each in known if not each.closed_at or each.closed_at >= now - columns.CLOSED_LATELY]
    assert 3 < sum(each.closed_at is not None for each in here) < 60, "of the last week, and not of years"
    with years.looking(seconds=30.0) as session:
        in_force = Organisations().current(session).in_force
        viewer = viewer_of(in_force.organisation, now.date(), person_id=1, agent="sophie-martin")
        course, wanted = in_force.organisation.workflow(None), Wanted.of({"etat": "toutes", "q": words})
        read = read_columns(session, years, viewer, in_force, course, wanted, now)
    for column in read:
        theirs = {each.id for each in here if each.state == column.state and each.id in holding}
        assert column.total == len(theirs), column.state
        assert {card.id for card in column.cards} <= theirs
        assert len(column.cards) == (0 if column.is_closed else min(4, len(theirs))), column.state
