"""What a command says is what it does: where its words go, what it looked at, what it did not do."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cli.present import program
from cli.service import doctor_rooms
from cli.service.seeing import welcome
from models.errors import TemporaryFailure
from tests.commands.running import guichet
from tests.commands.test_commands_say_what_is_wrong import guichet as installed

ROOT = Path(__file__).parents[2]
LONG = "Bonjour, le lampadaire devant la mairie ne marche plus depuis lundi. " * 40


# --- Words longer than any name of a file ------------------------------------------------------------------


@pytest.mark.parametrize("text", [LONG, LONG + "Voir photo.txt"], ids=["words", "ending like a file"])
def test_rules_are_tried_on_a_text_longer_than_any_name_of_a_file(office: Path, text: str) -> None:
    done = guichet("rules", "test", text)
    assert done.code == 0, done.err
    assert "new_request" in done.out


# --- Logs are no part of what is said ----------------------------------------------------------------------


def backed_up(office: Path, **changes: str) -> None:
    """Settings with a place for backups, and those changes of lines."""
    settings = office / "settings.toml"
    text = settings.read_text("utf-8")
    for old, new in ({"\ndestinations = []": f'\ndestinations = ["{office / "nas"}"]'} | changes).items():
        assert old in text, old
        text = text.replace(old, new)
    settings.write_text(text, "utf-8")


def test_a_note_and_a_backup_print_no_line_of_the_log(office: Path) -> None:
    backed_up(office)
    note = installed(office, "audit", "checkpoint")
    assert note.returncode == 0, note.stderr
    assert note.stdout.startswith("ville.test/guichet\n")
    assert note.stdout.splitlines()[-1].startswith("— ville.test/guichet ")
    assert "traces." not in note.stdout + note.stderr
    assert installed(office, "backup", "init").returncode == 0
    made = installed(office, "backup", "now")
    assert (made.returncode, made.stderr) == (0, "")
    assert len(made.stdout.splitlines()) == 1 and "restored for trial and whole" in made.stdout
    (office / "nas" / "guichet-backup").unlink()
    failed = installed(office, "backup", "now")
    assert failed.returncode == 1
    assert len(failed.stdout.splitlines()) == 1 and "is its disk mounted?" in failed.stdout
    assert "backup.failed" in failed.stderr


def test_a_checkpoint_says_to_whom_it_goes_or_that_it_goes_to_nobody(office: Path) -> None:
    done = guichet("audit", "checkpoint")
    assert "mailed to nobody" in done.err and "audit.checkpoint_recipients" in done.err
    assert "mailed" not in done.out
    backed_up(office, **{"\ncheckpoint_recipients = []": '\ncheckpoint_recipients = ["dpo@example.org"]'})
    assert guichet("audit", "checkpoint").err == "It is mailed to dpo@example.org.\n"


# --- A checkpoint that is none -----------------------------------------------------------------------------


def test_a_manifest_is_opened_with_the_recovery_key_or_said_to_be_encrypted(
    office: Path, tmp_path: Path
) -> None:
    backed_up(office)
    guichet("backup", "init")
    guichet("audit", "checkpoint")
    assert guichet("backup", "now").code == 0
    (manifest,) = (office / "nas" / "sets").glob("*/manifest.json.age")
    done = guichet("audit", "verify", "--checkpoint", str(manifest))
    assert (done.code, "Nothing is missing" in done.out) == (0, True), done.err
    key = next((office / "var").rglob("recovery_key"))
    key.rename(tmp_path / "away")
    done = guichet("audit", "verify", "--checkpoint", str(manifest))
    assert done.code == 1
    assert "manifest.json.age is encrypted, and the recovery key is not here" in done.err
    assert "signed note" not in done.err


@pytest.mark.parametrize(
    ("name", "content"),
    [("note.txt", ""), ("note.txt", " \n"), ("manifest.json", '{"checkpoint": ""}'),
        ("manifest.json", '{"checkpoint": null}')],
)  # fmt: skip
def test_a_checkpoint_that_is_empty_is_said_to_prove_nothing(office: Path, name: str, content: str) -> None:
    (office / name).write_text(content, "utf-8")
    done = guichet("audit", "verify", "--checkpoint", name)
    assert done.code == 1
    assert f"{name} holds no checkpoint: it is empty, or of a backup made before the first one" in done.err
    assert "Nothing is missing" not in done.out


# --- The doctor looks into every room ----------------------------------------------------------------------


def test_every_room_is_looked_into_whatever_happens_in_another(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_: object) -> Any:
        raise TemporaryFailure("The directory is away.", "mail.example.org does not answer")

    def mistaken(_: object) -> Any:
        yield doctor_rooms.Seen("ok", "The first thing is well.")
        raise ZeroDivisionError

    monkeypatch.setattr(doctor_rooms, "mail_in", away)
    monkeypatch.setattr(doctor_rooms, "backups", mistaken)
    done = guichet("doctor")
    assert done.code == 1
    assert done.err == ""
    said = [line.strip() for line in done.out.splitlines()]
    assert "✗ The directory is away." in said and "mail.example.org does not answer" in said
    assert "✓ The first thing is well." in said
    assert "✗ a mistake in Guichet itself: ZeroDivisionError. GUICHET_TRACE=1 shows where." in said
    # Those after them, in the same room and in the next one.
    assert any("go to nobody" in line for line in said)
    (files,) = (at for at, line in enumerate(said) if line.startswith("Files"))
    assert said[files + 1][:1] in "✓✗"


def test_the_doctor_without_a_database_still_looks_at_the_rest(office: Path) -> None:
    (office / "var" / "guichet.db").unlink()
    done = guichet("doctor")
    assert done.code == 1
    assert "There is no database" in done.out
    assert "Letters are written to" in done.out and "No backup is made." in done.out and "Files" in done.out


# --- The welcome -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("called", "on_the_path", "shown"),
    [
        (".venv/bin/guichet", False, ".venv/bin/guichet"),
        ("/opt/le guichet/bin/guichet", False, "'/opt/le guichet/bin/guichet'"),
        ("/usr/bin/guichet", True, "guichet"),
        ("-c", False, "guichet"),
        ("/usr/lib/python3/pytest/__main__.py", False, "guichet"),
    ],
)
def test_the_program_is_named_as_it_was_called(
    monkeypatch: pytest.MonkeyPatch, called: str, on_the_path: bool, shown: str
) -> None:
    monkeypatch.setattr("sys.argv", [called])
    monkeypatch.setattr("shutil.which", lambda name: called if on_the_path else None)
    assert program() == shown


@pytest.mark.parametrize(
    ("building", "locale", "words"),
    [
        ("École Jules-Ferry", "fr", "Bonjour, un lampadaire ne marche plus. Lieu : Ecole Jules-Ferry."),
        ("Town hall", "en", "Hello, a street lamp is broken. Place: Town hall."),
        ('L\'"Étoile" $(reboot)', "fr", "Bonjour, un lampadaire ne marche plus."),
        ("Σχολείο", "fr", "Bonjour, un lampadaire ne marche plus."),
        ("", "fr", "Bonjour, un lampadaire ne marche plus."),
    ],
)
def test_the_first_email_is_about_a_building_of_this_town_or_none_and_can_be_pasted(
    building: str, locale: str, words: str
) -> None:
    command = welcome.first_email_command(
        ("127.0.0.1", 2525), "mairie@torcy.test", welcome.plain_name(building), locale
    )
    listed = subprocess.run(
        ["bash", "-c", f"python3() {{ printf '%s' \"$2\"; }}; {command}"], capture_output=True, text=True
    )
    program_ = compile(listed.stdout, "pasted", "exec")
    sent: list[str] = []
    door = SimpleNamespace(sendmail=lambda _from, _to, text: sent.append(text), quit=lambda: None)
    exec(program_, {"__builtins__": {"__import__": lambda *_: SimpleNamespace(SMTP=lambda *_: door)}})
    head, _, body = sent[0].partition("\n\n")
    assert body == words and sent[0].isascii()
    assert re.search(r"^To: mairie@torcy\.test$", head, re.MULTILINE)


def test_the_welcome_names_a_building_of_the_town_that_is_served(office: Path) -> None:
    asked = """
