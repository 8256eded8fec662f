"""A house with doors: real sockets in front, a real ledger behind."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from intake.doors.address_book import AddressBook
from intake.doors.mail_doors import Doors
from intake.ledger.inspection import Inspector
from intake.ledger.reception import Reception, raw_bytes
from models.settings.settings import Settings
from models.store.database import Database
from models.store.files import FileStore
from models.tables.ledger import InboundMessage


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

    @property
    def opened(self) -> Doors:
        """The doors opened last."""
        return self._doors[-1]

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
