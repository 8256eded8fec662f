"""Reading in worker processes that can be killed: one hostile mail costs seconds, not the service.

    room = ReadingRoom(workers=2, store=files)      # once, when the service starts
    found = room.read(raw)                          # from any thread: ParsedMessage or SetAside
    room.close()

Each worker has a limit of memory over what it needs to start, a limit of processor time and a time limit per
message. A message that goes over one is set aside with its reason; the worker is replaced, the others go on.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as FutureTimeout
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Any

from pebble import CONSTS, ProcessExpired, ProcessFuture, ProcessPool

from intake.mail.wire.limits import DEFAULT, Limits
from intake.message import ParsedMessage
from intake.reading.asked import (
    Desk,
    FileStore,
    Given,
    Kind,
    NoReaders,
    RoomLimits,
    SetAside,
    Task,
    here,
    in_worker,
    too_long,
    too_much,
)
from intake.reading.server import forking

if TYPE_CHECKING:
    from intake.mail.files.photos import Zone
    from intake.mail.proof.signatures import Keys

# A worker is replaced after so many tasks: whatever a C library leaks goes with it.
_TASKS_PER_WORKER = 2_000
# Small mails travel together: handing a task over costs as much as reading one of them.
_SMALL_BYTES = 32_768
_TOGETHER = 8
# Processor time is what a message costs. By the clock it takes longer on a busy machine or a slow disk, for
# which no letter is to blame: it has so many times as long.
_BY_THE_CLOCK = 4
# Receiving, keeping and cutting a message takes its size so many times before anything is decoded.
_TIMES_THE_RAW = 4
CLOSED = "The reading room is closed."
AWAY = "No process can be started that reads messages."


# How often three threads of the pool look for workers that died or take too long; what was read wakes them.
CONSTS.sleep_unit = 0.3


class ReadingRoom:
    """A pool of reading workers; `workers=0` reads in this process, for tests and single small files."""

    def __init__(
        self,
        workers: int = 2,
        *,
        store: FileStore | None = None,
        limits: Limits = DEFAULT,
        room: RoomLimits | None = None,
        keys: Keys | None = None,
        languages: bool = False,
    ) -> None:
        """`keys` is what verifies signatures when there are no workers. `languages`: messages come back with
        the languages they are written in, which the processes take a second to learn.
        """
        self._room = room or RoomLimits()
        self._workers = workers
        self._lock = threading.Lock()
        self._closed = False
        self._desk = Desk(self._room, store, limits, keys, languages)
        self._pool = self._open() if workers > 0 else None

    def _open(self) -> ProcessPool:
        return ProcessPool(
            max_workers=self._workers,
            max_tasks=_TASKS_PER_WORKER,
            context=forking(languages=self._desk.languages),
            initializer=here,
            initargs=("settle", replace(self._desk, keys=None)),
        )

    def read(self, raw: bytes) -> ParsedMessage | SetAside:
        """The message read, or set aside. Blocks until then; may be called from any thread.

        Raises NoReaders when no worker can be started, or the room is closed meanwhile.
        """
        return self.read_many([raw])[0]

    def read_many(self, raws: Iterable[bytes], kind: Kind = "mime") -> list[ParsedMessage | SetAside]:
        """As `read` for several at once, in their order: keeps all workers busy. All are of one `kind`."""
        return self.read_each((kind, raw) for raw in raws)

    def read_each(self, messages: Iterable[Given]) -> list[ParsedMessage | SetAside]:
        """As `read_many`, each in its own way."""
        given = tuple(messages)
        if self._pool is None:
            here_found: list[ParsedMessage | SetAside] = here("read_here", (self._desk, given))
            return here_found
        bundles = [(places, tuple(given[at] for at in places)) for places in _bundles(given)]
        asked = [(places, bundle, self._ask(bundle)) for places, bundle in bundles]
        found = {
            at: result
            for places, bundle, future in asked
            for at, result in zip(places, self._results(bundle, future), strict=True)
        }
        return [found[at] for at in range(len(given))]

    def bare_copy(self, content: bytes) -> bytes | None:
        """The file as it may leave (`leaving.leaving_copy`), made by a worker within the same limits.

        None when none can be made, when it takes more than that, or ends its worker. Blocks until then; may
        be called from any thread. Raises NoReaders when the room is closed meanwhile.
        """
        return self._made("bare", content, len(content))

    def shown_copy(self, content: bytes) -> bytes | None:
        """The picture without what draws nothing (`leaving.same_pixels`); otherwise as `bare_copy`."""
        return self._made("shown", content, len(content))

    def covered_copy(self, content: bytes, zones: Sequence[Zone]) -> bytes | None:
        """The picture as a JPEG that is black where `zones` say (`photos.jpeg_copy`); otherwise as
        `bare_copy`.
        """
        return self._made("covered", (content, tuple(zones)), len(content))

    def each(self, step: Callable[[Any], Any], given: Sequence[Any]) -> list[Any | None]:
        """What `step`, a function that workers can import, makes of each, within the same limits.

        None where it took more than that, or ended its worker. Blocks until then; may be called from any
        thread. Raises NoReaders when the room is closed meanwhile.
        """
        if self._pool is None:
            return [step(one) for one in given]
        return [self._outcome(future) for future in [self._schedule(step, one) for one in given]]

    def small_copy(self, content: bytes) -> bytes | None:
        """The picture as a small WebP (`photos.small_copy`); otherwise as `bare_copy`."""
        return self._made("small", content, len(content))

    def _made(self, task: Task, given: object, size_bytes: int) -> bytes | None:
        if self._pool is None:
            made: bytes | None = here(task, given)
            return made
        return self._outcome(self._schedule(task, given)) if self._fits(size_bytes) else None

    @staticmethod
    def _outcome(future: ProcessFuture[Any]) -> Any | None:
        """What came of it; None when it took too much, or ended its worker."""
        try:
            return future.result()
        except (FutureTimeout, ProcessExpired, BrokenProcessPool, MemoryError):
            return None
        except CancelledError:
            raise NoReaders(CLOSED) from None

    def _fits(self, size_bytes: int) -> bool:
        """Whether a worker can even receive so much."""
        return size_bytes * _TIMES_THE_RAW <= self._room.memory_bytes

    def _schedule(self, task: Task | Callable[[Any], Any], given: object) -> ProcessFuture[Any]:
        with self._lock:
            if self._closed or self._pool is None:
                raise NoReaders(CLOSED)
            try:
                if not self._pool.active:
                    # All workers died at once, between two messages: begin anew.
                    self._pool = self._open()
                longest = self._room.time_seconds * _BY_THE_CLOCK
                return self._pool.schedule(in_worker, args=[task, given], timeout=longest)
            except (OSError, EOFError, RuntimeError) as wrong:
                raise NoReaders(AWAY, f"{AWAY} {type(wrong).__name__}: {wrong}") from wrong

    def _ask(self, bundle: tuple[Given, ...]) -> ProcessFuture[list[ParsedMessage | SetAside]] | None:
        """Messages on their way to a worker, None when no worker could even receive them."""
        return self._schedule("work", bundle) if self._fits(sum(len(raw) for _, raw in bundle)) else None

    def _results(
        self,
        bundle: tuple[Given, ...],
        future: ProcessFuture[list[ParsedMessage | SetAside]] | None,
        is_retry: bool = False,
    ) -> list[ParsedMessage | SetAside]:
        try:
            if future is not None:
                return future.result()
            failed = too_much(self._room)
        except FutureTimeout:
            failed = too_long(self._room.time_seconds * _BY_THE_CLOCK)
        except (ProcessExpired, BrokenProcessPool) as ended:
            if isinstance(ended, BrokenProcessPool) and not is_retry:
                return self._results(bundle, self._ask(bundle), is_retry=True)
            if isinstance(ended, BrokenProcessPool) and not self._answers():
                raise NoReaders(AWAY) from ended
            failed = SetAside("died", "The process that read it was ended.")
            if isinstance(ended, ProcessExpired) and ended.exitcode == -signal.SIGXCPU:
                failed = too_long(self._room.time_seconds)
        except CancelledError:
            raise NoReaders(CLOSED) from None
        if len(bundle) == 1:
            return [failed]
        # One of them did it: each is read alone, so that no other pays for it.
        return [found for one in bundle for found in self._results((one,), self._ask((one,)))]

    def _answers(self) -> bool:
        """Whether a worker reads nothing at all: if not, no message is why."""
        try:
            return bool(self._schedule("work", ()).result() == [])
        except (BrokenProcessPool, ProcessExpired, FutureTimeout, CancelledError):
            return False

    def close(self) -> None:
        """End the workers; messages still being read are abandoned, to be read again from the ledger."""
        with self._lock:
            self._closed = True
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it untyped
            self._pool.join()

    def __enter__(self) -> ReadingRoom:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _bundles(messages: Sequence[Given]) -> list[Sequence[int]]:
    """What travels together, by the places of the messages: each big one alone, small ones with others."""
    small = [at for at, (_, raw) in enumerate(messages) if len(raw) <= _SMALL_BYTES]
    big = [at for at, (_, raw) in enumerate(messages) if len(raw) > _SMALL_BYTES]
    return [*([at] for at in big), *(small[at : at + _TOGETHER] for at in range(0, len(small), _TOGETHER))]
