"""A counter without doors, for tests of the ledger and of processing: database, files, clock, and chosen
readers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.inbound.process import Processor, Reader
from dispatch.inbound.starting.beforehand import Elsewhere
from intake.ledger.arrival import Arrival
from intake.ledger.reception import Reception
from intake.mail.parse import parse_mail
from intake.message import ParsedMessage
from models.errors import TemporaryFailure
from models.organisation import Organisation
from models.organisation_files.sample import load_sample
from models.settings.settings import Settings
from models.signing.tokens import Signer
from models.store.database import Database
from models.store.files import FileStore
from models.store.organisations import apply, newest_version
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from tests.letters import CITIZEN, write

NOW = datetime(2026, 11, 3, 13, 5, tzinfo=UTC)
SIGNER = Signer([(1, b"a key of tests, sixteen octets and more")], "ville.test")
_inbound = table_of(InboundMessage)


@cache
def sample() -> Organisation:
    """The sample town, read once."""
    return load_sample()


@dataclass
class Clock:
    """A clock that moves when told."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Moody(Database):
    """The same database, away whenever it is told."""

    def __init__(self, database: Database) -> None:
        self.__dict__ = {**database.__dict__, "is_gone": False}

    def leave(self) -> None:
        self.is_gone = True

    def come_back(self) -> None:
        self.is_gone = False

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        if self.is_gone:
            raise TemporaryFailure("The database does not answer.", "disk full")
        with super().transaction() as session:
            yield session

    def at_once(self, statement: sa.UpdateBase, given: Mapping[str, Any], *, flushed: bool = True) -> int:
        if self.is_gone:
            raise TemporaryFailure("The database does not answer.", "disk full")
        return super().at_once(statement, given, flushed=flushed)


@dataclass
class PlainReader:
    """Reads in this process. `before` is called with each message's bytes, and may raise or stop the
    process.
    """

    before: Callable[[bytes], None] = lambda _raw: None

    def read_many(self, doors_and_raws: Sequence[tuple[str, bytes]]) -> list[Any]:
        found: list[ParsedMessage] = []
        for _door, raw in doors_and_raws:
            self.before(raw)
            found.append(parse_mail(raw))
        return found


@dataclass
class Desk:
    """The sample town's ledger and whoever works on it."""

    database: Database
    directory: Path
    clock: Clock = field(default_factory=Clock)
    settings: Settings = field(default_factory=lambda: Settings.model_validate({}))

    def __post_init__(self) -> None:
        self.files = FileStore(self.directory / "files")
        with self.database.transaction() as session:
            if newest_version(session) is None:
                apply(session, sample(), by="a test", note="", now=self.clock())
        self.reception = Reception(self.database, self.files)

    def close(self) -> None:
        self.reception.close()

    def processor(
        self,
        reader: Reader | None = None,
        database: Database | None = None,
        elsewhere: Elsewhere | None = None,
    ) -> Processor:
        return Processor(
            database or self.database, self.files, reader or PlainReader(), SIGNER, self.settings, self.clock,
            elsewhere=elsewhere, monotonic=lambda: self.clock.now.timestamp(),
        )  # fmt: skip

    def take(self, letter: EmailMessage | bytes | None = None, **changes: Any) -> int:
        """Store one message as the SMTP door does; its ledger id."""
        letter = write("Une ampoule au gymnase Guimard.") if letter is None else letter
        raw = letter if isinstance(letter, bytes) else letter.as_bytes()
        values: dict[str, Any] = {
            "door": "smtp",
            "raw": raw,
            "received_at": self.clock(),
            "envelope_from": CITIZEN,
            "peer": "127.0.0.1",
            "recipients": ("mairie@ville.test",),
        }
        return self.reception.accept(Arrival(**{**values, **changes}))

    def row(self, ledger_id: int) -> InboundMessage:
        with self.database.reading() as session:
            found = session.get_one(InboundMessage, ledger_id)
            session.expunge(found)
            return found

    def states(self) -> list[str]:
        with self.database.reading() as session:
            return list(
                session.connection().execute(sa.select(_inbound.c.state).order_by(_inbound.c.id)).scalars()
            )
