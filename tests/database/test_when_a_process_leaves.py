"""A process that systemd opened stays as long as anybody may need it, and says why where it never leaves."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from cli.service.leaving import Leaving
from cli.service.portions import WHOLE, Portion
from models.settings.doors import DoorSettings, HttpDoorSettings, ImapDoorSettings, SmtpDoorSettings
from models.settings.settings import Settings
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage


@pytest.fixture
def handed() -> Iterator[dict[str, socket.socket]]:
    with socket.socket() as given:
        yield {"http": given}


def leaving(
    database: Database, handed: dict[str, socket.socket], *, portions: Any = WHOLE, **doors: Any
) -> tuple[Leaving, Any]:
    """One that leaves after 120 seconds, and what it looks at: `time`, `mail`, `rests`."""
    wanted = {"smtp": SmtpDoorSettings(enabled=False), "http": HttpDoorSettings(), **doors}
    settings = Settings(doors=DoorSettings(**wanted))
    seen = SimpleNamespace(time=0.0, traffic=(0, 0), rests=True)
    service: Any = SimpleNamespace(doors=seen, http=None, schedule=seen, portions=portions)
    office: Any = SimpleNamespace(settings=settings, database=database)
    return Leaving(service, office, handed, clock=lambda: seen.time), seen


def test_it_leaves_after_a_silence_and_not_before(
    database: Database, handed: dict[str, socket.socket]
) -> None:
    one, seen = leaving(database, handed)
    for time, traffic, rests, due in (
        (0, (0, 0), True, False),
        (119, (0, 0), True, False),
        (130, (1, 1), True, False),  # somebody is connected
        (400, (1, 1), True, False),
        (401, (0, 1), True, False),  # and is gone
        (410, (0, 2), True, False),  # somebody came and went between two looks
        (529, (0, 2), True, False),
        (531, (0, 2), False, False),  # a job is under way
        (532, (0, 2), True, True),
    ):
        seen.time, seen.traffic, seen.rests = time, traffic, rests
        assert one.is_due() is due, time


def test_a_message_that_waits_keeps_it(database: Database, handed: dict[str, socket.socket]) -> None:
    one, seen = leaving(database, handed)
    one.is_due()
    ledger = table_of(InboundMessage)
    at = datetime(2026, 3, 2, 8, tzinfo=UTC)
    with database.transaction() as session:
        session.add(
            InboundMessage(
                received_at=at, door="lmtp", raw=b"", raw_sha256="", raw_size_bytes=0, next_attempt_at=at
            )
        )
    seen.time = 500
    assert not one.is_due() and one.something_waits()
    with database.transaction() as session:
        session.connection().execute(sa.update(ledger).values(state="refused"))
    # Looked at again after another silence, not each second.
    assert not one.is_due()
    seen.time = 620
    assert one.is_due() and one.went


def test_it_says_why_it_never_leaves(database: Database, handed: dict[str, socket.socket]) -> None:
    box = ImapDoorSettings(
        name="mairie", host="imap.example.org", username="m", password_file="p", recipient="m@ville.test"
    )
    for said, given in (
        ("fetches a mailbox", {"imap": (box,)}),
        ("doors.smtp was not handed over", {"smtp": SmtpDoorSettings()}),
        ("a portion", {"portions": frozenset({Portion.DOORS})}),
    ):
        one, seen = leaving(database, handed, **given)
        one.is_due()
        seen.time = 1e6
        assert said in one.why_not and not one.is_due()
    # One that nobody handed a socket stays, too, and has nothing to say of it.
    one, seen = leaving(database, {})
    one.is_due()
    seen.time = 1e6
    assert one.why_not == "" and not one.is_due()
