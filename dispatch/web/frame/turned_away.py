"""Who asked for a page and was shown none is written down too: who, from where, which page, why."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from models.errors import InvalidValue, TemporaryFailure
from models.values import Reference

if TYPE_CHECKING:
    from dispatch.web.frame.visit import Visit

#: Lines about those who are not signed in, in an hour and process: each network counts once for each page.
MOST_PER_HOUR = 500


class TurnedAway:
    """Writes a line of the access log for each call that was refused. Thread-safe.

    Whoever is signed in has one each time; strangers one an hour for each network and page, and none beyond
    `MOST_PER_HOUR`, so that a machine that tries addresses does not fill the log.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._hour: datetime | None = None
        self._strangers: set[tuple[str, str]] = set()

    def note(self, visit: Visit, page: str, why: str) -> None:
        """`page` is the address as the pages name it (`/demandes/{reference}`). Nothing is shown, so that a
        log that cannot be written now stops nobody.
        """
        peer = visit.visitor.peer
        if visit.session is None and not self._is_new(visit.now, peer, page):
            return
        data = {"page": page, "why": why, "peer": peer}
        with suppress(InvalidValue):
            data["request"] = str(Reference.parse(visit.parts.get("reference", "")))
        who = visit.viewer.trace if visit.session is not None else "door:web"
        with suppress(TemporaryFailure):
            visit.board.accesses.record(visit.now, who, "refuse", "page", data)

    def _is_new(self, now: datetime, peer: str, page: str) -> bool:
        hour = now.replace(minute=0, second=0, microsecond=0)
        with self._lock:
            if hour != self._hour:
                self._hour, self._strangers = hour, set()
            if (peer, page) in self._strangers or len(self._strangers) >= MOST_PER_HOUR:
                return False
            self._strangers.add((peer, page))
            return True
