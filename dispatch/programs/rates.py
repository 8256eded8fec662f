"""How often somebody may call: so many at once, and as many again within a span. Kept in memory, bounded."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from fastapi import Request

from intake.doors.smtp.connections import household

#: Callers counted one by one; beyond, the one that called longest ago is forgotten.
MOST_CALLERS = 10_000


def peer_of(request: Request) -> str:
    """Where a call comes from, as those who call are counted: an address, or the network of a household."""
    return household(request.client.host if request.client is not None else "")


def retry_after(seconds: float) -> str:
    """Seconds to wait as the header `Retry-After` says them: whole ones, never fewer, at least one."""
    return str(max(1, round(seconds + 0.5)))


class Rates:
    """A bucket a caller, which fills by and by. One process counts for itself. Thread-safe."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._a_second, self._clock = float(most), most / seconds, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, caller: str, *, take: bool = True) -> float:
        """0 when the caller may call now, and one call fewer is left; else the seconds until they may.

        Without `take` nothing is used up: it is only asked.
        """
        now = self._clock()
        with self._lock:
            left, at = self._left.pop(caller, (self._most, now))
            left = min(self._most, left + (now - at) * self._a_second)
            may = left >= 1.0
            self._left[caller] = (left - 1.0 if may and take else left, now)
            while len(self._left) > MOST_CALLERS:
                self._left.popitem(last=False)
        return 0.0 if may else (1.0 - left) / self._a_second
