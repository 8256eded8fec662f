"""What happened to requests becomes calls, each a row that is sent until it was heard or given up.

The history is the queue: whatever is committed there will be told, and nothing on the way of a message
waits for it. Lines may be committed in another order than they are numbered, so the last ones are looked
at anew each time; a row of its own for each line and program tells none twice by mistake.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
import structlog
from sqlmodel import Session

from dispatch.programs.hooks.hooks import calls, hooks
from dispatch.programs.hooks.news import WINDOW, note_news, read_news
from dispatch.programs.hooks.posting import post, signed_headers
from dispatch.programs.hooks.sealing import secrets_of
from models.errors import PermanentFailure, TemporaryFailure, UserError
from models.retry import RetryPolicy
from models.settings.programs import WebhookSettings
from models.signing.sealed import Seal
from models.store.database import Database
from models.store.lease import Leases, literal
from models.tables.columns import table_of
from models.tables.organisation import BuildingRow, RequestTypeRow, ServiceRow
from models.tables.programs.hooks import HookCallState
from models.tables.requests import Entry, RequestRow
from models.values import Reference
from models.vocabulary import CLOSED_KINDS

log = structlog.get_logger(__name__)
_entries, _requests = table_of(Entry), table_of(RequestRow)
_services, _buildings, _types = table_of(ServiceRow), table_of(BuildingRow), table_of(RequestTypeRow)
#: Told again for two days and a half.
RETRY = RetryPolicy.listed(*(60.0 * each for each in (1, 5, 15, 60, 180, 360, 720, 720, 1440)))
LEASE_SECONDS = 120.0
#: What a call says of the line itself: keys of the organisation, never words or people.
_SAID = {"request.state": ("from", "to", "verb"), "request.assigned": ("agent", "service")}


@dataclass(frozen=True, slots=True)
class _Claimed:
    id: int
    fence: int
    attempts: int
    deaths: int
    hook_id: int
    entry_id: int
    event: str


leases = Leases(
    calls,
    HookCallState.WAITING,
    _Claimed.__dataclass_fields__,
    written_at="created_at",
    order=("next_attempt_at", "id"),
)


class Telling:
    """Tells one event at a time. Several processes may."""

    def __init__(
        self,
        database: Database,
        settings: WebhookSettings,
        clock: Callable[[], datetime],
        seal: Seal,
        owner: str = "",
    ) -> None:
        self._seal = seal
        self._database, self._settings, self._clock, self._owner = database, settings, clock, owner

    def tell_next(self) -> bool:
        """Note what is new, and tell what is due first; False when nothing is. Raises TemporaryFailure."""
        row = self._claim()
        if row is None:
            return False
        try:
            self._tell(row)
        except TemporaryFailure:
            # The database is away: the next claim gives back what is held here still.
            raise
        except Exception as crashed:  # the edge of a telling
            log.error("hook.crashed", call=row.id, error=type(crashed).__name__, exc_info=True)
            self._failed(row, f"A mistake of ours: {type(crashed).__name__}.", final=False)
        return True

    def _tell(self, row: _Claimed) -> None:
        now = self._clock()
        try:
            with self._database.reading() as session:
                found = _call_of(session, row, now, self._seal)
        except UserError as wrong:
            self._failed(row, wrong.public, final=False)
            return
        if found is None:
            self._record(row, state=HookCallState.CANCELED, ended_at=now)
            return
        url, body, secrets = found
        try:
            status = post(url, body, signed_headers(_identity(row), now, body, secrets), self._settings)
        except (TemporaryFailure, PermanentFailure) as wrong:
            self._failed(row, wrong.public, final=False)
            return
        if 200 <= status < 300:
            self._record(row, state=HookCallState.DELIVERED, ended_at=self._clock(), last_error="")
            log.info("hook.told", call=row.id, hook=row.hook_id)
        else:
            self._failed(row, f"It answered {status}.", final=status == 410)

    def _claim(self) -> _Claimed | None:
        now = self._clock()
        with self._database.reading() as session:
            run = session.connection().execute
            wanted = list(run(sa.select(hooks).where(hooks.c.removed_at.is_(None))))
            if not wanted:
                return None
            newest = run(sa.select(sa.func.max(_entries.c.id))).scalar() or 0
            found = [(hook, read_news(session, hook)) for hook in wanted]
            waiting = calls.c.state == literal(HookCallState.WAITING)
            until, by = calls.c.leased_until, calls.c.leased_by
            # What another holds is theirs to tell; what this one holds was left by a telling that broke off.
            is_free = sa.or_(until.is_(None), until <= now, sa.and_(by == self._owner, by != ""))
            due = sa.select(calls.c.id).where(waiting, calls.c.next_attempt_at <= now, is_free)
            is_due = run(due.limit(1)).first()
        is_behind = any(newest - hook.seen_until > WINDOW // 2 for hook, _ in found)
        # Nothing is written, and no lock taken, while nothing happens.
        if is_due is None and not is_behind and not any(news for _, news in found):
            return None
        with self._database.transaction() as session:
            for hook, news in found:
                note_news(session, hook, news, newest, now)
            # One is told at a time: none of ours is under way now.
            leases.free(session, [self._owner] if self._owner else [])
            rows = leases.claim(session, now, limit=1, lease_seconds=LEASE_SECONDS, owner=self._owner)
        return _Claimed(**rows[0]) if rows else None

    def _failed(self, row: _Claimed, why: str, *, final: bool) -> None:
        now = self._clock()
        log.warning("hook.failed", call=row.id, hook=row.hook_id, attempts=row.attempts)
        retry = RETRY.decide(row.attempts + row.deaths, now)
        if final or retry.at is None:
            self._record(row, state=HookCallState.FAILED, ended_at=now, last_error=why[:500])
        else:
            self._record(row, next_attempt_at=retry.at, last_error=why[:500])

    def _record(self, row: _Claimed, **values: Any) -> None:
        with self._database.transaction() as session:
            leases.move(session, row, state=values.pop("state", HookCallState.WAITING), **values)


def _call_of(
    session: Session, row: _Claimed, now: datetime, seal: Seal
) -> tuple[str, bytes, list[str]] | None:
    """Where, what and signed by what; None when the webhook or the request is gone since."""
    run = session.connection().execute
    hook = run(sa.select(hooks).where(hooks.c.id == row.hook_id, hooks.c.removed_at.is_(None))).first()
    query = (
        sa.select(
            _entries.c.at,
            _entries.c.data,
            _requests.c.year,
            _requests.c.number,
            _requests.c.state,
            _requests.c.state_kind,
            _services.c.key.label("service"),
            _buildings.c.key.label("building"),
            _types.c.key.label("type"),
        )
        .join(_requests, _requests.c.id == _entries.c.request_id)
        .outerjoin(_services, _services.c.id == _requests.c.service_id)
        .outerjoin(_buildings, _buildings.c.id == _requests.c.building_id)
        .outerjoin(_types, _types.c.id == _requests.c.request_type_id)
        .where(_entries.c.id == row.entry_id, _requests.c.erased_at.is_(None))
    )
    entry = run(query).first()
    if hook is None or entry is None:
        return None
    said: Mapping[str, Any] = entry.data or {}
    body = {
        "type": row.event,
        "timestamp": entry.at.isoformat(),
        "data": {
            "reference": str(Reference(entry.year, entry.number)),
            "state": entry.state,
            "closed": entry.state_kind in CLOSED_KINDS,
            "service": entry.service,
            "building": entry.building,
            "type": entry.type,
            "entry": row.entry_id,
            "change": {name: said[name] for name in _SAID.get(row.event, ()) if said.get(name)},
        },
    }
    return hook.url, json.dumps(body).encode(), secrets_of(hook, now, seal)


def _identity(row: _Claimed) -> str:
    """The same however often it is told: whoever hears it twice knows."""
    return f"guichet_{row.hook_id}_{row.entry_id}"
