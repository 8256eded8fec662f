"""The whole service as it runs: mail comes in by SMTP, becomes requests, two notices of each leave by SMTP.

    python -m bench.running [MAILS] [A_SECOND] [SECONDS]

`guichet serve` with the sample town (SQLite), a feeder on eight connections and a relay that takes every
letter are processes of their own. First mails come at a pace (20 a second for 20 seconds): how long after its
250 the first notice of each is handed to the relay, by the clock. Then so many mails (600) at once, one in
four with a photo of 200 KB: mails a second from the first to the last notice, processor time a mail of the
service and of its readers, and what the main process takes of memory before and after. Limits that are meant
for a town of some ten thousand are raised.
"""

from __future__ import annotations

import multiprocessing
import smtplib
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

from bench.counter import RAISED
from bench.flood import moves
from bench.rows import Row, show
from bench.townspeople import letter, photo
from bench.watched import PROGRAM, busy_seconds, environment, serving, share_mb, with_children
from models.store.database import Database
from tests.servers.mailbox import Delivered, Mailbox
from tests.servers.processes import free_port

_CONNECTIONS, _PATIENCE = 8, 900.0
#: One mail in so many has a photo.
_WITH_PHOTO = 4
_RAISED = {
    f"GUICHET_{part}__{name}".upper(): str(most)
    for part, limits in RAISED.items()
    for name, most in limits.items()
}


def relay(way: Connection) -> None:
    """In its own process: its port, then at each question who was written to so far, and when (monotonic)."""
    seen: list[tuple[str, float]] = []

    def take(letter: Delivered) -> str:
        seen.append((letter.recipients[0], time.monotonic()))
        return "250 OK"

    mailbox = Mailbox(answer_with=take)
    mailbox.start()
    way.send(mailbox.port)
    while way.recv():
        way.send(list(seen))
        mailbox.delivered.clear()
    mailbox.stop()


def feeder(way: Connection, port: int) -> None:
    """In its own process: hands over what it is told; says when it began, and when each was taken."""
    while (told := way.recv()) is not None:
        way.send(_hand_over(port, *told))


