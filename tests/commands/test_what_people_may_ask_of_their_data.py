"""A person asks: to see their data, to have it put right, erased, no longer used. Each act is traced."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa

from models.store.database import Database
from tests.commands.erasing import WORD
from tests.commands.running import guichet
from tests.commands.test_what_was_kept_long_enough_goes import (
    close_request,
    grow_old,
    places,
    rows,
)

WHO = f"{WORD}@example.org"


def acts() -> list[tuple[str, str]]:
    lines = guichet("audit", "show", "--json", "--limit", "200").json()
    return [(line["action"], line["actor"].partition(":")[0]) for line in lines]


def test_the_export_is_a_page_a_citizen_can_read_with_json_and_files(town: Database) -> None:
    guichet("requests", "note", "1", "<b>Voir avec le DGS</b>")
    done = guichet("people", "export", WHO, "--to", "export.zip")
    assert done.code == 0 and "notes among staff left out: 1." in done.out, done
    with zipfile.ZipFile("export.zip") as archive:
        names = archive.namelist()
        page, data = archive.read("index.html").decode(), json.loads(archive.read("data.json"))
        file = next(name for name in names if name.startswith("files/"))
        assert WORD.encode() in archive.read(file)
    assert "Vos demandes" in page and f"la {WORD} du gymnase" in page and f'href="{file}"' in page
    # What the program's copy says of the request, the page says in words.
    said = page.replace("\u00a0", " ")
    assert f"Lieu : {data['requests'][0]['building']}" in said and "À traiter avant le" in said
    assert data["requests"][0]["building"].startswith("Gymnase")
    assert "Langue : français" in said and f"– accusé de réception, {WHO}, " in said
    assert "DGS" not in page and "DGS" not in json.dumps(data)
    assert data["requests"][0]["reference"].endswith("-00001") and data["contacts"][0]["value"] == WHO
    assert Path("export.zip").stat().st_mode & 0o777 == 0o600
    assert "is there already" in guichet("people", "export", WHO, "--to", "export.zip").err
    assert guichet("people", "export", WHO, "--to", "tout.zip", "--with-notes").code == 0
    with zipfile.ZipFile("tout.zip") as archive:
        page = archive.read("index.html").decode()
    assert "&lt;b&gt;Voir avec le DGS" in page and "<b>Voir" not in page
    assert ("export", "cli") in acts()


@pytest.mark.parametrize("table", ["request", "person"])
def test_an_english_reader_gets_an_english_page(town: Database, table: str) -> None:
    """Whether they asked for English, or wrote their last request in it."""
    with town.transaction() as session:
        session.connection().execute(sa.text(f"UPDATE {table} SET locale = 'en'"))
    for name, options, title in (
        ("theirs.zip", (), "Your requests"),
        ("asked.zip", ("--locale", "fr"), "Vos demandes"),
    ):
        assert guichet("people", "export", WHO, "--to", name, *options).code == 0
        with zipfile.ZipFile(name) as archive:
            assert title in archive.read("index.html").decode()
    assert guichet("people", "export", WHO, "--to", "no.zip", "--locale", "de").code != 0
    assert not Path("no.zip").exists()


def test_rectified_is_what_is_shown_from_then_on(town: Database) -> None:
    assert "Say what" in guichet("people", "rectify", WHO).err
    assert "empty" in guichet("people", "rectify", WHO, "--name", "").err
    assert (
        guichet("people", "rectify", WHO, "--name", "Jeanne Martin", "--contact", "jm@example.org").code == 0
    )
    assert "Nobody is known" in guichet("people", "show", WHO).err
    shown = guichet("people", "show", "jm@example.org", "--json").json()
    assert shown["name"] == "Jeanne Martin" and [each["contact"] for each in shown["contacts"]] == [
        "jm@example.org"
    ]
    assert (
        "is somebody's already"
        in guichet("people", "rectify", "jm@example.org", "--contact", "jm@example.org").err
    )
    assert WORD not in json.dumps(guichet("audit", "show", "--json").json()).lower()
    assert ("rectify", "cli") in acts()


def test_erasing_keeps_what_the_law_keeps_and_says_so_in_its_words(town: Database) -> None:
    done = guichet("people", "erase", WHO, "--json").json()
    assert done["requests"] == 0 and not done["forgotten"]
    assert any("mission de service public" in each["why"] for each in done["kept"])
    close_request(town, "2024-05-06")
    first = guichet("people", "erase", WHO, "--json").json()
    kept = first["kept"]
    assert first["copies"] > 0, "the mail as it came goes at once"
    assert any("L. 212-1" in each["why"].replace("\u00a0", " ") for each in kept)
    assert "gymnase" in guichet("requests", "show", "1").out, "the request stays"
    assert guichet("requests", "hold", "1", "--reason", "Recours").code == 0
    kept = guichet("people", "erase", WHO, "--approved-by", "Archives", "--json").json()["kept"]
    assert any("§ 3, e" in each["why"].replace("\u00a0", " ") for each in kept)
    assert guichet("requests", "hold", "1", "--release").code == 0
    grow_old()
    done = guichet("people", "erase", WHO, "--approved-by", "Archives", "--json").json()
    assert (done["requests"], done["forgotten"], done["kept"], done["left"]) == (1, True, [], [])
    assert places(town) == []
    assert guichet("audit", "verify").code == 0
    assert [line["rule"] for line in guichet("retention", "receipts", "--json").json()][:1] == ["right"]


def test_lists_of_staff_say_nothing_more_of_who_is_erased(town: Database) -> None:
    """The list that their agent asked for, what waited for an administrator, and what PostgreSQL's planner knows."""
    (agent,) = rows(
        town,
        "SELECT c.written FROM contact_point c JOIN agent a ON a.person_id = c.person_id"
        " JOIN request r ON r.assignee_id = a.id WHERE c.kind = 'email'",
    )
    asked = (
        f"From: <{agent[0]}>\r\nMessage-ID: <l@example.org>\r\nSubject: mes demandes\r\n\r\nMes demandes\r\n"
    )
    guichet("submit", "-", "--to", "mairie@ville.test", typed=asked.encode())
    guichet("work")
    waits = f"From: <{WHO}>\r\nMessage-ID: <w@example.org>\r\nSubject: {WORD}\r\n\r\n{WORD}\r\n"
    guichet("submit", "-", "--to", "mairie@ville.test", typed=waits.encode())
    with town.transaction() as session:
        session.connection().exec_driver_sql(
            f"UPDATE inbound_message SET state = 'held', reason = 'it may be spam', sender = '{WHO}',"
            f" subject = '{WORD}', person_id = (SELECT person_id FROM contact_point WHERE value = '{WHO}')"
            " WHERE id = (SELECT max(id) FROM inbound_message)"
        )
    guichet("schedule", "run", "held")
    guichet("work")

    def told() -> list[str]:
        found = rows(town, "SELECT notice, data FROM outbound_message WHERE request_id IS NULL")
        return sorted({row[0] for row in found if WORD in str(row[1])})

    assert told() == ["held_mail", "my_requests"]
    # Their request is open: only what waited goes.
    assert guichet("people", "erase", WHO, "--json").json()["messages"] == 1
    assert told() == ["my_requests"]
    with town.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    close_request(town, "2026-05-06")
    grow_old()
    done = guichet("people", "erase", WHO, "--approved-by", "Archives", "--json").json()
    assert (done["requests"], done["forgotten"]) == (1, True)
    assert places(town) == []
    assert "What it said was erased." in guichet("outbox", "show", "1").out


