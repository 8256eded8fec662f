"""One run of an approved erasure, with its receipt; and where copies of what it erased still are."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.upkeep.retention.due import Due
from dispatch.upkeep.retention.erase import erase_files, erase_request
from dispatch.upkeep.retention.forget import Erased
from dispatch.upkeep.retention.held import request_held
from dispatch.upkeep.retention.take_away import mark
from models.settings.settings import Settings
from models.store.audit import record_access
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.erasures import Erasure
from models.tables.requests import RequestRow
from models.vocabulary import CLOSED_KINDS

_erasures, _requests = table_of(Erasure), table_of(RequestRow)
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
    line of receipt and of the access log. What was reopened, held or erased since it was listed is `left`.
    What is beside the database is for `take_away` afterwards.
    """
    batch, erased, now, left, count = str(uuid.uuid4()), Erased(), clock(), [], 0
    for start in range(0, len(due), _BATCH):
        with database.transaction() as session:
            some = due[start : start + _BATCH]
            still = _still_due(session, [each.id for each in some])
            mark(settings.data_dir)
            for each in some:
                if each.id not in still:
                    left.append(f"{each.reference} was reopened, held or erased meanwhile: it is left.")
                    continue
                count += 1
                gone = (
                    erase_request(session, each.id, now)
                    if decided.rule == "retention"
                    else erase_files(session, [each.id], now)
                )
                erased |= gone
                _note(session, batch, each, gone, decided, now)
    return Receipt(batch, now, count, erased, copies_until(settings, now), left)


def _still_due(session: Session, request_ids: Sequence[int]) -> set[int]:
    """Those that are closed, not erased and not held at this moment; nobody changes them until the end."""
    query = (
        sa.select(_requests.c.id)
        .where(
            _requests.c.id.in_(request_ids),
            _requests.c.state_kind.in_(CLOSED_KINDS),
            _requests.c.erased_at.is_(None),
            sa.not_(request_held(_requests.c.id)),
        )
        .with_for_update(of=_requests)
    )
    return set(session.connection().execute(query).scalars())


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
            files=gone.files,
            files_bytes=gone.files_bytes,
            done_by=decided.done_by,
            approved_by=decided.approved_by,
        )
    )
    record_access(session, now, decided.done_by, "erase", f"request:{due.id}", batch=batch, rule=decided.rule)
