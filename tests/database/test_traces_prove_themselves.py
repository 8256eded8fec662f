"""History and access log are chained: what somebody with a hand on the database changes, removes, moves or
cuts off is named; what was rightly erased is not.
"""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dispatch.letters.examples.samples import samples
from dispatch.letters.render import Renderer
from dispatch.notices.catalogue import CATALOGUE
from dispatch.notices.details import CheckpointDetails
from dispatch.queries.auditing.traces import export_rows, read_note
from dispatch.rules.in_force import Organisations
from dispatch.upkeep.traces import Traces
from models.errors import UserError
from models.signing.notes import NoteSigner, Verifier
from models.store.audit import record_access
from models.store.chain.at_once import ReadAtOnce, cut, joined, read_stretch
from models.store.chain.checkpoint import Checkpoint, verify_all
from models.store.chain.rows import ACCESSES, CHAINS, GENESIS, HISTORY
from models.store.chain.seal import _append, _rows, head_of, seal, seal_again, start_of
from models.store.chain.verify import Verified, verify_chain
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.requests import Entry
from tests.database.test_what_may_come_in import work
from tests.desk import NOW, Desk

_entries, _outbox = table_of(Entry), table_of(OutboundMessage)


def look(database: Database, count: int, first: int = 1) -> None:
    with database.transaction() as session:
        for number in range(first, first + count):
            record_access(session, NOW, "cli:root", "read", f"request:{number}", zoom=number, also="é")


def verified(database: Database, chain: str = ACCESSES) -> Verified:
    """What one process finds; two, three, or one for each link find it whole when that one does, and say
    nothing when it does not.
    """
    with database.reading() as session:
        found = verify_chain(session, chain)
        start, (end, _) = start_of(session, chain)[:2], head_of(session, chain)
    links = end - start[0]
    for parts in {each for each in (2, 3, links) if 2 <= each <= links}:
        stretches = [
            read_stretch(url_of(database), chain, each, frozenset()) for each in cut(start, end, parts)
        ]
        whole = joined(stretches)
        assert (whole is None) == bool(found.problems), (parts, found.problems)
        if whole is not None:
            assert (whole.read.count, whole.read.head, whole.read.erased) == (
                found.count,
                found.head,
                found.erased,
            )
    return found


def url_of(database: Database) -> str:
    """With its password, as commands give it to their processes."""
    return sa.make_url(database.url).render_as_string(hide_password=False)


def tamper(database: Database, *statements: str) -> None:
    """What somebody does who may do everything: first away with the triggers."""
    guards = {
        "access_is_final": "access_record", "access_stays": "access_record", "trace_link_is_final": "trace_link",
        "trace_link_stays": "trace_link", "entry_is_final": "entry", "entry_stays": "entry",
    }  # fmt: skip
    with database.transaction() as session:
        connection = session.connection()
        for name, table in guards.items():
            connection.exec_driver_sql(
                f"DROP TRIGGER IF EXISTS {name}" + ("" if database.is_sqlite else f" ON {table}")
            )
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_rows_are_sealed_once_each_and_the_whole_chain_is_whole(desk: Desk) -> None:
    look(desk.database, 5)
    assert verified(desk.database).not_sealed == 5
    assert seal(desk.database, batch=2) == 5
    assert seal(desk.database) == 0
    found = verified(desk.database)
    assert (found.count, found.not_sealed, found.problems) == (5, 0, [])


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE access_record SET actor = 'cli:other' WHERE id = 3", "row 3 was changed"),
        ("UPDATE access_record SET data = '{}' WHERE id = 3", "row 3 was changed"),
        ("UPDATE access_record SET at = '2020-01-01 00:00:00.000000' WHERE id = 3", "row 3 was changed"),
        ("DELETE FROM access_record WHERE id = 3", "row 3 is missing"),
        ("UPDATE trace_link SET row_id = 4 WHERE position = 3", "chain is broken at position 3 (row 4)"),
        ("DELETE FROM trace_link WHERE position = 3", "positions 3 to 3 are missing"),
        ("UPDATE trace_link SET salt = ''", "row 1 lost its seal"),
    ],
)
def test_what_was_tampered_with_is_named(desk: Desk, statement: str, words: str) -> None:
    look(desk.database, 5)
    seal(desk.database)
    tamper(desk.database, statement)
    found = verified(desk.database)
    assert any(words in problem for problem in found.problems), found.problems


def test_a_row_whose_data_are_no_json_is_named_and_the_rest_is_read(desk: Desk) -> None:
    look(desk.database, 5)
    seal(desk.database)
    statements = (
        "UPDATE access_record SET data = '{' WHERE id = 3",
        "DELETE FROM access_record WHERE id = 4",
    )
    if not desk.database.is_sqlite:
        with pytest.raises(sa.exc.DBAPIError, match="json"):
            tamper(desk.database, *statements)
        return
    tamper(desk.database, *statements)
    assert verified(desk.database).problems == ["accesses: row 3 was changed", "accesses: row 4 is missing"]


