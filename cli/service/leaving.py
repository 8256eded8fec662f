"""When a process that a socket of systemd opened ends by itself: after a silence, when nothing waits."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

import structlog

from cli.office import Office
from cli.service.portions import WHOLE, Portion
from dispatch.notices import queue
from dispatch.programs.hooks import telling
from dispatch.upkeep import photo_fetching
from dispatch.upkeep.schedule import Schedule
from intake.doors.handed import Handed, left_to_open
from intake.doors.http.server import HttpDoor
from intake.doors.mail_doors import Doors
from intake.ledger import claims
from models.errors import TemporaryFailure

log = structlog.get_logger(__name__)
#: Rows of these wait to be decided, sent, told or fetched.
_QUEUES = (claims.leases, queue.leases, telling.leases, photo_fetching.leases)


class Running(Protocol):
    """What is looked at of the service."""

    doors: Doors
    http: HttpDoor | None
    schedule: Schedule
    portions: frozenset[Portion]


class Leaving:
    """Asked once a second whether this process may end. One that opened its sockets itself never does."""

    def __init__(
        self,
        service: Running,
        office: Office,
        handed: Handed,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._service = service
        self._database = office.database
        self._seconds = office.settings.work.leave_after_seconds
        self._clock = clock
        self._seen: tuple[int, int] | None = None
        self._quiet_since = clock()
        #: Why it stays although systemd holds its sockets, in a sentence; '' when it leaves, or holds none.
        self.why_not = _why_not(service, office, handed) if handed and self._seconds else ""
        self._may = bool(handed and self._seconds and not self.why_not)
        #: Whether it said that it is due.
        self.went = False

    def is_due(self) -> bool:
        """Whether nobody is connected or was for a while, no job is due, and no row waits for a step."""
        if not self._may:
            return False
        now, (connected, ever) = self._clock(), self._traffic()
        if connected or self._seen != (connected, ever):
            self._seen, self._quiet_since = (connected, ever), now
            return False
        if now - self._quiet_since < self._seconds or not self._service.schedule.rests:
            return False
        if self.something_waits():
            # What waits for its time is asked after again, not each second.
            self._quiet_since = now
            return False
        self.went = True
        return True

    def something_waits(self) -> bool:
        """Whether a row waits for a step, due now or later; True when the database does not say."""
        try:
            with self._database.reading() as session:
                return any(each.any_waits(session) for each in _QUEUES)
        except TemporaryFailure as wrong:
            log.warning("leaving.not_known", error=wrong.private)
            return True

    def _traffic(self) -> tuple[int, int]:
        mail, http = self._service.doors.traffic, self._service.http
        pages = http.traffic if http is not None else (0, 0)
        return mail[0] + pages[0], mail[1] + pages[1]


def _why_not(service: Running, office: Office, handed: Handed) -> str:
    doors = office.settings.doors
    if doors.imap:
        return (
            "This process stays although systemd holds its sockets: it fetches a mailbox, and nobody "
            "connects here when mail comes to it. Enable the .service unit alone."
        )
    if missing := left_to_open(doors, handed):
        return (
            f"This process stays although systemd holds a socket: that of doors.{missing[0]} was not handed "
            "over, and nobody would answer there. Add its ListenStream= to the .socket unit."
        )
    if service.portions != WHOLE:
        return (
            "This process stays although systemd holds its sockets: it runs a portion of the service alone."
        )
    return ""
