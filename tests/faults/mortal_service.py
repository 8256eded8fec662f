"""The real service in processes that end as by `kill -9` at one chosen moment of a message's way.

    python -m tests.faults.mortal_service

Reads one JSON line for each life, `[directory, database_url, relay_port, moment]`, and forks: the imports
are paid once, not once a life. Prints `PID PORT` when the SMTP door is open, and the exit code when the
life is over (-9 when it was killed).

Nothing of the service is replaced: it is given a database that looks, before and after each of its commits,
how far the message has come, and a carrier that knows when it sends. A moment is `before:STEP` or
`after:STEP`; `freeze:STEP` stops the process (SIGSTOP) with the transaction open; `never` runs until it is told
to stop.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

import cli.service.service as assembled
from cli.logs import configure_logs
from cli.office import Office
from cli.service.assembly.mailing import make_email_carrier
from cli.service.service import Service
from dispatch.delivery.carriers.interface import EmailCarrier, Handover
from dispatch.letters.written import Letter
from models.settings.settings import Settings
from models.store.database import Database
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


#: Short enough for a test, long enough for a busy machine.
BOUNDS = {"idle_transaction_seconds": 6.0, "lock_wait_seconds": 30.0}

#: A busy machine may take longer over its first message than a service manager waits.
assembled.GRACE_SECONDS = 120.0


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class MortalDatabase(Database):
    """A database whose process dies before or after the commit of one step."""

    def __init__(self, url: str, moment: str) -> None:
        super().__init__(url, **BOUNDS)
        self._when, _, step = moment.partition(":")
        self._look = COMMITS.get(step)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        with super().transaction() as session:
            yield session
            reached = self._look and session.connection().execute(sa.text(self._look)).first() is not None
            if reached and self._when == "before":
                die()
            if reached and self._when == "freeze":
                self._look = None  # once
                # To this very thread: sent to the process, it may go on for a moment and commit.
                signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)
                return
        if reached:
            die()

    def at_once(self, statement: sa.UpdateBase, given: Mapping[str, Any], *, flushed: bool = True) -> int:
        # So a letter that was taken is recorded, and nothing else.
        is_the_step = self._look == COMMITS["recorded"]
        if is_the_step and self._when == "before":
            die()
        done = super().at_once(statement, given, flushed=flushed)
        if is_the_step:
            die()
        return done

    def insert_at_once(self, statement: sa.Insert, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        # So what a door took is stored, and nothing else.
        is_the_step = self._look == COMMITS["stored"]
        if is_the_step and self._when == "before":
            die()
        ids = super().insert_at_once(statement, rows)
        if is_the_step:
            die()
        return ids


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


def mortal_settings(directory: Path, url: str, relay_port: int) -> Settings:
    """Leases and timeouts as in use: a busy machine must not end one. Mail is read in the process itself."""
    settings = settings_for(
        directory, url, relay_port, doors={"smtp": {"port": 0}, "http": {"enabled": False}}
    )
    # Below what settings allow: reading processes of its own would take longer to start than all the rest.
    return settings.model_copy(update={"work": settings.work.model_copy(update={"readers": 0})})


def live(directory: str, url: str, relay_port: int, moment: str) -> None:
    """One life: until the moment has come, or SIGTERM."""
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    settings = mortal_settings(Path(directory), url, relay_port)
    configure_logs(settings.logs)
    office = MortalOffice(settings, MortalDatabase(settings.database.url, moment))
    service = Service(office, email_carrier=lambda s: MortalCarrier(make_email_carrier(s), moment))
    service.start()
    assert service.doors.smtp is not None
    say(f"{os.getpid()} {service.doors.smtp.bound_address[1]}")
    stopping.wait()
    service.stop()


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    # readline() and not iteration: nothing may be read ahead, a child would have it too.
    while line := sys.stdin.readline():
        child = os.fork()
        if child == 0:
            code = 1
            try:
                live(*json.loads(line))
                code = 0
            except BaseException:  # noqa: BLE001  # the edge of the process: the test must see why
                traceback.print_exc()
            os._exit(code)
        say(str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])))


if __name__ == "__main__":
    main()
