"""The composition root: builds every part of the running service, starts and stops it."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from types import MappingProxyType

import structlog

from cli.office import Office, now
from cli.service.assembly.delivering import delivering_loops, make_deliverers
from cli.service.assembly.receiving import make_reception
from cli.service.assembly.texting import Texting
from cli.service.examining.host.listening import why_closed
from cli.service.jobs import plan_jobs
from cli.service.portions import WHOLE, Portion
from cli.service.seeing.health import watched_doors
from cli.service.seeing.metrics import metrics_door
from cli.service.web.door import http_door
from cli.service.web.pages import make_pages
from dispatch.delivery.carriers.interface import EmailCarrier
from dispatch.inbound.process import Processor
from dispatch.notices import queue
from dispatch.programs.hooks import telling
from dispatch.rules.in_force import Organisations
from dispatch.upkeep import photo_fetching
from dispatch.upkeep.loop import Loop
from dispatch.upkeep.refused_recipients import RefusedRecipients
from dispatch.upkeep.schedule import Schedule
from intake.doors.address_book import AddressBook, mailboxes
from intake.doors.handed import Handed
from intake.doors.mail_doors import Doors
from intake.ledger import claims
from intake.ledger.antivirus import inspector_from
from intake.reading.reader import Reader
from models.errors import TemporaryFailure, UserError
from models.organisation import Organisation
from models.settings.settings import Settings
from models.store.file_marker import settle_marker
from models.store.schema import is_current
from models.store.sharing.leadership import Leadership
from models.store.sharing.presence import Presence
from models.store.sharing.recovery import Recovery

log = structlog.get_logger(__name__)
ACCESS_LOG_SECONDS = 60.0
#: How long connections and steps under way may take to end.
GRACE_SECONDS = 10.0
#: How often a process looks whether another died or the clock was turned.
RECOVERY_SECONDS = 5.0
OUTDATED = "the database was upgraded by another program"


class Service:
    """All that runs, or the `portions` that this process has of it. `start` once, `stop` once."""

    def __init__(
        self,
        office: Office,
        *,
        email_carrier: Callable[[Settings], EmailCarrier] | None = None,
        portions: frozenset[Portion] = WHOLE,
        handed: Handed = MappingProxyType({}),
    ) -> None:
        self._settings = settings = office.settings
        self.portions = portions
        #: The name under which this process holds leases; they are free for all as soon as it is gone.
        self.presence = Presence(settings.data_dir / "workers", office.files.place)
        self._office = office
        self._organisations = Organisations(settings.alerts.recipients)
        self.book = AddressBook.from_settings(settings.mail, mailboxes(self._organisation()))
        self.reception, self.room = make_reception(office, lambda: self._processing.wake())
        dns_seconds = settings.mail.dns_seconds if settings.mail.verify_signatures else 0.0
        self.reader = Reader(settings.work, office.files.for_readers(), dns_seconds=dns_seconds)
        self.processor = Processor(
            office.database,
            office.files,
            self.reader,
            office.signer,
            settings,
            now,
            on_told=self._wake_deliverers,
            owner=self.presence.owner,
            elsewhere=self.reader,
        )
        self.texting = Texting(
            office,
            self.reception,
            self._organisations,
            town=(town := self._organisation().town),
            on_told=self._wake_deliverers,
            owner=self.presence.owner,
        )
        self.deliverers = make_deliverers(
            office, self._organisations, self.texting, self.reader, email_carrier, owner=self.presence.owner
        )
        self._processing = Loop("processor", self.reader.once_warm(self.processor.process_next))
        self._delivering = delivering_loops(office, self.deliverers, self.presence.owner)
        self._watching = Loop("organisation", self._watch_organisation, idle_seconds=5.0)
        self.leadership = Leadership(office.database, settings.data_dir / "schedule.lock")
        # Asking takes the lead: a process without the schedule must not, nobody would do its work.
        leads = self.leadership.leads if Portion.SCHEDULE in self.portions else lambda: False
        self.schedule = Schedule(
            office.database,
            self._organisations,
            settings,
            now,
            time_zone=self._organisation().town.time_zone,
            doors=watched_doors(settings),
            on_told=self._wake_deliverers,
            leads=leads,
            owner=self.presence.owner,
        )
        self.recovery = Recovery(
            office.database,
            self.presence,
            (claims.leases, queue.leases, photo_fetching.leases, telling.leases),
            now,
            longest_lease_seconds=settings.outgoing.handover_seconds + settings.work.lease_seconds,
            on_drift=lambda _seconds: self.schedule.clock_changed(),
        )
        self._recovering = Loop("recovery", self._recover, idle_seconds=RECOVERY_SECONDS)
        self.refused = RefusedRecipients(office.database, now, settings.mail.domains)
        self.schedule.every(ACCESS_LOG_SECONDS, "access log", self.write_access_log, alone=False)
        plan_jobs(self.schedule, office, self._organisations, self.texting, self.room, self._wake_deliverers)
        self.doors = Doors(
            settings,
            self.reception,
            self.book,
            inspector_from(settings.antivirus),
            on_refused=self.refused.note,
            handed=handed,
        )
        tell = self._wake_deliverers
        self.pages = make_pages(office, self.reception, self._organisations, tell, self.reader)
        #: Why not every door is open, '' when they are.
        self.closed_because = "opening"
        routers = list(self.texting.routers if Portion.DOORS in portions else ())
        routers += self.pages.routers if Portion.BOARD in portions else ()
        open_http = partial(http_door, room=self.room, doors=lambda: self.closed_because, handed=handed)
        self.http = open_http(office, self._loops, routers, hall=town.hall(town.locale)) if routers else None
        self.http_address: tuple[str, int] | None = None  # nor for a unix socket
        self.metrics_address: tuple[str, int] | None = None
        self.metrics = metrics_door(office, self.refused, self.room, leads)

    def start(self) -> None:
        """Open everything. Raises UserError when a port is taken; nothing is left open then."""
        self.recovery.begin()
        if not settle_marker(self._office.database, self._office.files):
            log.error("files.away")
        if Portion.DECIDERS in self.portions:
            self.reader.warm_up(self._processing.wake)
        for loop in self._loops():
            loop.start()
        try:
            if Portion.DOORS in self.portions:
                self.doors.start()
            if self.http is not None:
                self.http_address = self.http.start()
            if self.metrics is not None:
                self.metrics_address = self.metrics.start()
        except (OSError, UserError) as wrong:
            self.stop()
            raise UserError(why_closed(wrong, self._office.settings)) from wrong
        self.schedule.start(catch_up=bool(self.doors.handed))
        self.closed_because = ""
        log.info("service.started")

    def stop(self) -> None:
        """Take nothing new, finish what is under way, give leases back, close."""
        began, self.closed_because = time.monotonic(), "stopping"
        for deliverer in self.deliverers:
            deliverer.interrupt()
        if self.http is not None and self.http.is_open:
            self.pages.end_streams()
            self.http.stop()
        if self.metrics is not None:
            self.metrics.stop()
        if Portion.DOORS in self.portions:
            self.doors.stop(GRACE_SECONDS)
        self.schedule.stop()
        self.leadership.close()
        try:
            self.write_access_log()
        except TemporaryFailure as wrong:
            log.warning("service.access_log_not_written", error=wrong.private)
        self.reception.close()
        for loop in self._loops():
            loop.stop()
        for loop in self._loops():
            if loop.is_alive and not loop.join(GRACE_SECONDS):
                log.warning("service.loop_still_busy", loop=loop.name)
        self._close_parts()
        self._office.database.close()
        self.presence.close()
        log.info("service.stopped", seconds=round(time.monotonic() - began, 1))

    def leave(self) -> None:
        """Close what was never started: for commands that do a part of the work themselves."""
        self.reception.close()
        self._close_parts()
        self.presence.close()

    def _close_parts(self) -> None:
        self.reader.close()
        for deliverer in self.deliverers:
            deliverer.close()
        self.texting.close()
        self.pages.close()

    def write_access_log(self) -> int:
        """Write now who was turned away, and looks that found the database busy; how many lines."""
        return self.refused.write() + self._office.accesses.write_waiting()

    def is_well(self) -> bool:
        """Whether every thread that must run does, and the database is still the one of this program."""
        return self.closed_because != OUTDATED and all(loop.is_alive for loop in self._loops())

    def _loops(self) -> list[Loop]:
        return [
            *((self._processing, *self.texting.loops) if Portion.DECIDERS in self.portions else ()),
            *(self._delivering if Portion.DELIVERERS in self.portions else ()),
            *((self._watching,) if Portion.DOORS in self.portions else ()),
            self._recovering,
        ]

    def _recover(self) -> bool:
        """What the dead held waits no longer, nor what a clock was wrong about. What is not ours is left."""
        if not is_current(self._office.database):
            self.closed_because = OUTDATED
            return False
        if self.recovery.look():
            self._processing.wake()
            self._wake_deliverers()
        return False

    def _wake_deliverers(self) -> None:
        for loop in self._delivering:
            loop.wake()

    def _organisation(self) -> Organisation:
        with self._office.database.reading() as session:
            return self._organisations.current(session).in_force.organisation

    def _watch_organisation(self) -> bool:
        """A version applied by command takes effect at the doors too, within seconds."""
        self.book.replace((*self._settings.mail.addresses, *mailboxes(self._organisation())))
        return False