def _hand_over(port: int, numbers: range, a_second: int, photo_in: int) -> tuple[float, dict[str, float]]:
    """So many a second (0: as fast as it goes), on several connections; one in `photo_in` has a photo, or
    none when it is 0.
    """
    letters = {
        number: letter(number, photo(number) if photo_in and number % photo_in == 0 else None)
        for number in numbers
    }
    taken: dict[str, float] = {}
    began = time.monotonic()

    def on_one(own: range) -> None:
        with smtplib.SMTP("127.0.0.1", port, timeout=120) as door:
            for number in own:
                if a_second:
                    time.sleep(max(0.0, began + (number - numbers.start) / a_second - time.monotonic()))
                sender = f"citoyen-{number}@example.org"
                door.sendmail(sender, ["mairie@ville.test"], letters[number])
                taken[sender] = time.monotonic()

    threads = [
        threading.Thread(target=on_one, args=(numbers[at::_CONNECTIONS],)) for at in range(_CONNECTIONS)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return began, taken


class Outside:
    """Everybody else: a feeder and a relay, each a process of its own."""

    def __init__(self) -> None:
        spawned = multiprocessing.get_context("spawn")
        self.smtp_port = free_port()
        self._relay, its = spawned.Pipe()
        self._processes = [spawned.Process(target=relay, args=(its,), daemon=True)]
        self._processes[0].start()
        self.relay_port: int = self._relay.recv()
        self._feeder, its = spawned.Pipe()
        self._processes.append(spawned.Process(target=feeder, args=(its, self.smtp_port), daemon=True))
        self._processes[1].start()

    def letters(self) -> list[tuple[str, float]]:
        """Who was written to, and when, so far."""
        self._relay.send(True)
        found: list[tuple[str, float]] = self._relay.recv()
        return found

    def play(self, database: Database, numbers: range, a_second: int, photo_in: int = 0) -> Played:
        """Hand these mails over, and wait until nothing of them waits to be decided or to leave."""
        before = len(self.letters())
        self._feeder.send((numbers, a_second, photo_in))
        began, taken = self._feeder.recv()
        deadline = time.monotonic() + _PATIENCE
        while moves(database):
            assert time.monotonic() < deadline, "it does not end"
            time.sleep(0.2)
        return Played(began, taken, self.letters()[before:])

    def close(self) -> None:
        self._feeder.send(None)
        self._relay.send(False)


@dataclass(frozen=True, slots=True)
class Played:
    """When it began, when each mail was taken, by its sender, and each letter left, by its recipient."""

    began: float
    taken: dict[str, float]
    letters: list[tuple[str, float]]

    @property
    def waits(self) -> list[float]:
        """Seconds from the 250 of each mail to the first letter to its sender, the shortest first."""
        first: dict[str, float] = {}
        for recipient, at in self.letters:
            first.setdefault(recipient, at)
        return sorted(first[each] - at for each, at in self.taken.items() if each in first)


@contextmanager
def town(outside: Outside, directory: Path) -> Iterator[tuple[Database, int]]:
    """`guichet serve` with the sample town (SQLite) in an empty directory: its database, and its process."""
    settings_file = directory / "settings.toml"
    given = environment() | {"GUICHET_SETTINGS": str(settings_file)}
    subprocess.run([*PROGRAM, "init"], cwd=directory, env=given, check=True, capture_output=True)
    own = _RAISED | {
        "GUICHET_DOORS__SMTP__PORT": str(outside.smtp_port), "GUICHET_OUTGOING__CARRIER": "smtp",
        "GUICHET_OUTGOING__RELAY__HOST": "127.0.0.1",
        "GUICHET_OUTGOING__RELAY__PORT": str(outside.relay_port),
        "GUICHET_OUTGOING__RELAY__TLS": "none", "GUICHET_LOGS__LEVEL": "error",
    }  # fmt: skip
    database = Database(f"sqlite:///{directory}/var/guichet.db")
    try:
        with serving(settings_file, port=free_port(), path="/health/ready", given=own) as process:
            yield database, process.pid
    finally:
        database.close()


def run(mails: int = 600, a_second: int = 20, seconds: int = 20) -> Iterator[Row]:
    """Rows of the table."""
    outside = Outside()
    with (
        tempfile.TemporaryDirectory(prefix="guichet-bench-") as directory,
        town(outside, Path(directory)) as (database, pid),
    ):
        # What is loaded and compiled once in the life of a service is no part of it.
        outside.play(database, range(32), 0, _WITH_PHOTO)
        paced = range(32, 32 + a_second * seconds)
        waits = outside.play(database, paced, a_second).waits
        yield Row(
            f"{a_second} mails a second: 250 to notice handed over", 1000 * median(waits), "ms",
            note=f"95 %: {1000 * waits[int(0.95 * len(waits))]:.0f} ms",
        )  # fmt: skip
        yield from _at_once(outside, database, range(paced.stop, paced.stop + mails), pid)
    outside.close()


def _at_once(outside: Outside, database: Database, mails: range, pid: int) -> Iterator[Row]:
    busy = {each: busy_seconds(each) for each in with_children(pid)}
    memory = share_mb(pid)
    played = outside.play(database, mails, 0, _WITH_PHOTO)
    used = {each: busy_seconds(each) - busy.get(each, 0.0) for each in with_children(pid)}
    took = max(at for _, at in played.letters) - played.began
    count = len(mails)
    yield Row(
        "mails a second, to request and notices", count / took, "", note=f"{len(played.letters)} letters"
    )
    yield Row("main process, processor time a mail", 1000 * used[pid] / count, "ms")
    others = sum(used.values()) - used[pid]
    yield Row("its readers, processor time a mail", 1000 * others / count, "ms")
    yield Row("main process, memory (PSS)", share_mb(pid), "MB", note=f"{memory:.0f} before")


def main() -> int:
    show(run(*(int(each) for each in sys.argv[1:])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
