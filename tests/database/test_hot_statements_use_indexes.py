"""What is asked for every mail and every notice costs the same in any town: no statement reads a table whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, get_args

import pytest
import sqlalchemy as sa

from bench.fill import fill
from dispatch.delivery.deliver import Deliverer
from dispatch.letters.render import Renderer
from dispatch.notices import queue
from dispatch.queries.seen.columns import read_columns
from dispatch.queries.seen.desk import read_desk
from dispatch.queries.seen.lanes import By, read_lanes
from dispatch.queries.seen.listing import list_seen
from dispatch.queries.seen.wanted import Wanted
from dispatch.queries.waiting import ages_of_oldest
from dispatch.rules.in_force import Organisations
from dispatch.sight.viewer import viewer_of
from models.settings.settings import Settings
from models.store.database import Database
from models.store.looking.reads import Reads
from models.store.sqlite.statistics import refresh_statistics
from models.tables import metadata
from tests.desk import NOW, SIGNER, Desk
from tests.letters import CITIZEN, STRANGER, write
from tests.outgoing import Memory

#: Tables that grow with every message.
GROWING = {
    "inbound_message", "outbound_message", "request", "entry", "attachment", "person", "contact_point",
    "participant", "seen_message_id", "request_link", "task", "access_log", "confirmation", "remote_file",
}  # fmt: skip
#: Indexes of some rows: to read one whole is to read what waits, and no more.
SMALL = {
    str(index.name)
    for table in metadata.tables.values()
    for index in table.indexes
    if index.dialect_options["sqlite"]["where"] is not None
}
#: What is read from one end, as far as a limit; on SQLite the words of an index, which are a table of the reader.
_BOUNDED = (
    "SELECT term FROM temp.request_terms",
    "SELECT request.id \nFROM request ORDER BY request.id DESC",
)
_KINDS = ("SELECT", "UPDATE", "DELETE", "WITH")


@contextmanager
def overheard(database: Database) -> Iterator[dict[str, Any]]:
    """Every statement that was run meanwhile, with the parameters of its first time."""
    said: dict[str, Any] = {}

    def hear(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if statement.lstrip().upper().startswith(_KINDS):
            said.setdefault(statement, parameters[0] if many else parameters)

    sa.event.listen(database.engine, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", hear)


def read_whole(database: Database, statement: str, parameters: Any) -> set[str]:
    """The growing tables that the database could only read from their first row to their last."""
    with database.transaction() as session:
        run = session.connection().exec_driver_sql
        if database.is_sqlite:
            plan = [str(row[3]) for row in run(f"EXPLAIN QUERY PLAN {statement}", parameters)]
            scans = [
                found for line in plan if (found := re.match(r"SCAN (\w+)(?: USING.* INDEX (\w+))?", line))
            ]
            return {_table_of(found[1], statement) for found in scans if found[2] not in SMALL} & GROWING
        # A small table is read whole whatever there is: it must not be, when there is another way.
        run("SET LOCAL enable_seqscan = off")
        run("SET LOCAL enable_bitmapscan = off")
        plan = "\n".join(str(row[0]) for row in run(f"EXPLAIN {statement}", parameters))
        nodes = re.split(r"\n *->", plan)
        by_index = [
            found[2]
            for node in nodes
            if (found := re.search(r"Index (?:Only )?Scan (?:Backward )?using \"?(\w+)\"? on \"?(\w+)", node))
            and "Index Cond" not in node
            and found[1] not in SMALL
        ]
        whole = re.findall(r"Seq Scan on \"?(\w+)", plan)
        return {*by_index, *whole} & GROWING


def _table_of(alias: str, statement: str) -> str:
    found = re.search(rf"\b(\w+) AS {alias}\b", statement)
    return found[1] if found else alias


@pytest.fixture
def busy(town_database: Database, tmp_path: Path) -> Iterator[tuple[Desk, dict[str, Any]]]:
    """What one day says to the database: new requests, answers, strangers, files, and their notices."""
    settings = Settings.model_validate({"limits": {"storm_of_strangers_per_hour": 1}})
    desk = Desk(town_database, tmp_path, settings=settings)
    first = write("Une ampoule au gymnase Guimard.", files={"plan.bin": b"x" * 500})
    answered = {"In-Reply-To": first["Message-ID"], "References": first["Message-ID"]}
    processor = desk.processor()
    deliverer = Deliverer(
        town_database, desk.files, {"email": Memory(), "sms": Memory()}, Renderer(None), SIGNER, settings,
        desk.clock, monotonic=lambda: desk.clock.now.timestamp(),
    )  # fmt: skip
    letters = [
        first,
        write("Toujours rien au gymnase.", subject="Re: Ampoule cassée", headers=answered),
        write("Une vitre à la médiathèque.", files={"photo.bin": b"y" * 300}),
        write("C’est au sujet de 2026-00001.", subject="Re: [2026-00001] Ampoule", sender=STRANGER),
        first,
    ]
    with overheard(town_database) as said:
        for letter in letters:
            desk.take(letter, peer="203.0.113.9" if letter["From"] != CITIZEN else "127.0.0.1")
            while processor.process_next():
                pass
            while deliverer.deliver_next():
                pass
        with town_database.reading() as session:
            ages_of_oldest(session, desk.clock())
    yield desk, said
    desk.close()


def test_nothing_that_is_asked_for_each_mail_or_notice_reads_a_growing_table_whole(
    busy: tuple[Desk, dict[str, Any]],
) -> None:
    desk, said = busy
    assert set(desk.states()) >= {"new_request", "follow_up", "duplicate"}
    assert len(said) > 30, "the statements were not heard"

    def wrong() -> dict[str, set[str]]:
        read = {each: read_whole(desk.database, each, given) for each, given in said.items()}
        return {statement: tables for statement, tables in read.items() if tables}

    assert wrong() == {}
    if desk.database.is_sqlite:  # once SQLite knows how the tables are filled, it chooses anew
        refresh_statistics(desk.database)
        desk.database.engine.dispose()
        assert wrong() == {}
        fill(desk.database, 1_500)
        refresh_statistics(desk.database)
        desk.database.engine.dispose()
        assert wrong() == {}


def test_the_look_finds_a_statement_that_reads_a_table_whole(busy: tuple[Desk, dict[str, Any]]) -> None:
    desk, _ = busy
    for table in ("inbound_message", "outbound_message"):
        by_words = f"SELECT id FROM {table} WHERE {'subject' if table[0] == 'i' else 'last_error'} = 'x'"
        assert read_whole(desk.database, by_words, ()) == {table}


def test_a_claim_walks_what_waits_and_not_all_that_ever_left_on_a_channel(sqlite_database: Database) -> None:
    """SQLite takes the first index it likes: one on the channel alone reads every letter of years."""
    with overheard(sqlite_database) as said, sqlite_database.transaction() as session:
        queue.claim(session, NOW, channels=["email", "sms"], limit=32, lease_seconds=60)
    ((statement, parameters),) = ((s, p) for s, p in said.items() if s.startswith("UPDATE outbound_message"))
    with sqlite_database.reading() as session:
        rows = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        plan = [str(row[3]) for row in rows]
    used = {
        found[1]
        for line in plan
        if (found := re.search(r"outbound_message USING INDEX (outbound_\w+)", line))
    }
    assert used & {"outbound_due", "outbound_survivor"}
    assert "outbound_sent" not in used


@pytest.mark.parametrize("agent", ["sophie-martin", "ines-leroy", "marc-durand"])
def test_board_desk_list_and_search_walk_indexes_and_no_growing_table(
    town_database: Database, tmp_path: Path, agent: str
) -> None:
    """As an administrator, a manager and an agent see them."""
    desk = Desk(town_database, tmp_path)
    desk.take(write("Une ampoule au gymnase Guimard."))
    while desk.processor().process_next():
        pass
    reads = Reads(town_database.url)
    lists = (
        {},
        {"a": "moi"},
        {"a": "personne"},
        {"retard": "1"},
        {"q": "ampoule"},
        {"q": "ampoule", "etat": "toutes"},
        {"q": "ampoule", "etat": "closes"},
        {"etat": "waiting"},
        {"etat": "toutes", "tri": "echeance"},
        {"type": "voie-publique"},
        {"etat": "closes", "service": "voirie"},
        {"tri": "recentes"},
    )
    try:
        with overheard(reads.database) as said, reads.looking() as session:
            in_force = Organisations().current(session).in_force
            viewer = viewer_of(in_force.organisation, NOW.date(), person_id=1, agent=agent)
            course = in_force.organisation.workflow(None)
            for filter_ in ({}, {"a": "moi"}, {"q": "ampoule"}):
                board = Wanted.of({**filter_, "etat": "toutes", "tri": "echeance"})
                read_columns(session, reads, viewer, in_force, course, board, NOW)
                for by in get_args(By):
                    read_lanes(session, reads, viewer, in_force, course, board, NOW, by)
            read_desk(session, viewer, in_force, NOW)
            for query in lists:
                list_seen(session, reads, viewer, in_force, Wanted.of(query), NOW)
    finally:
        reads.close()
    desk.close()
    asked = {
        statement: given
        for statement, given in said.items()
        if "request" in statement and not statement.startswith(_BOUNDED)
    }
    assert len(asked) > 12, "the statements were not heard"
    wrong = {
        statement: tables
        for statement, given in asked.items()
        if (tables := read_whole(town_database, statement, given))
    }
    assert wrong == {}


def test_the_board_of_many_years_counts_what_is_in_hand_and_what_lately_ended_by_their_own_indexes(
    sqlite_database: Database, tmp_path: Path
) -> None:
    """By the kind of their state SQLite would walk everything that ever ended."""
    desk = Desk(sqlite_database, tmp_path)
    fill(sqlite_database, 1_500)
    refresh_statistics(sqlite_database)
    sqlite_database.engine.dispose()
    reads = Reads(sqlite_database.url)
    try:
        with overheard(reads.database) as said, reads.looking() as session:
            in_force = Organisations().current(session).in_force
            viewer = viewer_of(in_force.organisation, NOW.date(), person_id=1, agent="sophie-martin")
            wanted = Wanted.of({"etat": "toutes", "tri": "echeance"})
            read_columns(session, reads, viewer, in_force, in_force.organisation.workflow(None), wanted, NOW)
        counts = [(each, given) for each, given in said.items() if "count(*) AS total" in each]
        with reads.looking() as session:
            run = session.connection().exec_driver_sql
            plans = [str(run(f"EXPLAIN QUERY PLAN {each}", given).all()) for each, given in counts]
    finally:
        reads.close()
        desk.close()
    assert len(plans) == 2
    assert "request_in_hand" in plans[0]
    assert "request_ended (closed_at>?)" in plans[1]
