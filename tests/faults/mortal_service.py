"""The real service in a process that ends as by `kill -9` at one chosen moment of a message's way.

    python -m tests.faults.mortal_service DIRECTORY DATABASE_URL RELAY_PORT MOMENT

Nothing of the service is replaced: it is given a database that looks, before and after each of its commits,
how far the message has come, and a carrier that knows when it sends. MOMENT is `before:STEP` or `after:STEP`;
`never` runs until it is told to stop. Prints the port of its SMTP door.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session

from cli.logs import configure_logs
from cli.office import Office
from cli.service import Service, make_email_carrier
from dispatch.carriers.interface import EmailCarrier, Handover, Letter
from models.database import Database
from models.settings import Settings
from tests.town import settings_for

#: Steps that are commits, and what the database says in the transaction that takes them.
COMMITS = {
    "stored": "SELECT 1 FROM inbound_message",
    "claimed": "SELECT 1 FROM inbound_message WHERE state = 'waiting' AND leased_until IS NOT NULL",
    "decided": "SELECT 1 FROM request",
    "outbox_claimed": "SELECT 1 FROM outbound_message WHERE leased_until IS NOT NULL",
    "recorded": "SELECT 1 FROM outbound_message WHERE state = 'sent'",
}
SENT = "sent"


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class MortalDatabase(Database):
    """A database whose process dies before or after the commit of one step."""

    def __init__(self, url: str, moment: str) -> None:
        super().__init__(url)
        self._when, _, step = moment.partition(":")
        self._look = COMMITS.get(step)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        with super().transaction() as session:
            yield session
            reached = self._look and session.connection().execute(sa.text(self._look)).first() is not None
            if reached and self._when == "before":
                die()
        if reached:
            die()


class MortalCarrier:
    """A carrier whose process dies before or after handing the first letter over."""

    def __init__(self, carrier: EmailCarrier, moment: str) -> None:
        self.name = carrier.name
        self._carrier = carrier
        self._moment = moment

    def send(self, letter: Letter) -> Handover:
        if self._moment == f"before:{SENT}":
            die()
        taken = self._carrier.send(letter)
        if self._moment == f"after:{SENT}":
            die()
        return taken

    def close(self) -> None:
        self._carrier.close()


class MortalOffice(Office):
    """An office with a mortal database."""

    def __init__(self, settings: Settings, database: Database) -> None:
        super().__init__(settings)
        self.__dict__["database"] = database


def fast_settings(directory: Path, url: str, relay_port: int) -> Settings:
    """Leases that end soon, so that what a dead process held is taken up again within the test."""
    relay = {"host": "127.0.0.1", "port": relay_port, "tls": "none", "timeout_seconds": 0.4}
    return settings_for(
        directory,
        url,
        relay_port,
        work={"lease_seconds": 5.0},
        outgoing={"relay": relay},
        doors={"smtp": {"port": 0}, "http": {"enabled": False}},
    )


def main() -> None:
    directory, url, relay_port, moment = sys.argv[1:]
    settings = fast_settings(Path(directory), url, int(relay_port))
    configure_logs(settings.logs)
    office = MortalOffice(settings, MortalDatabase(settings.database.url, moment))
    service = Service(office, email_carrier=lambda s: MortalCarrier(make_email_carrier(s), moment))
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    service.start()
    assert service.doors.smtp is not None
    sys.stdout.write(f"{service.doors.smtp.bound_address[1]}\n")
    sys.stdout.flush()
    stopping.wait()
    service.stop()


if __name__ == "__main__":
    main()
