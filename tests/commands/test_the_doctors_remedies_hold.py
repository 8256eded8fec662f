"""What `guichet doctor` says to do mends what it found: each fault is made, its remedy followed to the letter, and the
doctor asked again.
"""

from __future__ import annotations

import re
import shlex
import sqlite3
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from cli.service.examining.figures import _TRIAL
from dispatch.letters.enclosed.pdf import as_pdf
from tests.commands.running import Done, guichet

pytestmark = pytest.mark.usefixtures("busy_office")


def said(done: Done) -> str:
    return " ".join(done.out.split())


def write(statement: str, *values: str) -> None:
    with sqlite3.connect("var/guichet.db") as database:
        database.execute(statement, values)
    database.close()


def in_settings(name: str, value: str) -> None:
    """Write a setting as the remedy says it; the first of that name."""
    text = Path("settings.toml").read_text("utf-8")
    changed, count = re.subn(rf"(?m)^(# ?)?{name} = .*$", lambda _: f"{name} = {value}", text, count=1)
    assert count == 1, name
    Path("settings.toml").write_text(changed, "utf-8")


def run(command: str) -> None:
    done = guichet(*shlex.split(command.removeprefix("guichet ")))
    assert done.code == 0, (command, done)


def remedies(output: str) -> list[str]:
    """The commands that stand in the advice below what is wrong."""
    advice = [line for line in output.splitlines() if line.startswith("    ")]
    return [each.strip() for line in advice for each in re.findall(r"guichet [a-z -]+", line)]


def test_mail_of_another_domain_is_taken_once_the_line_is_written() -> None:
    in_settings("domains", '["autre.test"]')
    in_settings("reply_address", '"reponse@autre.test"')
    in_settings("addresses", '["mairie@autre.test"]')
    sick = guichet("doctor", "mail")
    assert sick.code == 1 and "is refused (550)" in sick.out
    for name, value in re.findall(r"(domains|reply_address) = (\[.*?\]|\".*?\")", sick.out):
        in_settings(name, value)
    assert guichet("doctor", "mail").code == 0


def test_a_disk_and_a_quota_that_are_full_have_room_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_LIMITS__FREE_BYTES", str(10**15))
    sick = guichet("doctor", "machine")
    assert sick.code == 1 and "lower free_bytes under [limits]" in said(sick)
    monkeypatch.delenv("GUICHET_LIMITS__FREE_BYTES")
    in_settings("free_bytes", "1048576")
    in_settings("quota_bytes", "100")
    full = said(guichet("doctor", "machine"))
    assert "There is room on the disk" in full and "Raise quota_bytes under [limits]" in full
    in_settings("quota_bytes", "100000000")
    assert "quota" not in guichet("doctor", "machine").out


def test_a_certificate_that_ended_is_renewed_in_its_place() -> None:
    def certificate(days: int) -> None:
        key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
            .not_valid_before(now - timedelta(days=90))
            .not_valid_after(now + timedelta(days=days))
            .sign(key, hashes.SHA256())
        )
        Path("cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))

    text = Path("settings.toml").read_text("utf-8")
    given = '[doors.smtp]\ntls_cert_file = "cert.pem"\ntls_key_file = "key.pem"'
    certificate(90)
    Path("settings.toml").write_text(text.replace("[doors.smtp]", given, 1), "utf-8")
    good = Path("cert.pem").read_bytes()
    Path("cert.pem").write_text("nothing")
    unread = guichet("doctor", "machine")
    assert unread.code == 1 and "Put the certificate there" in said(unread)
    Path("cert.pem").write_bytes(good)
    assert guichet("doctor", "machine").code == 0
    certificate(-1)
    ended = guichet("doctor", "machine")
    assert ended.code == 1 and "Put a new one into cert.pem, its key into key.pem" in said(ended)
    certificate(90)
    assert "holds until" in guichet("doctor", "machine").out


def test_a_job_that_failed_and_one_that_did_not_run_are_run() -> None:
    run("schedule run watch")
    write("UPDATE job_run SET failure = 'The disk is full.'")
    sick = guichet("doctor", "schedule")
    assert sick.code == 1 and "guichet schedule run NAME" in said(sick)
    assert "The disk is full." in guichet("schedule", "list").out
    run("schedule run watch")
    assert guichet("doctor", "schedule").code == 0
    write("UPDATE job_run SET next_at = '2026-01-01 00:00:00.000000'")
    assert "whose hour has passed: watch." in guichet("doctor", "schedule").out
    run("schedule run watch")
    assert guichet("doctor", "schedule").code == 0


def test_an_agent_who_cannot_be_told_is_told_again_or_at_another_address() -> None:
    sick = "UPDATE contact_point SET unreachable_since = '2026-01-01 00:00:00.000000' WHERE value = ?"
    write(sick, "nadia.morel@agents.ville.test")
    found = guichet("doctor", "people")
    assert found.code == 1
    run("guichet agents show nadia-morel")
    run("guichet people reachable nadia.morel@agents.ville.test")
    assert guichet("doctor", "people").code == 0
    write(sick, "nadia.morel@agents.ville.test")
    (command,) = re.findall(r"guichet agents edit .*", guichet("doctor", "people").out)
    run(command.replace("ADDRESS", "nadia@agents.ville.test"))
    assert guichet("doctor", "people").code == 0


def test_files_that_others_may_read_are_closed() -> None:
    Path("var/guichet.db").chmod(0o644)
    found = guichet("doctor", "files")
    assert found.code == 1
    for command in re.findall(r"chmod go= \S+", found.out):
        subprocess.run(command.split(), check=True)
    assert guichet("doctor", "files").code == 0


def test_backups_are_begun_made_and_made_again(tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("nas") / "guichet"
    assert "No backup is made." in guichet("doctor", "backup").out
    in_settings("destinations", f'["{place}"]')
    first = guichet("doctor", "backup")
    assert first.code == 1 and "guichet backup init" in first.out
    run("guichet backup init")
    (make,) = remedies(guichet("doctor", "backup").out)
    assert make == "guichet backup now"
    run(make)
    assert guichet("doctor", "backup").code == 0


def test_a_clock_that_was_fast_is_right_with_the_next_message() -> None:
    write("UPDATE inbound_message SET received_at = '2099-01-01 00:00:00.000000'")
    sick = guichet("doctor", "machine")
    assert sick.code == 1 and "The next message shows it right" in said(sick)
    assert guichet("submit", "a.eml").code == 0
    assert guichet("doctor", "machine").code == 0


def test_a_database_that_is_away_or_of_another_version_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("var/guichet.db").chmod(0o600)
    assert "answers, in the shape of this program" in guichet("doctor", "database").out
    write("UPDATE alembic_version SET version_num = '0001'")
    old = guichet("doctor")
    assert old.code == 1 and old.out.count("guichet upgrade") == 1, old.out
    assert "is looked at once it is well" in old.out and "Data and keys" in old.out
    monkeypatch.setenv("GUICHET_DATABASE__URL", "sqlite:///var/none.db")
    away = guichet("doctor")
    assert away.code == 1 and away.out.count("There is no database") == 1


def test_the_trial_of_a_pdf_is_one() -> None:
    pytest.importorskip("weasyprint")
    assert (as_pdf(lambda: _TRIAL) or b"").startswith(b"%PDF")
