"""The mails of an mbox as they would come in, before any is stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cli.office import Office
from cli.present import print_rows
from cli.records.bringing.kept_mail import KeptMail
from intake.message import ParsedMessage
from intake.reading.room import ReadingRoom

#: The words of a mail without a subject that are shown in its place.
_WORDS = 60


def show_mails(office: Office, mails: Sequence[KeptMail]) -> None:
    """Print when each was written, by whom, about what, and how many files it has. They are read where the
    service reads: in a process with limits of time and memory.
    """
    rows: list[dict[str, Any]] = []
    with ReadingRoom(workers=1) as room:
        for kept in mails:
            (read,) = room.read_many([kept.raw()], "mime")
            row: dict[str, Any] = {"received": kept.received_at, "requester": "", "files": "", "subject": ""}
            if isinstance(read, ParsedMessage):
                row["requester"] = read.sender.address if read.sender else ""
                row["files"] = len(read.attachments) or ""
                row["subject"] = read.subject or " ".join(read.words.split())[:_WORDS]
            rows.append(row)
    titles = {"received": "Received", "requester": "Requester", "files": "Files", "subject": "Subject"}
    print_rows(rows, titles, as_json=False, empty="The file holds no mail.", zone=office.town.zone)
