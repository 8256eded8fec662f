"""Reading in worker processes that can be killed: one hostile mail costs seconds, not the service.

    room = ReadingRoom(workers=2, store=files)      # once, when the service starts
    found = room.read(raw)                          # from any thread: ParsedMessage or SetAside
    room.close()

Each worker has a limit of memory over what it needs to start, a limit of processor time and a time limit per
message. A message that goes over one is set aside with its reason; the worker is replaced, the others go on.
"""

from __future__ import annotations

import multiprocessing
import resource
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as FutureTimeout
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Protocol, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from intake.mail.files.leaving import leaving_copy
from intake.mail.files.photos import Zone, jpeg_copy
from intake.mail.parse import Unreadable, parse_bare_html, parse_bare_text, parse_mail
from intake.mail.proof.dns_keys import ask_dns
from intake.mail.proof.signatures import Keys
from intake.mail.wire.limits import DEFAULT, Limits
from intake.message import ParsedMessage

#: A whole message, or a bare body.
Kind = Literal["mime", "text", "html"]
_BARE_READERS: Mapping[Kind, Callable[[bytes], ParsedMessage]] = {
    "text": parse_bare_text,
    "html": parse_bare_html,
}
_Made = TypeVar("_Made")
_MEBIBYTE = 1024 * 1024
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


class FileStore(Protocol):
    """Where a worker may put attachments' bytes, so that they do not travel back; must be picklable."""

    def put(self, content: bytes) -> str:
        """Store `content` durably and return its SHA-256 in hexadecimal. Storing twice is storing once."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A message that could not be read, and why, for an administrator. Its raw bytes are kept by the
    ledger.
    """

    #: `died`: its process was ended, perhaps by something that has nothing to do with the message.
    kind: Literal["unreadable", "time", "memory", "crash", "died"]
    reason: str


@dataclass(frozen=True, slots=True)
class RoomLimits:
    """What one message may take of its worker."""

    #: Of the processor, to the next whole second or two; by the clock four times as much.
    time_seconds: float = 5.0
    #: Over the address space that the worker has when it starts.
    memory_bytes: int = 512 * _MEBIBYTE
    #: Attachments smaller than this come back with the message even when there is a store.
    stored_from_bytes: int = 0
    #: Longest wait for the key of a signature; 0 verifies none.
    dns_seconds: float = 0.0


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
    ) -> None:
        self._store = store
        self._limits = limits
        self._room = room or RoomLimits()
        self._workers = workers
        self._lock = threading.Lock()
        self._closed = False
        #: What verifies signatures when there are no workers.
        self._keys = keys if keys is not None else _keys(self._room)
        self._pool = self._open() if workers > 0 else None

    def _open(self) -> ProcessPool:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["intake.mail.parse", "PIL.Image"])
        return ProcessPool(
            max_workers=self._workers,
            max_tasks=_TASKS_PER_WORKER,
            context=context,
            initializer=_settle,
            initargs=(self._room, self._store, self._limits),
        )

    def read(self, raw: bytes) -> ParsedMessage | SetAside:
        """The message read, or set aside. Blocks until then; may be called from any thread.

        Raises RuntimeError when the room is closed meanwhile.
        """
        return self.read_many([raw])[0]

    def read_many(self, raws: Iterable[bytes], kind: Kind = "mime") -> list[ParsedMessage | SetAside]:
        """As `read` for several at once, in their order: keeps all workers busy. All are of one `kind`."""
        if self._pool is None:
            return [_read(raw, kind, self._room, self._store, self._limits, self._keys) for raw in raws]
        asked = [(bundle, self._ask(bundle)) for bundle in _bundles(raws, kind)]
        return [found for bundle, future in asked for found in self._results(bundle, future)]

    def bare_copy(self, content: bytes) -> bytes | None:
        """The file as it may leave (`leaving.leaving_copy`), made by a worker within the same limits.

        None when none can be made, when it takes more than that, or ends its worker. Blocks until then; may
        be called from any thread. Raises RuntimeError when the room is closed meanwhile.
        """
        return leaving_copy(content) if self._pool is None else self._made(_bare, content, len(content))

    def covered_copy(self, content: bytes, zones: Sequence[Zone]) -> bytes | None:
        """The picture as a JPEG that is black where `zones` say (`photos.jpeg_copy`); otherwise as
        `bare_copy`.
        """
        if self._pool is None:
            return jpeg_copy(content, covered=zones)
        return self._made(_covered, (content, tuple(zones)), len(content))

    def _made(self, work: Callable[[Any], bytes | None], given: object, size_bytes: int) -> bytes | None:
        future = self._schedule(work, given) if self._fits(size_bytes) else None
        try:
            return future.result() if future is not None else None
        except (FutureTimeout, ProcessExpired, BrokenProcessPool, MemoryError):
            return None
        except CancelledError:
            raise RuntimeError("The reading room is closed.") from None

    def _fits(self, size_bytes: int) -> bool:
        """Whether a worker can even receive so much."""
        return size_bytes * _TIMES_THE_RAW <= self._room.memory_bytes

    def _schedule(self, work: Callable[[Any], _Made], given: object) -> ProcessFuture[_Made]:
        with self._lock:
            if self._closed or self._pool is None:
                raise RuntimeError("The reading room is closed.")
            if not self._pool.active:
                # All workers died at once, between two messages: begin anew.
                self._pool = self._open()
            return self._pool.schedule(work, args=[given], timeout=self._room.time_seconds * _BY_THE_CLOCK)

    def _ask(self, bundle: _Bundle) -> ProcessFuture[list[ParsedMessage | SetAside]] | None:
        """Messages on their way to a worker, None when no worker could even receive them."""
        return self._schedule(_work, bundle) if self._fits(sum(map(len, bundle.raws))) else None

    def _results(
        self,
        bundle: _Bundle,
        future: ProcessFuture[list[ParsedMessage | SetAside]] | None,
        is_retry: bool = False,
    ) -> list[ParsedMessage | SetAside]:
        try:
            if future is not None:
                return future.result()
            failed = _too_much(self._room)
        except FutureTimeout:
            failed = _too_long(self._room.time_seconds * _BY_THE_CLOCK)
        except (ProcessExpired, BrokenProcessPool) as ended:
            if isinstance(ended, BrokenProcessPool) and not is_retry:
                return self._results(bundle, self._ask(bundle), is_retry=True)
            failed = SetAside("died", "The process that read it was ended.")
            if isinstance(ended, ProcessExpired) and ended.exitcode == -signal.SIGXCPU:
                failed = _too_long(self._room.time_seconds)
        except CancelledError:
            raise RuntimeError("The reading room is closed.") from None
        if len(bundle.raws) == 1:
            return [failed]
        # One of them did it: each is read alone, so that no other pays for it.
        alone = [_Bundle(bundle.kind, (raw,)) for raw in bundle.raws]
        return [found for one in alone for found in self._results(one, self._ask(one))]

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


