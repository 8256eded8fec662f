"""Store once, answer after: every door hands its bytes here, and says yes only when they are durable."""

from __future__ import annotations

import queue
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from models.errors import TemporaryFailure
from models.store.database import Database
from models.store.files import FileStore, sha256_of
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage, InboundState

#: Raw messages up to this size stand in the row: measured twice as cheap as a file; bigger ones the reverse.
INLINE_BYTES = 65_536
#: Most messages committed together.
GROUP_MESSAGES = 256

log = structlog.get_logger(__name__)
_ledger = table_of(InboundMessage)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a door knows about one message: its bytes and its envelope, nothing read yet."""

    door: str
    raw: bytes
    received_at: datetime
    envelope_from: str = ""
    recipients: tuple[str, ...] = ()
    peer: str = ""
    door_name: str = ""
    #: Unique at this door, or None: the same key again is the same arrival and is stored once.
    door_key: str | None = None
    door_facts: dict[str, Any] = field(default_factory=dict)


class Reception:
    """Accepts arrivals for all doors of a process, many in one transaction (group commit).

    One thread takes everything queued, commits once and wakes every waiter: with 32 connections this
    costs a seventh of the bare rate, where one commit a message costs half of it.
    `on_stored` is called after each commit (to wake the workers).
    """

    def __init__(self, database: Database, files: FileStore, on_stored: Any = None) -> None:
        self.database = database
        self._files = files
        self._on_stored = on_stored or (lambda: None)
        self._queue: queue.SimpleQueue[tuple[Arrival, Future[int]] | None] = queue.SimpleQueue()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="reception", daemon=True)
        self._thread.start()

    def submit(self, arrival: Arrival) -> Future[int]:
        """A future of the ledger id, done once bytes and envelope are durable.

        It raises TemporaryFailure when they could not be stored. Big messages are written to the file
        store in the calling thread: call from a worker thread when the event loop must not wait.
        """
        future: Future[int] = Future()
        # A waiter that goes away must not cancel it: the writer could no longer give the group its answer.
        future.set_running_or_notify_cancel()
        if self._closed.is_set():
            future.set_exception(TemporaryFailure("The service is stopping."))
            return future
        if len(arrival.raw) > INLINE_BYTES:
            try:
                self._files.put(arrival.raw)
            except TemporaryFailure as wrong:
                future.set_exception(wrong)
                return future
        self._queue.put((arrival, future))
        return future

    def accept(self, arrival: Arrival) -> int:
        """The ledger id of `arrival`, now durable. Raises TemporaryFailure."""
        return self.submit(arrival).result()

    def close(self) -> None:
        """Store what is queued, then stop. Later arrivals are refused as temporary failures."""
        self._closed.set()
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        stopping = False
        while not stopping:
            group = [self._queue.get()]
            while len(group) < GROUP_MESSAGES:
                try:
                    group.append(self._queue.get_nowait())
                except queue.Empty:
                    break
            stopping = None in group
            self._store([item for item in group if item is not None])

    def _store(self, group: list[tuple[Arrival, Future[int]]], *, again: bool = False) -> None:
        """Give every waiter of the group its answer. What one arrival brings about is not the others'
        fault.
        """
        if not group:
            return
        try:
            ids = self._insert([arrival for arrival, _ in group])
        except TemporaryFailure as wrong:
            log.error("reception.failed", messages=len(group), error=wrong.private)
            for _, future in group:
                future.set_exception(wrong)
            return
        except Exception as wrong:  # noqa: BLE001  # the loop's edge: every waiter must get an answer
            # Another process stored one of these door keys between our look and our write, or the
            # database refuses something that one of them says.
            if len(group) > 1 or (isinstance(wrong, IntegrityError) and not again):
                for one in group:
                    self._store([one], again=True)
                return
            log.error("reception.failed", messages=1, error=type(wrong).__name__)
            private = type(wrong).__name__
            group[0][1].set_exception(TemporaryFailure("The message could not be stored.", private))
            return
        for (_, future), ledger_id in zip(group, ids, strict=True):
            future.set_result(ledger_id)
        self._on_stored()

    def _insert(self, arrivals: Sequence[Arrival]) -> list[int]:
        with self.database.transaction() as session:
            known = _known_keys(session, arrivals)
            fresh = [a for a in _first_of_each_key(arrivals) if a.door_key is None or a.door_key not in known]
            ids: list[int] = []
            if fresh:
                statement = sa.insert(_ledger).returning(_ledger.c.id, sort_by_parameter_order=True)
                ids = list(session.connection().execute(statement, [_row(a) for a in fresh]).scalars())
            by_arrival = {id(a): ledger_id for a, ledger_id in zip(fresh, ids, strict=True)}
            known |= {a.door_key: by_arrival[id(a)] for a in fresh if a.door_key is not None}
            return [known[a.door_key] if a.door_key is not None else by_arrival[id(a)] for a in arrivals]


def store_in(session: Session, arrival: Arrival) -> int:
    """Store one arrival in the caller's transaction, whatever its door key; its ledger id."""
    values = {**_row(arrival), "door_key": None}
    ledger_id: int = (
        session.connection().execute(sa.insert(_ledger).returning(_ledger.c.id), values).scalar_one()
    )
    return ledger_id


def _first_of_each_key(arrivals: Sequence[Arrival]) -> list[Arrival]:
    seen: set[str] = set()
    kept = []
    for arrival in arrivals:
        if arrival.door_key is not None:
            if arrival.door_key in seen:
                continue
            seen.add(arrival.door_key)
        kept.append(arrival)
    return kept


def _known_keys(session: Session, arrivals: Sequence[Arrival]) -> dict[str | None, int]:
    keys = [a.door_key for a in arrivals if a.door_key is not None]
    if not keys:
        return {}
    rows = session.connection().execute(
        sa.select(_ledger.c.door_key, _ledger.c.id).where(_ledger.c.door_key.in_(keys))
    )
    return {row.door_key: row.id for row in rows}


def _row(arrival: Arrival) -> dict[str, Any]:
    return {
        "received_at": arrival.received_at,
        "door": arrival.door,
        "door_name": arrival.door_name,
        "door_key": arrival.door_key,
        "peer": arrival.peer,
        "envelope_from": arrival.envelope_from,
        "recipients": list(arrival.recipients),
        "raw": arrival.raw if len(arrival.raw) <= INLINE_BYTES else None,
        "raw_sha256": sha256_of(arrival.raw),
        "raw_size_bytes": len(arrival.raw),
        "door_facts": arrival.door_facts,
        "state": InboundState.WAITING,
        "reason": "",
        "attempts": 0,
        "next_attempt_at": arrival.received_at,
        "fence": 0,
        "message_id": "",
        "sender": "",
        "subject": "",
        "decision": {},
    }


def raw_bytes(raw: bytes | None, raw_sha256: str, files: FileStore) -> bytes:
    """The bytes of a ledger row. Raises PermanentFailure when they are no longer kept."""
    return raw if raw is not None else files.get(raw_sha256)