import sys, json
from cli.office import Opening
from cli.service.seeing.welcome import first_email
print(first_email(Opening(None).office, ("127.0.0.1", 25), "mairie@ville.test"))
"""
    buildings = guichet("buildings", "list", "--json").json()
    done = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=office, capture_output=True, text=True, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert welcome.plain_name(buildings[0]["name"]) in done.stdout, done.stderr


# --- What is only listed -----------------------------------------------------------------------------------


def test_an_export_into_a_directory_that_is_not_there_is_refused_before_it_is_traced(
    busy_office: Path,
) -> None:
    done = guichet("people", "export", "jeanne.petit@example.org", "--to", "nulle/part/jeanne.zip")
    assert done.code == 1
    assert f"There is no directory {busy_office / 'nulle' / 'part'} to write jeanne.zip into." in done.err
    assert not (busy_office / "nulle").exists()
    assert "export" not in {row["action"] for row in guichet("audit", "show", "--json").json()}


def test_nothing_erased_is_no_receipt(busy_office: Path) -> None:
    assert busy_office.exists()
    done = guichet("people", "erase", "jeanne.petit@example.org")
    assert done.code == 0, done.err
    assert done.out.startswith("Nothing was erased.\nKept, in words for the answer:")
    assert "Receipt" not in done.out


def test_what_is_held_says_what_lets_it_go(busy_office: Path) -> None:
    (request,) = guichet("requests", "list", "--json").json()
    done = guichet("requests", "hold", request["reference"], "--reason", "Recours 2026-14")
    assert done.out.strip().endswith("nothing of it is erased until --release.")
    assert busy_office.exists()


@pytest.mark.parametrize(
    "line",
    [
        "privacy notice --locale de", "people rectify jeanne.petit@example.org --locale de",
        "org init ailleurs --locale de",
    ],
)  # fmt: skip
def test_a_language_that_is_not_spoken_is_refused_in_the_same_words(busy_office: Path, line: str) -> None:
    assert busy_office.exists()
    done = guichet(*line.split())
    assert (done.code, done.err) == (1, "guichet: 'de' is no language of Guichet; write fr or en.\n")
