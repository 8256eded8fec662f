"""Searches and lists stop when a page is full, and hold what they would if everything were read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bench.fill import fill
from dispatch.queries.narrowing import found_first, orders, walked
from dispatch.queries.seen import listing
from dispatch.queries.seen.listing import Listing, list_seen
from dispatch.queries.seen.wanted import Wanted
from dispatch.rules.in_force import Organisations
from dispatch.sight.viewer import viewer_of
from models.organisation_files.sample import load_sample
from models.store.database import Database
from models.store.looking.reads import Reads
from models.tables.columns import table_of
from models.tables.requests import RequestRow
from tests.database.test_hot_statements_use_indexes import overheard
from tests.desk import NOW, Desk

_requests = table_of(RequestRow)
#: What stands in every request that `fill` makes, in one of ten, in one of twenty with another, in none.
SOUGHT = ("bonjour", "lampadaire", "fontaine horloge", "lampadaires", "xylophone", "lam", "po")


@pytest.fixture
def years(town_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reads]:
    """A town of 400 requests in which everything that is many in a town of a million is a few."""
    desk = Desk(town_database, tmp_path)
    fill(town_database, 400)
    monkeypatch.setattr(listing, "PAGE", 5)
    for name, few in (("NEWEST", 60), ("FEW_IN_HAND", 4), ("MOST_COMPARED", 1_000)):
        monkeypatch.setattr(found_first, name, few)
    made = Reads(town_database.url)
    yield made
    made.close()
    desk.close()


def look(reads: Reads, query: Mapping[str, str], agent: str = "sophie-martin") -> Listing:
    with reads.looking(seconds=30.0) as session:
        in_force = Organisations().current(session).in_force
        viewer = viewer_of(in_force.organisation, NOW.date(), person_id=1, agent=agent)
        return list_seen(session, reads, viewer, in_force, Wanted.of(query), NOW)


def told(reads: Reads, words: str, state: str) -> list[int]:
    """Ids of requests in which each word stands, as one that begins so: in hand first, then the newest."""
    holding = " AND ".join(
        f"' ' || lower(r.subject || ' ' || e.text) LIKE '% {word}%'" for word in words.split()
    )
    among = {"toutes": "true", "ouvertes": "r.closed_at IS NULL", "closes": "r.closed_at IS NOT NULL"}[state]
    with reads.database.reading() as session:
        rows = session.connection().exec_driver_sql(
            "SELECT DISTINCT r.id, r.closed_at IS NULL AS is_open FROM request r JOIN entry e"
            f" ON e.request_id = r.id AND e.kind = 'message_in' WHERE {among} AND {holding}".replace(
                "%", "%" if reads.is_sqlite else "%%"
            )
        )
        return [row[0] for row in sorted(rows, key=lambda row: (not row.is_open, -row.id))]


@pytest.mark.parametrize("state", ["toutes", "ouvertes", "closes"])
def test_every_page_of_a_search_holds_what_a_look_at_everything_would(years: Reads, state: str) -> None:
    assert len(told(years, "bonjour", "ouvertes")) > 9
    wrong: list[tuple[object, ...]] = []
    for words in SOUGHT:
        expected = told(years, words, state)
        for page in (1, 2, 3):
            seen = look(years, {"q": words, "etat": state, "page": str(page)})
            ids = [card.id for card in seen.cards]
            if ids != expected[5 * (page - 1) : 5 * page] or seen.is_cut:
                wrong.append((words, page, ids, expected[:15]))
            if not (seen.total <= len(expected) and seen.is_more == (seen.total < len(expected))):
                wrong.append((words, page, seen.total, len(expected)))
    assert wrong == []


def test_a_frequent_word_beside_a_rare_filter_is_said_to_be_cut(
    years: Reads, monkeypatch: pytest.MonkeyPatch
) -> None:
    filter_ = {"q": "bonjour", "etat": "toutes", "fait": "reopened"}
    assert not look(years, filter_).is_cut
    monkeypatch.setattr(found_first, "MOST_COMPARED", 20)
    monkeypatch.setattr(listing, "MOST_COUNTED", 10)
    seen = look(years, filter_)
    assert seen.is_cut and seen.is_more
    assert not look(years, filter_ | {"q": "xylophone"}).is_cut


def test_a_beginning_of_few_words_is_looked_for_as_those_words(years: Reads) -> None:
    if not years.is_sqlite:
        return  # it has no table of its words
    with overheard(years.database) as said:
        look(years, {"q": "lampadai", "etat": "toutes"})
    sought = [str(given) for statement, given in said.items() if "MATCH" in statement]
    assert sought and all('"lampadaire"' in each and "*" not in each for each in sought)


def test_sqlite_walks_what_is_many_in_its_order_and_puts_only_few_in_order(
    years: Reads, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not years.is_sqlite:
        return  # it knows how its tables are filled
    monkeypatch.setattr(walked, "MANY", 100)
    with years.database.transaction() as session:
        session.connection().exec_driver_sql("DELETE FROM sqlite_stat1")
    years.database.engine.dispose()
    for query in ({"etat": "closes"}, {"etat": "toutes", "tri": "echeance"}, {"tri": "recentes"}):
        assert "ORDER BY" not in _plans(years, query), query
    few = {"etat": "toutes", "lieu": "gymnase-guimard", "tri": "echeance"}
    assert "building_id=?" in _plans(years, few)


@pytest.mark.parametrize("order", ["recentes", "anciennes"])
def test_days_of_long_ago_are_not_walked_to_when_they_hold_few(
    years: Reads, order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with years.database.reading() as session:
        rows = session.execute(sa.select(_requests.c.id, _requests.c.created_at)).all()
    zone = load_sample().town.zone
    days = {row.id: row.created_at.astimezone(zone).date() for row in rows}
    begin, end = sorted(days.values())[len(days) // 3], sorted(days.values())[2 * len(days) // 3]
    held = sorted((each for each, day in days.items() if begin <= day <= end), reverse=order == "recentes")
    assert 5 < len(held) < len(days)
    query = {"etat": "toutes", "tri": order, "du": begin.isoformat(), "au": end.isoformat()}
    for few in (len(held), len(held) + 1):
        monkeypatch.setattr(orders, "_OF_DAYS", few)
        with overheard(years.database) as said:
            assert [card.id for card in look(years, query).cards] == held[:5]
        put_in_order = any("ORDER BY request.id + " in statement for statement in said)
        assert put_in_order == (few > len(held) and not years.is_sqlite)


def _plans(reads: Reads, query: Mapping[str, str]) -> str:
    """How SQLite finds the requests of the page, but for putting the last column of an index in order."""
    with overheard(reads.database) as said:
        look(reads, query)
    asked: list[tuple[str, Any]] = [
        each for each in said.items() if "LIMIT ? OFFSET ?" in each[0] and "FROM request" in each[0]
    ]
    assert asked
    with reads.database.reading() as session:
        run = session.connection().exec_driver_sql
        lines = [str(row[3]) for each, given in asked for row in run(f"EXPLAIN QUERY PLAN {each}", given)]
    return "\n".join(line for line in lines if "RIGHT PART" not in line)
