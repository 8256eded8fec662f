"""The other end of a mail door: a client that says exactly what a test wants, and a loop whose clock can
jump.
"""

from __future__ import annotations

import asyncio
import select
import socket
import ssl
from collections.abc import Sequence

#: Longest wait for something that must come.
PATIENCE_SECONDS = 60.0

CONTENT = b"Subject: Lampadaire\r\nFrom: a@example.org\r\n\r\nIl est en panne.\r\n"


class Dialogue:
    """A connection to a door; replies are whole, lines joined by \\n."""

    def __init__(self, address: tuple[str, int] | str, *, greeting: bool = True) -> None:
        if isinstance(address, str):
            self.socket: socket.socket = socket.socket(socket.AF_UNIX)
            self.socket.settimeout(PATIENCE_SECONDS)
            self.socket.connect(address)
        else:
            self.socket = socket.create_connection(address, PATIENCE_SECONDS)
            # Each piece leaves at once: a test's clock would jump over Nagle's waiting.
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._file = self.socket.makefile("rb")
        self.greeting = self.read() if greeting else ""

    def __enter__(self) -> Dialogue:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._file.close()
        self.socket.close()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def read(self) -> str:
        """The next reply; '' when the door has closed the connection."""
        lines = []
        while True:
            try:
                line = self._file.readline().decode()
            except ConnectionError:
                line = ""
            lines.append(line.rstrip("\r\n"))
            if line[3:4] != "-":
                return "\n".join(lines)

    def say(self, line: str | bytes) -> str:
        """Send one command and give its reply."""
        self.send((line.encode() if isinstance(line, str) else line) + b"\r\n")
        return self.read()

    def hears_nothing(self) -> bool:
        """Whether nothing has come, and the connection is open."""
        return not select.select([self.socket], [], [], 0)[0]

    def start_tls(self, certificate_file: str) -> str:
        """STARTTLS and the handshake; the reply to the command."""
        return self.start_tls_after(b"STARTTLS\r\n", certificate_file)

    def start_tls_after(self, commands: bytes, certificate_file: str) -> str:
        """Send `commands` in one piece, then shake hands at the first reply."""
        self.send(commands)
        reply = self.read()
        context = ssl.create_default_context(cafile=certificate_file)
        self._file.close()
        self.socket = context.wrap_socket(self.socket, server_hostname="localhost")
        self._file = self.socket.makefile("rb")
        return reply

    def begin(self, greet: str, recipients: Sequence[str] = ("mairie@ville.test",)) -> str:
        """Everything up to DATA; the reply to DATA."""
        assert self.say(f"{greet} client.example").startswith("250")
        return self.envelope(recipients)

    def envelope(self, recipients: Sequence[str] = ("mairie@ville.test",)) -> str:
        assert self.say("MAIL FROM:<a@example.org>").startswith("250")
        for recipient in recipients:
            assert self.say(f"RCPT TO:<{recipient}>").startswith("250")
        return self.say("DATA")


class JumpingLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock a test puts forward, so that hours of silence take no time."""

    def __init__(self) -> None:
        self._ahead_seconds = 0.0
        super().__init__()

    def time(self) -> float:
        return super().time() + self._ahead_seconds

    def settle(self) -> None:
        """Return when the loop has seen everything that was sent before."""
        for _ in range(3):
            asyncio.run_coroutine_threadsafe(asyncio.sleep(0), self).result(PATIENCE_SECONDS)

    def jump(self, seconds: float) -> None:
        """Put the clock forward and let everything that is due happen."""
        self.settle()
        self._ahead_seconds += seconds
        self.settle()
