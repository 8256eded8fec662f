"""The carrier that writes letters to files."""

from __future__ import annotations

from email import message_from_bytes
from pathlib import Path

import pytest

from dispatch.delivery.carriers.files import FileCarrier
from dispatch.letters.written import Letter
from models.errors import TemporaryFailure

LETTER = Letter(42, "demandes+abc@ville.test", "jeanne@example.org", b"Subject: Bonjour\r\n\r\nTexte.\r\n")


def test_a_letter_is_one_readable_file_with_its_envelope(tmp_path: Path) -> None:
    assert FileCarrier(tmp_path / "outgoing").send(LETTER).carrier_id == "00000042.eml"
    (file,) = (tmp_path / "outgoing").iterdir()
    message = message_from_bytes(file.read_bytes())
    assert (message["X-Envelope-To"], message["Subject"]) == ("<jeanne@example.org>", "Bonjour")
    assert file.read_bytes().endswith(LETTER.raw)


def test_the_same_letter_twice_is_one_file(tmp_path: Path) -> None:
    carrier = FileCarrier(tmp_path)
    carrier.send(LETTER)
    carrier.send(LETTER)
    assert [file.name for file in tmp_path.iterdir()] == ["00000042.eml"]


def test_a_directory_that_cannot_be_written_is_a_reason_to_wait(tmp_path: Path) -> None:
    (tmp_path / "outgoing").write_text("not a directory", encoding="utf-8")
    with pytest.raises(TemporaryFailure):
        FileCarrier(tmp_path / "outgoing").send(LETTER)
