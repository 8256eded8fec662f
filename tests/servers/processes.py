"""Servers started as children, waited for, and stopped by their own id."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

#: Longest wait for a server to begin to answer.
START_SECONDS = 120.0
#: Below those that systems give to connections: from 32768 on with Linux, 49152 elsewhere.
_PORTS = (20_000, 32_000)


def free_port() -> int:
    """A port nobody listens on, that nothing of this run is given again.

    It is bound later, by another process: one that the system chose could meanwhile be chosen for a connection, or
    for another test. These lie below those that the system chooses from, and each is taken by a file of the run.
    """
    taken = Path(os.environ.get("GUICHET_TEST_RUN", tempfile.gettempdir())) / "ports"
    taken.mkdir(exist_ok=True)
    for port in random.sample(range(*_PORTS), len(range(*_PORTS))):
        with suppress(OSError):
            (taken / str(port)).touch(exist_ok=False)
            with socket.create_server(("127.0.0.1", port)):
                return port
    raise RuntimeError("no port is free")


def until(ready: Callable[[], bool], what: str, seconds: float = START_SECONDS) -> None:
    """Return once `ready()`; raises TimeoutError naming `what`."""
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(0.02)


def listens(port: int) -> bool:
    """Whether somebody accepts connections on this port of loopback."""
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


class Child:
    """A server in the foreground, its output in a file."""

    def __init__(self, command: list[str], log: Path, environment: Mapping[str, str] | None = None) -> None:
        self._log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, env=environment
            )

    def wait_until(self, ready: Callable[[], bool], seconds: float = START_SECONDS) -> None:
        """Return once `ready()`; raises RuntimeError with the end of its log when it died before."""

        def there() -> bool:
            if self.process.poll() is not None:
                raise RuntimeError(self._log.read_text(errors="replace")[-2_000:])
            return ready()

        until(there, str(self.process.args), seconds)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
