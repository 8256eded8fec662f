"""What a reading process does: one message at a time, within its memory and its processor time."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from intake.mail.dictated import as_dictated
from intake.mail.files.leaving import leaving_copy, same_pixels
from intake.mail.files.photos import Zone, jpeg_copy, small_copy
from intake.mail.parse import Unreadable, parse_bare_html, parse_bare_text, parse_mail
from intake.mail.proof.dns_keys import ask_dns
from intake.mail.proof.signatures import Keys
from intake.mail.wire.limits import DEFAULT, Limits
from intake.message import ParsedMessage
from intake.reading.asked import Desk, FileStore, Given, Kind, RoomLimits, SetAside, too_much
from intake.sms.form import parse_sms
from intake.words.language import language_of, language_written

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


def read_here(given: tuple[Desk, Iterable[Given]]) -> list[ParsedMessage | SetAside]:
    """Each message read or set aside, by no worker; never raises for what they contain."""
    desk, messages = given
    desk = replace(desk, keys=desk.keys or keys_of(desk.room))
    return [_read(desk, each) for each in messages]


def _read(desk: Desk, given: Given) -> ParsedMessage | SetAside:
    kind, raw = given
    try:
        message = parsed_as(kind, raw, limits=desk.limits, keys=desk.keys)
        message = _in_its_language(message) if desk.languages else message
    except Unreadable as wrong:
        return SetAside("unreadable", str(wrong))
    except MemoryError:
        return too_much(desk.room)
    except Exception as bug:  # noqa: BLE001  # the edge of the reading process: a bug sets one mail aside
        return SetAside("crash", f"The reader failed ({type(bug).__name__}).")
    return message if desk.store is None else _stored(message, desk.store, desk.room)


def settle(desk: Desk) -> None:
    """Set the worker's limits, once, before its first message."""
    global _desk
    _desk = replace(desk, keys=keys_of(desk.room))
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    most = pages * resource.getpagesize() + desk.room.memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def begin() -> None:
    """Give the next task its processor time: the worker is ended by the system when it takes more. Raises
    RuntimeError in a process that was given no limits.
    """
    usage = resource.getrusage(resource.RUSAGE_SELF)
    allowed = int(usage.ru_utime + usage.ru_stime + _settled().room.time_seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def work(bundle: tuple[Given, ...]) -> list[ParsedMessage | SetAside]:
    """The messages of one bundle, in a worker."""
    desk = _settled()
    return [_read(desk, given) for given in bundle]


def bare(content: bytes) -> bytes | None:
    """A file as it may leave (`leaving.leaving_copy`)."""
    return leaving_copy(content)


def shown(content: bytes) -> bytes | None:
    """A picture as pages show it (`leaving.same_pixels`)."""
    return same_pixels(content)


def covered(given: tuple[bytes, tuple[Zone, ...]]) -> bytes | None:
    """A picture with zones of it blackened (`photos.jpeg_copy`)."""
    return jpeg_copy(given[0], covered=given[1])


def small(content: bytes) -> bytes | None:
    """A picture of 320 pixels (`photos.small_copy`)."""
    return small_copy(content)


def _settled() -> Desk:
    if _desk is None:
        raise RuntimeError("the worker was not given its limits")
    return _desk


def keys_of(room: RoomLimits) -> Keys | None:
    """What verifies signatures within these limits."""
    return Keys(ask_dns(room.dns_seconds)) if room.dns_seconds > 0 else None


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
