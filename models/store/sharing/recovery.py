"""Queues after a death or a wrong clock: what the dead held is free, what a clock ahead of time wrote is put
right.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
import structlog

from models.store.database import Database
from models.store.lease import Leases
from models.store.sharing.presence import Presence

log = structlog.get_logger(__name__)
#: Smaller steps are a clock being kept right, and harm nothing.
TOLERANCE_SECONDS = 2.0


class Recovery:
    """Looks after the leases and waits of `queues` for one process: `begin` when it starts,
    `look` every few seconds.

    `longest_lease_seconds` is the longest lease anybody makes. `on_drift` is called with the seconds that the
    clock jumped (positive: ahead), after the rows were put right.
    """

    def __init__(
        self,
        database: Database,
        presence: Presence,
        queues: Sequence[Leases],
        clock: Callable[[], datetime],
        *,
        longest_lease_seconds: float,
        monotonic: Callable[[], float] = time.monotonic,
        on_drift: Callable[[float], None] = lambda _seconds: None,
    ) -> None:
        self._database = database
        self._presence = presence
        self._queues = queues
        self._clock = clock
        self._longest_lease = timedelta(seconds=longest_lease_seconds)
        self._monotonic = monotonic
        self._on_drift = on_drift
        self._offset = self._read_offset()

    def begin(self) -> None:
        """Free what the dead hold, and put right what was written by a clock that was ahead of this one."""
        self.free_dead()
        with self._database.transaction() as session:
            now = self._clock()
            newest = [
                session.connection()
                .execute(sa.select(queue.written_at).order_by(queue.table.c.id.desc()).limit(1))
                .scalar()
                for queue in self._queues
            ]
            ahead = max((each - now for each in newest if each is not None), default=timedelta(0))
            for queue in self._queues:
                queue.follow_clock(session, now, max(ahead, timedelta(0)), self._longest_lease)

    def look(self) -> bool:
        """Once more; whether anything had to be done. Raises TemporaryFailure when the database is away."""
        freed = self.free_dead()
        offset = self._read_offset()
        jumped = offset - self._offset
        if abs(jumped) < TOLERANCE_SECONDS:
            return freed > 0
        log.warning("clock.jumped", seconds=round(jumped, 1))
        with self._database.transaction() as session:
            drift = timedelta(seconds=max(-jumped, 0.0))
            for queue in self._queues:
                queue.follow_clock(session, self._clock(), drift, self._longest_lease)
        self._offset = offset
        self._on_drift(jumped)
        return True

    def free_dead(self) -> int:
        """Give back the leases of processes that are no more; how many rows."""
        dead = self._presence.dead()
        if not dead:
            return 0
        with self._database.transaction() as session:
            freed = sum(queue.free(session, dead) for queue in self._queues)
        self._presence.bury(dead)
        log.info("leases.freed", owners=len(dead), rows=freed)
        return freed

    def _read_offset(self) -> float:
        """The clock less the one that nobody turns: it changes only when somebody turns the clock."""
        return self._clock().timestamp() - self._monotonic()