def test_staff_and_held_people_are_not_erased(town: Database) -> None:
    (agent,) = rows(
        town,
        "SELECT c.written FROM contact_point c JOIN agent a ON a.person_id = c.person_id ORDER BY c.id LIMIT 1",
    )
    assert "member of staff" in guichet("people", "erase", agent[0]).err
    guichet("people", "hold", WHO, "--reason", "Enquête")
    shown = guichet("people", "show", WHO).out
    assert "Kept since" in shown and "(Enquête)" in shown
    assert "is held (Enquête)" in guichet("people", "erase", WHO).err


def test_who_objects_is_not_written_to_until_they_want_to_be(town: Database) -> None:
    def told() -> list[str]:
        return [
            row[0]
            for row in rows(
                town, f"SELECT notice FROM outbound_message WHERE recipient = '{WHO}' ORDER BY id"
            )
        ]

    before = told()
    (agent, *_) = rows(
        town, "SELECT c.written FROM contact_point c JOIN agent a ON a.person_id = c.person_id ORDER BY c.id"
    )
    assert "member of staff" in guichet("people", "object", agent[0]).err
    assert "Not written to since" not in guichet("people", "show", WHO).out
    assert guichet("people", "object", WHO).code == 0
    assert "Not written to since" in guichet("people", "show", WHO).out
    assert guichet("requests", "state", "1", "pris en charge").code == 0
    assert told() == before
    assert guichet("people", "object", WHO, "--undo").code == 0
    assert guichet("requests", "state", "1", "fini", "--comment", "Fait.").code == 0
    assert len(told()) == len(before) + 1
    assert {("object", "cli"), ("objection_withdrawn", "cli")} <= set(acts())


