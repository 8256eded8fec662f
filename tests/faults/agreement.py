"""What must agree after every fault: what `guichet verify` compares, and the outbox with the mailboxes."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from dispatch.upkeep.verifying import verify
from models.settings.files import S3Settings
from models.store.database import Database
from models.store.files import MARKER, FileStore
from models.store.filing.s3 import S3Files
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from tests.servers.mailbox import Mailbox

_outbox = table_of(OutboundMessage)
#: Where the towns of these tests have their files: a whole service, and a desk without doors.
_STORES = ("var/files", "files")


def disagreements(url: str, directory: Path, bucket: S3Settings | None = None) -> list[str]:
    """What `guichet verify` says of the town of this database, its files below `directory` or in a bucket."""
    database = Database(url)
    try:
        with database.reading() as session:
            if not sa.inspect(session.connection()).has_table(_outbox.name):
                return []
            store = S3Files(bucket) if bucket is not None else _store(directory)
            return [f"{each.about}: {each.sentence}" for each in verify(session, store)]
    finally:
        database.close()


def _store(directory: Path) -> FileStore:
    there = [directory / name for name in _STORES if (directory / name).is_dir()]
    assert len(there) <= 1, there
    place = there[0] if there else directory / _STORES[0]
    return FileStore(place, marked=(place / MARKER).exists())


def unlike_the_mailboxes(url: str, mailboxes: list[Mailbox]) -> list[str]:
    """Letters that left and are in no outbox, and notices said to be sent that came nowhere."""
    came = {each.header("Message-ID").strip("<>") for one in mailboxes for each in one.delivered}
    database = Database(url)
    query = sa.select(_outbox.c.message_id, _outbox.c.state).where(_outbox.c.message_id.is_not(None))
    try:
        with database.reading() as session:
            known = {row.message_id: row.state for row in session.connection().execute(query)}
    finally:
        database.close()
    unknown = [f"{each} left, and no outbox has it" for each in sorted(came - known.keys())]
    sent = {message_id for message_id, state in known.items() if state in ("sent", "delivered")}
    return unknown + [f"{each} is said to be sent, and came nowhere" for each in sorted(sent - came)]
