"""Codes whose time is over are blotted out wherever they still stand: in rows of the outbox, in files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from dispatch.notices.secret.words import BLOTTED, SECRET_NOTICES, SECRET_VALUES, blotted
from dispatch.upkeep.retention.take_away import letter_files, mark
from models.settings.settings import Settings
from models.signing.sealed import is_sealed
from models.store.database import Database
from models.store.durable import write_durably
from models.tables.columns import columns_of, table_of
from models.tables.outbox import STOPPABLE, OutboundMessage, OutboundState

CODES_SECONDS = 300.0
#: Rows at a time; one look writes no more.
_MOST = 500
#: A code that says no time of its own is over after so many minutes.
_MINUTES = 30
#: A notice that could not leave for so long after its code ran out is not sent any more.
_WAITED = timedelta(days=1)
_KEPT_FIELDS = ("X-Envelope-From", "X-Envelope-To", "From", "To", "Date", "Message-ID")
_outbox = table_of(OutboundMessage)


class SpentCodes:
    """Blots out what can prove nothing any more. Harmless when run twice."""

    def __init__(self, database: Database, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        #: Rows up to this one need no look any more.
        self._done_to = 0

    def run(self) -> int:
        """How many rows and files were blotted out."""
        now, done = self._clock(), 0
        query = (
            sa.select(*columns_of(_outbox, "id", "notice", "created_at", "state", "data"))
            .where(_outbox.c.notice.in_(SECRET_NOTICES), _outbox.c.id > self._done_to)
            .order_by(_outbox.c.id)
            .limit(_MOST)
        )
        with self._database.reading() as session:
            rows = session.connection().execute(query).all()
        contiguous = True
        for row in rows:
            over = _over_since(row)
            if over > now or (row.state in STOPPABLE and over + _WAITED > now):
                contiguous = False
                continue
            written = self._blot_row(row)
            done += (written or 0) + self._blot_files(row.id)
            contiguous = contiguous and written is not None
            if contiguous:
                self._done_to = row.id
        return done

    def _blot_row(self, row: sa.Row[Any]) -> int | None:
        """How many rows were written: 0 when there was nothing to blot out, None when it moved meanwhile or
        somebody works on it.
        """
        data = blotted(row.notice, row.data)
        if data == row.data:
            return 0
        if _in_plain(row.data):
            # Written by an earlier version, in plain: the night writes the database anew.
            mark(self._settings.data_dir)
        ended = {"state": OutboundState.CANCELED, "last_error": "its code ran out before it could leave"}
        with self._database.transaction() as session:
            same = (_outbox.c.id == row.id, _outbox.c.state == row.state, _outbox.c.leased_until.is_(None))
            written = session.connection().execute(
                sa.update(_outbox).where(*same).values(data=data, **(ended if row.state in STOPPABLE else {}))
            )
        return int(written.rowcount) or None

    def _blot_files(self, outbox_id: int) -> int:
        done = 0
        for path in letter_files(self._settings, outbox_id):
            raw = path.read_bytes() if path.exists() else b""
            if raw and BLOTTED.encode() not in raw:
                _rewrite(path, _without_words(path, raw))
                done += 1
        return done


def _rewrite(path: Path, content: bytes) -> None:
    write_durably(path, lambda stream: stream.write(content))


def _over_since(row: sa.Row[Any]) -> datetime:
    since: datetime = row.created_at + timedelta(minutes=int(row.data.get("minutes", _MINUTES)))
    return since


def _in_plain(data: dict[str, object]) -> bool:
    return any(
        isinstance(words := data.get(name), str) and words and words != BLOTTED and not is_sealed(words)
        for name in SECRET_VALUES
    )


def _without_words(path: Path, raw: bytes) -> bytes:
    """A letter or a text with who and when, and nothing of what it said."""
    if path.suffix != ".eml":
        head = raw.split(b"\n\n", 1)[0]
        return head + b"\n\n" + BLOTTED.encode() + b"\n"
    written, letter = message_from_bytes(raw), EmailMessage(policy=SMTP.clone(cte_type="8bit"))
    for name in _KEPT_FIELDS:
        if written[name] is not None:
            letter[name] = " ".join(str(written[name]).split())
    letter["Subject"] = BLOTTED
    letter.set_content(f"{BLOTTED}\n", cte="8bit")
    return letter.as_bytes()
