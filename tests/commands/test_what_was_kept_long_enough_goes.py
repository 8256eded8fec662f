"""Erased is erased: a word that was said is searched for in every file of var/ and in every table, and is not found."""

from __future__ import annotations

import io
import os
import time
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import sqlalchemy as sa

from dispatch.history.actor import Actor
from dispatch.history.change import Change
from dispatch.history.request import lock_request
from dispatch.requests.undo.kept import begin, note_act
from dispatch.upkeep.backup.before_upgrade import (
    COPIES_DAYS,
    copies_here,
    copy_before_upgrade,
    forget_copies,
)
from models.settings.file import load_settings
from models.store.database import Database
from models.store.files import FileStore
from models.store.organisations import load, newest_version
from models.tables import metadata
from models.vocabulary import ActorRole
from tests.commands.erasing import WORD
from tests.commands.running import guichet


def close_request(database: Database, closed: str) -> None:
    done = guichet("requests", "state", "1", "fini", "--comment", f"La {WORD} est changée.")
    assert done.code == 0, done.err
    guichet("requests", "note", "1", f"Attention, {WORD} !")
    guichet("work")
    with database.transaction() as session:
        session.connection().exec_driver_sql(f"UPDATE request SET closed_at = '{closed} 12:00:00.000000'")


def grow_old() -> None:
    """The files of the store were not handed in within the hour."""
    for path in Path("var/files").glob("??/??/*"):
        os.utime(path, (time.time() - 7200,) * 2)


def places(database: Database) -> list[str]:
    """Every file below var/, and every table, that holds the word in any case."""
    found = [
        str(path)
        for path in Path("var").rglob("*")
        if path.is_file() and WORD.encode() in path.read_bytes().lower()
    ]
    with database.reading() as session:
        connection = session.connection()
        sampled = [] if connection.dialect.name == "sqlite" else ["pg_stats"]
        for table in (*sa.inspect(connection).get_table_names(), *sampled):
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}"):
                if WORD in repr([bytes(v) if isinstance(v, memoryview) else v for v in row]).lower():
                    found.append(f"table {table}")
                    break
    return sorted(found)


#: Texts that name nobody: figures, keys of the organisation, states.
_NAMES_NOBODY = {
    "request": {"state", "state_kind", "workflow_key", "priority", "channel", "locale"},
    "entry": {"kind", "actor_role", "channel", "data"},
    "attachment": {"content_type"},
    "inbound_message": {"door", "door_name", "state", "leased_by"},
    "outbound_message": {
        "notice",
        "channel",
        "audience",
        "locale",
        "unique_key",
        "state",
        "leased_by",
        "carrier",
    },
    "task": {"state"},
}


def left_over(database: Database) -> list[str]:
    """Columns of text or JSON that still say something, of tables whose rows all belonged to what was erased."""
    found = []
    with database.reading() as session:
        for name, plain in _NAMES_NOBODY.items():
            table = metadata.tables[name]
            for column in table.columns:
                if isinstance(column.type, (sa.String, sa.JSON)) and column.name not in plain:
                    values = session.connection().execute(sa.select(column)).scalars()
                    found += [f"{name}.{column.name}" for value in values if value not in (None, "", [], {})]
    return sorted(set(found))


def rows(database: Database, statement: str) -> list[Any]:
    with database.reading() as session:
        return list(session.connection().exec_driver_sql(statement))


def share_another(database: Database) -> None:
    """An agent puts the person in copy of a request of somebody else, which stays."""
    made = guichet("requests", "create", "Un banc est cassé, place du Marché.", "--for", "luc@example.org")
    assert made.code == 0, made.err
    guichet("work")
    now = datetime.now(UTC)
    with database.transaction() as session:
        run = session.connection().execute
        in_force = load(session, newest_version(session) or 0)
        agent = run(sa.select(metadata.tables["agent"].c.person_id).limit(1)).scalar_one()
        other = run(sa.select(sa.func.max(metadata.tables["request"].c.id))).scalar_one()
        actor = Actor(ActorRole.AGENT, agent, "Karim Benali", "web")
        request = lock_request(session, in_force, other)
        change = Change(session, in_force, request, actor, "a test", now)
        begun = begin(change)
        row = {"request_id": other, "address": f"{WORD}@example.org", "role": "copy"}
        run(sa.insert(metadata.tables["participant"]).values(row))
        note_act(change, begun)


def test_an_approved_erasure_leaves_the_word_nowhere_and_the_figures_in_place(town: Database) -> None:
    close_request(town, "2003-05-06")
    assert guichet("audit", "checkpoint").code == 0
    before = places(town)
    tables = {place for place in before if place.startswith("table")}
    assert {
        "table request",
        "table entry",
        "table attachment",
        "table person",
        "table outbound_message",
    } <= tables
    assert any(".eml" in place for place in before) and any("var/files/" in place for place in before)
    grow_old()
    assert guichet("retention", "list", "--json").json()[0]["reference"].endswith("-00001")
    assert (
        "3 were approved, 1 is due" in guichet("retention", "run", "--approved-by", "X", "--expect", "3").err
    )
    done = guichet("retention", "run", "--approved-by", "Archives départementales")
    assert done.code == 0 and "1 request and 1 file erased" in done.out, done
    # Letters to staff name the building, not the person; whatever names the word is gone.
    assert places(town) == []
    (row,) = rows(
        town, "SELECT state_kind, service_id, building_id, created_at, closed_at, erased_at FROM request"
    )
    assert row[0] == "done" and None not in row
    assert guichet("audit", "verify").code == 0, "the chain is whole after the erasure"
    assert left_over(town) == [], "every text of these tables is blanked, or named as one that names nobody"
    (receipt,) = guichet("retention", "receipts", "--json").json()
    assert receipt["approved_by"] == "Archives départementales" and receipt["files"] == 1
    shown = guichet("requests", "show", "1").out
    assert "erased_at" in shown and "no rule" not in shown and not shown.partition("\nrequester")[1]
    assert guichet("retention", "run", "--approved-by", "X").code == 1


