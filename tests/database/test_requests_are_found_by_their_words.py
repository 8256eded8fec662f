"""Requests are found by their words, in the same breath as these are written, and no more once they are gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch.history.actor import SYSTEM
from dispatch.history.entries import write_entry
from dispatch.queries.request_list import Order, RequestFilter, list_requests
from dispatch.queries.seen import listing
from dispatch.queries.seen.listing import list_seen
from dispatch.queries.seen.wanted import Wanted
from dispatch.queries.sought.asked import Sought
from dispatch.rules.in_force import Organisations
from dispatch.sight.viewer import Viewer, viewer_of
from dispatch.upkeep.retention.erase import erase_request
from dispatch.upkeep.verifying import verify
from models.store.database import Database
from models.store.glance import Glance
from models.store.looking.reads import Reads
from models.store.looking.words import is_whole
from models.store.privacy.scrub import scrub
from models.store.schema import upgrade
from models.tables.requests import EntryKind
from tests.desk import NOW, Desk
from tests.letters import write

LETTER = "Bonjour, les lampadaires de l’allée des Cœurs clignotent au gymnase Guimard. Rappelez-moi au 01 99 00 12 34."


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Iterator[Desk]:
    """One request about street lamps, and one about a window, of Luc."""
    desk = Desk(town_database, tmp_path)
    desk.take(write(LETTER, subject="Éclairage défaillant"))
    desk.take(
        write("Une vitre brisée à la médiathèque.", subject="Vitre", sender="luc@example.org", name="Luc")
    )
    processor = desk.processor()
    while processor.process_next():
        pass
    yield desk
    desk.close()


@contextmanager
def glancing(database: Database) -> Iterator[Glance]:
    look = Glance(database.url.replace("+psycopg", ""))
    yield look
    look.close()


def found(database: Database, words: str, limit: int = 50) -> list[int]:
    """The numbers of the requests that the command finds."""
    with glancing(database) as look:
        rows = list_requests(look, RequestFilter(search=words, order=Order.FOUND, limit=limit))
    return [int(row["reference"].partition("-")[2]) for row in rows]


def on_page(
    database: Database, words: str, viewer: Viewer | None = None, **wanted: Any
) -> tuple[list[int], int]:
    """What the page shows of it to an administrator or `viewer`, and how many it says there are."""
    reads = Reads(database.url)
    try:
        with reads.looking() as session:
            in_force = Organisations().current(session).in_force
            viewer = viewer or viewer_of(
                in_force.organisation, NOW.date(), person_id=1, agent="sophie-martin"
            )
            query = {"q": words, "etat": "toutes", **wanted}
            seen = list_seen(session, reads, viewer, in_force, Wanted.of(query), NOW)
    finally:
        reads.close()
    return [int(card.reference.partition("-")[2]) for card in seen.cards], seen.total


def run(database: Database, statement: str, **given: Any) -> None:
    with database.transaction() as session:
        session.connection().execute(sa.text(statement), given)


def say(database: Database, text: str, request_id: int = 1) -> None:
    with database.transaction() as session:
        write_entry(session, request_id, EntryKind.NOTE, SYSTEM, NOW, text=text)


def whole(database: Database) -> bool:
    with database.transaction() as session:
        return is_whole(session)


@pytest.mark.parametrize(
    "words",
    [
        "eclairage", "ÉCLAIRAGE défaillant", "lampadaire", "clign", "coeurs", "l'allée des coeurs", "guimard gymnase",
        '"allée des Cœurs"', "« gymnase Guimard »", "jeanne petit", "jeanne.petit@example.org", "JEANNE.PETIT",
        "example.org jeanne", "2026-00001", "2026-1", "#1", "1", "n°1", "clignotent petit 2026-1", "01 99 00 12 34",
        "rappelez", "de la lampadaires",
    ],
)  # fmt: skip
def test_a_request_is_found_by_what_was_said_by_whom_and_where(counter: Desk, words: str) -> None:
    assert found(counter.database, words) == [1]
    assert on_page(counter.database, words) == ([1], 1)


@pytest.mark.parametrize(
    "words",
    [
        "lampadaire vitre", '"gymnase au"', "padaire", "2026-3", "2025-00001", "open", "r2026n1", "closed", "n1", "!!!",
        '"', "« »", '"lampad"', "01 99 00 12 35", "marks : open", "request_words",
    ],
)  # fmt: skip
def test_words_that_no_request_holds_together_find_nothing(counter: Desk, words: str) -> None:
    assert found(counter.database, words) == []
    assert on_page(counter.database, words) == ([], 0)


def test_a_telephone_number_is_found_however_it_is_written(counter: Desk) -> None:
    run(counter.database, "UPDATE person SET told_phone = '+33639980012' WHERE name = 'Luc'")
    for words in (
        "0639980012",
        "06 39 98 00 12",
        "+33 6 39 98 00 12",
        "0033639980012",
        "06.39.98.00.12",
        "639980012",
    ):
        assert found(counter.database, words) == [2], words


HOSTILE = [
    '"', '""', '"""', "'", "''", "\\", "a\\", "'a' & 'b", "a:*", "a:b", "-a", "+a", "^a", "a^", "(a", "a)", "*", "a*",
    "NEAR(a b)", "a AND", "OR", "NOT a", "{words}: a", "words:a", "rank:1", "%", "_", ";--", "\u0000", "a\u0000b",
    "<->", "!a", "a|b", "«", "“a", "\ud83d\ude00", "\u0301\u0301\u0301", "é" * 500, "1" * 500, "a " * 500, "２０２６",
    "ﬁ", "m²", "x-y-z", "--", "'':*", "$$", "\x1b[2J",
]  # fmt: skip


