"""How fast mail becomes requests with two notices, and how fast those leave, next to a loop that only stores
rows.

Rates are given by the wall clock and by the processor time of this process: on a machine that is busy with
other things only the second means much, and only the ratio of two rates of
one run can be compared between machines.
"""

from __future__ import annotations

import email
import email.policy
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import sqlalchemy as sa

from bench.rows import Row, median_and_spread
from bench.townspeople import letter, photo
from cli.logs import configure_logs
from cli.office import Office, now
from cli.town.init import set_up
from dispatch.delivery.carriers.interface import Handover
from dispatch.delivery.deliver import Deliverer
from dispatch.inbound.process import Processor, Reader
from dispatch.letters.render import Renderer
from dispatch.letters.written import Letter
from intake.ledger.arrival import Arrival
from intake.ledger.reception import Reception
from intake.message import ParsedMessage
from intake.reading.asked import SetAside
from intake.reading.reader import Reader as ReaderProcesses
from intake.reading.room import ReadingRoom
from models.settings.settings import Settings
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.requests import RequestRow

ROUNDS = 3
PLAIN = 150
PHOTOS = 15
_outbox, _requests = table_of(OutboundMessage), table_of(RequestRow)
#: Limits that are meant for a town of some ten thousand, raised.
_PLENTY = 1_000_000
RAISED = {
    "limits": {
        "storm_in_all_per_hour": _PLENTY, "storm_of_strangers_per_hour": _PLENTY,
        "answers_per_hour": _PLENTY, "domain_share_percent": 100,
    },
    "outgoing": {
        "per_agent_per_hour": _PLENTY, "per_agent_per_day": _PLENTY, "per_recipient_per_hour": _PLENTY,
        "per_hour": _PLENTY, "per_day": _PLENTY,
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rate:
    """So many things a second, by the wall clock and by this process's processor time."""

    wall: float
    cpu: float


class MemoryCarrier:
    """Takes every letter and keeps none."""

    name = "memory"
    taken = 0

    def send(self, letter: Letter) -> Handover:
        self.taken += 1
        return Handover(carrier_id=str(letter.outbox_id), state="sent")

    def close(self) -> None:
        """Nothing to close."""


class OnTheSpot:
    """Reads in this process, so that its processor time holds all the work there is."""

    def __init__(self, office: Office) -> None:
        self._room = ReadingRoom(0, store=office.files)

    def read_many(self, doors_and_raws: Sequence[tuple[str, bytes]]) -> list[ParsedMessage | SetAside]:
        return self._room.read_many(raw for _door, raw in doors_and_raws)


def run(rounds: int = ROUNDS, plain: int = PLAIN, photos: int = PHOTOS) -> list[Row]:
    """The rates of each kind of work, rounds taking turns so that all meet the same weather."""
    letters = [letter(n) for n in range(plain)] + [letter(plain + n, photo(n)) for n in range(photos)]
    random.Random(7).shuffle(letters)  # an order, not a secret
    rates: dict[str, list[Rate]] = {}
    for _ in range(rounds):
        rates.setdefault("parse and insert one row", []).append(_bare(letters))
        treated, delivered = _counter(letters, with_processes=False)
        rates.setdefault("mail to request, two notices, one process", []).append(treated)
        rates.setdefault("notices written and handed to memory", []).append(delivered)
        rates.setdefault("mail to request, read in two processes", []).append(
            _counter(letters, with_processes=True)[0]
        )
    bare = _median(rates["parse and insert one row"])
    return [row for name, found in rates.items() for row in _rows(name, found, bare)]


def _rows(name: str, rates: Sequence[Rate], bare: Rate) -> Iterator[Row]:
    for clock in ("wall", "cpu"):
        value, spread = median_and_spread([getattr(rate, clock) for rate in rates])
        yield Row(
            f"{name}, {clock}", value, "per second", ("the bare loop", value / getattr(bare, clock)), spread
        )


def _median(rates: Sequence[Rate]) -> Rate:
    return Rate(
        median_and_spread([rate.wall for rate in rates])[0],
        median_and_spread([rate.cpu for rate in rates])[0],
    )


def _counter(letters: Sequence[bytes], *, with_processes: bool) -> tuple[Rate, Rate]:
    """Mail stored beforehand is treated until nothing waits; then every notice leaves. Both rates."""
    with _town() as office:
        reader: Reader = (
            ReaderProcesses(office.settings.work, office.files) if with_processes else OnTheSpot(office)
        )
        if isinstance(reader, ReaderProcesses):
            warm = Event()
            reader.warm_up(warm.set)
            warm.wait()
        processor = Processor(
            office.database, office.files, reader, office.signer, office.settings, now,
            elsewhere=reader if isinstance(reader, ReaderProcesses) else None,
        )  # fmt: skip
        deliverer = Deliverer(
            office.database, office.files, {"email": MemoryCarrier()}, Renderer(None), office.signer,
            office.settings, now,
        )  # fmt: skip
        # What is loaded and compiled once in the life of a service is no part of the rate.
        before = 0
        for work_up in (letters[:8], letters[-8:]):
            _store(office, work_up, f"warm-up-{before}-")
            before += len(work_up)
            _until_idle(processor.process_next)
            _until_idle(deliverer.deliver_next)
        _store(office, letters)
        treated = _rate(len(letters), lambda: _until_idle(processor.process_next))
        _expect(office, _requests, len(letters) + before)
        _expect(office, _outbox, 2 * (len(letters) + before))
        delivered = _rate(2 * len(letters), lambda: _until_idle(deliverer.deliver_next))
        if isinstance(reader, ReaderProcesses):
            reader.close()
        return treated, delivered


@contextmanager
def _town() -> Iterator[Office]:
    with tempfile.TemporaryDirectory(prefix="guichet-bench-") as directory:
        settings = Settings.model_validate(
            {
                "data_dir": directory,
                "organisation_file": f"{directory}/organisation.toml",
                "database": {"url": f"sqlite:///{directory}/guichet.db"},
                **RAISED,
                "logs": {"level": "warning"},
            }
        )
        configure_logs(settings.logs)
        office = Office(settings)
        set_up(office)
        try:
            yield office
        finally:
            office.database.close()


def _store(office: Office, letters: Sequence[bytes], prefix: str = "") -> None:
    """The letters in the ledger, as the SMTP door leaves them; each round's are new people's."""
    reception = Reception(office.database, office.files)
    wait(
        [
            reception.submit(
                Arrival(
                    door="smtp",
                    raw=raw.replace(b"citoyen-", b"citoyen-" + prefix.encode()),
                    received_at=now(),
                    envelope_from=f"citoyen-{prefix}{n}@example.org",
                    recipients=("mairie@ville.test",),
                )
            )
            for n, raw in enumerate(letters)
        ]
    )
    reception.close()


def _until_idle(step: Callable[[], object]) -> None:
    while step():
        pass


def _rate(count: int, work: Callable[[], None]) -> Rate:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Rate(count / (time.perf_counter() - wall), count / (time.process_time() - cpu))


def _expect(office: Office, table: sa.Table, count: int) -> None:
    with office.database.reading() as session:
        found = session.connection().execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
    if found != count:
        raise RuntimeError(f"{table.name}: {found} rows where {count} were expected")


def _bare(letters: Sequence[bytes]) -> Rate:
    """The least anybody could do: the standard library's parser and one row a mail, all in one
    transaction.
    """
    with tempfile.TemporaryDirectory(prefix="guichet-bench-") as directory:
        database = sqlite3.connect(Path(directory) / "bare.db")
        database.execute("CREATE TABLE mail (sender TEXT, subject TEXT, body TEXT, files INTEGER)")

        def work() -> None:
            with database:
                for raw in letters:
                    mail = email.message_from_bytes(raw, policy=email.policy.compat32)
                    parts = [part for part in mail.walk() if not part.is_multipart()]
                    body = parts[0].get_payload(decode=True)
                    files = [part.get_payload(decode=True) for part in parts[1:]]
                    database.execute(
                        "INSERT INTO mail VALUES (?, ?, ?, ?)",
                        (mail["From"], mail["Subject"], body, len(files)),
                    )

        rate = _rate(len(letters), work)
        database.close()
        return rate
