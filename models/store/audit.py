"""Every access to a request is traced: who, what, when; never what it said."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from models.tables.columns import table_of
from models.tables.traces import AccessRecord

_records = table_of(AccessRecord)


def record_access(
    session: Session, now: datetime, actor: str, action: str, subject: str, **data: Any
) -> None:
    """Add one line: `actor` is `cli:USER`, `agent:KEY` or `door:NAME`, `subject` is `request:12`."""
    session.connection().execute(
        sa.insert(_records).values(at=now, actor=actor, action=action, subject=subject, data=data)
    )
