"""Notices leave: claimed in batches, written and handed over with no transaction open, recorded."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from sqlmodel import Session

from dispatch.delivery.carriers.interface import CarrierAway, EmailCarrier, Handover, TextCarrier
from dispatch.delivery.retry import RetryPolicy
from dispatch.delivery.undelivered import record_undelivered
from dispatch.letters.contents import Prepared, prepare, read_rows
from dispatch.letters.mail import Address, Letterbox, LetterFile, LetterHead
from dispatch.letters.render import Renderer
from dispatch.letters.segments import measure
from dispatch.letters.written import Letter, Text
from dispatch.notices import queue
from dispatch.notices.catalogue import Notice, notice_of
from dispatch.notices.claimed import ClaimedNotice
from dispatch.notices.outside_requests import tell_administrators
from dispatch.people.contacts import mark_contact
from dispatch.rules.in_force import Organisations
from intake.mail.files.photos import without_metadata
from intake.sms.short_codes import short_codes
from models.errors import ConfigurationFailure, GuichetError, PermanentFailure, TemporaryFailure
from models.settings.settings import Settings
from models.signing.tokens import Signer
from models.store.database import Database
from models.store.files import FileStore
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.outbox import OutboundState
from models.tables.people import ContactPoint

#: A wrong setting is not looked at again sooner; a carrier that is away, a little later each time.
CONFIGURATION_PAUSE_SECONDS = 300
AWAY_PAUSE_SECONDS = (5, 15, 30, 60, 120, 300)
#: A notice which found no way out in this time is given up (RFC 5321 §4.5.4.1 asks for four to five days).
MAX_AGE = timedelta(days=5)
#: How long a notice over the hourly limit of its address waits before it is looked at again.
LIMIT_WAIT_SECONDS = 600
#: Outcomes written together; a crash in between sends at most so many letters twice, under the same Message-ID.
RECORD_TOGETHER = 16

log = structlog.get_logger(__name__)
_outbox = queue.outbox
_contacts = table_of(ContactPoint)


@dataclass(frozen=True, slots=True)
class Wait:
    """A notice that may not go yet."""

    until: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Hooks:
    """What others do around a delivery; each has a harmless default."""

    #: When a notice that may wait can go, given channel and now; None: now.
    hold_until: Callable[[str, datetime], datetime | None] = lambda _channel, _now: None
    #: Until when a notice must wait and why, asked in the transaction that claims it; None: it may go.
    wait_for: Callable[[Session, ClaimedNotice, datetime], Wait | None] = lambda *_: None
    #: The words of a text as it travels (alphabet, length).
    shape_text: Callable[[str, ClaimedNotice], str] = lambda words, _claimed: words
    #: What so many segments cost, in millionths.
    cost_of: Callable[[int], int] = lambda _segments: 0
    #: A carrier stopped (`channel`, one sentence for an administrator).
    on_stopped: Callable[[str, str], None] = lambda *_: None


@dataclass(slots=True)
class _Pause:
    until: datetime
    failures: int = 0


class Deliverer:
    """Hands notices over, one at a time, from one thread. Several may work on one outbox.

    What becomes of a notice: `sent` or `handed` when the carrier took it; later again after a temporary
    failure, with growing waits; `failed` after a permanent one, too many tries or five days; `suppressed`
    when its address is opted out or unreachable. A carrier that is away or wrongly set is left alone for
    a while: its notices wait without losing tries. Over the hourly limit of an address they wait, too.
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
    ) -> None:
        self._database = database
        self._carriers = dict(carriers)
        self._renderer = renderer
        self._files = files
        self._settings = settings
        self._organisations = organisations or Organisations()
        self._clock = clock
        self._hooks = hooks or Hooks()
        self._jitter = jitter
        self._letterbox = Letterbox(
            signer, reply_address=settings.mail.reply_address, reply_days=settings.mail.reply_days
        )
        self._short_codes = short_codes(signer)[0]
        outgoing = settings.outgoing
        self._retry = RetryPolicy(
            outgoing.max_attempts, outgoing.first_retry_seconds, outgoing.max_retry_seconds
        )
        self._pauses: dict[str, _Pause] = {}
        self._interrupted = threading.Event()

    def deliver_next(self) -> bool:
        """Deliver one batch; False when nothing was due. Raises TemporaryFailure when the database is away."""
        now = self._clock()
        channels = self._open_channels(now)
        if not channels:
            return False
        with self._database.transaction() as session:
            batch = queue.claim(
                session,
                now,
                channels=channels,
                limit=self._settings.work.batch,
                lease_seconds=self._settings.work.lease_seconds,
            )
            batch = self._sort_out(session, batch, now)
            if not batch:
                return False
            in_force: InForce = self._organisations.current(session).in_force
            rows = read_rows(session, batch)
        prepared = [(claimed, self._prepare(claimed, rows, in_force)) for claimed in batch]
        self._hand_over(prepared)
        return True

    def interrupt(self) -> None:
        """Have a batch under way end after the notice being sent; the others give their leases back."""
        self._interrupted.set()

    def close(self) -> None:
        """Close the carriers."""
        for carrier in self._carriers.values():
            carrier.close()

    def _open_channels(self, now: datetime) -> list[str]:
        return [
            channel
            for channel in self._carriers
            if channel not in self._pauses or self._pauses[channel].until <= now
        ]

    def _sort_out(
        self, session: Session, batch: Sequence[ClaimedNotice], now: datetime
    ) -> list[ClaimedNotice]:
        """Those of `batch` that may go now; the others are recorded here, each with its reason."""
        if not batch:
            return []
        contacts = {
            row.written: row
            for row in session.connection().execute(
                sa.select(_contacts).where(_contacts.c.written.in_({each.recipient for each in batch}))
            )
        }
        recent, outgoing = self._sent_lately(session, batch, now), self._settings.outgoing
        going = []
        for claimed in batch:
            contact = contacts.get(claimed.recipient)
            reason = _suppressed(claimed, contact)
            limit = outgoing.per_recipient_per_hour
            if claimed.audience != "requester":
                limit = outgoing.per_agent_per_hour
            held = self._hooks.hold_until(claimed.channel, now) if claimed.can_wait else None
            wait = self._hooks.wait_for(session, claimed, now)
            if reason:
                self._suppress(session, claimed, contact, reason, now)
            elif claimed.attempts > outgoing.max_attempts or now - claimed.created_at > MAX_AGE:
                self._give_up(session, claimed, "Given up after too many tries.", now)
            elif held is not None and held > now:
                queue.record(session, claimed, next_attempt_at=held, attempts=claimed.attempts - 1)
            elif wait is not None:
                queue.record(
                    session,
                    claimed,
                    next_attempt_at=wait.until,
                    attempts=claimed.attempts - 1,
                    last_error=wait.why,
                )
            elif recent[claimed.recipient] >= limit:
                queue.record(
                    session,
                    claimed,
                    next_attempt_at=now + timedelta(seconds=LIMIT_WAIT_SECONDS),
                    attempts=claimed.attempts - 1,
                    last_error=f"More than {limit} notices to this address in an hour: it waits.",
                )
            else:
                recent[claimed.recipient] += 1
                going.append(claimed)
        return going

    def _suppress(
        self, session: Session, claimed: ClaimedNotice, contact: Any, reason: str, now: datetime
    ) -> None:
        if queue.record(session, claimed, state=OutboundState.SUPPRESSED, last_error=reason):
            in_force = self._organisations.current(session).in_force
            why = "opted_out" if contact.opted_out_at is not None else reason
            record_undelivered(session, in_force, claimed, why, now)

    def _sent_lately(self, session: Session, batch: Sequence[ClaimedNotice], now: datetime) -> Counter[str]:
        rows = session.connection().execute(
            sa.select(_outbox.c.recipient, sa.func.count().label("notices"))
            .where(
                _outbox.c.recipient.in_({each.recipient for each in batch}),
                _outbox.c.sent_at > now - timedelta(hours=1),
            )
            .group_by(_outbox.c.recipient)
        )
        return Counter({row.recipient: row.notices for row in rows})

    def _give_up(
        self, session: Session, claimed: ClaimedNotice, error: str, now: datetime, reason: str = ""
    ) -> None:
        if queue.record(session, claimed, state=OutboundState.FAILED, last_error=error):
            in_force = self._organisations.current(session).in_force
            record_undelivered(session, in_force, claimed, reason or error, now)

    def _prepare(self, claimed: ClaimedNotice, rows: Any, in_force: InForce) -> Prepared | GuichetError:
        mail = self._settings.mail
        try:
            return prepare(
                claimed,
                rows,
                in_force,
                sender_name=mail.sender_name,
                reply_address=mail.reply_address,
                answers_to=self._answers_to(claimed),
                marker=self._letterbox.marker(claimed.id),
                short_code=self._short_code(claimed),
                max_attached_bytes=self._settings.outgoing.max_attached_bytes,
            )
        except GuichetError as wrong:
            return wrong

    def _answers_to(self, claimed: ClaimedNotice) -> str:
        """The signed address for answers by one tap: only letters to staff have such links."""
        if claimed.channel != "email" or claimed.audience == "requester":
            return ""
        return self._letterbox.reply_to(
            self._head(claimed, notice_of(claimed.notice, claimed.audience, claimed.data))
        )

    def _short_code(self, claimed: ClaimedNotice) -> str:
        """What names the request in a text to this person, and to nobody else."""
        if claimed.channel != "sms" or claimed.request_id is None or claimed.person_id is None:
            return ""
        return self._short_codes.make(claimed.request_id, claimed.person_id)

    def _hand_over(self, batch: Sequence[tuple[ClaimedNotice, Prepared | GuichetError]]) -> None:
        results: list[tuple[ClaimedNotice, dict[str, Any], GuichetError | None]] = []
        left = []
        patience = timedelta(seconds=self._settings.outgoing.relay.timeout_seconds * 2)
        for claimed, prepared in batch:
            now = self._clock()
            # A lease about to end, a carrier that just stopped, a service that stops: the row goes back untouched.
            if (
                claimed.leased_until - patience <= now
                or claimed.channel not in self._open_channels(now)
                or self._interrupted.is_set()
            ):
                left.append(claimed)
                continue
            values, failure = self._one(claimed, prepared)
            if isinstance(failure, (CarrierAway, ConfigurationFailure)):
                self._stop(claimed.channel, failure, now)
                left.append(claimed)
                continue
            self._pauses.pop(claimed.channel, None)
            results.append((claimed, values, failure))
            # A text costs money and cannot be recognised when it comes twice: recorded at once.
            if claimed.channel == "sms" or len(results) >= RECORD_TOGETHER:
                self._record(results)
                results = []
        self._record(results)
        if left:
            with self._database.transaction() as session:
                queue.release(session, left)

    def _one(
        self, claimed: ClaimedNotice, prepared: Prepared | GuichetError
    ) -> tuple[dict[str, Any], GuichetError | None]:
        """Write and hand over one notice; never raises."""
        try:
            if isinstance(prepared, GuichetError):
                raise prepared
            taken, carrier, segments = self._send(prepared)
        except (TemporaryFailure, PermanentFailure) as wrong:
            return {}, wrong
        except Exception as wrong:  # the loop's edge: the row must move whatever happens
            log.error("deliver.crashed", outbox=claimed.id, error=type(wrong).__name__, exc_info=True)
            return {}, TemporaryFailure("The notice could not be written or sent.", type(wrong).__name__)
        values = {
            "state": taken.state,
            "carrier": carrier,
            "carrier_id": taken.carrier_id[:128] or None,
            "segments": segments,
            "cost_micros": self._hooks.cost_of(segments),
            "last_error": "",
            "sent_at": self._clock(),
        }
        if claimed.channel == "email":
            values["message_id"] = self._letterbox.message_id(claimed.id)
        return values, None

    def _send(self, prepared: Prepared) -> tuple[Handover, str, int]:
        """What the carrier says, its name, and the segments of a text."""
        carrier: Any = self._carriers[prepared.claimed.channel]
        if prepared.claimed.channel != "sms":
            return carrier.send(self._letter(prepared)), carrier.name, 0
        text = self._text(prepared)
        taken: Handover = carrier.send(text)
        # Twilio says 0 when it queues for a messaging service: then ours is the best figure there is.
        return taken, carrier.name, max(taken.segments, measure(text.body).count)

    def _text(self, prepared: Prepared) -> Text:
        claimed = prepared.claimed
        words = self._hooks.shape_text(self._renderer.text(prepared.view), claimed)
        return Text(claimed.id, claimed.recipient, words, claimed.created_at, claimed.attempts)

    def _head(self, claimed: ClaimedNotice, notice: Notice) -> LetterHead:
        return LetterHead(
            outbox_id=claimed.id,
            to=Address(claimed.recipient, claimed.recipient_name),
            notice=notice,
            locale=claimed.locale,
            written_at=self._clock(),
            reply_subject_id=claimed.request_id,
            person_id=claimed.person_id,
            thread_ids=claimed.thread_ids,
        )

    def _letter(self, prepared: Prepared) -> Letter:
        claimed = prepared.claimed
        head = self._head(claimed, prepared.notice)
        files = [
            LetterFile(each.name, each.content_type, without_metadata(self._files.get(each.sha256)))
            for each in prepared.files
        ]
        return self._letterbox.build(
            self._renderer.email(prepared.view), head, prepared.view.town.hall, files
        )

    def _record(self, results: Sequence[tuple[ClaimedNotice, dict[str, Any], GuichetError | None]]) -> None:
        if not results:
            return
        now = self._clock()
        with self._database.transaction() as session:
            for claimed, values, failure in results:
                if failure is None:
                    if not queue.record(session, claimed, **values):
                        log.warning("deliver.late", outbox=claimed.id)
                    else:
                        log.info(
                            "deliver.sent",
                            outbox=claimed.id,
                            notice=claimed.notice,
                            carrier=values["carrier"],
                        )
                elif isinstance(failure, PermanentFailure):
                    self._record_permanent(session, claimed, failure, now)
                else:
                    self._record_temporary(session, claimed, failure, now)

    def _record_permanent(
        self, session: Session, claimed: ClaimedNotice, failure: PermanentFailure, now: datetime
    ) -> None:
        log.warning("deliver.failed", outbox=claimed.id, notice=claimed.notice, why=failure.private)
        mark_contact(session, claimed.recipient, failure.reason, _sentence(failure), now)
        self._give_up(session, claimed, _sentence(failure), now, failure.reason)

    def _record_temporary(
        self, session: Session, claimed: ClaimedNotice, failure: GuichetError, now: datetime
    ) -> None:
        decision = self._retry.decide(claimed.attempts, now, self._jitter)
        log.info("deliver.postponed", outbox=claimed.id, attempts=claimed.attempts, why=failure.private)
        if decision.at is None:
            self._give_up(session, claimed, _sentence(failure), now, failure.reason)
        else:
            queue.record(session, claimed, next_attempt_at=decision.at, last_error=_sentence(failure))

    def _stop(self, channel: str, failure: GuichetError, now: datetime) -> None:
        """Leave a carrier alone for a while; a wrong setting is told to the administrators, once a day."""
        failures = self._pauses[channel].failures + 1 if channel in self._pauses else 1
        seconds = AWAY_PAUSE_SECONDS[min(failures, len(AWAY_PAUSE_SECONDS)) - 1]
        if isinstance(failure, ConfigurationFailure):
            seconds = CONFIGURATION_PAUSE_SECONDS
            alert = {
                "summary": failure.public,
                "explanation": failure.private,
                "command": "guichet outbox list",
            }
            with self._database.transaction() as session:
                in_force = self._organisations.current(session).in_force
                cause = f"carrier:{channel}:{now.date().isoformat()}"
                tell_administrators(session, in_force, "alert", cause, now, data=alert)
        self._pauses[channel] = _Pause(now + timedelta(seconds=seconds), failures)
        log.error("deliver.stopped", channel=channel, seconds=seconds, why=failure.private)
        self._hooks.on_stopped(channel, _sentence(failure))


def _suppressed(claimed: ClaimedNotice, contact: Any) -> str:
    """Why nothing may be sent there; '' when it may."""
    if contact is None:
        return ""
    if contact.opted_out_at is not None and claimed.notice != "opted_out":
        return "This person asked for no more messages here."
    if contact.unreachable_since is not None:
        return f"Nobody can be reached there: {contact.unreachable_reason}"
    return ""


def _sentence(failure: GuichetError) -> str:
    private = f" ({failure.private})" if failure.private != failure.public else ""
    return f"{failure.public}{private}"[:500]
