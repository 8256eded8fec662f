"""People who write to a town, four at a time, whatever happens to its service."""

from __future__ import annotations

import smtplib
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from cli.office import Office
from cli.town.init import set_up
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from models.tables.outbox import OutboundMessage
from models.tables.requests import Entry, RequestRow
from tests.faults.whole_service import PATIENCE_SECONDS, UNLIMITED, end, kill, start
from tests.letters import TOWN_HALL, write
from tests.photos import noise
from tests.servers.mailbox import Mailbox
from tests.servers.processes import free_port
from tests.town import settings_for, wait_until

#: Of each three mails the third answers the second before anything was heard of it; one in twenty has a photo.
THREADS, PHOTO_IN = 3, 20
SENDERS = 4
_inbound, _outbox = table_of(InboundMessage), table_of(OutboundMessage)
_requests, _entries = table_of(RequestRow), table_of(Entry)


def mail(number: int) -> bytes:
    """Mail `number`, the same when it is sent again: so does every server that got no answer."""
    person = number - 1 if number % THREADS == 2 else number
    before = f"<{person}@example.org>"
    return write(
        f"Le lampadaire {person} de la rue du Lavoir est cassé.",
        subject=f"{'Re: ' if person != number else ''}Lampadaire {person}",
        sender=f"habitante{person}@example.org",
        message_id=f"<{number}@example.org>",
        headers={"In-Reply-To": before, "References": before} if person != number else {},
        files={"lampe.jpg": noise(seed=number)} if number % PHOTO_IN == 0 else {},
    ).as_bytes()


class Street:
    """A town, its service in a process of its own, and people who write to it."""

    def __init__(self, directory: Path, url: str, given: Mapping[str, str] | None = None) -> None:
        self.world = Mailbox()
        self.world.start()
        self.settings = settings_for(directory, url, self.world.port)
        self.office = Office(self.settings)
        set_up(self.office)
        self.port, self._given = free_port(), {**UNLIMITED, **(given or {})}
        self.heard: list[int] = []  # numbers of mails that were answered 250
        self.unheard = 0  # times that no answer came, or another
        self._over = threading.Event()
        self._service = self._started()

    def _started(self) -> subprocess.Popen[str]:
        return start(self.settings, smtp_port=self.port, given=self._given)

    def kill(self) -> None:
        """The service dies, and is started again."""
        kill(self._service)
        self._service = self._started()

    def end(self) -> int:
        """The exit code of the service, told to stop."""
        return end(self._service)

    @contextmanager
    def written(self, numbers: range) -> Iterator[None]:
        """While the block runs, and until each has heard its 250, people write these mails: those of one thread one
        after the other.
        """
        threads = [numbers[first : first + THREADS] for first in range(0, len(numbers), THREADS)]
        with ThreadPoolExecutor(SENDERS) as senders:
            writing = [senders.submit(self._write, each) for each in threads]
            try:
                yield
                for each in writing:
                    each.result()
            finally:
                self._over.set()  # after a failure nobody goes on
        self._over.clear()

    def _write(self, numbers: range) -> None:
        for number in numbers:
            while not self._over.is_set() and not self._is_taken(number):
                self.unheard += 1
                time.sleep(0.05)
            self.heard.append(number)

    def _is_taken(self, number: int) -> bool:
        try:
            with smtplib.SMTP("127.0.0.1", self.port, timeout=PATIENCE_SECONDS) as connection:
                connection.sendmail(f"habitante{number}@example.org", [TOWN_HALL], mail(number))
        except (OSError, smtplib.SMTPException):
            return False
        return True

    def wait_until_told(self) -> None:
        """Every message has its end, and whoever heard 250 has an acknowledgement of the request."""
        wait_until(self._is_told, "something is on its way for ever", 10 * PATIENCE_SECONDS)

    def _is_told(self) -> bool:
        told = {recipient for each in list(self.world.delivered) for recipient in each.recipients}
        asked = {f"habitante{number}@example.org" for number in self.heard if number % THREADS != 2}
        return asked <= told and not self._states(_inbound)["waiting"]

    def _states(self, table: sa.Table) -> Counter[str]:
        with self.office.database.reading() as session:
            return Counter(session.connection().execute(sa.select(table.c.state)).scalars())

    def has_each_once(self) -> None:
        """Fails unless each mail that was heard is one request, or one entry of the request it answers."""
        answers = sum(number % THREADS == 2 for number in self.heard)
        came = self._states(_inbound)
        # Whoever did not hear a 250 that was true has sent a copy, which is known as one. None failed.
        assert came.keys() <= {"new_request", "follow_up", "duplicate"}, came
        assert came["new_request"] == len(self.heard) - answers
        assert came["follow_up"] == answers
        assert came["duplicate"] <= self.unheard
        with self.office.database.reading() as session:
            ask = session.connection().execute
            numbers = ask(sa.select(_requests.c.year, _requests.c.number)).all()
            entries = sa.select(_entries.c.request_id).where(_entries.c.kind == "message_in")
            messages = Counter(Counter(ask(entries).scalars()).values())
        assert messages == Counter({1: len(self.heard) - 2 * answers, 2: answers}) - Counter()
        for year, last in Counter(year for year, _ in numbers).items():
            assert sorted(number for each, number in numbers if each == year) == list(range(1, last + 1))

    def letters_twice(self) -> int:
        """How many letters came again; fails when what left is not what the outbox says has left."""
        letters = Counter(each.header("Message-ID") for each in self.world.delivered)
        states = self._states(_outbox)
        assert len(letters) == states["sent"], states
        assert not states["failed"], states
        return letters.total() - len(letters)

    def close(self) -> None:
        self._over.set()
        if self._service.poll() is None:
            kill(self._service)
        self.office.close()
        self.world.stop()
