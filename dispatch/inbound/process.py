"""The only orchestrator of an inbound message: claimed, read, decided, and ended in one named state."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import sqlalchemy as sa
import structlog
from sqlmodel import Session

from dispatch.delivery.receipts import is_too_early
from dispatch.inbound.case import Case
from dispatch.inbound.decide import decide
from dispatch.inbound.starting.beforehand import Elsewhere, see
from dispatch.inbound.starting.foreseen import words_to_look_at
from dispatch.inbound.together import together
from dispatch.notices import outside_requests
from dispatch.rules.in_force import Current, Organisations
from intake.ledger import claims
from intake.ledger.claims import ClaimedMessage, LeaseLost
from intake.ledger.reception import raw_bytes
from intake.message import ParsedMessage
from intake.reading.asked import SetAside
from models.errors import GuichetError, PermanentFailure, TemporaryFailure
from models.retry import RetryPolicy
from models.settings.settings import Settings
from models.signing.tokens import Signer
from models.store.batching.batch import BatchBroken
from models.store.batching.rows import step
from models.store.database import Database, is_away
from models.store.files import FileStore
from models.tables.ledger import Door, InboundState

log = structlog.get_logger(__name__)
#: One writer of decisions at a time on PostgreSQL, as on SQLite: replies keep behind what they answer,
#: reference numbers have no gap, and no two batches can lock each other out. Reading stays parallel.
_ONE_WRITER = sa.text("SELECT pg_advisory_xact_lock(4711, 1)")
LONGEST_WAIT_SECONDS = 3600.0
#: How long an answer waits before it is looked at again, when what it answers is not decided yet.
ORDER_SECONDS = 0.2
#: A message that two processes died with is only read by one that has lived so long: whoever kills the
#: service again and again does not condemn what it happened to hold.
HEALTHY_SECONDS = 120.0
#: Waits after a reading process died with a message that it held alone; then the message did it.
READER_DIED = RetryPolicy.listed(5.0, 60.0, 300.0, 900.0)


class Reader(Protocol):
    """Reads many messages at once, in order; never raises for what a message contains."""

    def read_many(self, doors_and_raws: Sequence[tuple[str, bytes]]) -> list[ParsedMessage | SetAside]: ...


class Processor:
    """Takes waiting messages from the ledger and gives each its end. One per thread; several processes may
    run.

    `on_told` is called after a commit that may have put something in the outbox. `elsewhere` is where words
    are looked at before messages are decided; None: where they are decided.
    """

    def __init__(
        self,
        database: Database,
        files: FileStore,
        reader: Reader,
        signer: Signer,
        settings: Settings,
        clock: Callable[[], datetime],
        on_told: Callable[[], None] = lambda: None,
        *,
        owner: str = "",
        elsewhere: Elsewhere | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._owner = owner
        self._elsewhere = elsewhere
        self._monotonic = monotonic
        self._born_at = monotonic()
        self._retry = RetryPolicy.doubling(
            settings.work.max_attempts, settings.work.first_retry_seconds, LONGEST_WAIT_SECONDS
        )
        #: Leases that could not be given back because the database was away.
        self._unreleased: list[ClaimedMessage] = []
        self._database = database
        self._files = files
        self._reader = reader
        self._signer = signer
        self._settings = settings
        self._clock = clock
        self._on_told = on_told
        self._organisations = Organisations(settings.alerts.recipients)
        self._retries_first = True

    def process_next(self) -> int:
        """Work on one batch of due messages; how many were taken, 0 when nothing was due.

        A message that was tried before is worked on alone: should it bring the process down, no other
        pays for it. Raises TemporaryFailure when the database is away, or nothing can be read now;
        what is held is given back first of all when it answers again.
        """
        self._release_kept()
        claimed = self._claim()
        if not claimed:
            return 0
        try:
            self._together_or_alone(claimed)
        except TemporaryFailure:
            # All of them: our own leases are never taken over, not even by us. What has ended is not touched.
            self._give_back(claimed)
            raise
        self._on_told()
        return len(claimed)

    def _claim(self) -> list[ClaimedMessage]:
        """Fresh messages in a batch, or one that was tried before; in turn, so that neither kind starves."""
        work, now = self._settings.work, self._clock()
        self._retries_first = not self._retries_first
        with self._database.reading() as session:
            if not claims.leases.any_due(session, now):
                return []
        with self._database.transaction() as session:
            for tried in (self._retries_first, not self._retries_first):
                claimed = claims.claim(
                    session,
                    now,
                    limit=1 if tried else work.batch,
                    lease_seconds=work.lease_seconds,
                    tried=tried,
                    owner=self._owner,
                )
                if claimed:
                    return claimed
        return []

    def _work_on(self, claimed: Sequence[ClaimedMessage]) -> None:
        parsed = self._read([row for row in claimed if self._may_be_read(row)])
        self._foresee(claimed, parsed)
        with self._database.transaction() as session:
            if not self._database.is_sqlite:
                session.connection().execute(_ONE_WRITER)
            self._decide_all(session, claimed, parsed)

    def _may_be_read(self, row: ClaimedMessage) -> bool:
        return not self._killed_too_often(row) and self._healthy_in(row) <= 0

    def _killed_too_often(self, row: ClaimedMessage) -> bool:
        return row.deaths > self._settings.work.max_attempts

    def _healthy_in(self, row: ClaimedMessage) -> float:
        """Seconds until this process has lived long enough to read `row`; 0 or less: now."""
        if row.deaths < 2:
            return 0.0
        return HEALTHY_SECONDS - (self._monotonic() - self._born_at)

    def _together_or_alone(self, claimed: Sequence[ClaimedMessage]) -> None:
        try:
            self._work_on(claimed)
        except TemporaryFailure:
            raise
        except Exception as wrong:  # noqa: BLE001  # the loop's edge: whatever it was, every row moves
            self._one_by_one(claimed, wrong)

    def _one_by_one(self, claimed: Sequence[ClaimedMessage], wrong: Exception) -> None:
        """Something broke a whole batch: find out which message it was, and let only that one pay for it."""
        log.error("inbound.batch_failed", messages=len(claimed), error=type(wrong).__name__, exc_info=True)
        if len(claimed) == 1:
            with self._database.transaction() as session:
                self._later_or_never(session, claimed[0], wrong, self._clock())
            return
        for row in claimed:
            self._together_or_alone([row])

    def _read(self, claimed: Sequence[ClaimedMessage]) -> dict[int, ParsedMessage | SetAside]:
        found: dict[int, ParsedMessage | SetAside] = {}
        readable: list[tuple[ClaimedMessage, bytes]] = []
        for row in claimed:
            try:
                readable.append((row, raw_bytes(row.raw, row.raw_sha256, self._files)))
            except PermanentFailure as wrong:
                found[row.id] = SetAside("unreadable", wrong.public)
        results = self._reader.read_many([(row.door, raw) for row, raw in readable])
        for result in results:
            # What the reader did not keep itself must be durable before a row points to it.
            for file in result.attachments if isinstance(result, ParsedMessage) else ():
                if file.content is not None:
                    self._files.put(file.content)
        found.update({row.id: result for (row, _), result in zip(readable, results, strict=True)})
        return found

    def _foresee(
        self, claimed: Sequence[ClaimedMessage], parsed: dict[int, ParsedMessage | SetAside]
    ) -> None:
        """Have the index know what is in the words of new requests, before others wait for us to write."""
        if self._elsewhere is None:
            return
        with self._database.reading() as session:
            index = self._organisations.current(session).index
        own = self._settings.mail.reply_address
        words = [
            each
            for row in claimed
            if isinstance(message := parsed.get(row.id), ParsedMessage)
            for each in words_to_look_at(message, row.recipients, own)
        ]
        see(index, words, self._elsewhere)

    def _decide_all(
        self, session: Session, claimed: Sequence[ClaimedMessage], parsed: dict[int, ParsedMessage | SetAside]
    ) -> None:
        current = self._organisations.current(session)
        copies = _recipients_by_content(claimed, parsed)
        with together(session, claimed, parsed, self._settings.limits, self._clock()) as ours:
            for row in ours:
                now = self._clock()
                try:
                    with step(session):
                        self._decide_one(session, row, parsed.get(row.id), copies, current, now)
                except LeaseLost:
                    log.warning("inbound.lease_lost", inbound=row.id)
                except (TemporaryFailure, BatchBroken):
                    raise
                except Exception as wrong:  # the loop's edge: one poison message never stops the next
                    if is_away(wrong):
                        raise
                    log.error("inbound.attempt_failed", inbound=row.id, attempt=row.attempts, exc_info=True)
                    self._later_or_never(session, row, wrong, now)

    def _decide_one(
        self,
        session: Session,
        row: ClaimedMessage,
        parsed: ParsedMessage | SetAside | None,
        copies: dict[str, tuple[str, ...]],
        current: Current,
        now: datetime,
    ) -> None:
        if parsed is None and self._killed_too_often(row):
            reason = f"the service stopped {row.deaths} times while working on it"
            self._fail(session, current, row, reason, now)
            return
        if parsed is None:
            until = now + timedelta(seconds=self._healthy_in(row))
            reason = f"the service stopped {row.deaths} times: it waits until it has run for a while"
            claims.postpone(session, row, until, reason, count=False)
            return
        if isinstance(parsed, SetAside):
            self._set_aside(session, current, row, parsed, now)
            return
        if (earlier := self._answers(session, row, parsed)) is not None:
            until = now + timedelta(seconds=ORDER_SECONDS)
            claims.postpone(session, row, until, f"waits for {earlier}", count=False)
            return
        case = Case(
            session=session,
            message=row,
            parsed=parsed,
            recipients=copies.get(parsed.content_key, row.recipients),
            in_force=current.in_force,
            index=current.index,
            settings=self._settings,
            signer=self._signer,
            now=now,
        )
        outcome = decide(case)
        log.info("inbound.ended", inbound=row.id, state=str(outcome.state), request=outcome.request_id)

    def _set_aside(
        self, session: Session, current: Current, row: ClaimedMessage, why: SetAside, now: datetime
    ) -> None:
        """A message that could not be read: for good, or because the process that read it was ended."""
        retry = READER_DIED.decide(row.deaths + 1, now) if why.kind == "died" else None
        if retry is None or retry.at is None:
            self._fail(session, current, row, why.reason, now)
        else:
            log.warning("inbound.reader_died", inbound=row.id, deaths=row.deaths + 1)
            claims.survive(session, row, retry.at, why.reason)

    def _answers(self, session: Session, row: ClaimedMessage, parsed: ParsedMessage) -> str | None:
        """What must be decided before this message, in words: only what it answers; None: nothing."""
        if row.door == Door.RECEIPTS:
            return "the text to be handed over" if is_too_early(session, row, row.received_at) else None
        answered = {*parsed.in_reply_to, *parsed.references}
        earlier = claims.waits_for(session, row.id, answered, self._files)
        return None if earlier is None else f"message {earlier}, which it answers"

    def _later_or_never(self, session: Session, row: ClaimedMessage, wrong: Exception, now: datetime) -> None:
        private = wrong.private if isinstance(wrong, GuichetError) else f"{type(wrong).__name__}"
        try:
            with step(session):
                retry = self._retry.decide(row.attempts, now)
                if retry.at is None:
                    reason = f"gave up after {row.attempts} attempts: {private}"
                    self._fail(session, self._organisations.current(session), row, reason, now)
                else:
                    claims.postpone(session, row, retry.at, f"attempt {row.attempts} failed: {private}")
        except LeaseLost:
            log.warning("inbound.lease_lost", inbound=row.id)

    @staticmethod
    def _fail(session: Session, current: Current, row: ClaimedMessage, reason: str, now: datetime) -> None:
        """End a message as failed, keep its bytes, and tell the administrators."""
        claims.end(session, row, InboundState.FAILED, now, reason=reason)
        outside_requests.tell_set_aside(session, current.in_force, row.id, reason, now)

    def _give_back(self, claimed: Sequence[ClaimedMessage]) -> None:
        try:
            with self._database.transaction() as session:
                claims.release(session, claimed)
        except TemporaryFailure:
            log.warning("inbound.leases_kept", messages=len(claimed))
            self._unreleased += claimed

    def _release_kept(self) -> None:
        """Before anything new: what this process still holds is its own to give back, no time frees it."""
        if self._unreleased:
            with self._database.transaction() as session:
                claims.release(session, self._unreleased)
            self._unreleased = []


def _recipients_by_content(
    claimed: Sequence[ClaimedMessage], parsed: dict[int, ParsedMessage | SetAside]
) -> dict[str, tuple[str, ...]]:
    """Every recipient of the copies of one mail in this batch, by its content key."""
    merged: dict[str, dict[str, None]] = {}
    for row in claimed:
        message = parsed.get(row.id)
        if isinstance(message, ParsedMessage) and message.content_key:
            merged.setdefault(message.content_key, {}).update(dict.fromkeys(row.recipients))
    return {key: tuple(recipients) for key, recipients in merged.items()}
