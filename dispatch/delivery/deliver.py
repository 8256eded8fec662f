"""Notices leave: claimed in batches, sorted out, handed over with no transaction open, each recorded at
once.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from dispatch.delivery.carriers.interface import CarrierAway, EmailCarrier, TextCarrier
from dispatch.delivery.eligibility import Eligibility, Hooks
from dispatch.delivery.handover import Handovers
from dispatch.delivery.outcome import Outcomes
from dispatch.delivery.pauses import Pauses
from dispatch.delivery.told_together import tell_together
from dispatch.letters.contents import Prepared
from dispatch.letters.render import Renderer
from dispatch.letters.rows import read_rows
from dispatch.notices import queue
from dispatch.notices.claimed import ClaimedNotice
from dispatch.rules.in_force import Organisations
from models.errors import ConfigurationFailure, GuichetError, TemporaryFailure
from models.retry import RetryPolicy
from models.settings.settings import Settings
from models.signing.tokens import Signer
from models.store.database import Database
from models.store.files import FileStore

#: Batches between two looks for notices that a process died with, while there is anything else to do.
SURVIVORS_EVERY = 8

log = structlog.get_logger(__name__)


class Deliverer:
    """Hands notices over, one at a time, from one thread. Several may work on one outbox.

    What becomes of a notice: `sent` or `handed` when the carrier took it; later again after a temporary
    failure, with growing waits; `failed` after a permanent one, too many tries or five days; `suppressed`
    when its address is opted out or unreachable. A carrier that is away or wrongly set is left alone for
    a while: its notices wait without losing tries. Over the hourly limit of an address they wait, too.

    The questions stand in eligibility.py, writing and sending in handover.py, what becomes of it in
    outcome.py, carriers that are away in pauses.py. `owner` is the name under which leases are held,
    `monotonic` a clock in seconds that nobody turns.
    """

    def __init__(
        self,
        database: Database,
        files: FileStore,
        carriers: Mapping[str, EmailCarrier | TextCarrier],
        renderer: Renderer,
        signer: Signer,
        settings: Settings,
        clock: Callable[[], datetime],
        *,
        organisations: Organisations | None = None,
        hooks: Hooks | None = None,
        jitter: Callable[[], float] = random.random,
        owner: str = "",
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        outgoing = settings.outgoing
        hooks = hooks or Hooks()
        born_at = monotonic()
        self._database = database
        self._settings = settings
        self._organisations = organisations or Organisations()
        self._clock = clock
        self._owner = owner
        self._monotonic = monotonic
        self._handovers = Handovers(files, carriers, renderer, signer, settings, clock, hooks)
        self._eligibility = Eligibility(
            outgoing, self._organisations, hooks, lambda: self._monotonic() - born_at
        )
        retry = RetryPolicy.doubling(
            outgoing.max_attempts, outgoing.first_retry_seconds, outgoing.max_retry_seconds
        )
        self._outcomes = Outcomes(database, self._organisations, retry, clock, jitter, monotonic)
        self._pauses = Pauses(
            database,
            self._organisations,
            clock,
            monotonic,
            channels=self._handovers.channels,
            told_after_seconds=settings.alerts.sent_within_seconds,
        )
        #: Long enough for the slowest handover, and for the others of a batch before it.
        self._lease_seconds = outgoing.handover_seconds + settings.work.lease_seconds
        self._claims = 0
        self._interrupted = threading.Event()

    def deliver_next(self) -> bool:
        """Deliver one batch; False when nothing was due. Raises TemporaryFailure when the database is away.

        What an earlier batch left unwritten is written first: until then nothing is claimed.
        """
        self._outcomes.write()
        now, held_since = self._clock(), self._monotonic()
        channels = self._pauses.open_among(self._handovers.channels)
        if not channels:
            return False
        with self._database.reading() as session:
            if not queue.leases.any_due(session, now):
                return False
        with self._database.transaction() as session:
            claimed = self._claim(session, now, channels)
            alone = tell_together(session, self._organisations, claimed, now)
            batch = self._eligibility.sort_out(session, alone, now)
            in_force = self._organisations.current(session).in_force if batch else None
            rows = read_rows(session, batch) if batch else None
        if in_force is None:
            return bool(claimed)
        waiting = list(batch)
        try:
            prepared = [(each, self._handovers.prepare(each, rows, in_force)) for each in batch]
            self._hand_over(prepared, waiting, held_since + self._lease_seconds)
        finally:
            self._outcomes.give_back(waiting)
        self._outcomes.write()
        return True

    def interrupt(self) -> None:
        """Have a batch under way end after the notice being sent; the others give their leases back."""
        self._interrupted.set()

    def close(self) -> None:
        """Write what is known and not written yet, as far as the database lets us, and close the carriers."""
        try:
            self._outcomes.write()
        except TemporaryFailure as wrong:
            log.error("deliver.outcomes_lost", why=wrong.private)
        self._handovers.close()

    def _claim(self, session: Session, now: datetime, channels: Sequence[str]) -> list[ClaimedNotice]:
        """A batch of notices; or one that a process died with, now and then, so that neither kind starves."""
        self._claims += 1
        survivors_first = self._claims % SURVIVORS_EVERY == 0
        for survivors in (survivors_first, not survivors_first):
            claimed = queue.claim(
                session,
                now,
                channels=channels,
                limit=1 if survivors else self._settings.work.batch,
                lease_seconds=self._lease_seconds,
                survivors=survivors,
                owner=self._owner,
            )
            if claimed:
                return claimed
        return []

    def _hand_over(
        self,
        batch: Sequence[tuple[ClaimedNotice, Prepared | GuichetError]],
        waiting: list[ClaimedNotice],
        held_until: float,
    ) -> None:
        """Hand over one after the other; what is not touched stays in `waiting`. Raises when nothing can be
        written.
        """
        for claimed, prepared in batch:
            if self._interrupted.is_set():
                return
            # A carrier that just stopped: the row goes back untouched.
            if not self._pauses.open_among([claimed.channel]):
                continue
            if not self._is_held(claimed, held_until):
                waiting.remove(claimed)
                continue
            result = self._handovers.hand_over(claimed, prepared)
            waiting.remove(claimed)
            self._outcomes.add(result)
            if isinstance(result.failure, (CarrierAway, ConfigurationFailure)):
                self._pauses.stop(claimed.channel, result.failure)
            else:
                self._pauses.end(claimed.channel)
            # By itself and at once: a process that is killed sends at most this one twice.
            self._outcomes.write(others_follow=bool(waiting))

    def _is_held(self, claimed: ClaimedNotice, held_until: float) -> bool:
        """Whether the row is ours for as long as its handover may take: the lease is renewed when it is
        short.
        """
        needed = self._settings.outgoing.handover_seconds
        if held_until - self._monotonic() >= needed:
            return True
        with self._database.transaction() as session:
            until = self._clock() + timedelta(seconds=needed)
            if queue.leases.renew(session, claimed, until):
                return True
        log.warning("deliver.lease_lost", outbox=claimed.id)
        return False
