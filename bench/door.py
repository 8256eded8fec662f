"""How fast the SMTP door says 250, next to a bare aiosmtpd that throws the mail away, and to one that writes
each mail to a file and flushes it to the disk before it says so.

The second says what the disk of this machine takes: no door that keeps its word is faster than it on one
connection, where nobody shares a flush.
"""

from __future__ import annotations

import asyncio
import logging
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bench.beside import in_a_process
from bench.rows import Row, median_and_spread

_ROUNDS = 5
_LARGEST_BYTES = 20_000_000
#: Four mails of 2 KB, and one with a photo: 54 KB each on average.
_MIX = (2_000, 2_000, 2_000, 2_000, 262_000)
#: (name, connections, octets of messages that take turns, messages in a round)
_LOADS: tuple[tuple[str, int, tuple[int, ...], int], ...] = (
    ("2 KB, 1 connection", 1, (2_000,), 200),
    ("2 KB, 8 connections", 8, (2_000,), 800),
    ("2 KB, 32 connections", 32, (2_000,), 2_000),
    ("mix of 54 KB, 8 connections", 8, _MIX, 400),
    ("280 KB, 1 connection", 1, (280_000,), 40),
    ("280 KB, 8 connections", 8, (280_000,), 120),
    ("10 MB, 2 connections", 2, (10_000_000,), 8),
)


def run(rounds: int = _ROUNDS, part: float = 1.0) -> list[Row]:
    """Accept rates; the servers run at the same time in processes of their own, and take turns. `part` of the
    messages of each load, at least one, in each round.
    """
    with (
        in_a_process(_serve_ours) as ours,
        in_a_process(_serve_bare) as bare,
        in_a_process(_serve_flushing) as flushing,
    ):
        return [
            row
            for name, connections, sizes, messages in _LOADS
            for row in _rows(
                name,
                _rates((ours, bare, flushing), connections, sizes, max(1, int(part * messages)), rounds),
            )
        ]


def _rates(
    ports: Sequence[int], connections: int, sizes: Sequence[int], count: int, rounds: int
) -> list[list[float]]:
    """Mails a second of each server in each round; they take turns."""
    contents = [_message(size_bytes) for size_bytes in sizes]
    rates: list[list[float]] = [[] for _ in ports]
    for _ in range(rounds):
        for port, found in zip(ports, rates, strict=True):
            found.append(asyncio.run(_drive(port, connections, count, contents)))
    return rates


def _rows(name: str, rates: Sequence[Sequence[float]]) -> Iterator[Row]:
    (ours, spread), (bare, bare_spread), (flushing, flushing_spread) = map(median_and_spread, rates)
    yield Row(f"durable door, {name}", ours, "mails/s", ("bare aiosmtpd", ours / bare), spread)
    beside = ("one that flushes", ours / flushing)
    yield Row(f"durable door, {name}", ours, "mails/s", beside, spread)
    yield Row(f"bare aiosmtpd, {name}", bare, "mails/s", note=bare_spread)
    yield Row(f"aiosmtpd that flushes each, {name}", flushing, "mails/s", note=flushing_spread)


def _message(size_bytes: int) -> bytes:
    head = b"From: a@example.org\r\nTo: mairie@ville.test\r\nSubject: bench\r\n\r\n"
    line = b"Le lampadaire devant le gymnase ne marche plus depuis lundi, merci de voir.\r\n"
    return head + line * ((size_bytes - len(head)) // len(line))


async def _drive(port: int, connections: int, messages: int, contents: Sequence[bytes]) -> float:
    """Messages a second over kept connections; the contents take turns."""
    left = iter(range(messages))
    began = time.perf_counter()
    await asyncio.gather(*(_client(port, left, contents) for _ in range(connections)))
    return messages / (time.perf_counter() - began)


async def _client(port: int, left: Iterator[int], contents: Sequence[bytes]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async def say(data: bytes, expected: bytes) -> None:
        writer.write(data)
        await writer.drain()
        line = await reader.readline()
        while line[3:4] == b"-":
            line = await reader.readline()
        if not line.startswith(expected):
            raise RuntimeError(line.decode())

    await say(b"", b"220")
    await say(b"EHLO bench.example\r\n", b"250")
    for number in left:
        await say(b"MAIL FROM:<a@example.org>\r\n", b"250")
        await say(b"RCPT TO:<mairie@ville.test>\r\n", b"250")
        await say(b"DATA\r\n", b"354")
        await say(contents[number % len(contents)] + b".\r\n", b"250")
    await say(b"QUIT\r\n", b"221")
    writer.close()


def _serve_ours(pipe: Connection) -> None:
    import structlog

    from intake.doors.address_book import AddressBook
    from intake.doors.mail_doors import Doors
    from intake.ledger.reception import Reception
    from models.settings.settings import Settings
    from models.store.database import Database
    from models.store.files import FileStore
    from models.store.schema import upgrade

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory(
        prefix="guichet-bench-", dir="."
    ) as directory:  # on the disk that the service would use
        database = Database(f"sqlite:///{directory}/guichet.db")
        upgrade(database)
        reception = Reception(database, FileStore(Path(directory) / "files"))
        settings = Settings.model_validate({"doors": {"smtp": {"port": 0, "max_connections_per_peer": 100}}})
        doors = Doors(settings, reception, AddressBook.from_settings(settings.mail))
        doors.start()
        assert doors.smtp is not None
        pipe.send(doors.smtp.bound_address[1])
        pipe.recv()
        doors.stop(5)
        reception.close()
        database.close()


def _serve_bare(pipe: Connection) -> None:
    _serve_aiosmtpd(pipe, lambda _content: None)


def _serve_flushing(pipe: Connection) -> None:
    with tempfile.TemporaryFile(prefix="guichet-bench-", dir=".") as kept:

        def keep(content: bytes) -> None:
            kept.write(content)
            kept.flush()
            os.fdatasync(kept.fileno())

        _serve_aiosmtpd(pipe, keep)


def _serve_aiosmtpd(pipe: Connection, keep: Callable[[bytes], None]) -> None:
    from aiosmtpd.smtp import SMTP

    class Keeps:
        async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's hook
            keep(envelope.content)
            return "250 OK"

    async def listen() -> None:
        loop = asyncio.get_running_loop()
        logging.getLogger("mail.log").setLevel(logging.CRITICAL)
        server = await loop.create_server(
            lambda: SMTP(Keeps(), data_size_limit=_LARGEST_BYTES, loop=loop), "127.0.0.1", 0
        )
        pipe.send(server.sockets[0].getsockname()[1])
        await asyncio.to_thread(pipe.recv)
        server.close()

    asyncio.run(listen())
