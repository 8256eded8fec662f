"""What a machine refuses is no mistake of ours: a uid without a name, a disk read-only or full, a stop while
starting.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cli import office as offices
from cli.present import ordinary
from cli.service.seeing.health import disk_problem
from models.store.database import Database
from models.store.places import HELD_MARK
from tests.commands.running import guichet

ROOT = Path(__file__).parents[2]
_STOPPED_WHILE_IT_STARTS = """
import os, signal, sys
class Stop:
    def find_spec(self, name, path=None, target=None):
        if name == "cli.service.service":
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGTERM)
sys.meta_path.insert(0, Stop())
sys.argv = ["guichet", "serve"]
from cli.main import run
run()
"""


def test_a_user_without_a_name_on_this_machine_has_a_number(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 4242")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert guichet("requests", "list").code == 0
    assert guichet("audit", "show", "--json").json()[0]["actor"] == f"cli:uid-{os.getuid()}"


def test_sigterm_during_the_start_ends_cleanly_and_opens_nothing(office: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _STOPPED_WHILE_IT_STARTS],
        cwd=office,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.returncode != -signal.SIGTERM
    assert "is open" not in done.stdout
    assert "Traceback" not in done.stderr


def test_an_error_of_the_machine_without_a_path_is_still_its_own_sentence() -> None:
    assert ordinary(OSError(28, "No space left on device")) == "The machine refuses: No space left on device."
    assert ordinary(PermissionError(13, "Permission denied", "/x")) == "/x: Permission denied."
    assert ordinary(ValueError("ours")) == ""


@pytest.mark.parametrize("url", ["postgresql://h:port/n", "sqlite:/x", "mysql://h/n"])
def test_a_url_that_cannot_be_read_is_named(office: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("GUICHET_DATABASE__URL", url)
    done = guichet("inbox", "list")
    assert done.code == 1
    assert "database.url" in done.err or "does not answer" in done.err
    assert "a mistake in Guichet" not in done.err


def test_a_busy_database_says_so(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from models.errors import TemporaryFailure
    from models.store import database

    monkeypatch.setattr(database, "SQLITE_BUSY_MS", 1)
    one, two = Database(sqlite_url), Database(sqlite_url)
    with one.transaction() as session:
        session.connection()
        with pytest.raises(TemporaryFailure, match="busy"), two.transaction() as waiting:
            waiting.connection()
    one.close()
    two.close()


def test_the_disk_is_watched(tmp_path: Path) -> None:
    assert disk_problem((tmp_path,), 1) == ""
    assert disk_problem((tmp_path,), 2**62) == "the disk is nearly full"
    assert disk_problem((tmp_path / "gone",), 1) == "a directory of data is missing"
    assert offices.login()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'[mail]\nsender_name = "Tor\xe7y"\n', 'line 2: « sender_name = "Torçy" » is not saved as UTF-8'),
        ('[mail]\nsender_name = "T"\n'.encode("utf-16"), "saved as UTF-16"),
        (b"[mail]\ncatch_all = oui\n", "line 2: Yes and no are written true and false"),
        (b"[mail]\ncatch_all = 'oui'\n", "mail.catch_all: 'oui' must be true or false"),
        (b"[doors.imap]\nname = 'a'\n", "[[doors.imap]]"),
    ],
)
def test_settings_that_cannot_be_read_say_why_and_where(office: Path, content: bytes, words: str) -> None:
    (office / "settings.toml").write_bytes(content)
    done = guichet("requests", "list")
    assert (done.code, done.err.count("\n")) == (1, 1)
    assert words in done.err


def test_settings_with_a_byte_order_mark_are_read(office: Path) -> None:
    path = office / "settings.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert guichet("requests", "list").code == 0


def test_settings_behind_a_broken_link_name_where_it_leads(office: Path) -> None:
    (office / "settings.toml").unlink()
    (office / "settings.toml").symlink_to("gone.toml")
    assert "a link to gone.toml, which is not there" in guichet("-s", "settings.toml", "requests", "list").err


@pytest.mark.parametrize("variable", ["GUICHET_DATABASE_URL", "GUICHET_DATABSE__URL"])
def test_a_misspelt_variable_is_never_passed_over(
    office: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    """With it the town would run on an empty SQLite, unseen."""
    monkeypatch.setenv(variable, "postgresql://there/town")
    done = guichet("requests", "list")
    assert done.code == 1
    assert f"{variable}: there is no such setting. Did you mean GUICHET_DATABASE__URL?" in done.err


@pytest.mark.parametrize("command", ["requests list", "init", "doctor", "db check", "db upgrade", "serve"])
def test_a_file_that_is_no_database_is_told_as_such(office: Path, command: str) -> None:
    (office / "var" / "guichet.db").write_text("not a database, however long it may be. " * 99)
    done = guichet(*command.split())
    assert done.code == 1
    # The doctor says it of each room it looks into.
    assert "The database file is no database" in done.out + done.err


def test_a_newer_database_is_not_upgraded(office: Path) -> None:
    import sqlite3

    connection = sqlite3.connect(office / "var" / "guichet.db")
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    for command in (["db", "upgrade"], ["serve"], ["init"], ["requests", "list"]):
        done = guichet(*command)
        assert (done.code, "newer Guichet" in done.err) == (1, True), command


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            'connection failed: FATAL:  password authentication failed for user "u"',
            "our user or its password",
        ),
        ("FATAL:  authentification par mot de passe échouée pour « u »", "our user or its password"),
        ('FATAL:  database "x" does not exist', "no database of that name"),
        ("failed to resolve host 'nohost': Name or service not known", "leads nowhere"),
        ("connection refused", "does not answer"),
    ],
)
def test_what_postgresql_refuses_is_told_without_its_words(words: str, said: str) -> None:
    import psycopg

    from models.database_troubles import database_sentence

    sentence = database_sentence(psycopg.OperationalError(words))
    assert said in sentence
    assert "FATAL" not in sentence


def test_doctor_alone_looks_at_all_and_says_that_backups_were_not_begun(office: Path) -> None:
    done = guichet("doctor")
    assert "is taken" in done.out
    assert "go to nobody" in done.out and "No backup is made" in done.out
    path = office / "settings.toml"
    nas = office / "nas"
    path.write_text(path.read_text("utf-8").replace("\ndestinations = []", f'\ndestinations = ["{nas}"]'))
    done = guichet("doctor", "backup")
    assert done.code == 1
    assert "tries a backup and fails" in done.out and "guichet backup init" in done.out
    assert guichet("backup", "init").code == 0
    assert "no good set yet" in guichet("doctor", "backup").out
    assert guichet("backup", "now").code == 0
    assert "a good set of" in guichet("doctor", "backup").out
    (office / "var" / HELD_MARK).touch()
    told = guichet("doctor", "backup").out
    assert "sends nothing and makes no set" in told and "guichet backup resume" in told


def test_doctor_says_what_keeps_letters_from_the_relay(office: Path) -> None:
    path = office / "settings.toml"
    text = path.read_text("utf-8").replace('carrier = "files"', 'carrier = "smtp"', 1)
    path.write_text(
        text.replace('\nhost = ""', '\nhost = "127.0.0.1"', 1).replace("\nport = 587", "\nport = 1", 1)
    )
    done = guichet("doctor", "mail")
    assert done.code == 1, done.out + done.err
    assert "127.0.0.1:1: The mail relay cannot be reached" in done.out
    # Nobody else can open a link to this machine.
    assert "Letters lead their readers to http://127.0.0.1:8080" in " ".join(done.out.split())
    told = path.read_text("utf-8").replace(
        'public_url = "http://127.0.0.1:8080"', 'public_url = "https://guichet.ville.test"', 1
    )
    path.write_text(told, "utf-8")
    assert "Letters lead" not in guichet("doctor", "mail").out
