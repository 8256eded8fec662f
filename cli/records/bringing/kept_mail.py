"""Kept mail, of an mbox or in files of its own, as arrivals: each a message of a mailbox that was fetched."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cli.records.bringing.mail_files import is_mail_file, mail_files, require_mail
from intake.doors.imap.headers import delivered_to
from intake.ledger.arrival import Arrival
from intake.mail.wire.dates import parse_date
from models.errors import UserError
from models.tables.ledger import IMPORTED, Door

#: How a mail begins: `From karim Tue Nov  3 14:05:00 2026`, `From - …` in Thunderbird, with a zone in others.
#: A sentence that begins so has no hour and no year.
_BEGINS = re.compile(rb"From .*\d:\d\d.*\b(?:19|20)\d\d\b.*\r?\n?", re.ASCII)
#: Where a mail of somebody else's begins with the same words; each « > » is one quoting more.
_QUOTED = re.compile(rb"(?m)^>(>*From )")
#: Longest line that is looked at as the beginning of a mail.
_LONGEST_LINE = 500


@dataclass(frozen=True, slots=True)
class KeptMail:
    """One mail of the file: where it stands, from `start` to `stop` in octets, and when it was written. One
    that has a file of its own (`stop` 0) is that file.
    """

    path: Path
    start: int
    stop: int
    received_at: datetime
    door_key: str

    def raw(self) -> bytes:
        """The mail as it was sent."""
        if not self.stop:
            return self.path.read_bytes()
        with self.path.open("rb") as file:
            file.seek(self.start)
            return _as_sent(file.read(self.stop - self.start))


def is_kept_mail(path: Path) -> bool:
    """Whether this is kept mail, by its name or by how it begins. Thunderbird gives its files no ending."""
    if path.suffix.lower() == ".mbox" or is_mail_file(path):
        return True
    if path.suffix.lower() in (".csv", ".xlsx"):
        return False
    try:
        with path.open("rb") as file:
            return file.read(5) == b"From "
    except OSError:
        return False


def mails_of(path: Path, now: datetime) -> list[KeptMail]:
    """Each mail of an mbox, a Maildir, a folder or a file, once, in the order of their dates: an answer comes
    after what it answers.

    A mail without a date that can be read is of `now`. One mail at a time is in memory. Raises UserError.
    """
    try:
        if path.is_dir():
            whole = [_whole(each, now) for each in mail_files(path)]
            return sorted({each.door_key: each for each in whole}.values(), key=lambda each: each.received_at)
        with path.open("rb") as file:
            if file.read(5) != b"From ":
                if is_mail_file(path):
                    return [_whole(path, now)]
                raise UserError(f"{path.name} is no mbox: it does not begin with « From ».")
        found = {
            each.door_key: each for start, stop in _places(path) if (each := _kept(path, start, stop, now))
        }
    except OSError as wrong:
        raise UserError(f"{path} cannot be read: {wrong.strerror}.") from wrong
    return sorted(found.values(), key=lambda each: (each.received_at, each.start))


def _places(path: Path) -> Iterator[tuple[int, int]]:
    """From where to where each mail stands, without the line that begins it. Linear in the file.

    Where the first of these lines has no time, others may have none: they stand below an empty line.
    """
    start, at, before, dated = -1, 0, b"\n", True
    with path.open("rb") as file:
        # A line is looked at in pieces: one may be as long as the file.
        for piece in iter(lambda: file.readline(_LONGEST_LINE), b""):
            dated = dated and (at > 0 or _BEGINS.fullmatch(piece) is not None)
            if piece.startswith(b"From ") and before.endswith(b"\n"):
                begins = _BEGINS.fullmatch(piece) if dated else before in (b"\n", b"\r\n")
                if begins:
                    if start >= 0:
                        yield start, at
                    start = at + len(piece)
            at, before = at + len(piece), piece
    if start >= 0:
        yield start, at


def _whole(path: Path, now: datetime) -> KeptMail:
    """The mail that a file is."""
    raw = path.read_bytes()
    require_mail(path, raw)
    return KeptMail(path, 0, 0, min(_date(raw) or now, now), _key(raw))


def _key(raw: bytes) -> str:
    return f"{IMPORTED}mbox:{hashlib.sha256(raw).hexdigest()}"


def _kept(path: Path, start: int, stop: int, now: datetime) -> KeptMail | None:
    """The mail that stands there; None when nothing does."""
    with path.open("rb") as file:
        file.seek(start)
        raw = _as_sent(file.read(stop - start))
    if not raw.strip():
        return None
    return KeptMail(path, start, stop, min(_date(raw) or now, now), _key(raw))


def _as_sent(kept: bytes) -> bytes:
    """Without the empty line that ends a mail in the file, and the « > » before « From »."""
    end = b"\r\n" if kept.endswith(b"\r\n\r\n") else b"\n"
    raw = kept.removesuffix(end) if kept.endswith(end + end) else kept
    return _QUOTED.sub(rb"\1", raw)


def arrival_of(kept: KeptMail, ours: Sequence[str], now: datetime, *, quiet: bool) -> Arrival:
    """The arrival of a mail: as from a fetched mailbox, so nothing but a signature proves who wrote it. A
    request that it opens is of the day on which it was written.
    """
    from dispatch.inbound.message_entry import QUIET
    from intake.mail.proof.verdict import KEPT

    raw = kept.raw()
    named = [each for each in delivered_to(raw, "To") if each in ours] or list(ours[:1])
    return Arrival(
        door=Door.IMAP,
        door_name="import",
        raw=raw,
        received_at=kept.received_at,
        recipients=tuple(named),
        door_key=kept.door_key,
        door_facts={"delivered_to": named, QUIET: quiet, KEPT: True},
        due_at=now,
    )


def _date(raw: bytes) -> datetime | None:
    head = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    for line in head.split(b"\n"):
        if line[:5].lower() == b"date:":
            return parse_date(line[5:].decode("utf-8", "replace").strip())
    return None
