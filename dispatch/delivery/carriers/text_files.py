"""Texts written to files, or kept in memory, instead of being sent."""

from __future__ import annotations

import os
from pathlib import Path

from dispatch.delivery.carriers.interface import Handover
from dispatch.delivery.carriers.verdicts import Verdict, failure
from dispatch.letters.segments import measure
from dispatch.letters.written import Text
from models.errors import ConfigurationFailure
from models.settings.sms_carriers import TextFilesSettings


class TextFiles:
    """Each text is one readable file, `text-00000012.txt`, whole or not there; the same text overwrites
    itself.
    """

    name = "text-files"

    def __init__(self, settings: TextFilesSettings) -> None:
        self._directory = settings.directory

    def send(self, text: Text) -> Handover:
        measured = measure(text.body)
        written = (
            f"To: {text.to}\nQueued: {text.queued_at.isoformat()}\n"
            f"Encoding: {measured.encoding}, {measured.count} segment(s)\n\n{text.body}\n"
        )
        final = self._directory / f"text-{text.outbox_id:08d}.txt"
        partial = final.with_suffix(f".{os.getpid()}.partial")
        try:
            self._directory.mkdir(parents=True, exist_ok=True)
            with partial.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
                file.write(written)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(final)
        except OSError as wrong:
            raise ConfigurationFailure(
                "The directory for texts cannot be written.",
                f"{type(wrong).__name__} {wrong.errno}",
                reason="settings",
            ) from wrong
        return Handover(final.name, "sent", measured.count)

    def close(self) -> None:
        """Nothing is kept open."""


class NoTexts:
    """Refuses every text, for a town that sends none: the notice then goes by email where it can."""

    name = "none"

    def send(self, text: Text) -> Handover:
        raise failure(Verdict("permanent", "no_carrier"), "sms.carrier is none")

    def close(self) -> None:
        """Nothing is kept open."""


def read_text_file(path: Path) -> tuple[str, str]:
    """The number and the body in a file that TextFiles wrote."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    return head.partition("\n")[0].removeprefix("To: "), body.removesuffix("\n")
