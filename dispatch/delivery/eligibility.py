"""Which of the claimed notices may go now; every other is put off, suppressed or given up, with its
reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.delivery.limiter import LIMIT_WAIT_SECONDS, Limiter, Refusal
from dispatch.delivery.outcome import give_up, suppress
from dispatch.notices import queue
from dispatch.notices.alerts import alert_of
from dispatch.notices.claimed import ClaimedNotice
from dispatch.notices.outside_requests import tell_administrators
from dispatch.rules.in_force import Organisations
from intake.mail.files.leaving import leaving_copy
from models.retry import RetryPolicy
from models.settings.outgoing import OutgoingSettings
from models.tables.columns import table_of
from models.tables.outbox import OutboundState
from models.tables.people import ContactPoint, Person
from models.values import ContactKind
from models.vocabulary import Audience

#: A notice that was tried, and found no way out in this time, is given up (RFC 5321 §4.5.4.1 asks for four to
#: five days).
MAX_AGE = timedelta(days=5)
#: How long a process must have lived before it hands over what others died with, by the deaths after the
#: first two; when there is no wait left, the notice itself must be what they died of.
HEALTHY = RetryPolicy(10, (120.0,), 900.0)
_INNOCENT_DEATHS = 2

_contacts, _people = table_of(ContactPoint), table_of(Person)
_CONTACTS = (
    sa.select(_contacts, _people.c.objected_at)
    .join(_people, _people.c.id == _contacts.c.person_id)
    .where(_contacts.c.written.in_(sa.bindparam("written", expanding=True)))
)


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
    #: A picture or PDF as it may leave the town hall, made where it cannot harm; None when none can be.
    bare_copy: Callable[[bytes], bytes | None] = leaving_copy
    #: What so many segments cost, in millionths.
    cost_of: Callable[[int], int] = lambda _segments: 0


class Eligibility:
    """The questions asked of every claimed notice before anything is written or sent.

    `lived_seconds` says how long this process has been alive, by a clock that nobody turns.
    """

    def __init__(
        self,
        settings: OutgoingSettings,
        organisations: Organisations,
        hooks: Hooks,
        lived_seconds: Callable[[], float],
    ) -> None:
        self._settings = settings
        self._organisations = organisations
        self._hooks = hooks
        self._lived_seconds = lived_seconds
        self._limiter = Limiter(settings, lived_seconds)

    def sort_out(
        self, session: Session, batch: Sequence[ClaimedNotice], now: datetime
    ) -> list[ClaimedNotice]:
        """Those of `batch` that may go now; the others are recorded here. A notice put off loses no try."""
        if not batch:
            return []
        contacts = self._contacts(session, batch)
        allowance = self._limiter.allowance(session, batch, now)
        going = []
        for claimed in batch:
            contact = contacts.get(claimed.recipient)
            if stopped := _suppressed(claimed, contact):
                reason, why = stopped
                suppress(session, self._organisations, claimed, reason, now, why=why)
            elif end := self._ends(claimed, now):
                give_up(session, self._organisations, claimed, end, now, "too_many_tries")
            elif wait := self._waits(session, claimed, now):
                queue.record(
                    session,
                    claimed,
                    next_attempt_at=wait.until,
                    attempts=claimed.attempts - 1,
                    **({"last_error": wait.why} if wait.why else {}),
                )
            elif refusal := allowance.refuse(claimed):
                self._hold_back(session, claimed, refusal, now)
            else:
                going.append(claimed)
        self._limiter.note(allowance)
        return going

    def _hold_back(self, session: Session, claimed: ClaimedNotice, refusal: Refusal, now: datetime) -> None:
        """Over a limit: it waits or is held, and whoever must know is told once a day."""
        values: dict[str, Any] = {"attempts": claimed.attempts - 1, "last_error": refusal.why}
        if refusal.hold:
            values["state"] = OutboundState.HELD
        else:
            values["next_attempt_at"] = now + timedelta(seconds=LIMIT_WAIT_SECONDS)
        queue.record(session, claimed, **values)
        if not refusal.alert:
            return
        in_force = self._organisations.current(session).in_force
        to = claimed.recipient if refusal.hold else ""
        command = f"guichet outbox release --to {to}" if to else "guichet limits"
        tell_administrators(
            session,
            in_force,
            "alert",
            f"{refusal.alert}:{to}:{refusal.limit}:{now.date().isoformat()}"[:200],
            now,
            data=alert_of(
                refusal.alert,
                command=command,
                count=refusal.limit,
                address=to,
                hours=refusal.hours,
            ),
        )

    def _ends(self, claimed: ClaimedNotice, now: datetime) -> str:
        """Why a notice is given up unsent; '' when it is not."""
        # One that was never handed over waited for a service that was stopped, or a relay that was away.
        too_old = claimed.was_tried and now - (claimed.released_at or claimed.created_at) > MAX_AGE
        if too_old or claimed.attempts > self._settings.max_attempts:
            return "Given up after too many tries."
        if HEALTHY.wait_seconds(claimed.deaths - _INNOCENT_DEATHS) is None:
            return f"The service stopped {claimed.deaths} times while it was handed over."
        return ""

    def _waits(self, session: Session, claimed: ClaimedNotice, now: datetime) -> Wait | None:
        if claimed.deaths > _INNOCENT_DEATHS:
            healthy = HEALTHY.wait_seconds(claimed.deaths - _INNOCENT_DEATHS) or 0.0
            if (left := healthy - self._lived_seconds()) > 0:
                why = f"The service stopped {claimed.deaths} times while it was handed over: it waits."
                return Wait(now + timedelta(seconds=left), why)
        held = self._hooks.hold_until(claimed.channel, now) if claimed.can_wait else None
        if held is not None and held > now:
            return Wait(held, "")
        return self._hooks.wait_for(session, claimed, now)

    def _contacts(self, session: Session, batch: Sequence[ClaimedNotice]) -> dict[str, Any]:
        written = {each.recipient for each in batch}
        found = session.connection().execute(_CONTACTS, {"written": list(written)})
        return {row.written: row for row in found}


def _suppressed(claimed: ClaimedNotice, contact: Any) -> tuple[str, str] | None:
    """Why nothing may be sent there, as a sentence and as a key of REASONS; None when it may."""
    if contact is None:
        return None
    # A STOP ends all texts. What somebody is written who said ARRÊT by mail was decided when it was written.
    stopped = contact.opted_out_at is not None and contact.kind == ContactKind.PHONE
    if stopped and claimed.notice != "opted_out":
        return "This person asked for no more messages here.", "opted_out"
    # Their work comes to staff all the same; and a demand for data the law has us answer.
    if (
        contact.objected_at is not None
        and claimed.audience == Audience.REQUESTER
        and claimed.notice != "data_request"
    ):
        return "This person objected to being written to.", "objected"
    if contact.unreachable_since is not None:
        return f"Nobody can be reached there: {contact.unreachable_reason}", "unreachable_before"
    return None
