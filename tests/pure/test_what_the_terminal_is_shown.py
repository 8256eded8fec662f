"""Text from outside is text on the terminal: it moves no cursor, sets no title, turns no line around."""

from __future__ import annotations

import io
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from cli.office import Office
from cli.present import print_json, print_octets, safe
from cli.records.entries import print_entries
from cli.records.read import Kind, as_row, read
from cli.records.read_pretty import show
from dispatch.queries.town import TownFacts
from intake.mail.parse import parse_mail
from models.settings.settings import Settings
from tests.rows import in_rows

UNSEEN = "\u061c\u2028\u2029\u202e\u2066\ufeff\U000e0041\U000e007f\x7f\x9b"
HOSTILE = ("\x1b]0;title\x07", "\x9b2J", "\u202eback", "over\rwritten", UNSEEN)


def is_harmless(shown: str) -> bool:
    return not set(shown) & {"\x1b", "\x07", "\r", *UNSEEN}


def test_a_document_holds_what_is_not_seen_as_escapes(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"subject": UNSEEN})
    shown = capsys.readouterr().out
    assert is_harmless(shown)
    assert json.loads(shown) == {"subject": UNSEEN}


def test_a_message_as_it_came_drives_no_terminal_and_reaches_a_file_octet_for_octet(tmp_path: Path) -> None:
    message = b"Subject: x\r\n\r\n" + "\r\n".join(HOSTILE).encode() + b"\xff\r\n"
    ours, terminal = os.openpty()
    with os.fdopen(ours, "rb", buffering=0) as read, os.fdopen(terminal, "w", encoding="utf-8") as shown:
        print_octets(message, shown)
        shown.flush()
        said = read.read(4096).decode().replace("\r\n", "\n")
    assert said.startswith("Subject: x\n\n") and "title" in said
    assert is_harmless(said)
    kept = tmp_path / "message.eml"
    with kept.open("w") as file:
        print_octets(message, file)
    assert kept.read_bytes() == message


def test_a_mail_read_for_programs_holds_what_is_not_seen_as_escapes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever looks at a strange mail does so on a terminal."""
    mail = tmp_path / "a.eml"
    words = f"a{UNSEEN}b".encode()
    mail.write_bytes(b"From: jeanne@example.org\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + words)
    read([str(mail)], as_json=True, kind=Kind.MIME)
    shown = capsys.readouterr().out
    assert is_harmless(shown)
    assert json.loads(shown)["path"] == str(mail)


def test_no_command_writes_a_document_in_another_way() -> None:
    """rich's own leaves C1 and what turns a line around as they are."""
    cli = Path(__file__).parents[2] / "cli"
    others = [path for path in cli.rglob("*.py") if ".print_json(" in path.read_text()]
    assert others == []


@in_rows("text", HOSTILE)
def test_nothing_dangerous_is_left_of_a_text(text: str) -> None:
    assert is_harmless(safe(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_server_s_words_in_a_failed_notice_are_shown_safely(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever gets our mail can send a report about it, in words of their own."""
    entry = {
        "id": 1,
        "at": datetime(2026, 11, 3, 13, 5, tzinfo=UTC),
        "kind": "notice",
        "person": "",
        "by": "system",
        "channel": "",
        "origin": "",
        "public": False,
        "withdrawn": False,
        "text": "",
        "data": {"failed": f"550 {text}"},
    }
    office = Office(Settings())
    vars(office)["town"] = TownFacts()
    print_entries([entry], [], office)
    shown = capsys.readouterr().out
    assert "550" in shown
    assert is_harmless(shown)


def test_a_mail_read_for_people_writes_no_escape_sequence() -> None:
    raw = (
        b"From: jeanne@example.org\r\nSubject: [bold]x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        b"<p>Bonjour &#27;]0;title&#7; &#x202e;back</p>"
    )
    out = io.StringIO()
    show(as_row("a.eml", parse_mail(raw)), Console(file=out, width=100))
    assert "Bonjour" in out.getvalue()
    assert "[bold]x" in out.getvalue()
    assert is_harmless(out.getvalue())
