"""What a reading process does: one message at a time, within its memory and its processor time."""

from __future__ import annotations

import resource
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Protocol

from intake.mail.dictated import as_dictated
from intake.mail.files.leaving import leaving_copy
from intake.mail.files.photos import Zone, jpeg_copy
from intake.mail.parse import Unreadable, parse_bare_html, parse_bare_text, parse_mail
from intake.mail.proof.dns_keys import ask_dns
from intake.mail.proof.signatures import Keys
from intake.mail.wire.limits import DEFAULT, Limits
from intake.message import ParsedMessage
from intake.sms.form import parse_sms
from intake.words.language import language_of, language_written

#: How a message is to be read: a whole mail; one that a clerk or another program wrote down here; a text
#: message; a bare body.
Kind = Literal["mime", "dictated", "sms", "text", "html"]
#: A message, and how it is to be read.
Given = tuple[Kind, bytes]
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

    def read(self, given: Given) -> ParsedMessage | SetAside:
        """The message read, or set aside; never raises for what it contains."""
        kind, raw = given
        try:
            message = parsed_as(kind, raw, limits=self.limits, keys=self.keys)
            message = _in_its_language(message) if self.languages else message
        except Unreadable as wrong:
            return SetAside("unreadable", str(wrong))
        except MemoryError:
            return too_much(self.room)
        except Exception as bug:  # noqa: BLE001  # the edge of the reading process: a bug sets one mail aside
            return SetAside("crash", f"The reader failed ({type(bug).__name__}).")
        return message if self.store is None else _stored(message, self.store, self.room)


_PLAIN: Mapping[Kind, Callable[[bytes], ParsedMessage]] = {
    "sms": parse_sms,
    "text": parse_bare_text,
    "html": parse_bare_html,
}
_desk: Desk | None = None


def parsed_as(kind: Kind, raw: bytes, *, limits: Limits = DEFAULT, keys: Keys | None = None) -> ParsedMessage:
    """A message read in this process; `limits` and `keys` are of mail. Raises Unreadable."""
    if kind in _PLAIN:
        return _PLAIN[kind](raw)
    mail = parse_mail(raw, limits=limits, keys=keys)
    return as_dictated(mail) if kind == "dictated" else mail


def settle(desk: Desk) -> None:
    """Set the worker's limits, once, before its first message."""
    global _desk
    _desk = replace(desk, keys=keys_of(desk.room))
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    most = pages * resource.getpagesize() + desk.room.memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def work(bundle: tuple[Given, ...]) -> list[ParsedMessage | SetAside]:
    """The messages of one bundle, in a worker."""
    desk = _begin()
    return [desk.read(given) for given in bundle]


def bare(content: bytes) -> bytes | None:
    """A file as it may leave, made in a worker."""
    _begin()
    return leaving_copy(content)


def covered(given: tuple[bytes, tuple[Zone, ...]]) -> bytes | None:
    """A picture with zones of it blackened, made in a worker."""
    _begin()
    return jpeg_copy(given[0], covered=given[1])


def _begin() -> Desk:
    """Give this task its processor time: the worker is ended by the system when it takes more."""
    desk = _desk
    if desk is None:
        raise RuntimeError("the worker was not given its limits")
    usage = resource.getrusage(resource.RUSAGE_SELF)
    allowed = int(usage.ru_utime + usage.ru_stime + desk.room.time_seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    return desk


def keys_of(room: RoomLimits) -> Keys | None:
    """What verifies signatures within these limits."""
    return Keys(ask_dns(room.dns_seconds)) if room.dns_seconds > 0 else None


def too_long(seconds: float) -> SetAside:
    """Of a message that took more time than it may."""
    return SetAside("time", f"Reading took longer than {seconds:g} s.")


def too_much(room: RoomLimits) -> SetAside:
    """Of a message that took more memory than it may."""
    return SetAside("memory", f"Reading takes more than {room.memory_bytes // _MEBIBYTE} MB of memory.")


def _in_its_language(message: ParsedMessage) -> ParsedMessage:
    """The message with its languages: what tells them apart is large, and only these processes hold it."""
    return replace(message, language=language_of(message), language_written=language_written(message.words))


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
