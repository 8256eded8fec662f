"""Recipients that a mail door refused: noted at once, written into the access log in batches.

Somebody who tries names must not fill the database: between two writings a bounded number of different
lines is kept, the rest is one line with its count. An address is kept whole only when its domain is ours;
of another, whose holder never wrote to us, the domain says enough.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime

from models.store.audit import record_access
from models.store.database import Database

#: Different lines between two writings; once a minute that is at most 200 rows a minute.
MOST_LINES = 200
#: Octets of an address are at most 254 (RFC 5321 §4.5.3.1.3); a longer one is hostile.
_LONGEST = 254


class RefusedRecipients:
    """Thread-safe. `note` is called on the event loop of the doors: it touches no database and never
    waits.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime], domains: Iterable[str]) -> None:
        self._database = database
        self._clock = clock
        self._domains = frozenset(domain.lower() for domain in domains)
        self._lock = threading.Lock()
        self._noted: Counter[tuple[str, str, str, str]] = Counter()
        #: How many were refused since the start, by door and reason.
        self.totals: Counter[tuple[str, str]] = Counter()

    def note(self, door: str, peer: str, recipient: str, reason: str) -> None:
        """One RCPT that was refused, by which door and why (`unknown`, `too_many`)."""
        key = (door, reason, self._shown(recipient), peer[:64])
        with self._lock:
            if key not in self._noted and len(self._noted) >= MOST_LINES:
                key = (door, reason, "others", "others")
            self._noted[key] += 1
            self.totals[door, reason] += 1

    def write(self) -> int:
        """Write what was noted since the last time; how many refusals. Kept for the next time when it
        fails.
        """
        with self._lock:
            noted, self._noted = self._noted, Counter()
        if not noted:
            return 0
        now = self._clock()
        try:
            with self._database.transaction() as session:
                for (door, reason, recipient, peer), count in sorted(noted.items()):
                    record_access(
                        session,
                        now,
                        f"door:{door}",
                        "refuse",
                        "recipient",
                        reason=reason,
                        recipient=recipient,
                        peer=peer,
                        count=count,
                    )
        except BaseException:
            with self._lock:
                self._noted.update(noted)
            raise
        return noted.total()

    def _shown(self, recipient: str) -> str:
        local, _, domain = recipient[:_LONGEST].rpartition("@")
        return f"{local}@{domain}" if domain.lower() in self._domains else f"@{domain}"