def test_the_copy_of_before_an_upgrade_is_told_of_and_goes_after_its_days(town: Database) -> None:
    close_request(town, "2003-05-06")
    settings = load_settings(Path("settings.toml"))
    files, made_at = FileStore(settings.files_dir, marked=True), datetime.now(UTC)
    (copy,) = copy_before_upgrade(town, files, settings, None, lambda: made_at)
    grow_old()
    done = guichet("retention", "run", "--approved-by", "Archives départementales")
    assert "A copy of before an upgrade still holds it" in done.out and Path(copy).parent.name in done.out
    assert places(town) == [copy] or not town.is_sqlite, "a dump is compressed"
    goes_at = made_at + timedelta(days=COPIES_DAYS)
    assert forget_copies(settings.data_dir, goes_at - timedelta(hours=1)) == 0 and Path(copy).exists()
    assert forget_copies(settings.data_dir, goes_at) == 1
    assert (places(town), copies_here(settings.data_dir)) == ([], {})


def test_whoever_is_forgotten_stands_in_no_act_of_another_request(town: Database) -> None:
    close_request(town, "2003-05-06")
    share_another(town)
    assert "table staff_act" in places(town)
    grow_old()
    done = guichet("retention", "run", "--approved-by", "Archives départementales")
    assert done.code == 0, done.err
    assert places(town) == []
    assert rows(town, "SELECT undone_at FROM staff_act") == [(None,)], "what was done can still be undone"


def test_a_held_request_and_everything_of_a_held_person_stay(town: Database) -> None:
    close_request(town, "2003-05-06")
    assert "Say why" in guichet("requests", "hold", "1").err
    assert guichet("requests", "hold", "1", "--reason", "Recours 42").code == 0
    assert guichet("retention", "list", "--json").json() == []
    assert guichet("requests", "hold", "1", "--release").code == 0
    assert len(guichet("retention", "list", "--json").json()) == 1
    address = f"{WORD}@example.org"
    assert guichet("people", "hold", address, "--reason", "Enquête").code == 0
    assert guichet("retention", "list", "--json").json() == []
    assert guichet("people", "hold", address, "--release").code == 0
    assert len(guichet("retention", "list", "--json").json()) == 1


def test_open_requests_and_young_ones_are_not_due_and_nobody_approved_is_refused(town: Database) -> None:
    assert guichet("retention", "list", "--json").json() == []
    close_request(town, "2020-05-06")
    assert guichet("retention", "list", "--json").json() == []
    assert "--approved-by" in guichet("retention", "run").err
    assert "kept long enough yet" in guichet("retention", "run", "--approved-by", "X").err


def test_the_slip_says_what_is_to_go_in_the_words_of_archives(town: Database) -> None:
    close_request(town, "2003-05-06")
    assert "1 request" in guichet("retention", "list", "--slip", "bordereau.csv").out
    head, line = Path("bordereau.csv").read_text(encoding="utf-8-sig").splitlines()
    assert head.startswith("Nature des documents;Service producteur;Date extrême")
    assert ";2003-05-06;1;1;" in line and line.endswith(";20 ans après clôture;Élimination")


def test_the_slip_is_a_document_to_sign_too(town: Database) -> None:
    close_request(town, "2003-05-06")
    assert "1 request" in guichet("retention", "list", "--slip", "bordereau.odt").out
    raw = Path("bordereau.odt").read_bytes()
    # By its first octets a word processor knows what it is (OpenDocument 1.3, part 2, 3.3).
    assert raw[30:].startswith(b"mimetypeapplication/vnd.oasis.opendocument.text")
    with zipfile.ZipFile(io.BytesIO(raw)) as document:
        named = ElementTree.fromstring(document.read("META-INF/manifest.xml"))
        paths = [value for each in named for key, value in each.attrib.items() if key.endswith("full-path")]
        assert set(paths) - {"/"} == set(document.namelist()) - {"mimetype", "META-INF/manifest.xml"}
        shown = " ".join(ElementTree.fromstring(document.read("content.xml")).itertext())
    for words in (
        "Nature des documents",
        "06/05/2003",
        "20 ans après clôture",
        "Visa du directeur des archives",
    ):
        assert words in shown


def test_a_slip_of_another_form_is_refused_and_nothing_is_written(town: Database) -> None:
    done = guichet("retention", "list", "--slip", "bordereau.docx")
    assert done.code == 1 and ".odt" in done.err
    assert not Path("bordereau.docx").exists()
