"""A virus does not come in, by any door, and an absent antivirus loses no mail; with a real clamd."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.ledger.antivirus import ClamdInspector, inspector_from
from intake.ledger.inspection import NoInspector
from models.errors import UserError
from models.settings.processing import AntivirusSettings
from tests.doors.house import House
from tests.doors.wire import CONTENT, Dialogue
from tests.servers import clamd
from tests.servers.presence import missing
from tests.servers.processes import free_port

HIDDEN = (
    b"From: a@example.org\r\nTo: mairie@ville.test\r\nSubject: facture\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: application/octet-stream; name="facture.exe"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    + base64.encodebytes(clamd.EICAR).replace(b"\n", b"\r\n")
)


@pytest.fixture(scope="session")
def clamd_socket(run_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    if not clamd.is_installed():
        missing("clamd", clamd.PACKAGE)
    directory = run_dir / f"av-{tmp_path_factory.getbasetemp().name}"
    with clamd.running_clamd(directory) as path:
        yield path


def say(house: House, door: str, content: bytes, inspector: object) -> str:
    doors = house.open(**{door: {}}, inspector=inspector)  # type: ignore[arg-type]
    with Dialogue(getattr(doors, door).bound_address) as dialogue:
        dialogue.begin("EHLO" if door == "smtp" else "LHLO")
        return dialogue.say(content + b".")


def test_a_virus_in_an_encoded_attachment_is_refused_at_the_smtp_door(
    house: House, clamd_socket: Path
) -> None:
    inspector = inspector_from(AntivirusSettings(clamd=str(clamd_socket)))
    assert say(house, "smtp", HIDDEN, inspector) == "554 5.7.1 The message holds a virus"
    assert house.ledger() == []


def test_a_virus_from_our_own_relay_is_kept_and_named(house: House, clamd_socket: Path) -> None:
    inspector = inspector_from(AntivirusSettings(clamd=str(clamd_socket)))
    assert say(house, "lmtp", HIDDEN, inspector).startswith("250")
    assert house.ledger()[0].door_facts["virus"].startswith("Local.Eicar")


def test_honest_mail_comes_in_marked_clean(house: House, clamd_socket: Path) -> None:
    inspector = inspector_from(AntivirusSettings(clamd=str(clamd_socket)))
    assert say(house, "smtp", CONTENT, inspector).startswith("250")
    assert house.ledger()[0].door_facts["antivirus"] == "clean"


def test_what_is_too_large_for_clamd_comes_in_marked(house: House, clamd_socket: Path) -> None:
    inspector = inspector_from(AntivirusSettings(clamd=str(clamd_socket)))
    large = CONTENT + b"y" * 70 * 10 + b"\r\n" + (b"x" * 70 + b"\r\n") * (clamd.STREAM_LIMIT_BYTES // 60)
    assert say(house, "smtp", large, inspector).startswith("250")
    assert house.ledger()[0].door_facts["antivirus"] == "too large"


@pytest.mark.parametrize(
    ("when_away", "answer", "marks"),
    [("accept", "250 2.0.0 Accepted as 1", ["away"]), ("retry", "451 4.7.1 Try again later", [])],
)
def test_without_clamd_the_setting_decides(
    house: House, when_away: str, answer: str, marks: list[str]
) -> None:
    for address in (f"127.0.0.1:{free_port()}", "/nowhere/clamd.sock"):
        settings = AntivirusSettings.model_validate({"clamd": address, "when_away": when_away})
        assert say(house, "smtp", CONTENT, ClamdInspector(settings)).startswith(answer[:15])
    assert {row.door_facts["antivirus"] for row in house.ledger()} == set(marks)


def test_no_address_means_no_antivirus() -> None:
    assert isinstance(inspector_from(AntivirusSettings()), NoInspector)


def test_an_address_that_makes_no_sense_is_named() -> None:
    with pytest.raises(UserError, match=r"antivirus\.clamd: 'clamd' is neither"):
        inspector_from(AntivirusSettings(clamd="clamd"))