@dataclass(slots=True)
class _Desk:
    """What a worker was given when it started."""

    room: RoomLimits
    store: FileStore | None
    limits: Limits
    keys: Keys | None


@dataclass(frozen=True, slots=True)
class _Bundle:
    """Messages that are handed to a worker together."""

    kind: Kind
    raws: tuple[bytes, ...]


_desk: _Desk | None = None


def _settle(room: RoomLimits, store: FileStore | None, limits: Limits) -> None:
    """Set the worker's limits, once, before its first message."""
    global _desk
    _desk = _Desk(room, store, limits, _keys(room))
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    most = pages * resource.getpagesize() + room.memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _bundles(raws: Iterable[bytes], kind: Kind) -> Iterator[_Bundle]:
    """The messages in their order: small ones that follow one another together, a big one alone."""
    small: list[bytes] = []
    for raw in raws:
        is_small = len(raw) <= _SMALL_BYTES
        if small and (len(small) == _TOGETHER or not is_small):
            yield _Bundle(kind, tuple(small))
            small = []
        if is_small:
            small.append(raw)
        else:
            yield _Bundle(kind, (raw,))
    if small:
        yield _Bundle(kind, tuple(small))


def _work(bundle: _Bundle) -> list[ParsedMessage | SetAside]:
    desk = _begin()
    return [_read(raw, bundle.kind, desk.room, desk.store, desk.limits, desk.keys) for raw in bundle.raws]


def _bare(content: bytes) -> bytes | None:
    _begin()
    return leaving_copy(content)


def _covered(given: tuple[bytes, tuple[Zone, ...]]) -> bytes | None:
    _begin()
    return jpeg_copy(given[0], covered=given[1])


def _begin() -> _Desk:
    """Give this task its processor time: the worker is ended by the system when it takes more."""
    desk = _desk
    if desk is None:
        raise RuntimeError("the worker was not given its limits")
    usage = resource.getrusage(resource.RUSAGE_SELF)
    allowed = int(usage.ru_utime + usage.ru_stime + desk.room.time_seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    return desk


def _keys(room: RoomLimits) -> Keys | None:
    return Keys(ask_dns(room.dns_seconds)) if room.dns_seconds > 0 else None


def _read(
    raw: bytes,
    kind: Kind,
    room: RoomLimits,
    store: FileStore | None,
    limits: Limits,
    keys: Keys | None = None,
) -> ParsedMessage | SetAside:
    try:
        message = parse_mail(raw, limits=limits, keys=keys) if kind == "mime" else _BARE_READERS[kind](raw)
    except Unreadable as wrong:
        return SetAside("unreadable", str(wrong))
    except MemoryError:
        return _too_much(room)
    except Exception as bug:  # noqa: BLE001  # the edge of the reading process: a bug sets one mail aside
        return SetAside("crash", f"The reader failed ({type(bug).__name__}).")
    return message if store is None else _stored(message, store, room)


def _too_long(seconds: float) -> SetAside:
    return SetAside("time", f"Reading took longer than {seconds:g} s.")


def _too_much(room: RoomLimits) -> SetAside:
    return SetAside("memory", f"Reading takes more than {room.memory_bytes // _MEBIBYTE} MB of memory.")


def _stored(message: ParsedMessage, store: FileStore, room: RoomLimits) -> ParsedMessage:
    """The message with its files in the store; a store that fails leaves the bytes to the caller."""
    kept = []
    for attachment in message.attachments:
        if attachment.content is not None and attachment.size_bytes >= room.stored_from_bytes:
            try:
                store.put(attachment.content)
            except OSError:
                return message
            attachment = replace(attachment, content=None)  # the same file, its bytes elsewhere
        kept.append(attachment)
    return replace(message, attachments=tuple(kept))