def test_two_people_become_one(town: Database) -> None:
    raw = b"From: Jeanne <jeanne@example.org>\r\nSubject: banc\r\n\r\nUn banc casse au square.\r\n"
    guichet("submit", "-", "--to", "mairie@ville.test", typed=raw)
    guichet("work")
    assert guichet("people", "merge", WHO, "jeanne@example.org").code == 0
    shown = guichet("people", "show", "jeanne@example.org", "--json").json()
    assert len(shown["requests"]) == 2 and len(shown["contacts"]) == 2
    assert "one person already" in guichet("people", "merge", WHO, "jeanne@example.org").err


def test_a_demand_by_mail_is_listed_and_answered_by_command(town: Database) -> None:
    assert "Nobody waits" in guichet("people", "asked").out
    assert "No demand of" in guichet("people", "answered", WHO).err
    raw = f"From: Jeanne <{WHO}>\r\nSubject: demande\r\n\r\nMES DONNEES\r\n".encode()
    guichet("submit", "-", "--to", "mairie@ville.test", typed=raw)
    guichet("work")
    (demand,) = guichet("people", "asked", "--json").json()
    assert demand["contacts"] == [WHO] and demand["overdue"] is False and demand["on_file"]
    assert rows(town, "SELECT recipient FROM outbound_message WHERE notice = 'data_request'")[0][0] == WHO
    kept = guichet("people", "erase", WHO, "--json").json()["kept"]
    assert any("art. 12" in each["why"].replace("\u00a0", " ") for each in kept)
    assert guichet("people", "answered", WHO).out.startswith("Demand 1 is answered")
    assert guichet("people", "asked", "--json").json() == []
    (demand,) = guichet("people", "asked", "--all", "--json").json()
    assert demand["answered_by"].startswith("cli:") and demand["answered_at"]
    assert {("list", "cli"), ("answered", "cli")} <= set(acts())


@pytest.mark.parametrize(("page", "words"), [("register", "art. 30"), ("notice", "L. 212-2")])
def test_the_pages_of_the_law_are_filled_from_what_is_set(
    town: Database,
    page: str,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GUICHET_RETENTION__FILES_YEARS", "7")
    done = guichet("privacy", page)
    assert done.code == 0 and words in done.out.replace("\u00a0", " "), done
    assert "Saint-Exemple" in done.out and "7 ans" in done.out
    assert "7 years" in guichet("privacy", page, "--locale", "en").out
    assert "fr or en" in guichet("privacy", page, "--locale", "de").err


def test_the_information_page_tells_who_else_gets_it_and_that_nobody_must_give_it(
    town: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What GDPR art. 13(1)(e), (2)(e) and (2)(f) ask for."""
    page = guichet("privacy", "notice").out
    assert "Communauté d'agglomération" in page and "les élus" in page and "[opérateur de SMS]" not in page
    assert "\n\n**Combien de temps**" in page, "a paragraph of its own"
    assert "- Par téléphone : 01 99 00 10 00\n" in page.replace("\u00a0", " "), "as it is dialled"
    assert "art. 22" in page.replace("\u00a0", " ") and "Êtes-vous obligé" in page
    register = guichet("privacy", "register").out
    assert "Destinataires externes" in register and "Brouillons" in register
    files = {
        "store": "s3",
        "s3": {"bucket": "ville", "endpoint": "https://s3.example.org", "access_key_id": "g"},
    }
    monkeypatch.setenv("GUICHET_FILES__STORE", files["store"])
    monkeypatch.setenv("GUICHET_FILES__S3", json.dumps(files["s3"]))
    monkeypatch.setenv("GUICHET_FILES__S3__SECRET_ACCESS_KEY", "secret")
    assert "dépôt des fichiers s3.example.org" in guichet("privacy", "register").out
