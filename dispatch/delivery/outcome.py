"""What became of a notice that was handed over, kept until it is written."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlmodel import Session

from dispatch.delivery.carriers.interface import CarrierAway, Doubtful
from dispatch.delivery.left_out import tell_left_out
from dispatch.delivery.outside.noted import note_posted
from dispatch.delivery.outside.posting import CARRIER
from dispatch.delivery.undelivered import record_undelivered
from dispatch.notices import queue
from dispatch.notices.claimed import ClaimedNotice
from dispatch.people.contacts import mark_contact
from dispatch.rules.in_force import Organisations
from models.errors import ConfigurationFailure, GuichetError, PermanentFailure, TemporaryFailure
from models.retry import RetryPolicy
from models.store.database import Database, is_away, savepoint
from models.tables.outbox import OutboundState

#: After an answer that never came, although the whole message was handed over: it may well have arrived.
DOUBTFUL = RetryPolicy.listed(3600.0, 14_400.0)

#: Seconds of letters that were taken which a loss of power may forget on SQLite: those are sent again.
FLUSHED_EVERY_SECONDS = 1.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Result:
    """What a carrier made of one notice: the columns to write when it took it, or why it did not."""

    claimed: ClaimedNotice
    values: dict[str, Any]
    failure: GuichetError | None = None
    #: Files that did not travel along, by name.
    left_out: tuple[str, ...] = ()

    @property
    def moves_alone(self) -> bool:
        """Whether nothing follows from it but its own row."""
        return self.failure is None and not self.left_out and self.values["carrier"] != CARRIER


class Outcomes:
    """Writes results, each as soon as it is known, and keeps those that could not be written.

    What a carrier said is known only here until it stands in the database: while that cannot be written,
    nothing new may be claimed.
    """

    def __init__(
        self,
        database: Database,
        organisations: Organisations,
        retry: RetryPolicy,
        clock: Callable[[], datetime],
        jitter: Callable[[], float] = random.random,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._monotonic = monotonic
        self._flushed_at = monotonic()
        self._database = database
        self._organisations = organisations
        self._retry = retry
        self._clock = clock
        self._jitter = jitter
        self._results: list[Result] = []
        self._untouched: list[ClaimedNotice] = []

    def add(self, result: Result) -> None:
        """Keep one result. Writes nothing."""
        self._results.append(result)

    def give_back(self, claimed: Iterable[ClaimedNotice]) -> None:
        """Keep leases of notices that nobody was handed, to be given back untouched. Writes nothing."""
        self._untouched += claimed

    def write(self, *, others_follow: bool = False) -> None:
        """Write all that is kept, in one transaction. Raises TemporaryFailure and keeps it when that
        fails.

        A killed process forgets none of it. Where `others_follow` within the batch, one flush to the disk
        may do for several of them, once in FLUSHED_EVERY_SECONDS.
        """
        if not self._results and not self._untouched:
            return
        alone = self._results[0] if len(self._results) == 1 and not self._untouched else None
        if alone is not None and alone.moves_alone:
            # Nothing follows from it but its own row: one statement, after each letter that was taken.
            said_at = self._monotonic()
            flushed = not others_follow or said_at - self._flushed_at >= FLUSHED_EVERY_SECONDS
            is_ours = queue.leases.move_at_once(
                self._database, alone.claimed, flushed=flushed, **alone.values
            )
            self._flushed_at = said_at if flushed else self._flushed_at
            _say_taken(alone, is_ours)
            self._results = []
            return
        now = self._clock()
        with self._database.transaction() as session:
            for result in self._results:
                self._record(session, result, now)
            queue.release(session, self._untouched)
        self._results, self._untouched = [], []

    def _record(self, session: Session, result: Result, now: datetime) -> None:
        claimed, failure = result.claimed, result.failure
        match failure:
            case None:
                is_ours = queue.record(session, claimed, **result.values)
                _say_taken(result, is_ours)
                if is_ours and not result.moves_alone:
                    with _beside(session, claimed):
                        self._follow_up(session, result, now)
            case PermanentFailure():
                log.warning("deliver.failed", outbox=claimed.id, notice=claimed.notice, why=failure.private)
                mark_contact(session, claimed.recipient, failure.reason, sentence_of(failure), now)
                self._give_up(session, claimed, failure, now)
            case Doubtful():
                self._doubt(session, claimed, failure, now)
            case CarrierAway() | ConfigurationFailure():
                # Says nothing of the notice; only that it was perhaps taken is worth knowing.
                doubts = claimed.doubts + 1 if getattr(failure, "maybe_taken", False) else claimed.doubts
                queue.record(session, claimed, attempts=claimed.attempts - 1, doubts=doubts)
            case _:
                self._postpone(session, claimed, failure, now)

    def _follow_up(self, session: Session, result: Result, now: datetime) -> None:
        """What follows from a notice that was taken, beside its own row."""
        claimed = result.claimed
        in_force = self._organisations.current(session).in_force
        by_call = result.values["carrier"] == CARRIER
        if by_call:
            note_posted(session, in_force, claimed, result.values["carrier_id"] or "", now)
        if result.left_out:
            tell_left_out(session, in_force, claimed, result.left_out, now, by_call=by_call)

    def _postpone(
        self, session: Session, claimed: ClaimedNotice, failure: GuichetError, now: datetime
    ) -> None:
        decision = self._retry.decide(claimed.attempts, now, self._jitter)
        log.info("deliver.postponed", outbox=claimed.id, attempts=claimed.attempts, why=failure.private)
        if decision.at is None:
            self._give_up(session, claimed, failure, now)
        else:
            queue.record(session, claimed, next_attempt_at=decision.at, last_error=sentence_of(failure))

    def _doubt(self, session: Session, claimed: ClaimedNotice, failure: GuichetError, now: datetime) -> None:
        decision = DOUBTFUL.decide(claimed.doubts + 1, now)
        log.warning("deliver.doubtful", outbox=claimed.id, doubts=claimed.doubts + 1, why=failure.private)
        if decision.at is None:
            self._give_up(session, claimed, failure, now)
            return
        queue.record(
            session,
            claimed,
            next_attempt_at=decision.at,
            attempts=claimed.attempts - 1,
            doubts=claimed.doubts + 1,
            last_error=sentence_of(failure),
        )

    def _give_up(
        self, session: Session, claimed: ClaimedNotice, failure: GuichetError, now: datetime
    ) -> None:
        give_up(session, self._organisations, claimed, sentence_of(failure), now, failure.reason)


def _say_taken(result: Result, is_ours: bool) -> None:
    claimed = result.claimed
    if is_ours:
        carrier = result.values["carrier"]
        log.info("deliver.sent", outbox=claimed.id, notice=claimed.notice, carrier=carrier)
    else:
        log.warning("deliver.late", outbox=claimed.id)


def give_up(
    session: Session,
    organisations: Organisations,
    claimed: ClaimedNotice,
    error: str,
    now: datetime,
    reason: str = "",
) -> None:
    """End a notice as failed and do what follows from it; nothing when it is no longer ours."""
    if queue.record(session, claimed, state=OutboundState.FAILED, last_error=error):
        in_force = organisations.current(session).in_force
        with _beside(session, claimed):
            record_undelivered(session, in_force, claimed, reason or error, now)


def suppress(
    session: Session,
    organisations: Organisations,
    claimed: ClaimedNotice,
    reason: str,
    now: datetime,
    *,
    why: str,
) -> None:
    """End a notice that may not be sent where it was to go, and do what follows from it. `reason` is a
    sentence for an administrator, `why` a key of REASONS.
    """
    if queue.record(session, claimed, state=OutboundState.SUPPRESSED, last_error=reason):
        in_force = organisations.current(session).in_force
        with _beside(session, claimed):
            record_undelivered(session, in_force, claimed, why, now, error=reason)


@contextmanager
def _beside(session: Session, claimed: ClaimedNotice) -> Iterator[None]:
    """What follows from the end of a notice, whole or not at all: its row has moved, and what breaks here
    keeps no other notice waiting. Raises what says that the database is away.
    """
    try:
        with savepoint(session):
            yield
    except Exception as wrong:  # the edge of what follows: the row has moved
        if isinstance(wrong, TemporaryFailure) or is_away(wrong):
            raise
        log.error("deliver.unfollowed", outbox=claimed.id, error=type(wrong).__name__, exc_info=True)


def sentence_of(failure: GuichetError) -> str:
    """What an administrator reads of a failure: the public sentence, with the private one behind it."""
    private = f" ({failure.private})" if failure.private != failure.public else ""
    # Some of it is a provider's: no database keeps half a character.
    return "".join(each if each.isprintable() else " " for each in f"{failure.public}{private}"[:500])
