"""How much room files and mail take: counted by the database, so that asking costs the same always."""

from __future__ import annotations

from datetime import tzinfo
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from models.tables.columns import table_of
from models.tables.ledger import InboundMessage, MailStorage, Storage
from models.tables.requests import Attachment, Entry

_attachments, _storage = table_of(Attachment), table_of(Storage)
_entries = table_of(Entry)
_ledger, _mail = table_of(InboundMessage), table_of(MailStorage)
_KEPT = sa.select(_storage.c.attachment_bytes).where(_storage.c.id == 1)


def kept_bytes(session: Session) -> int:
    """Bytes of all attachments still kept, each file once, as the database counts them."""
    return int(session.connection().execute(_KEPT).scalar_one())


def summed_bytes(session: Session) -> int:
    """The same, added up line by line: what the count is compared with. Takes long in a big town."""
    each = (
        sa.select(sa.func.max(_attachments.c.size_bytes).label("size"))
        .where(_attachments.c.removed_at.is_(None))
        .group_by(_attachments.c.sha256)
        .subquery()
    )
    return int(
        session.connection().execute(sa.select(sa.func.coalesce(sa.func.sum(each.c.size), 0))).scalar_one()
    )


def mail_bytes(session: Session) -> int:
    """Bytes of all messages still kept as they came, as the database counts them."""
    counted = sa.select(_mail.c.raw_bytes).where(_mail.c.id == 1)
    return int(session.connection().execute(counted).scalar_one())


def summed_mail_bytes(session: Session) -> int:
    """The same, added up line by line. Takes long in a big town."""
    each = sa.select(sa.func.coalesce(sa.func.sum(_ledger.c.raw_size_bytes), 0))
    return int(session.connection().execute(each.where(_ledger.c.erased_at.is_(None))).scalar_one())


class YearOfFiles(NamedTuple):
    """Files that came in within a year of the town's clock and are still kept, each counted once."""

    year: int
    files: int
    size: int


def bytes_by_year(session: Session, zone: tzinfo) -> list[YearOfFiles]:
    """What the files of each year take, the latest year first."""
    first = (
        sa.select(
            sa.func.min(_entries.c.at).label("at"), sa.func.max(_attachments.c.size_bytes).label("size")
        )
        .join(_entries, _entries.c.id == _attachments.c.entry_id)
        .where(_attachments.c.removed_at.is_(None))
        .group_by(_attachments.c.sha256)
    )
    count: dict[int, list[int]] = {}
    for at, size in session.connection().execute(first):
        year = count.setdefault(at.astimezone(zone).year, [0, 0])
        year[0] += 1
        year[1] += size
    return [YearOfFiles(year, *count[year]) for year in sorted(count, reverse=True)]
