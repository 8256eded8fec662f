"""The addresses of a name, looked up within a time: the system's own look-up knows no end but its own."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from concurrent.futures import Future

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
#: Names looked up at once. One that hangs has a thread to itself until the system gives it up, and whoever
#: asks for it meanwhile waits for the same.
MOST_AT_ONCE = 16


class LookUps:
    """The names that are being looked up in this process."""

    def __init__(self, most_at_once: int = MOST_AT_ONCE) -> None:
        self._places = threading.Semaphore(most_at_once)
        self._lock = threading.Lock()
        self._under_way: dict[tuple[str, int], Future[list[Address]]] = {}

    def addresses(self, host: str, port: int, seconds: float) -> list[Address]:
        """Its addresses, at least one. Raises OSError and UnicodeError of the look-up, and TimeoutError (an
        OSError) when it takes longer than that.
        """
        ends = time.monotonic() + seconds
        with self._lock:
            known = self._under_way.get((host, port))
        if known is None:
            if not self._places.acquire(timeout=max(0.0, seconds)):
                raise TimeoutError("too many names are being looked up")
            known = self._begun(host, port)
        return known.result(timeout=max(0.0, ends - time.monotonic()))

    def _begun(self, host: str, port: int) -> Future[list[Address]]:
        """The look-up that takes the place in hand, or one of the same name that began meanwhile."""
        with self._lock:
            known = self._under_way.get((host, port))
            if known is None:
                known = self._under_way[host, port] = Future()
                # No thread of a pool: those are waited for when a process ends.
                threading.Thread(target=self._look, args=(host, port, known), daemon=True).start()
                return known
        self._places.release()
        return known

    def _look(self, host: str, port: int, found: Future[list[Address]]) -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            said: list[Address] | Exception
            said = [ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in rows]
        except (OSError, UnicodeError, ValueError) as wrong:  # whatever it is belongs to whoever waits
            said = wrong
        with self._lock:
            del self._under_way[host, port]
        self._places.release()
        if isinstance(said, Exception):
            found.set_exception(said)
        else:
            found.set_result(said)


look_ups = LookUps()
