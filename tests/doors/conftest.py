"""A house with doors: real sockets in front, a real ledger behind."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from intake.accept import Reception, raw_bytes
from intake.addresses import AddressBook
from intake.doors import Doors
from intake.inspection import Inspector
from models.database import Database
from models.files import FileStore
from models.ledger import InboundMessage
from models.settings import Settings
from tests.servers.certificates import make_certificate


class House:
    """Doors opened by a test, and the ledger they write to."""

    def __init__(self, database: Database, directory: Path) -> None:
        self.database = database
        self.files = FileStore(directory / "files")
        self.reception = Reception(database, self.files)
        self._doors: list[Doors] = []

    def open(
        self,
        *,
        smtp: dict[str, Any] | None = None,
        lmtp: dict[str, Any] | None = None,
        imap: list[dict[str, Any]] | None = None,
        mail: dict[str, Any] | None = None,
        inspector: Inspector | None = None,
        loop: asyncio.AbstractEventLoop | None = None,
    ) -> Doors:
        """Open the doors that are given settings, on ports the system chooses."""
        settings = Settings.model_validate(
            {
                "mail": mail or {},
                "doors": {
                    "smtp": {"enabled": smtp is not None, "port": 0, **(smtp or {})},
                    "lmtp": {"enabled": lmtp is not None, "port": 0, **(lmtp or {})},
                    "imap": imap or [],
                },
            }
        )
        doors = Doors(
            settings, self.reception, AddressBook.from_settings(settings.mail), inspector, loop=loop
        )
        doors.start()
        self._doors.append(doors)
        return doors

    def ledger(self) -> list[InboundMessage]:
        """Every row, oldest first."""
        with self.database.reading() as session:
            rows = list(session.execute(sa.select(InboundMessage).order_by("id")).scalars())
            session.expunge_all()
            return rows

    def contents(self) -> list[bytes]:
        """The raw bytes of every row, oldest first."""
        return [raw_bytes(row.raw, row.raw_sha256, self.files) for row in self.ledger()]

    def close(self) -> None:
        for doors in self._doors:
            doors.stop(1)
        self.reception.close()


@pytest.fixture
def build_house(tmp_path: Path) -> Iterator[Callable[[Database], House]]:
    """Builds houses on a database and shuts them after the test."""
    houses: list[House] = []

    def build(database: Database) -> House:
        houses.append(House(database, tmp_path))
        return houses[-1]

    yield build
    for house in houses:
        house.close()


@pytest.fixture
def house(sqlite_database: Database, build_house: Callable[[Database], House]) -> House:
    """A house on SQLite, all doors shut."""
    return build_house(sqlite_database)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of localhost that nobody signed, and its key."""
    directory = tmp_path_factory.mktemp("tls")
    return make_certificate(directory)
