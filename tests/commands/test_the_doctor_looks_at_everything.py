"""`guichet doctor` without a name looks at all that can be looked at; what is wrong says what to do."""

from __future__ import annotations

import json
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.commands.running import guichet

#: A program of somebody else's that listens, and says on which port.
_LISTENS = (
    "import socket, time; there = socket.create_server(('127.0.0.1', 0)); "
    "print(there.getsockname()[1], flush=True); time.sleep(600)"
)


@pytest.fixture(autouse=True)
def nobody_listens(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A port of our own, whatever runs on this machine."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        monkeypatch.setenv("GUICHET_DOORS__SMTP__PORT", str(free.getsockname()[1]))


@contextmanager
def a_process_of_the_service() -> Iterator[None]:
    """Another process that is present where the service is, as long as the block runs."""
    code = (
        "from pathlib import Path; from models.store.sharing.presence import Presence; "
        "there = Presence(Path('var/workers')); print('there', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "there\n"
        yield
        process.communicate("\n", timeout=30)


def test_every_room_is_looked_at_and_what_is_wrong_says_what_to_do(busy_office: Path) -> None:
    for file in Path("var").glob("guichet.db*"):
        file.chmod(0o600)
    done = guichet("doctor")
    assert done.code == 0, done.out
    for title in ("Service", "Mail", "Backups", "Files", "Machine", "Names", "Schedule", "People"):
        assert f"{title}" in done.out
    assert "agents can be told" in done.out and "There is room" in done.out
    assert "looked at by no antivirus" in done.out and "ville.test is a domain of examples" in done.out

    with sqlite3.connect("var/guichet.db") as database:
        database.execute("UPDATE contact_point SET unreachable_since = '2026-01-01 00:00:00.000000'")
        database.execute("UPDATE inbound_message SET received_at = '2099-01-01 00:00:00.000000'")
    people = guichet("doctor", "people")
    assert people.code == 1 and "guichet agents show" in people.out
    machine = guichet("doctor", "machine")
    assert machine.code == 1 and "still to come" in machine.out and "timedatectl" in machine.out

    assert guichet("schedule", "run", "watch").code == 0
    assert "went well" in guichet("doctor", "schedule").out
    with sqlite3.connect("var/guichet.db") as database:
        database.execute("UPDATE job_run SET failure = 'The disk is full.'")
    schedule = guichet("doctor", "schedule")
    assert (
        schedule.code == 1
        and "that failed: watch." in schedule.out
        and "guichet schedule list" in schedule.out
    )


def test_a_town_that_ran_and_runs_no_more_is_told_and_what_waits_there(
    busy_office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = guichet("doctor", "service")
    assert new.code == 0 and "No service runs on this machine" in " ".join(new.out.split())
    assert guichet("schedule", "run", "watch").code == 0
    ended = guichet("doctor", "service")
    assert ended.code == 1 and "systemctl start guichet" in ended.out
    with a_process_of_the_service():
        assert guichet("doctor", "service").code == 0
        with sqlite3.connect("var/guichet.db") as database:
            database.execute(
                "UPDATE inbound_message SET state = 'waiting', next_attempt_at = '2026-01-01 00:00:00.000000'"
            )
        stuck = guichet("doctor", "service")
        assert stuck.code == 1 and "should have been treated at" in stuck.out
        assert "guichet inbox list" in stuck.out
    with sqlite3.connect("var/guichet.db") as database:
        database.execute("UPDATE inbound_message SET state = 'new_request'")
    with socket.create_server(("127.0.0.1", 0)) as systemd:
        monkeypatch.setenv("GUICHET_DOORS__SMTP__PORT", str(systemd.getsockname()[1]))
        asleep = guichet("doctor", "service")
    assert asleep.code == 0 and "systemd listens in its place" in asleep.out
    with subprocess.Popen([sys.executable, "-c", _LISTENS], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        monkeypatch.setenv("GUICHET_DOORS__SMTP__PORT", other.stdout.readline().strip())
        taken = guichet("doctor", "service")
        other.kill()
    assert taken.code == 1 and f"as process {other.pid}: nothing" in " ".join(taken.out.split())
    monkeypatch.setenv("GUICHET_DOORS__SMTP__ENABLED", "false")
    monkeypatch.setenv("GUICHET_DOORS__LMTP__ENABLED", "true")
    monkeypatch.setenv("GUICHET_DOORS__LMTP__SOCKET", str(Path("a town.lmtp").absolute()))
    assert guichet("doctor", "service").code == 1
    with socket.socket(socket.AF_UNIX) as systemd:
        systemd.bind(str(Path("a town.lmtp").absolute()))
        assert guichet("doctor", "service").code == 1, "bound, and nobody listens"
        systemd.listen()
        asleep = guichet("doctor", "service")
    assert asleep.code == 0 and "systemd listens in its place" in asleep.out


@pytest.mark.parametrize(("mail", "code"), [("files", 0), ("smtp", 1)])
def test_an_agent_with_only_a_number_is_told_nothing_while_texts_are_files(
    busy_office: Path, mail: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "only a number" not in guichet("doctor", "people").out
    with sqlite3.connect("var/guichet.db") as database:
        (person,) = database.execute(
            "SELECT person_id FROM contact_point WHERE value = '+33639980021'"
        ).fetchone()
        database.execute("DELETE FROM contact_point WHERE person_id = ? AND kind = 'email'", (person,))
    monkeypatch.setenv("GUICHET_OUTGOING__CARRIER", mail)
    monkeypatch.setenv("GUICHET_OUTGOING__RELAY__HOST", "127.0.0.1")
    done = guichet("doctor", "people")
    said = " ".join(done.out.split()).lower()
    assert done.code == code, done
    assert "only a number, and no text leaves" in said and "set sms.carrier" in said
    assert "all " not in said and "agents can be told" in said


def test_somebody_on_call_whom_no_text_reaches_is_told(
    busy_office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite3.connect("var/guichet.db") as database:
        (document,) = database.execute(
            "SELECT document FROM organisation_version ORDER BY id DESC"
        ).fetchone()
        town = json.loads(document)
        reached = next(each for each in town["agents"] if each["phones"])
        deaf = next(each for each in town["agents"] if not each["phones"])
        town["town"]["on_call"] = [reached["key"], deaf["key"]]
        database.execute("UPDATE organisation_version SET document = ?", (json.dumps(town),))
    assert "on call" not in guichet("doctor", "people").out, "texts are but files"
    monkeypatch.setenv("GUICHET_SMS__CARRIER", "twilio")
    monkeypatch.setenv("GUICHET_SMS__TWILIO__ACCOUNT_SID", "AC" + "0" * 32)
    monkeypatch.setenv("GUICHET_SMS__TWILIO__FROM_NUMBER", "+33199001234")
    monkeypatch.setenv("GUICHET_SMS__TWILIO__AUTH_TOKEN", "secret")
    said = " ".join(guichet("doctor", "people").out.split())
    assert f"{deaf['name']} is on call without a mobile number" in said
    assert f"{reached['name']} is on call" not in said


def test_a_certificate_that_ends_soon_and_one_that_cannot_be_read_are_told(office: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3", "-subj", "/CN=mx.ville.test",
         "-keyout", "key.pem", "-out", "cert.pem"], check=True, capture_output=True,
    )  # fmt: skip
    text = Path("settings.toml").read_text("utf-8")
    assert "[doors.smtp]" in text
    given = '[doors.smtp]\ntls_cert_file = "cert.pem"\ntls_key_file = "key.pem"'
    Path("settings.toml").write_text(text.replace("[doors.smtp]", given, 1), "utf-8")
    soon = guichet("doctor", "machine")
    assert soon.code == 0 and "certificate of doors.smtp ends on" in soon.out, soon
    Path("cert.pem").write_text("nothing")
    assert "is no certificate that can be read" in guichet("doctor", "machine").out


def test_a_map_that_is_not_there_or_has_another_town_is_told(
    busy_office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "on a plain ground" in guichet("doctor", "map").out
    monkeypatch.setenv("GUICHET_WEB__MAP__TILES", "away")
    away = guichet("doctor")
    assert away.code == 1 and "neither a folder of tiles nor a .pmtiles file" in " ".join(away.out.split())
    Path("tiles").mkdir()
    monkeypatch.setenv("GUICHET_WEB__MAP__TILES", "tiles")
    # Wherever one stands: from the folder of the settings.
    monkeypatch.chdir("var")
    empty = " ".join(guichet("doctor", "map").out.split())
    assert "no picture of this town" in empty and "does not say whose it is" in empty
