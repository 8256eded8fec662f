"""Texts as files: readable, whole, and one each."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dispatch.delivery.carriers.text_files import TextFiles, read_text_file
from dispatch.letters.written import Text
from models.errors import ConfigurationFailure
from models.settings.sms_carriers import TextFilesSettings

TEXT = Text(12, "+33639980012", "Reçu.\n\nMairie", datetime(2026, 11, 22, 9, 0, tzinfo=UTC))


def test_a_text_is_one_file_that_can_be_read_back_and_a_second_try_adds_none(tmp_path: Path) -> None:
    files = TextFiles(TextFilesSettings(directory=tmp_path / "texts"))
    handed = files.send(TEXT)
    assert files.send(TEXT) == handed
    [written] = (tmp_path / "texts").iterdir()
    assert (written.name, handed.state, handed.segments) == (handed.carrier_id, "sent", 1)
    assert read_text_file(written) == (TEXT.to, TEXT.body)


def test_a_directory_that_cannot_be_made_is_our_configuration(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationFailure):
        TextFiles(TextFilesSettings(directory=tmp_path / "file" / "texts")).send(TEXT)
