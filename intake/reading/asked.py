"""What reading processes are asked, and what they answer. Light: whoever only asks loads no reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, Protocol

from intake.mail.wire.limits import Limits
from models.errors import TemporaryFailure

if TYPE_CHECKING:
    from intake.mail.proof.signatures import Keys

#: How a message is to be read: a whole mail; one that a clerk or another program wrote down here; a text
#: message; a bare body.
Kind = Literal["mime", "dictated", "sms", "text", "html"]
#: A message, and how it is to be read.
Given = tuple[Kind, bytes]
#: A function of `intake.reading.worker`.
Task = Literal["settle", "work", "bare", "shown", "covered", "small", "read_here"]
_MEBIBYTE = 1024 * 1024


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


class NoReaders(TemporaryFailure, RuntimeError):
    """Nothing can be read now: no process can be started, or the room is closed. No message is to blame."""


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


@dataclass(frozen=True, slots=True)
class Desk:
    """What a worker was given when it started."""

    room: RoomLimits
    store: FileStore | None
    limits: Limits
    #: What verifies signatures; None: nothing does.
    keys: Keys | None
    #: Whether messages are told with their languages.
    languages: bool


def here(task: Task, given: object) -> Any:
    """A task in the process where this is called; only then is what it needs loaded."""
    return getattr(_worker(), task)(given)


def in_worker(task: Task | Callable[[Any], Any], given: object) -> Any:
    """A task in a worker, or somebody else's, with the processor time of one. Raises RuntimeError where no
    limits were given.
    """
    _worker().begin()
    return task(given) if callable(task) else here(task, given)


def _worker() -> Any:
    return import_module("intake.reading.worker")


def too_long(seconds: float) -> SetAside:
    """Of a message that took more time than it may."""
    return SetAside("time", f"Reading took longer than {seconds:g} s.")


def too_much(room: RoomLimits) -> SetAside:
    """Of a message that took more memory than it may."""
    return SetAside("memory", f"Reading takes more than {room.memory_bytes // _MEBIBYTE} MB of memory.")
