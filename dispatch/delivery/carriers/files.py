"""Outbound mail as files, until a relay is set: one .eml a letter, whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from dispatch.delivery.carriers.interface import Handover
from dispatch.letters.written import Letter
from models.errors import TemporaryFailure


def letter_file(directory: Path, outbox_id: int) -> Path:
    """Where the letter of that number is written."""
    return directory / f"{outbox_id:08d}.eml"


class FileCarrier:
    """Writes letters to `directory` as `00000042.eml`, with the envelope in X-Envelope headers on top.

    The same letter again replaces its file: twice is once. Safe for several processes.
    """

    name = "files"

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def send(self, letter: Letter) -> Handover:
        """Durable on return (file and directory fsynced). Raises TemporaryFailure when the disk is full or
        away.
        """
        target = letter_file(self._directory, letter.outbox_id)
        temporary = target.with_suffix(f".new-{os.getpid()}")
        envelope = f"X-Envelope-From: <{letter.envelope_from}>\r\nX-Envelope-To: <{letter.envelope_to}>\r\n"
        try:
            self._directory.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb") as stream:
                stream.write(envelope.encode("utf-8") + letter.raw)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(target)
            self._sync()
        except OSError as wrong:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise TemporaryFailure(
                "The letter could not be written to a file.", f"{type(wrong).__name__} {wrong.errno}"
            ) from wrong
        return Handover(carrier_id=target.name, state="sent")

    def close(self) -> None:
        """Nothing is kept open."""

    def _sync(self) -> None:
        handle = os.open(self._directory, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
