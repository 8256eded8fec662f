"""The cursor of one mailbox in the database, and which of its messages are stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from models.settings.doors import ImapDoorSettings
from models.store.database import Database
from models.tables.ledger import Door, InboundMessage
from models.tables.mailboxes import MailboxCursor

_KEYS_AT_ONCE = 500


def door_key(settings: ImapDoorSettings, uidvalidity: int, uid: int) -> str:
    """What makes one message of one mailbox unique for ever (RFC 3501 §2.3.1.1).

    `imap:NAME:UIDVALIDITY:UID`, with the folder after the name when it is not INBOX: two folders may
    have the same UIDVALIDITY.
    """
    where = (
        settings.name if settings.folder.upper() == "INBOX" else f"{settings.name}/{settings.folder[:150]}"
    )
    return f"imap:{where}:{uidvalidity}:{uid}"


class CursorStore:
    """Reads and writes the cursor of one mailbox. Raises TemporaryFailure as Database does."""

    def __init__(self, database: Database, settings: ImapDoorSettings) -> None:
        self._database = database
        self._settings = settings

    def load(self, now: datetime) -> MailboxCursor:
        """The cursor; a new one is made at the first connection."""
        with self._database.transaction() as session:
            cursor = session.execute(
                sa.select(MailboxCursor).where(MailboxCursor.name == self._settings.name)  # type: ignore[arg-type]  # SQLModel types columns as values
            ).scalar_one_or_none()
            if cursor is None:
                since = now - timedelta(days=self._settings.first_days)
                cursor = MailboxCursor(name=self._settings.name, folder=self._settings.folder, since=since)
                session.add(cursor)
            session.flush()
            session.expunge(cursor)
        return cursor

    def save(self, cursor: MailboxCursor) -> None:
        """Write the cursor as it is now."""
        with self._database.transaction() as session:
            session.merge(cursor)

    def stored_uids(self, uidvalidity: int, uids: Sequence[int]) -> set[int]:
        """Those of `uids` that the ledger has."""
        by_key = {door_key(self._settings, uidvalidity, uid): uid for uid in uids}
        keys = list(by_key)
        found: set[int] = set()
        ledger = InboundMessage.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table classes
        with self._database.reading() as session:
            for start in range(0, len(keys), _KEYS_AT_ONCE):
                part = keys[start : start + _KEYS_AT_ONCE]
                rows = session.connection().execute(
                    sa.select(ledger.c.door_key).where(ledger.c.door_key.in_(part))
                )
                found |= {by_key[key] for (key,) in rows}
        return found

    def stored_hashes(self) -> set[str]:
        """SHA-256 of everything this mailbox ever gave us."""
        ledger = InboundMessage.__table__  # type: ignore[attr-defined]  # as above
        with self._database.reading() as session:
            rows = session.connection().execute(
                sa.select(ledger.c.raw_sha256).where(
                    ledger.c.door == Door.IMAP, ledger.c.door_name == self._settings.name
                )
            )
            return {digest for (digest,) in rows}
