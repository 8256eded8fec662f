"""Which closed requests were kept long enough, by the rule of their type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.upkeep.retention.held import request_held
from models.organisation import RequestType
from models.settings.upkeep import RetentionSettings
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.requests import Attachment, RequestLink, RequestRow
from models.values import Reference
from models.vocabulary import CLOSED_KINDS

_requests, _files, _links = table_of(RequestRow), table_of(Attachment), table_of(RequestLink)


@dataclass(frozen=True, slots=True)
class Due:
    """A request that was kept long enough, or whose files were."""

    id: int
    reference: str
    request_type: str
    service: str
    created_at: datetime
    closed_at: datetime
    #: Years it had to be kept.
    years: int
    files: int = 0
    files_bytes: int = 0
    #: What its type says becomes of it: destroy, select, transfer.
    fate: str = "destroy"


def due_requests(
    session: Session, in_force: InForce, settings: RetentionSettings, now: datetime
) -> list[Due]:
    """Closed requests kept as long as their type says, oldest first; none that is held, whose requester is,
    or that is tied to one which stays: a duplicate goes with its original.
    """
    found = _closed(session, in_force, settings.requests_years, lambda kind: kind.keep_years, now)
    return those_free_of_others(session, found)


def those_free_of_others(session: Session, some: Sequence[Due]) -> list[Due]:
    """Those of `some` that are tied, over however many, to none that is kept and not among them."""
    due = {each.id: each for each in some}
    alive = set(
        session.connection()
        .execute(sa.select(_requests.c.id).where(_requests.c.erased_at.is_(None)))
        .scalars()
    )
    ties = session.connection().execute(sa.select(_links.c.request_id, _links.c.other_id)).all()
    changed = True
    while changed:
        changed = False
        for one, other in ties:
            for mine, its in ((one, other), (other, one)):
                if mine in due and its in alive and its not in due:
                    del due[mine]
                    changed = True
    return list(due.values())


def due_files(session: Session, in_force: InForce, settings: RetentionSettings, now: datetime) -> list[Due]:
    """Closed requests whose files were kept as long as their type says, and that still have some; of types
    that are handed over, only where the type says it of its files.
    """
    found = _closed(session, in_force, settings.files_years, lambda kind: kind.keep_files_years, now)
    # What the archives are to have is had whole, unless the type says how long its files are kept.
    whole = {
        each.key
        for each in in_force.organisation.request_types
        if each.fate != "destroy" and not each.keep_files_years
    }
    return [each for each in found if each.files and each.request_type not in whole]


def _closed(
    session: Session, in_force: InForce, years: int, own: Callable[[RequestType], int], now: datetime
) -> list[Due]:
    by_type = {each.key: own(each) or years for each in in_force.organisation.request_types}
    fates = {each.key: each.fate for each in in_force.organisation.request_types}
    # Ids of what the organisation no longer has keep the general rule.
    shortest = min([years, *by_type.values()])
    rows = session.connection().execute(
        sa.select(
            _requests.c.id, _requests.c.year, _requests.c.number, _requests.c.request_type_id,
            _requests.c.service_id, _requests.c.created_at, _requests.c.closed_at,
        )
        .where(
            _requests.c.state_kind.in_(CLOSED_KINDS),
            _requests.c.closed_at < years_before(now, shortest),
            _requests.c.erased_at.is_(None),
            sa.not_(request_held(_requests.c.id)),
        )
        .order_by(_requests.c.id)
    )  # fmt: skip
    found = []
    for row in rows:
        kind = in_force.request_type_key(row.request_type_id) or ""
        kept = by_type.get(kind, years)
        if row.closed_at < years_before(now, kept):
            found.append((row, kind, kept))
    sizes = _files_of(session, [row.id for row, _, _ in found])
    return [
        Due(
            row.id, str(Reference(row.year, row.number)), kind, in_force.service_key(row.service_id) or "",
            row.created_at, row.closed_at, kept, *sizes.get(row.id, (0, 0)), fates.get(kind, "destroy"),
        )
        for row, kind, kept in found
    ]  # fmt: skip


def _files_of(session: Session, request_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    counts: Counter[int] = Counter()
    octets: Counter[int] = Counter()
    for start in range(0, len(request_ids), 500):
        for row in session.connection().execute(
            sa.select(_files.c.request_id, _files.c.size_bytes).where(
                _files.c.request_id.in_(request_ids[start : start + 500]), _files.c.removed_at.is_(None)
            )
        ):
            counts[row.request_id] += 1
            octets[row.request_id] += row.size_bytes
    return {each: (counts[each], octets[each]) for each in counts}


def years_before(now: datetime, years: int) -> datetime:
    """The same day so many years ago; 1 March for a 29 February that was not."""
    year = max(now.year - years, 1)
    try:
        return now.replace(year=year)
    except ValueError:
        return now.replace(year=year, month=3, day=1)