def test_a_long_chain_is_read_by_two_processes_which_find_what_one_finds(desk: Desk) -> None:
    look(desk.database, 5)
    seal(desk.database)
    two = ReadAtOnce(url_of(desk.database), processes=2, least=2)
    asked = frozenset({1, 2, 3, 4, 5})
    with desk.database.reading() as session:
        one = verify_chain(session, ACCESSES, asked)
        assert verify_chain(session, ACCESSES, asked, at_once=two) == one
        assert two.read(ACCESSES, (0, GENESIS), 5, asked) is not None
    assert (one.count, len(one.at)) == (5, 6)
    tamper(desk.database, "UPDATE access_record SET actor = 'cli:other' WHERE id = 4")
    with desk.database.reading() as session:
        assert verify_chain(session, ACCESSES, at_once=two).problems == ["accesses: row 4 was changed"]
        lost = ReadAtOnce("sqlite:////dev/null/none.sqlite", processes=2, least=1)
        assert verify_chain(session, ACCESSES, asked, at_once=lost) == verify_chain(session, ACCESSES, asked)
        assert lost.read(ACCESSES, (0, GENESIS), 5, asked) is None, "processes that find no database"


def test_a_row_sealed_in_two_stretches_is_sealed_twice(desk: Desk) -> None:
    look(desk.database, 4)
    seal(desk.database)
    with desk.database.transaction() as session:
        _append(session, ACCESSES, _rows(session, ACCESSES, "r.id = 1", 1))
    assert verified(desk.database).problems == ["accesses: row 1 is sealed twice"]


@pytest.mark.parametrize("chain", CHAINS)
def test_a_row_that_was_sealed_again_without_being_erased_is_named(desk: Desk, chain: str) -> None:
    """Whoever writes to the database can empty a salt and put a new link behind the last."""
    look(desk.database, 3)
    desk.take()
    work(desk)
    seal(desk.database)
    table, column = ("entry", "text") if chain == HISTORY else ("access_record", "actor")
    tamper(desk.database, f"UPDATE {table} SET {column} = 'other' WHERE id = 1")
    with desk.database.transaction() as session:
        seal_again(session, chain, [1])
    (said,) = verified(desk.database, chain).problems
    assert "row 1 was sealed again" in said and "was not erased" in said


def test_two_rows_whose_texts_changed_places_are_named(desk: Desk) -> None:
    look(desk.database, 5)
    seal(desk.database)
    tamper(
        desk.database,
        "UPDATE access_record SET id = 99 WHERE id = 3",
        "UPDATE access_record SET id = 3 WHERE id = 4",
        "UPDATE access_record SET id = 4 WHERE id = 99",
    )
    assert [problem[-17:] for problem in verified(desk.database).problems] == [
        "row 3 was changed",
        "row 4 was changed",
    ]


def traces(desk: Desk, tmp_path: Path, *recipients: str) -> Traces:
    settings = desk.settings.model_copy(
        update={
            "data_dir": tmp_path,
            "audit": desk.settings.audit.model_copy(update={"checkpoint_recipients": recipients}),
        }
    )
    return Traces(desk.database, Organisations(), settings, desk.clock)


def problems(desk: Desk, tmp_path: Path, *outside: str) -> list[str]:
    verifier = NoteSigner.read(tmp_path / "secrets" / "audit_key").verifier
    with desk.database.reading() as session:
        return [said for each in verify_all(session, verifier, list(outside)) for said in each.problems]


def test_an_end_that_was_cut_off_with_its_links_shows_against_a_checkpoint_kept_elsewhere(
    desk: Desk, tmp_path: Path
) -> None:
    look(desk.database, 5)
    note = traces(desk, tmp_path).checkpoint()
    assert problems(desk, tmp_path, note) == []
    tamper(
        desk.database,
        "DELETE FROM access_record WHERE id > 3",
        "DELETE FROM trace_link WHERE chain = 'accesses' AND row_id > 3",
        "DELETE FROM trace_checkpoint",
    )
    assert problems(desk, tmp_path) == [], "the database alone cannot know"
    (said,) = problems(desk, tmp_path, note)
    assert "had 5 rows, there are 3: the end is missing" in said


def test_a_chain_written_anew_is_not_the_one_of_the_checkpoint(desk: Desk, tmp_path: Path) -> None:
    look(desk.database, 5)
    note = traces(desk, tmp_path).checkpoint()
    tamper(
        desk.database,
        "UPDATE access_record SET actor = 'cli:other' WHERE id = 3",
        "DELETE FROM trace_link WHERE chain = 'accesses'",
        "DELETE FROM trace_checkpoint",
    )
    seal(desk.database)
    assert verified(desk.database).problems == []
    assert "not what the checkpoint you gave" in problems(desk, tmp_path, note)[0]