def test_no_query_is_a_mistake(counter: Desk) -> None:
    for words in HOSTILE:
        words = words.encode("utf-16", "surrogatepass").decode("utf-16")
        assert found(counter.database, words) == on_page(counter.database, words)[0], words


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=30))
def test_no_text_at_all_is_a_mistake(counter: Desk, words: str) -> None:
    assert set(found(counter.database, words)) <= {1, 2}


def test_words_are_found_once_they_are_kept_and_never_when_they_are_not(counter: Desk) -> None:
    say(counter.database, "Le disjoncteur a sauté.")
    assert found(counter.database, "disjoncteur") == [1]
    with pytest.raises(ZeroDivisionError), counter.database.transaction() as session:
        write_entry(session, 1, EntryKind.NOTE, SYSTEM, NOW, text="Un transformateur.")
        session.flush()
        raise ZeroDivisionError
    assert found(counter.database, "transformateur") == []
    assert whole(counter.database)


@pytest.mark.parametrize(
    ("statement", "gone", "new"),
    [
        ("UPDATE person SET name = 'Élise Roux' WHERE name = 'Nora Petit'", "nora", "elise"),
        ("UPDATE contact_point SET written = 'elise@example.org' WHERE written LIKE 'jeanne%'", "jeanne.petit@example.org",
         "elise@example.org"),
        ("UPDATE request SET requester_id = (SELECT id FROM person WHERE name = 'Luc') WHERE id = 1", "nora", "luc lampadaires"),
        ("UPDATE request SET subject = 'Panne' WHERE id = 1", "eclairage", "panne"),
        ("UPDATE request SET building_id = (SELECT id FROM building WHERE key = 'mediatheque') WHERE id = 1", "rien",
         "mediatheque lampadaires"),
        ("UPDATE building SET name = 'Halle Noire' WHERE key = 'gymnase-guimard'", "rien", "halle noire lampadaires"),
        ("UPDATE request SET number = 77 WHERE id = 1", "2026-1", "2026-77"),
    ],
)  # fmt: skip
def test_what_is_put_right_is_found_by_its_new_words_alone(
    counter: Desk, statement: str, gone: str, new: str
) -> None:
    run(counter.database, "UPDATE person SET name = 'Nora Petit' WHERE name = 'Jeanne Petit'")
    run(counter.database, statement)
    assert found(counter.database, gone) == []
    assert len(found(counter.database, new)) == 1
    assert whole(counter.database)
    run(
        counter.database,
        "UPDATE contact_point SET person_id = (SELECT max(id) FROM person) WHERE written LIKE 'luc%'",
    )
    assert whole(counter.database)


