"""Reading whatever came by whichever door: mail in worker processes with limits, texts on the spot."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence

from intake.mail.dictated import as_dictated
from intake.mail.files.photos import Zone
from intake.mail.reading_room import FileStore, ReadingRoom, RoomLimits, SetAside
from intake.message import ParsedMessage
from intake.sms.form import parse_sms
from intake.words import language
from models.settings.processing import WorkSettings
from models.tables.ledger import WRITTEN_HERE, Door
from models.vocabulary import Channel

#: What is so small and plain that no worker process is needed. A receipt is read when it is recorded.
_ON_THE_SPOT: Mapping[str, Callable[[bytes], ParsedMessage]] = {
    Door.SMS: parse_sms,
    Door.RECEIPTS: lambda _raw: ParsedMessage(channel=Channel.SMS),
}


def _as_brought(door: str, read: ParsedMessage | SetAside) -> ParsedMessage | SetAside:
    return as_dictated(read) if door in WRITTEN_HERE and isinstance(read, ParsedMessage) else read


class Reader:
    """Reads batches in order; never raises for what a message contains."""

    def __init__(self, work: WorkSettings, files: FileStore | None, *, dns_seconds: float = 0.0) -> None:
        """`files`: where workers keep attachments; None: they come back with what was read. `dns_seconds`:
        longest wait for the key of a signature; 0 verifies none."""
        room = RoomLimits(
            time_seconds=work.read_seconds, memory_bytes=work.read_memory_bytes, dns_seconds=dns_seconds
        )
        self._room = ReadingRoom(work.readers, store=files, room=room)

    def read_many(self, doors_and_raws: Sequence[tuple[str, bytes]]) -> list[ParsedMessage | SetAside]:
        """Each message read, or set aside with its reason, in the order given."""
        mails = [raw for door, raw in doors_and_raws if door not in _ON_THE_SPOT]
        read = iter(self._room.read_many(mails)) if mails else iter(())
        return [
            _ON_THE_SPOT[door](raw) if door in _ON_THE_SPOT else _as_brought(door, next(read))
            for door, raw in doors_and_raws
        ]

    def bare_copy(self, content: bytes) -> bytes | None:
        """A picture as it may leave the town hall, made in a worker; None when its limits do not allow it."""
        return self._room.bare_copy(content)

    def covered_copy(self, content: bytes, zones: Sequence[Zone]) -> bytes | None:
        """A picture with zones of it blackened, made in a worker; None when its limits do not allow it."""
        return self._room.covered_copy(content, zones)

    def warm_up(self) -> None:
        """Start the worker processes now, so that the first message does not wait for them.

        What tells languages apart is loaded meanwhile, in a thread of its own.
        """
        threading.Thread(target=language.warm_up, name="languages", daemon=True).start()
        self._room.read_many([b"Subject: warm-up\r\n\r\n"])

    def close(self) -> None:
        """End the worker processes."""
        self._room.close()
