"""Is a directory or a bucket the store of files, or an empty place where it should be? The database knows."""

from __future__ import annotations

import sqlalchemy as sa

from models.errors import TemporaryFailure
from models.store.database import Database
from models.store.files import FileStore
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from models.tables.requests import Attachment

#: Files looked for in a directory without a marker.
_SAMPLE = 20
_attachments, _ledger = table_of(Attachment), table_of(InboundMessage)
_KEPT = (
    sa.select(_attachments.c.sha256)
    .where(_attachments.c.removed_at.is_(None))
    .order_by(_attachments.c.id.desc())
    .limit(_SAMPLE),
    sa.select(_ledger.c.raw_sha256)
    .where(_ledger.c.raw.is_(None), _ledger.c.erased_at.is_(None))
    .order_by(_ledger.c.id.desc())
    .limit(_SAMPLE),
)


def settle_marker(database: Database, files: FileStore) -> bool:
    """Mark a store that never was, when it holds what the database points to, or nothing should be in it;
    whether the store is there.
    """
    if files.is_there():
        return True
    with database.reading() as session:
        kept = [digest for query in _KEPT for digest in session.connection().execute(query).scalars()]
    try:
        if kept and not any(files.has(digest) for digest in kept):
            return False
        files.mark()
    except TemporaryFailure:
        return False
    return True
