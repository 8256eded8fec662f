"""One run of an approved erasure, with its receipt; and where copies of what it erased still are."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.upkeep.retention.due import Due
from dispatch.upkeep.retention.erase import Erased, erase_files, erase_request
from models.settings.settings import Settings
from models.store.audit import record_access
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.erasures import Erasure

_erasures = table_of(Erasure)
#: Requests erased in one transaction: mail is written in between.
_BATCH = 25


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one run erased. `copies_until`: when the last backup set that holds it goes."""

    batch: str
    at: datetime
    requests: int
    erased: Erased
    copies_until: datetime | None
    left: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Decided:
    """Who has it done: who typed it (`cli:root`), and who approved."""

    done_by: str
    approved_by: str
    rule: str


def erase_due(
    database: Database,
    due: Sequence[Due],
    decided: Decided,
    clock: Callable[[], datetime],
    settings: Settings,
) -> Receipt:
    """Erase requests (rule `retention`) or their files alone (rule `files`), some at a time, each with its
    line of receipt and of the access log. What is beside the database is for `take_away` afterwards.
    """
    batch, erased, now = str(uuid.uuid4()), Erased(), clock()
    for start in range(0, len(due), _BATCH):
        with database.transaction() as session:
            for each in due[start : start + _BATCH]:
                gone = (
                    erase_request(session, each.id, now)
                    if decided.rule == "retention"
                    else erase_files(session, [each.id], now)
                )
                erased |= gone
                _note(session, batch, each, gone, decided, now)
    return Receipt(batch, now, len(due), erased, copies_until(settings, now))


def copies_until(settings: Settings, now: datetime) -> datetime | None:
    """When the last set made until now is thinned away; None when no backups are made."""
    return now + timedelta(days=settings.backup.keep_days) if settings.backup.destinations else None


def _note(session: Session, batch: str, due: Due, gone: Erased, decided: Decided, now: datetime) -> None:
    session.connection().execute(
        sa.insert(_erasures).values(
            batch=batch,
            at=now,
            subject=f"request:{due.id}",
            rule=decided.rule,
            request_type=due.request_type,
            service=due.service,
            opened_at=due.created_at,
            closed_at=due.closed_at,
            files=due.files or gone.files,
            files_bytes=due.files_bytes or gone.files_bytes,
            done_by=decided.done_by,
            approved_by=decided.approved_by,
        )
    )
    record_access(session, now, decided.done_by, "erase", f"request:{due.id}", batch=batch, rule=decided.rule)
