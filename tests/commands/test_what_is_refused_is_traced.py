"""A command that ends with a refusal has been tried: the access log has it, with who typed it and no word of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.running import guichet


def refusals() -> list[tuple[str, str]]:
    rows = guichet("audit", "show", "--json").json()
    return [(row["actor"], row["subject"]) for row in rows if row["action"] == "refuse"]


@pytest.mark.usefixtures("busy_office")
def test_somebody_who_looks_for_a_person_that_is_not_there_is_written_down() -> None:
    assert guichet("people", "show", "personne@example.org").code == 1
    ((actor, subject),) = refusals()
    assert (actor.startswith("cli:"), subject) == (True, "command:people show")
    assert "personne@example.org" not in guichet("audit", "export", "accesses").out


@pytest.mark.usefixtures("busy_office")
def test_the_name_of_the_command_is_all_that_is_kept_of_what_was_typed() -> None:
    assert guichet("-s", "settings.toml", "requests", "show", "2019-00001", "--json").code == 1
    assert guichet("requests", "hold", "2019-00009", "--reason", "procès").code == 1
    assert [subject for _, subject in refusals()] == ["command:requests hold", "command:requests show"]


@pytest.mark.usefixtures("busy_office")
def test_what_was_done_and_what_was_typed_wrongly_is_no_refusal() -> None:
    assert guichet("people", "find", "zzz").code == 0
    assert guichet("people", "show").code == 2
    assert refusals() == []


def test_without_a_database_a_refusal_is_said_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = guichet("people", "find", "zzz")
    assert (done.code, "There is no database" in done.err) == (1, True)
