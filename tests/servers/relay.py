"""The way between a browser and a server on loopback, which can be cut: before the server hears, or after it acted;
or at whose end something answers in the server's place, as a web server in front does while it is away.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit


class Relay:
    """Passes everything on to `target` while `is_up`. A call that begins with `loses` reaches the server, which
    answers; the answer is lost, and the way is cut from then on. A call that begins with a key of `refuses` is
    answered with its status, and the server hears nothing.
    """

    def __init__(self, target: str) -> None:
        parts = urlsplit(target)
        assert parts.hostname is not None and parts.port is not None
        self._target = (parts.hostname, parts.port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.is_up, self.loses = True, b""
        self.refuses: dict[bytes, int] = {}
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Relay:
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()
        self._listener.close()

    def cut(self) -> None:
        """From now on nothing answers, on old ways or new."""
        self.is_up = False
        with self._lock:
            ways, self._open = self._open, set()
        for each in ways:
            _end(each)

    def mend(self) -> None:
        self.is_up, self.loses = True, b""
        self.refuses = {}

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self._listener.accept()
                if not self.is_up:
                    _end(caller)
                    continue
                server = socket.create_connection(self._target)
                with self._lock:
                    self._open |= {caller, server}
                lost = threading.Event()
                for one, other, is_asking in ((caller, server, True), (server, caller, False)):
                    threading.Thread(
                        target=self._pass, args=(one, other, is_asking, lost), daemon=True
                    ).start()

    def _pass(self, one: socket.socket, other: socket.socket, is_asking: bool, lost: threading.Event) -> None:
        with suppress(OSError):
            while data := one.recv(65_536):
                if is_asking and self.loses and data.startswith(self.loses):
                    lost.set()
                if is_asking and (status := self._refused(data)):
                    one.sendall(
                        f"HTTP/1.1 {status} Away\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
                    )
                    one.shutdown(socket.SHUT_WR)
                    while one.recv(65_536):  # the rest of the form, so that the answer is read
                        pass
                    break
                if not is_asking and lost.is_set():
                    self.cut()
                    return
                other.sendall(data)
        _end(one)
        _end(other)

    def _refused(self, asked: bytes) -> int:
        return next((status for call, status in self.refuses.items() if asked.startswith(call)), 0)


def _end(way: socket.socket) -> None:
    with suppress(OSError):
        way.shutdown(socket.SHUT_RDWR)
    way.close()
