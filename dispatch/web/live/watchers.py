"""Who has the page of a request open: their pages ask who else is there. Kept in memory alone."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock

#: Pages ask every twenty seconds while they are shown; who has not asked for this long has left.
WITHIN = timedelta(seconds=45)
#: Pages that are remembered at once: the oldest make room.
MOST = 2_000


class Watchers:
    """Who looked at which request a moment ago. Threads share it; each process knows of its own pages."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        #: By request and person, the one who looked last at the end.
        self._seen: OrderedDict[tuple[int, int], datetime] = OrderedDict()
        self._lock = Lock()

    def look(self, request_id: int, person_id: int, now: datetime) -> list[int]:
        """`person_id` has that request open at `now`; the others who have. Linear in the open pages."""
        with self._lock:
            self._forget(now)
            found = [
                person for request, person in self._seen if request == request_id and person != person_id
            ]
            self._seen[request_id, person_id] = now
            self._seen.move_to_end((request_id, person_id))
            while len(self._seen) > self._most:
                self._seen.popitem(last=False)
            return found

    def has(self, request_id: int, person_id: int, now: datetime) -> bool:
        """Whether `person_id` had that request open a moment before `now`."""
        with self._lock:
            self._forget(now)
            return (request_id, person_id) in self._seen

    def at(self, request_id: int, now: datetime) -> list[int]:
        """The people who have that request open at `now`. Linear in the open pages."""
        with self._lock:
            self._forget(now)
            return [person for request, person in self._seen if request == request_id]

    def _forget(self, now: datetime) -> None:
        while self._seen and next(iter(self._seen.values())) + WITHIN <= now:
            self._seen.popitem(last=False)
