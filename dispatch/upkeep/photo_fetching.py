"""Files of texts that stayed with the provider: noted with the request, fetched later, tried again."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import structlog

from dispatch.delivery.carriers.interface import FetchedMedia, Sink
from dispatch.history.actor import SYSTEM
from dispatch.history.entries import write_entry
from dispatch.notices import outside_requests
from dispatch.notices.alerts import alert_of
from dispatch.rules.in_force import Organisations
from intake.ledger.arrival import Arrival
from intake.ledger.inspection import Inspector, NoInspector
from intake.ledger.loose_files import LooseFile, written_mail
from intake.ledger.reception import Reception
from models.errors import PermanentFailure, TemporaryFailure
from models.retry import RetryPolicy
from models.store.database import Database
from models.store.lease import Leases
from models.tables.columns import table_of
from models.tables.ledger import Door
from models.tables.requests import EntryKind
from models.tables.texts import RemoteFile, RemoteFileState

_files = table_of(RemoteFile)
#: After the last wait the file is given up. The provider keeps files for much longer.
RETRY = RetryPolicy.listed(*(60.0 * minutes for minutes in (1, 5, 15, 60, 240, 720, 1440)))
LEASE_SECONDS = 300.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A row of `remote_file` in our hands."""

    id: int
    fence: int
    attempts: int
    deaths: int
    request_id: int
    inbound_id: int
    person_id: int | None
    url: str
    content_type: str


leases = Leases(
    _files,
    RemoteFileState.WAITING,
    _Claimed.__dataclass_fields__,
    written_at="created_at",
    order=("next_attempt_at", "id"),
)


class Fetcher(Protocol):
    """Writes the file at an address to a sink. Raises TemporaryFailure or PermanentFailure."""

    def fetch(self, url: str, sink: Sink) -> FetchedMedia: ...


class RemoteFiles:
    """Fetches one file at a time and hands it to the reception as an arrival of its own.

    From there it is read, kept and attached like any attachment. A file that cannot be fetched is tried
    again for two days, then given up: the history of the request says so, and the administrators are told.
    """

    def __init__(
        self,
        database: Database,
        fetcher: Fetcher,
        reception: Reception,
        organisations: Organisations,
        clock: Callable[[], datetime],
        on_told: Callable[[], None] = lambda: None,
        inspector: Inspector | None = None,
        owner: str = "",
    ) -> None:
        self._owner = owner
        self._database = database
        self._inspector = inspector or NoInspector()
        self._fetcher = fetcher
        self._reception = reception
        self._organisations = organisations
        self._clock = clock
        self._on_told = on_told

    def fetch_next(self) -> bool:
        """Fetch the file that is due first; False when none is. Raises TemporaryFailure when the database is
        away.
        """
        row = self._claim()
        if row is None:
            return False
        content = io.BytesIO()
        try:
            fetched = self._fetcher.fetch(row.url, content)
            file = LooseFile(content.getvalue(), fetched.content_type or row.content_type)
            raw = written_mail([file], f"media-{row.id}")
            verdict = self._inspector.inspect(raw)
            if verdict.outcome == "temporary":
                raise TemporaryFailure("The photo cannot be looked at just now.", "antivirus away")
            self._reception.accept(
                Arrival(
                    door=Door.MEDIA,
                    raw=raw,
                    received_at=self._clock(),
                    door_key=f"media:{row.id}",
                    door_facts={
                        "request": row.request_id,
                        "person": row.person_id,
                        "channel": "sms",
                        **verdict.facts,
                    },
                )
            )
        except (TemporaryFailure, PermanentFailure) as wrong:
            self._failed(row, wrong)
            return True
        self._record(row, state=RemoteFileState.FETCHED, ended_at=self._clock(), last_error="")
        log.info("media.fetched", remote_file=row.id, bytes=fetched.size_bytes)
        return True

    def _claim(self) -> _Claimed | None:
        with self._database.transaction() as session:
            rows = leases.claim(
                session, self._clock(), limit=1, lease_seconds=LEASE_SECONDS, owner=self._owner
            )
        return _Claimed(**rows[0]) if rows else None

    def _failed(self, row: _Claimed, wrong: TemporaryFailure | PermanentFailure) -> None:
        now = self._clock()
        log.warning("media.failed", remote_file=row.id, attempts=row.attempts, why=wrong.private)
        error = f"{wrong.public} ({wrong.private})"[:500]
        retry = RETRY.decide(row.attempts + row.deaths, now)
        if isinstance(wrong, TemporaryFailure) and retry.at is not None:
            self._record(row, next_attempt_at=retry.at, last_error=error)
            return
        with self._database.transaction() as session:
            if not leases.move(session, row, state=RemoteFileState.FAILED, ended_at=now, last_error=error):
                return
            write_entry(
                session,
                row.request_id,
                EntryKind.NOTE,
                SYSTEM,
                now,
                channel="sms",
                text=f"A photo of the text could not be fetched: {wrong.public}",
                inbound_id=row.inbound_id,
            )
            outside_requests.tell_administrators(
                session,
                self._organisations.current(session).in_force,
                "alert",
                f"media:{row.id}",
                now,
                data=alert_of(
                    "photo_not_fetched",
                    command=f"guichet inbox show {row.inbound_id}",
                    detail=wrong.public,
                ),
            )
        self._on_told()

    def _record(self, row: _Claimed, **values: Any) -> None:
        with self._database.transaction() as session:
            leases.move(session, row, **values)
