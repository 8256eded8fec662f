"""The pages that administrators read say what the doors themselves say."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from intake.doors.imap.imap import ImapDoor
from intake.doors.smtp.lmtp import LmtpDoor
from intake.doors.smtp.smtp import SmtpDoor

PAGE = Path(__file__).parents[2] / "docs" / "doors.md"


@pytest.mark.parametrize("door", [SmtpDoor, LmtpDoor, ImapDoor])
def test_the_page_has_every_line_of_the_manual_of_the_door(door: type) -> None:
    manual = [line for line in inspect.cleandoc(door.__doc__ or "").splitlines() if line.startswith("|")]
    assert len(manual) > 3
    assert "\n".join(manual) in PAGE.read_text(encoding="utf-8")