def test_open_ones_come_first_then_the_newest_page_by_page(
    counter: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(120):
        say_in_new(counter.database, 100 + number, closed=number % 2 == 0)
    numbers = [100 + n for n in range(120)]
    in_order = [n for n in reversed(numbers) if n % 2] + [n for n in reversed(numbers) if n % 2 == 0]
    assert found(counter.database, "hydrant", 500) == in_order
    assert found(counter.database, "hydrant", 70) == in_order[:70]
    pages = [on_page(counter.database, "hydrant", page=str(page)) for page in (1, 2, 3)]
    assert [numbers for numbers, _ in pages] == [in_order[:50], in_order[50:100], in_order[100:]]
    assert {total for _, total in pages} == {120}
    assert on_page(counter.database, "hydrant", etat="closes", page="2") == (in_order[110:], 60)
    assert on_page(counter.database, "hydrant", etat="done") == (in_order[60:110], 60)
    # More are found than are counted: the open ones are all there, the others as far as it goes.
    monkeypatch.setattr(listing, "MOST_COUNTED", 69)
    assert on_page(counter.database, "hydrant", page="2") == (in_order[50:70], 69)


def say_in_new(database: Database, number: int, *, closed: bool) -> None:
    """Another request like the second, with that number."""
    run(
        database,
        "INSERT INTO request (year, number, subject, state, state_kind, workflow_key, service_id, requester_id, channel,"
        " locale, tags, fields, decision, created_at, updated_at, priority) SELECT year, :number, 'Hydrant', :state,"
        " :state, workflow_key, service_id, requester_id, channel, locale, tags, fields, decision, created_at,"
        " updated_at, priority FROM request WHERE id = 2",
        number=number, state="done" if closed else "new",
    )  # fmt: skip


def test_a_state_that_changes_moves_a_request_among_the_open_ones(counter: Desk) -> None:
    run(counter.database, "UPDATE request SET state = 'done', state_kind = 'done' WHERE id = 2")
    say(counter.database, "Vitre, aussi.")
    assert found(counter.database, "vitre") == [1, 2]
    run(counter.database, "UPDATE request SET state = 'new', state_kind = 'new' WHERE id = 2")
    assert found(counter.database, "vitre") == [2, 1]
    assert whole(counter.database)


def test_nobody_learns_by_a_count_of_what_they_may_not_see(counter: Desk) -> None:
    run(counter.database, "UPDATE request SET building_id = NULL, assignee_id = NULL,"
        " service_id = (SELECT id FROM service WHERE key = 'batiments') WHERE id = 1")  # fmt: skip
    with counter.database.reading() as session:
        organisation = Organisations().current(session).in_force.organisation
    roads = viewer_of(organisation, NOW.date(), person_id=5, agent="marc-durand")
    stranger = Viewer(person_id=1)
    for words in ("lampadaire", "2026-1", "1", "jeanne.petit@example.org"):
        assert on_page(counter.database, words, roads) == ([], 0)
        assert on_page(counter.database, words, stranger) == ([], 0)
    keeper = viewer_of(organisation, NOW.date(), person_id=5, agent="karim-benali")
    assert on_page(counter.database, "lampadaire", keeper) == ([1], 1)


def test_a_history_without_end_is_found_by_its_beginning_and_costs_no_more_than_that(counter: Desk) -> None:
    with counter.database.transaction() as session:
        for number in range(250):
            write_entry(session, 1, EntryKind.NOTE, SYSTEM, NOW, text=f"Relance lettre{number}.")
    assert found(counter.database, "lettre150") == [1]
    assert found(counter.database, "lettre240") == []
    say(counter.database, "mot " * 40_000 + "fin", request_id=2)
    say(counter.database, "apres", request_id=2)
    assert found(counter.database, "mot brisée") == [2]
    assert found(counter.database, "fin") == []
    assert whole(counter.database)


def test_what_is_erased_is_found_no_more_and_leaves_no_word_in_the_index(counter: Desk) -> None:
    database = counter.database
    say(database, "Xylophagezorglub, Kwassachou.")
    assert b"zorglub" in index_bytes(database)
    with database.transaction() as session:
        erase_request(session, 1, NOW)
    assert found(database, "xylophagezorglub") == []
    assert found(database, "jeanne") == []
    assert b"zorglub" in index_bytes(database), (
        "what is erased stands in the files until they are written anew"
    )
    assert scrub(database)
    assert b"zorglub" not in index_bytes(database)
    assert b"wassachou" not in index_bytes(database)
    assert b"jeanne" not in index_bytes(database)
    assert found(database, "vitre") == [2]
    assert whole(database)


def index_bytes(database: Database) -> bytes:
    """The index as its file holds it."""
    with database.reading() as session:
        connection = session.connection()
        if database.is_sqlite:
            return b"".join(
                connection.execute(sa.text("SELECT block FROM request_words_data")).scalars()
            ).lower()
    run(database, "CHECKPOINT")
    with database.reading() as session:
        path = (
            session.connection()
            .execute(sa.text("SELECT pg_relation_filepath('request_by_words')"))
            .scalar_one()
        )
        read: Callable[..., Any] = session.connection().execute
        return bytes(read(sa.text("SELECT pg_read_binary_file(:path)"), {"path": path}).scalar_one()).lower()


def test_an_index_that_does_not_agree_is_named_and_made_anew(counter: Desk) -> None:
    database = counter.database
    broken = (
        "INSERT INTO request_words (request_words, rowid, words, marks) SELECT 'delete', id, words, marks"
        " FROM request_text WHERE id = 1"
        if database.is_sqlite
        else "UPDATE request_words SET words = '' WHERE request_id = 1"
    )
    run(database, broken)
    assert found(database, "lampadaire") == []
    for repair in (False, True):
        with database.transaction() as session:
            said = [each for each in verify(session, counter.files, repair=repair) if each.about == "search"]
        assert [each.mended for each in said] == [repair]
    assert found(database, "lampadaire") == [1]
    with database.transaction() as session:
        assert [each for each in verify(session, counter.files) if each.about == "search"] == []


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    cluster = request.getfixturevalue("postgres_cluster")
    name = cluster.create_database("template0")
    yield cluster.url(name)
    cluster.drop_database(name)


def test_requests_from_before_the_index_are_found(
    empty_url: str, open_database: Callable[[str], Database]
) -> None:
    database = open_database(empty_url)
    upgrade(database, "0014")
    run(database, "INSERT INTO person (id, kind, name, locale, created_at, told_phone, held_because) VALUES"
        " (1, 'citizen', 'Ada Bel', 'fr', '2026-11-03 13:05:00', '', '')")  # fmt: skip
    run(database, "INSERT INTO request (id, year, number, subject, state, state_kind, workflow_key, requester_id, channel,"
        " locale, tags, fields, decision, created_at, updated_at, priority, held_because) VALUES (1, 2026, 1, 'Fuite',"
        " 'new', 'new', 'default', 1, 'email', 'fr', '[]', '{}', '{}', '2026-11-03 13:05:00', '2026-11-03 13:05:00',"
        " 'normal', '')")  # fmt: skip
    upgrade(database)
    assert found(database, "fuite ada") == [1]
    assert whole(database)


def test_a_whole_address_is_no_beginning_of_another() -> None:
    """The beginnings of `org` are in every request: putting them together is what a search would cost."""
    for typed, begun in (
        ("jeanne.petit@example.org", False),
        ("écoles@ville.fr gymnase", False),
        ("jeanne.petit@example", True),
        ("jeanne.petit", True),
        ("@jeanne", True),
    ):
        (first, *_) = Sought.read(typed).terms[0]
        assert first.is_begun is begun, typed
