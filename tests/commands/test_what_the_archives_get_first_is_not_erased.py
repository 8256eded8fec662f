"""A type says what becomes of its requests (*sort final*): what is handed over, or chosen from, is erased by no
approval alone.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from models.store.database import Database
from tests.commands.erasing import WORD
from tests.commands.running import guichet
from tests.commands.test_archives_take_what_was_kept_long_enough import SIDES, due, second_request
from tests.commands.test_what_was_kept_long_enough_goes import close_request, grow_old

APPROVED = ("--approved-by", "Archives départementales")


@pytest.fixture
def one_of_each(town: Database) -> Database:
    """Two requests that are due: 1 of a type, 2 of none."""
    close_request(town, "2004-11-03")
    second_request(town)
    with town.transaction() as session:
        session.connection().exec_driver_sql("UPDATE request SET request_type_id = NULL")
        session.connection().exec_driver_sql(
            "UPDATE request SET request_type_id = (SELECT id FROM request_type WHERE key = 'signalement') WHERE id = 1"
        )
    return town


def say_fate(fate: str) -> None:
    file = Path("organisation.toml")
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace('key = "signalement"\n', f'key = "signalement"\nfate = "{fate}"\n', 1), encoding="utf-8"
    )
    done = guichet("org", "apply", "--yes")
    assert done.code == 0, done


def test_what_is_handed_over_is_left_by_a_plain_run_and_goes_with_its_package(one_of_each: Database) -> None:
    say_fate("versement")
    first, second = due()
    assert [row["fate"] for row in guichet("retention", "list", "--json").json()] == ["transfer", "destroy"]
    listed = guichet("retention", "list", "--slip", "b.csv")
    assert "Wrote b.csv: 1 request." in listed.out
    assert "Signalement sur la voie publique: 1 left, the archives get them first." in listed.out
    assert "Signalement" not in Path("b.csv").read_text(encoding="utf-8-sig")
    done = guichet("retention", "run", *APPROVED, "--expect", "1")
    assert done.code == 0 and ": 1 request and 1 file erased" in done.out, done
    assert "the archives get them first" in done.out
    assert due() == [first]
    again = guichet("retention", "run", *APPROVED)
    assert again.code == 1 and "Nothing was erased." in again.err and "archives get them first" in again.err
    assert due() == [first] and second != first
    assert guichet("archive", "export", "v.zip", *SIDES).code == 0
    done = guichet("retention", "run", "--package", "v.zip", *APPROVED)
    assert done.code == 0 and ": 1 request and 1 file erased" in done.out, done
    assert due() == []


def test_a_package_holds_what_the_archives_are_to_have_and_nothing_else(one_of_each: Database) -> None:
    say_fate("versement")
    first, second = due()
    assert guichet("archive", "export", "v.zip", *SIDES).code == 0
    with zipfile.ZipFile("v.zip") as package:
        held = {name.split("/")[1] for name in package.namelist() if name.startswith("content/")}
    assert held == {first}
    assert guichet("archive", "export", "w.zip", *SIDES, "--only", "2").code == 0
    with zipfile.ZipFile("w.zip") as package:
        assert {name.split("/")[1] for name in package.namelist() if "/" in name} == {second}
    guichet("requests", "hold", "2", "--reason", "Recours")
    refused = guichet("archive", "export", "x.zip", *SIDES, "--only", "2")
    assert refused.code == 1 and "2 is not due" in refused.err and not Path("x.zip").exists()


def test_what_archives_choose_from_goes_once_they_have_chosen(one_of_each: Database) -> None:
    say_fate("tri")
    first, _second = due()
    assert guichet("retention", "run", *APPROVED).code == 0
    assert due() == [first]
    left = guichet("retention", "run", *APPROVED)
    assert (
        left.code == 1 and "choose among them first" in left.err and "--chosen-from signalement" in left.err
    )
    wrong = guichet("retention", "run", *APPROVED, "--chosen-from", "acte-etat-civil")
    assert 'acte-etat-civil is no request type with fate = "select"; there are: signalement.' in wrong.err
    both = guichet("retention", "run", *APPROVED, "--chosen-from", "signalement", "--package", "v.zip")
    assert both.code == 1 and "not both" in both.err
    assert due() == [first]
    assert guichet("retention", "list", "--slip", "b.csv", "--chosen-from", "signalement").code == 0
    assert "Élimination après tri" in Path("b.csv").read_text(encoding="utf-8-sig")
    assert guichet("retention", "run", *APPROVED, "--chosen-from", "signalement", "--expect", "1").code == 0
    assert due() == []


def test_what_is_tied_to_what_the_archives_get_stays_with_it(one_of_each: Database) -> None:
    say_fate("versement")
    with one_of_each.transaction() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO request_link (request_id, other_id, reason, created_at) "
            "VALUES (2, 1, 'split', '2004-11-03 12:00:00')"
        )
    done = guichet("retention", "run", *APPROVED)
    assert done.code == 1 and "Demandes sans modèle: 1 left, tied to one that stays." in done.err
    assert len(due()) == 2


def test_files_of_what_is_handed_over_wait_for_it_unless_the_type_says_how_long(
    one_of_each: Database,
) -> None:
    say_fate("versement")
    grow_old()

    def files() -> int:
        with one_of_each.reading() as session:
            query = "SELECT COUNT(*) FROM attachment WHERE request_id = 1 AND removed_at IS NULL"
            return session.connection().exec_driver_sql(query).scalar_one()

    assert guichet("schedule", "run", "retention").code == 0
    assert files() == 1
    text = Path("organisation.toml").read_text(encoding="utf-8")
    Path("organisation.toml").write_text(
        text.replace('fate = "versement"\n', 'fate = "versement"\nkeep_files_years = 2\n'), encoding="utf-8"
    )
    assert guichet("org", "apply", "--yes").code == 0
    assert guichet("schedule", "run", "retention").code == 0
    assert files() == 0


def test_a_person_who_is_forgotten_leaves_what_the_archives_are_to_get(one_of_each: Database) -> None:
    say_fate("versement")
    done = guichet("people", "erase", f"{WORD}@example.org", *APPROVED)
    assert done.code == 0 and "archives publiques" in done.out, done
    assert len(due()) == 2


def test_a_fate_that_there_is_not_is_named(town: Database) -> None:
    file = Path("organisation.toml")
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace('key = "signalement"\n', 'key = "signalement"\nfate = "burn"\n'), encoding="utf-8"
    )
    done = guichet("org", "check")
    assert done.code == 1 and "fate" in done.err + done.out and "transfer" in done.err + done.out, done
