"""Reading whatever came by whichever door: mail in worker processes with limits, texts on the spot."""

from __future__ import annotations

from collections.abc import Sequence

from intake.mail.reading_room import FileStore, ReadingRoom, RoomLimits, SetAside
from intake.message import ParsedMessage
from intake.sms_form import parse_sms
from models.ledger import Door
from models.settings import WorkSettings


class Reader:
    """Reads batches in order; never raises for what a message contains."""

    def __init__(self, work: WorkSettings, files: FileStore) -> None:
        room = RoomLimits(time_seconds=work.read_seconds, memory_bytes=work.read_memory_bytes)
        self._room = ReadingRoom(work.readers, store=files, room=room)

    def read_many(self, doors_and_raws: Sequence[tuple[str, bytes]]) -> list[ParsedMessage | SetAside]:
        """Each message read, or set aside with its reason, in the order given."""
        mails = [raw for door, raw in doors_and_raws if door != Door.SMS]
        read = iter(self._room.read_many(mails)) if mails else iter(())
        return [parse_sms(raw) if door == Door.SMS else next(read) for door, raw in doors_and_raws]

    def close(self) -> None:
        """End the worker processes."""
        self._room.close()
