"""Webhook calls that were turned away: counted, written in the access log, and an alert when there are
many.
"""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Callable
from datetime import datetime, timedelta

from dispatch.notices import outside_requests
from dispatch.notices.alerts import alert_of
from dispatch.rules.in_force import Organisations
from models.store.audit import record_access
from models.store.database import Database

#: Reasons that are somebody else's doing or a wrong setting; a ledger that was away has its own alert.
_SUSPECT = frozenset({"signature", "unsigned", "peer", "mapping"})
#: Different callers remembered between two writings.
_MOST = 1000


class Rejections:
    """Takes note at once, without touching the database, and writes once in a while."""

    def __init__(
        self,
        database: Database,
        organisations: Organisations,
        clock: Callable[[], datetime],
        *,
        per_hour: int,
        on_told: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._organisations = organisations
        self._clock = clock
        self._per_hour = per_hour
        self._on_told = on_told
        self._lock = threading.Lock()
        self._noted: Counter[tuple[str, str, str]] = Counter()
        self._recent: deque[datetime] = deque(maxlen=max(per_hour, 1))

    def note(self, reason: str, path: str, peer: str) -> None:
        """One call turned away, as the webhook door tells it. Does not block."""
        with self._lock:
            key = (reason, path, peer)
            if key not in self._noted and len(self._noted) >= _MOST:
                key = (reason, path, "others")
            self._noted[key] += 1
            if reason in _SUSPECT:
                self._recent.append(self._clock())

    def write(self) -> int:
        """Write what was noted since the last time, alert when the hour's number is reached; how many
        calls.
        """
        now = self._clock()
        with self._lock:
            noted, self._noted = self._noted, Counter()
            many = len(self._recent) >= self._per_hour and self._recent[0] > now - timedelta(hours=1)
        if not noted:
            return 0
        with self._database.transaction() as session:
            for (reason, path, peer), count in sorted(noted.items()):
                record_access(
                    session,
                    now,
                    "door:sms",
                    "refuse",
                    "webhook",
                    reason=reason,
                    path=path,
                    peer=peer,
                    count=count,
                )
            if many:
                outside_requests.tell_administrators(
                    session,
                    self._organisations.current(session).in_force,
                    "alert",
                    f"sms-rejected:{now.date().isoformat()}",
                    now,
                    data=alert_of("calls_refused", command="guichet doctor sms", count=self._per_hour),
                )
        self._on_told()
        return sum(noted.values())
