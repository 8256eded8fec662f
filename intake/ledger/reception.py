"""Store once, answer after: every door hands its bytes here, and says yes only when they are durable."""

from __future__ import annotations

import queue
import threading
from collections.abc import Sequence
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from intake.ledger.arrival import INLINE_BYTES, Arrival, row_of
from intake.ledger.patience import Patience
from intake.ledger.room import Comer, NoRoom, Room
from models.errors import TemporaryFailure
from models.store.database import Database
from models.store.files import FileStore
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage

#: Most messages committed together.
GROUP_MESSAGES = 256
#: Longest wait for the database, in seconds: then the sender is asked to come again.
STORE_SECONDS = 25.0

log = structlog.get_logger(__name__)
_ledger = table_of(InboundMessage)
_stored = sa.insert(_ledger).returning(_ledger.c.id)


class Reception:
    """Accepts arrivals for all doors of a process, many in one transaction (group commit).

    One thread takes everything queued, commits once and wakes every waiter: with 32 connections this
    costs a seventh of the bare rate, where one commit a message costs half of it.
    `on_stored` is called after each commit (to wake the workers). With a `room`, what it has no room for is
    not taken. A database that says nothing for `store_seconds` costs its sender no more than that.
    """

    def __init__(
        self,
        database: Database,
        files: FileStore,
        on_stored: Any = None,
        *,
        room: Room | None = None,
        store_seconds: float = STORE_SECONDS,
    ) -> None:
        self.database = database
        self.room = room
        self._patience = Patience(store_seconds)
        self._files = files
        self._on_stored = on_stored or (lambda: None)
        self._queue: queue.SimpleQueue[tuple[Arrival, Future[int]] | None] = queue.SimpleQueue()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="reception", daemon=True)
        self._thread.start()

    def submit(self, arrival: Arrival) -> Future[int]:
        """A future of the ledger id, done once bytes and envelope are durable.

        It raises TemporaryFailure when they could not be stored, or not be known to be, in time: NoRoom
        when there is no room. Big messages are written to the file store in the calling thread: call from a
        worker thread when the event loop must not wait.
        """
        future: Future[int] = Future()
        # A waiter that goes away must not cancel it: the writer could no longer give the group its answer.
        future.set_running_or_notify_cancel()
        if self._closed.is_set():
            future.set_exception(TemporaryFailure("The service is stopping."))
            return future
        try:
            if self.room is not None:
                place = self.room.take(arrival.comer)
                future.add_done_callback(lambda done: place.done(stored=done.exception() is None))
            if len(arrival.raw) > INLINE_BYTES:
                self._files.put(arrival.raw)
        except TemporaryFailure as wrong:
            future.set_exception(wrong)
            return future
        self._patience.watch(future)
        self._queue.put((arrival, future))
        return future

    def lacks(self, comer: Comer) -> NoRoom | None:
        """What there is no room in for such a message, before it travels; None when it may come."""
        lack = self.room.look(comer) if self.room is not None else None
        return self.room.no_room(lack, comer) if self.room is not None and lack is not None else None

    def accept(self, arrival: Arrival) -> int:
        """The ledger id of `arrival`, now durable. Raises TemporaryFailure."""
        return self.submit(arrival).result()

    def close(self) -> None:
        """Store what is queued, then stop. Later arrivals are refused as temporary failures."""
        self._closed.set()
        self._queue.put(None)
        # A database that hangs must not keep the process from ending: what waits was answered by then.
        self._thread.join(self._patience.seconds + 1.0)
        self._patience.close()

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
            # Whoever was told to come again does so: what was not begun is left.
            self._store([item for item in group if item is not None and not item[1].done()])

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
                _answer(future, wrong)
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
            _answer(group[0][1], TemporaryFailure("The message could not be stored.", private))
            return
        for (_, future), ledger_id in zip(group, ids, strict=True):
            _answer(future, ledger_id)
        self._on_stored()

    def _insert(self, arrivals: Sequence[Arrival]) -> list[int]:
        if all(arrival.door_key is None for arrival in arrivals):
            return self.database.insert_at_once(_stored, [row_of(arrival) for arrival in arrivals])
        with self.database.transaction() as session:
            known = _known_keys(session, arrivals)
            fresh = [a for a in _first_of_each_key(arrivals) if a.door_key is None or a.door_key not in known]
            ids: list[int] = []
            if fresh:
                statement = sa.insert(_ledger).returning(_ledger.c.id, sort_by_parameter_order=True)
                ids = list(session.connection().execute(statement, [row_of(a) for a in fresh]).scalars())
            by_arrival = {id(a): ledger_id for a, ledger_id in zip(fresh, ids, strict=True)}
            known |= {a.door_key: by_arrival[id(a)] for a in fresh if a.door_key is not None}
            return [known[a.door_key] if a.door_key is not None else by_arrival[id(a)] for a in arrivals]


def _answer(future: Future[int], answer: int | TemporaryFailure) -> None:
    """Give a waiter its answer; one that was told to come again has one already."""
    with suppress(InvalidStateError):
        if isinstance(answer, int):
            future.set_result(answer)
        else:
            future.set_exception(answer)


def store_in(session: Session, arrival: Arrival) -> int:
    """Store one arrival in the caller's transaction, whatever its door key; its ledger id."""
    values = {**row_of(arrival), "door_key": None}
    ledger_id: int = session.connection().execute(_stored, values).scalar_one()
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


def raw_bytes(raw: bytes | None, raw_sha256: str, files: FileStore) -> bytes:
    """The bytes of a ledger row. Raises PermanentFailure when they are no longer kept."""
    return raw if raw is not None else files.get(raw_sha256)
