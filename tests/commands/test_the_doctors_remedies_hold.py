"""What `guichet doctor` says to do mends what it found: each fault is made, its remedy followed to the letter, and the
doctor asked again.
"""

from __future__ import annotations

import os
import re
import shlex
import socketserver
import sqlite3
import subprocess
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from cli.service.examining.figures import _TRIAL
from dispatch.letters.enclosed.pdf import as_pdf
from tests.commands.running import Done, guichet
from tests.commands.test_the_doctor_looks_at_everything import a_process_of_the_service
from tests.servers.fake_twilio import ACCOUNT_SID, AUTH_TOKEN
from tests.texting import NUMBER

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
        form = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        Path("key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *form))
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
    old = Path("key.pem").read_bytes()
    certificate(60)
    Path("key.pem").write_bytes(old)
    of_another = guichet("doctor", "machine")
    assert of_another.code == 1 and "key.pem is not the key of the certificate in cert.pem" in said(
        of_another
    )
    certificate(60)
    Path("key.pem").rename("away.pem")
    keyless = guichet("doctor", "machine")
    assert keyless.code == 1 and "key.pem cannot be read" in said(keyless)
    Path("away.pem").rename("key.pem")
    assert guichet("doctor", "machine").code == 0


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
    Path("var/none.db").write_bytes(b"no database at all" * 1000)
    spoilt = guichet("doctor")
    assert spoilt.code == 1 and spoilt.out.count("is no database") == 1, spoilt.out
    assert "There is room on the disk" in spoilt.out


def test_a_notice_that_does_not_leave_is_told_until_it_did() -> None:
    run("schedule run watch")
    write("UPDATE outbound_message SET next_attempt_at = '2026-01-01 00:00:00.000000', state = 'queued'")
    stuck = guichet("doctor", "service")
    assert stuck.code == 1 and "A notice should have left at" in said(stuck)
    (look, *_) = remedies(stuck.out)
    run(look)
    assert "doctor mail" in said(stuck)
    write("UPDATE outbound_message SET state = 'sent'")
    assert "should have left" not in guichet("doctor", "service").out


def test_a_text_that_says_that_mail_fails_has_somebody_to_go_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_SMS__CARRIER", "twilio")
    for name, value in (("ACCOUNT_SID", ACCOUNT_SID), ("AUTH_TOKEN", AUTH_TOKEN), ("FROM_NUMBER", NUMBER)):
        monkeypatch.setenv(f"GUICHET_SMS__TWILIO__{name}", value)
    found = said(guichet("doctor", "people"))
    assert "When mail fails nobody hears of it" in found and "recipients under [alerts]" in found
    in_settings("recipients", '["+33 6 39 98 00 77"]')
    assert "When mail fails, a text says so. Numbers it goes to: 1." in said(guichet("doctor", "people"))
    in_settings("recipients", "[]")
    run("guichet agents edit sophie-martin phones='[\"06 39 98 00 78\"]'")
    assert "Numbers it goes to: 1." in said(guichet("doctor", "people"))
    monkeypatch.setenv("GUICHET_SMS__CARRIER", "none")
    monkeypatch.setenv("GUICHET_DOORS__SMTP__HOST", "0.0.0.0")
    assert "Watch /health/ready from another machine" in said(guichet("doctor", "people"))


def test_a_town_whose_administrators_cannot_be_reached_is_told_who_hears_of_nothing() -> None:
    write(
        "UPDATE contact_point SET unreachable_since = '2026-01-01 00:00:00.000000' WHERE value = ?",
        "sophie.martin@agents.ville.test",
    )
    found = guichet("doctor", "people")
    assert found.code == 1 and "Nobody is told when something is wrong" in said(found)
    in_settings("recipients", '["dsi@agglo.example.org"]')
    assert "Nobody is told" not in guichet("doctor", "people").out


def test_settings_that_nobody_reads_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "every setting is understood" in said(guichet("doctor", "settings"))
    with a_process_of_the_service():
        os.utime("settings.toml", (2**33, 2**33))
        changed = said(guichet("doctor", "settings"))
        assert "was changed after the service started" in changed and "systemctl restart guichet" in changed
        os.utime("settings.toml", (0, 0))
        assert "every setting is understood" in said(guichet("doctor", "settings"))
    Path("settings.toml").rename("settings.away")
    none = said(guichet("doctor"))
    assert "No settings.toml was found" in none and "guichet --settings FILE doctor" in none
    run("guichet --settings settings.away doctor settings")


@pytest.mark.parametrize(
    ("version", "told"),
    [
        ("ClamAV 1.0.7/27450/Fri Nov  6 09:38:10 2020", "knows no virus of after"),
        ("ClamAV 1.0.7/27450/Fri Nov  6 09:38:10 2099", "answers."),
        ("ClamAV 1.0.7", "answers."),
    ],
)
def test_an_antivirus_that_is_away_or_learns_nothing_more_is_told(version: str, told: str) -> None:
    in_settings("clamd", '"./clamd.sock"')
    away = guichet("doctor", "machine")
    assert away.code == 1 and "systemctl start clamav-daemon" in said(away)

    class Answering(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            asked = b""
            while not asked.endswith((b"zVERSION\0", b"\0\0\0\0")):
                asked += self.request.recv(4096)
            says = version if b"VERSION" in asked else "stream: OK"
            self.request.sendall(says.encode() + b"\0")

    with socketserver.ThreadingUnixStreamServer("clamd.sock", Answering) as clamd:
        thread = threading.Thread(target=clamd.serve_forever, args=(0.02,))
        thread.start()
        found = guichet("doctor", "machine")
        clamd.shutdown()
        thread.join()
    assert found.code == 0 and told in said(found), found.out


def test_the_trial_of_a_pdf_is_one() -> None:
    pytest.importorskip("weasyprint")
    assert (as_pdf(lambda: _TRIAL) or b"").startswith(b"%PDF")
