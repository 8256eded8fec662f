"""Reading batches in order, whatever door each message came by."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from intake.mail.files.photos import Zone
from intake.message import ParsedMessage
from intake.reading.asked import FileStore, Kind, RoomLimits, SetAside
from intake.reading.room import ReadingRoom
from models.settings.processing import WorkSettings
from models.tables.ledger import WRITTEN_HERE, Door
from models.vocabulary import Channel

#: A receipt is read when it is recorded: there is nothing in it to read again.
_RECEIPT = ParsedMessage(channel=Channel.SMS)


class Reader:
    """Reads batches in order; never raises for what a message contains."""

    def __init__(self, work: WorkSettings, files: FileStore | None, *, dns_seconds: float = 0.0) -> None:
        """`files`: where workers keep attachments; None: they come back with what was read. `dns_seconds`:
        longest wait for the key of a signature; 0 verifies none."""
        room = RoomLimits(
            time_seconds=work.read_seconds, memory_bytes=work.read_memory_bytes, dns_seconds=dns_seconds
        )
        self._room = ReadingRoom(work.readers, store=files, room=room, languages=True)
        self._warm = threading.Event()

    def read_many(self, doors_and_raws: Sequence[tuple[str, bytes]]) -> list[ParsedMessage | SetAside]:
        """Each message read, or set aside with its reason, in the order given."""
        to_read = [(kind_of(door), raw) for door, raw in doors_and_raws if door != Door.RECEIPTS]
        read = iter(self._room.read_each(to_read))
        return [_RECEIPT if door == Door.RECEIPTS else next(read) for door, _ in doors_and_raws]

    def each(self, step: Callable[[Any], Any], given: Sequence[Any]) -> list[Any | None]:
        """What a function makes of each in a worker; None where its limits did not allow it."""
        return self._room.each(step, given)

    def bare_copy(self, content: bytes) -> bytes | None:
        """A picture as it may leave the town hall, made in a worker; None when its limits do not allow it."""
        return self._room.bare_copy(content)

    def shown_copy(self, content: bytes) -> bytes | None:
        """A picture as pages show it to whoever may not see who took it and where, made in a worker; None
        when it is none, or the limits do not allow it.
        """
        return self._room.shown_copy(content)

    def covered_copy(self, content: bytes, zones: Sequence[Zone]) -> bytes | None:
        """A picture with zones of it blackened, made in a worker; None when its limits do not allow it."""
        return self._room.covered_copy(content, zones)

    def small_copy(self, content: bytes) -> bytes | None:
        """A picture of 320 pixels, made in a worker; None when its limits do not allow it."""
        return self._room.small_copy(content)

    def warm_up(self, on_warm: Callable[[], None]) -> None:
        """Start the worker processes now, in a thread: the first message should not wait for them, nor the
        doors. `on_warm` is called when they can read.
        """
        threading.Thread(target=self._read_one, args=(on_warm,), name="readers", daemon=True).start()

    def once_warm(self, step: Callable[[], object]) -> Callable[[], object]:
        """`step`, which does nothing before `warm_up` is done: no message is held that nobody could read."""
        return lambda: self._warm.is_set() and step()

    def _read_one(self, on_warm: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # closed meanwhile
            self._room.read(b"Subject: warm-up\r\n\r\n")
        self._warm.set()
        on_warm()

    def close(self) -> None:
        """End the worker processes."""
        self._room.close()


def kind_of(door: str) -> Kind:
    """How what came by that door is read."""
    if door == Door.SMS:
        return "sms"
    return "dictated" if door in WRITTEN_HERE else "mime"
