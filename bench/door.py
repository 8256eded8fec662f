"""How fast the SMTP door says 250, next to a bare aiosmtpd that throws the mail away."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from bench.rows import Row, median_and_spread

_ROUNDS = 5
#: (name, connections, octets of a message, messages in a round)
_LOADS = (
    ("2 KB, 1 connection", 1, 2_000, 300),
    ("2 KB, 32 connections", 32, 2_000, 2_000),
    ("300 KB, 8 connections", 8, 300_000, 120),
    ("5 MB, 2 connections", 2, 5_000_000, 10),
)


def run(rounds: int = _ROUNDS, part: float = 1.0) -> list[Row]:
    """Accept rates; the servers run at the same time in processes of their own, and take turns. `part` of the
    messages of each load, at least one, in each round.
    """
    rows = []
    with _server(_serve_ours) as ours, _server(_serve_bare) as bare:
        for name, connections, size_bytes, messages in _LOADS:
            content = _message(size_bytes)
            count = max(1, int(part * messages))
            rates: dict[int, list[float]] = {ours: [], bare: []}
            for _ in range(rounds):
                for port in (ours, bare):
                    rates[port].append(asyncio.run(_drive(port, connections, count, content)))
            bare_rate, bare_spread = median_and_spread(rates[bare])
            our_rate, our_spread = median_and_spread(rates[ours])
            rows.append(
                Row(
                    f"durable door, {name}",
                    our_rate,
                    "mails/s",
                    ("bare aiosmtpd", our_rate / bare_rate),
                    our_spread,
                )
            )
            rows.append(Row(f"bare aiosmtpd, {name}", bare_rate, "mails/s", note=bare_spread))
    return rows


def _message(size_bytes: int) -> bytes:
    head = b"From: a@example.org\r\nTo: mairie@ville.test\r\nSubject: bench\r\n\r\n"
    line = b"Le lampadaire devant le gymnase ne marche plus depuis lundi, merci de voir.\r\n"
    return head + line * ((size_bytes - len(head)) // len(line))


async def _drive(port: int, connections: int, messages: int, content: bytes) -> float:
    """Messages a second over kept connections."""
    left = iter(range(messages))
    began = time.perf_counter()
    await asyncio.gather(*(_client(port, left, content) for _ in range(connections)))
    return messages / (time.perf_counter() - began)


async def _client(port: int, left: Iterator[int], content: bytes) -> None:
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
    for _ in left:
        await say(b"MAIL FROM:<a@example.org>\r\n", b"250")
        await say(b"RCPT TO:<mairie@ville.test>\r\n", b"250")
        await say(b"DATA\r\n", b"354")
        await say(content + b".\r\n", b"250")
    await say(b"QUIT\r\n", b"221")
    writer.close()


@contextmanager
def _server(serve: Callable[[Connection], None]) -> Iterator[int]:
    """The port of a server in a process of its own, which ends when the pipe is written to."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(there,))
    process.start()
    try:
        yield here.recv()
    finally:
        here.send("end")
        process.join(30)


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
    with tempfile.TemporaryDirectory(dir=".") as directory:  # on the disk that the service would use
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
    from aiosmtpd.smtp import SMTP

    class ThrowsAway:
        async def handle_DATA(self, *_: object) -> str:  # noqa: N802  # aiosmtpd's hook
            return "250 OK"

    async def listen() -> None:
        loop = asyncio.get_running_loop()
        logging.getLogger("mail.log").setLevel(logging.CRITICAL)
        server = await loop.create_server(lambda: SMTP(ThrowsAway(), loop=loop), "127.0.0.1", 0)
        pipe.send(server.sockets[0].getsockname()[1])
        await asyncio.to_thread(pipe.recv)
        server.close()

    asyncio.run(listen())
