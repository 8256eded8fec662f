"""Mail kept in an mbox file, as arrivals: each an ordinary message of a mailbox that was fetched."""

from __future__ import annotations

import hashlib
import mailbox
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from intake.doors.imap.headers import delivered_to
from intake.ledger.arrival import Arrival
from intake.mail.wire.dates import parse_date
from models.errors import UserError
from models.tables.ledger import IMPORTED, Door


def arrivals_of_mbox(path: Path, ours: Sequence[str], now: datetime, *, quiet: bool) -> list[Arrival]:
    """An arrival for each mail, in the order of the file; the same mail again has the same key.

    They come as from a fetched mailbox: nothing but a signature proves who wrote them. Raises UserError.
    """
    if not path.is_file():
        raise UserError(f"{path} cannot be read: there is no such file.")
    with path.open("rb") as file:
        if not file.read(5).startswith(b"From "):
            raise UserError(f"{path.name} is no mbox: it does not begin with « From ».")
    return [_arrival(raw, ours, now, quiet) for raw in _mails(path)]


def _mails(path: Path) -> Iterator[bytes]:
    kept = mailbox.mbox(path, create=False)
    try:
        for key in kept.keys():  # noqa: SIM118  # a mailbox iterates over its messages
            yield kept.get_bytes(key)
    finally:
        kept.close()


def _arrival(raw: bytes, ours: Sequence[str], now: datetime, quiet: bool) -> Arrival:
    named = [each for each in delivered_to(raw, "To") if each in ours] or list(ours[:1])
    return Arrival(
        door=Door.IMAP,
        door_name="import",
        raw=raw,
        received_at=min(_date(raw) or now, now),
        recipients=tuple(named),
        door_key=f"{IMPORTED}mbox:{hashlib.sha256(raw).hexdigest()}",
        door_facts={"delivered_to": named, "quiet": quiet},
        due_at=now,
    )


def _date(raw: bytes) -> datetime | None:
    head = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    for line in head.split(b"\n"):
        if line[:5].lower() == b"date:":
            return parse_date(line[5:].decode("utf-8", "replace").strip())
    return None
