"""How much room the files of requests take."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session

from models.tables.columns import table_of
from models.tables.requests import Attachment

_attachments = table_of(Attachment)


def kept_bytes(session: Session) -> int:
    """Bytes of all attachments still kept, each file once."""
    each = (
        sa.select(sa.func.max(_attachments.c.size_bytes).label("size"))
        .where(_attachments.c.removed_at.is_(None))
        .group_by(_attachments.c.sha256)
        .subquery()
    )
    return int(
        session.connection().execute(sa.select(sa.func.coalesce(sa.func.sum(each.c.size), 0))).scalar_one()
    )
