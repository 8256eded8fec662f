"""Small copies of photos for pages: made once, by a process that can be ended, and kept in memory a while."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import BoundedSemaphore, Lock

#: Memory for all of them, in octets: some two thousand photos of a counter.
MOST_BYTES = 24_000_000
#: Made at once, and how long one more waits for its turn, in seconds: mail is read by the same processes.
AT_ONCE, PATIENCE = 2, 3.0


class SmallCopies:
    """The small copies that were asked for last, by the SHA-256 of their photos. None of them is on a disk:
    what is erased leaves no copy in a backup.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._lock = Lock()
        self._turns = BoundedSemaphore(AT_ONCE)

    def of(
        self, sha256: str, content: Callable[[], bytes], make: Callable[[bytes], bytes | None]
    ) -> bytes | None:
        """The small copy of a photo; None when none can be made, or not soon enough. `content` and `make` are
        called for one that is not kept. Raises what `content` does.
        """
        if (found := self._find(sha256)) is not None:
            return found
        if not self._turns.acquire(timeout=PATIENCE):
            return None
        try:
            made = self._find(sha256) or make(content())
        finally:
            self._turns.release()
        if made is not None:
            self._keep(sha256, made)
        return made

    def _find(self, sha256: str) -> bytes | None:
        with self._lock:
            if sha256 in self._kept:
                self._kept.move_to_end(sha256)
            return self._kept.get(sha256)

    def _keep(self, sha256: str, made: bytes) -> None:
        with self._lock:
            self._size += len(made) - len(self._kept.pop(sha256, b""))
            self._kept[sha256] = made
            while self._size > self._most_bytes:
                self._size -= len(self._kept.popitem(last=False)[1])
