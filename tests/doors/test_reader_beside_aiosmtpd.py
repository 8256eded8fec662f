"""Our reader of texts takes the same octets as aiosmtpd's own, over the same wire."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP

from tests.doors.house import House
from tests.doors.wire import Dialogue, JumpingLoop


class Keeps:
    """A handler that keeps what aiosmtpd read."""

    def __init__(self) -> None:
        self.contents: list[bytes] = []

    async def handle_DATA(self, _server: SMTP, _session: Any, envelope: Any) -> str:
        self.contents.append(envelope.content)
        return "250 OK"


def wire_of(chance: random.Random) -> bytes:
    """A text as a client puts it on the wire: lines of every length up to the limit, many dots, any octet."""
    octets = [bytes([n]) for n in range(256) if n not in {10, 13}]
    lines = []
    for _ in range(chance.randrange(0, 400)):
        length = chance.choice([0, 1, 2, 70, 300, 990])
        line = b"".join(chance.choices([b".", b"a", chance.choice(octets)], k=length))
        lines.append(b"." + line if line.startswith(b".") else line)
    return b"".join(line + b"\r\n" for line in lines)


@pytest.fixture
def plain() -> Iterator[tuple[Keeps, tuple[str, int]]]:
    """aiosmtpd as it comes, and where it listens."""
    keeps, loop = Keeps(), JumpingLoop()

    async def listen() -> asyncio.Server:
        return await loop.create_server(lambda: SMTP(keeps, loop=loop), "127.0.0.1", 0)

    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(listen(), loop).result(20)
    yield keeps, server.sockets[0].getsockname()
    loop.call_soon_threadsafe(server.close)
    loop.settle()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def test_both_readers_take_the_same_octets(house: House, plain: tuple[Keeps, tuple[str, int]]) -> None:
    keeps, aiosmtpd_address = plain
    doors = house.open(smtp={})
    assert doors.smtp is not None
    chance = random.Random(48)
    with Dialogue(doors.smtp.bound_address) as ours, Dialogue(aiosmtpd_address) as theirs:
        for dialogue in (ours, theirs):
            dialogue.say("EHLO client.example")
        for _ in range(48):
            wire = wire_of(chance)
            for dialogue in (ours, theirs):
                assert dialogue.envelope().startswith("354")
                assert dialogue.say(wire + b".").startswith("250")
        theirs.say("QUIT")
    assert house.contents() == keeps.contents