def test_a_checkpoint_with_a_changed_number_or_of_another_key_is_refused(desk: Desk, tmp_path: Path) -> None:
    look(desk.database, 1)
    note = traces(desk, tmp_path).checkpoint()
    verifier = NoteSigner.read(tmp_path / "secrets" / "audit_key").verifier
    assert Checkpoint.read(note, Verifier.parse(str(verifier))).heads[ACCESSES][0] == 1
    with pytest.raises(UserError, match="its text was changed"):
        Checkpoint.read(note.replace("accesses 1", "accesses 2"), verifier)
    other = NoteSigner.make(tmp_path / "other", verifier.name).verifier
    with pytest.raises(UserError, match="not signed by"):
        Checkpoint.read(note, other)


def test_what_was_erased_leaves_the_chain_whole_and_what_was_only_blanked_does_not(desk: Desk) -> None:
    desk.take()
    work(desk)
    seal(desk.database)
    blank = sa.update(_entries).values(text="", quoted="", data={}, person_id=None, erased_at=NOW)
    with desk.database.transaction() as session:
        session.connection().execute(blank.where(_entries.c.id == 1))
        seal_again(session, HISTORY, [1])
    found = verified(desk.database, HISTORY)
    assert (found.problems, found.erased, found.not_sealed) == ([], 1, 0)
    with desk.database.transaction() as session:
        session.connection().execute(blank.where(_entries.c.id == 2))
    assert verified(desk.database, HISTORY).problems == ["history: row 2 was changed"]


def test_several_who_seal_at_once_make_one_chain(desk: Desk) -> None:
    look(desk.database, 40)
    wrong: list[Exception] = []

    def run() -> None:
        try:
            seal(desk.database, batch=3)
        except Exception as error:  # noqa: BLE001  # told by the assertion below
            wrong.append(error)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = verified(desk.database)
    assert (wrong, found.count, found.not_sealed, found.problems) == ([], 40, 0, [])


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE access_record SET actor = ''", "never changed"),
        ("DELETE FROM access_record", "kept long enough"),
        ("DELETE FROM entry", "never deleted"),
        ("UPDATE trace_link SET digest = link", "only the salt"),
        ("DELETE FROM trace_link", "kept long enough"),
    ],
)
def test_nobody_changes_a_trace_by_accident(desk: Desk, statement: str, words: str) -> None:
    look(desk.database, 1)
    desk.take()
    work(desk)
    seal(desk.database)
    with pytest.raises(sa.exc.DBAPIError, match=words), desk.database.transaction() as session:
        session.connection().exec_driver_sql(statement)


def outbox(database: Database) -> list[Any]:
    with database.reading() as session:
        return list(session.connection().execute(sa.select(_outbox).where(_outbox.c.notice == "checkpoint")))


def test_the_checkpoint_goes_to_both_keepers_once_a_day(desk: Desk, tmp_path: Path) -> None:
    made = traces(desk, tmp_path, "maire@example.org", "archives@example.org")
    assert [made.run(), made.run()] == [True, False]
    desk.clock.pass_seconds(86_400)
    assert made.run()
    assert [row.recipient for row in outbox(desk.database)] == [
        "maire@example.org", "archives@example.org", "maire@example.org", "archives@example.org",
    ]  # fmt: skip
    assert {row.audience for row in outbox(desk.database)} == {"administrator"}


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_the_letter_that_a_keeper_saved_is_a_checkpoint(desk: Desk, tmp_path: Path, locale: str) -> None:
    note = traces(desk, tmp_path).checkpoint()
    verifier = NoteSigner.read(tmp_path / "secrets" / "audit_key").verifier
    view = next(samples(CATALOGUE["checkpoint"], locale))
    view = replace(view, details=CheckpointDetails(note=note))
    letter = Renderer().email(view)
    saved = tmp_path / "saved.txt"
    saved.write_text("From: somebody\n\n" + letter.text.replace("\n", "\r\n"), encoding="utf-8")
    assert Checkpoint.read(read_note(saved), verifier).heads.keys() == set(CHAINS)


@pytest.mark.parametrize("chain", CHAINS)
def test_an_auditor_gets_every_line_with_its_place_and_its_link(desk: Desk, chain: str) -> None:
    look(desk.database, 1)
    desk.take()
    work(desk)
    seal(desk.database)
    lines: list[str] = []
    with desk.database.reading() as session:
        assert export_rows(session, chain, lines.append, as_csv=False) == len(lines) > 0
        _, link = head_of(session, chain)
    rows = [json.loads(line) for line in lines]
    assert [row["position"] for row in rows] == list(range(1, len(rows) + 1))
    assert rows[-1]["link"] == link.hex()
    assert rows[0]["at"].startswith("2026-11-03T13:05:00")
    if chain == ACCESSES:
        assert rows[0]["data"] == {"zoom": 1, "also": "é"}
