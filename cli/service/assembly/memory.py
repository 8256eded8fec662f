"""The memory of the running service: what is not needed is not made, what is not used is given back.

Letters, photos and pages of the database come and go in a dozen threads. glibc gives each thread a heap
of its own, and returns a heap from its end alone: what a burst of mail needed for a second stays with the
process, in pieces between a few things that live longer. With other C libraries nothing is done.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable

from pydantic import BaseModel

#: Seconds between two returns; each takes some milliseconds.
GIVEN_BACK_EVERY = 60.0
#: Octets from which a piece has pages of its own, which are free when it is. Unless it is told, glibc raises
#: this to the size of the largest piece that ever was. A photo is less: with pages of its own a letter that
#: bears one took three times as long, for the system to make them anew for each of six pieces.
APART_BYTES = 1_048_576
#: Octets that may be free at the end of the heap until they are given back.
_FREE_BYTES = 16_777_216
#: Parameters of mallopt(3).
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8


def make_late() -> None:
    """Have what validates a model be made when it first does; before the models are imported.

    Of rows, of FastAPI's own documents and of much else nothing is ever validated: it was a twentieth of the
    start, and three megabytes.
    """
    BaseModel.model_config["defer_build"] = True


def keep_together() -> bool:
    """Have all threads of this process share one heap, before the first of them begins; whether it could."""
    library = _glibc()
    if library is None:
        return False
    told = ((_ARENA_MAX, 1), (_MMAP_THRESHOLD, APART_BYTES), (_TRIM_THRESHOLD, _FREE_BYTES))
    return all(library.mallopt(parameter, value) for parameter, value in told)


class GivingBack:
    """Gives whole pages that nothing stands on back to the system, once in a while; `clock` is monotonic."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last = clock()
        self._library = _glibc()

    def look(self) -> bool:
        """To be called often: whether it was time, and something was given back."""
        now = self._clock()
        if self._library is None or now - self._last < GIVEN_BACK_EVERY:
            return False
        self._last = now
        return bool(self._library.malloc_trim(0))


def _glibc() -> ctypes.CDLL | None:
    """The C library of this process, when it is glibc (or speaks as it does)."""
    library = ctypes.CDLL(None)
    return library if all(hasattr(library, name) for name in ("mallopt", "malloc_trim")) else None
