"""The one limiter in front of all that leaves: by recipient, hour and day, and for everything together.

Counted is what left in the last hour and day, what is in another's hands, and what was let go before in the
same batch. Over the limits of an hour a notice waits; over those of a day it is held until a person lets it
go.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.notices.claimed import ClaimedNotice
from dispatch.notices.queue import OVER_A_LIMIT, outbox
from models.settings.outgoing import OutgoingSettings
from models.store.lease import literal
from models.tables.outbox import OutboundState
from models.vocabulary import Channel

#: How long a notice over the limit of an hour waits before it is looked at again.
LIMIT_WAIT_SECONDS = 600
#: How long the count of a whole day is believed; what this process lets go is added meanwhile.
DAY_COUNT_SECONDS = 60.0
#: What no limit holds back: somebody may be in danger; and the alert that says that something is held back.
ALWAYS = frozenset({"danger", "alert"})
#: What anybody can have sent to anybody, by typing an address into our page: it has limits of its own
#: (`dispatch/web/entering/attempts.py`) and counts for no recipient, or a stranger could use up what the town
#: writes to them.
TYPED_BY_ANYBODY = "sign_in"
#: Two deliverers on PostgreSQL must not both count before either has claimed.
_ONE_COUNTER = sa.text("SELECT pg_advisory_xact_lock(4711, 2)")
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_CHANNELS = tuple(Channel)
_LEFT = (
    sa.select(
        outbox.c.recipient,
        sa.func.count().label("day"),
        sa.func.sum(sa.case((outbox.c.sent_at > sa.bindparam("hour"), 1), else_=0)).label("hour"),
    )
    .where(
        outbox.c.recipient.in_(sa.bindparam("recipients", expanding=True)),
        outbox.c.sent_at > sa.bindparam("day"),
        outbox.c.notice != TYPED_BY_ANYBODY,
    )
    .group_by(outbox.c.recipient)
)
_HELD_BY_OTHERS = sa.select(outbox.c.id, outbox.c.recipient).where(
    outbox.c.state == literal(OutboundState.QUEUED),
    sa.or_(outbox.c.deaths > sa.literal_column("0"), outbox.c.leased_until.is_not(None)),
    outbox.c.leased_until > sa.bindparam("now"),
)
_IN_ALL = sa.select(sa.func.count()).select_from(
    sa.select(sa.literal_column("1"))
    .where(outbox.c.channel.in_(_CHANNELS), outbox.c.sent_at > sa.bindparam("since"))
    .limit(sa.bindparam("most"))
    .subquery()
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a notice may not leave now. `hold`: until a person lets it go, else until it is looked at again."""

    why: str
    hold: bool
    #: The alert that tells it, the limit, and the hours for which that is.
    alert: str
    limit: int
    hours: int


class Allowance:
    """What of one batch may still leave. Not thread-safe."""

    def __init__(
        self, settings: OutgoingSettings, hour: Counter[str], day: Counter[str], in_hour: int, in_day: int
    ) -> None:
        self._settings = settings
        self._hour, self._day = hour, day
        self._in_hour, self._in_day = in_hour, in_day
        #: Notices let go from this allowance.
        self.taken = 0

    def refuse(self, claimed: ClaimedNotice) -> Refusal | None:
        """Why `claimed` may not leave now; None when it may, and then it is counted."""
        found = None if claimed.notice in ALWAYS or claimed.released_at else self._refusal(claimed)
        if found is None:
            self.taken += 1
            if claimed.notice != TYPED_BY_ANYBODY:
                self._hour[claimed.recipient] += 1
                self._day[claimed.recipient] += 1
        return found

    def _refusal(self, claimed: ClaimedNotice) -> Refusal | None:
        limits, to = self._settings, claimed.recipient
        per_hour, per_day = limits.per_recipient_per_hour, limits.per_recipient_per_day
        if claimed.audience != "requester":
            per_hour, per_day = limits.per_agent_per_hour, limits.per_agent_per_day
        is_counted = claimed.notice != TYPED_BY_ANYBODY
        if is_counted and self._day[to] >= per_day:
            said = f"{OVER_A_LIMIT}{per_day} notices to this address in a day: held."
            return Refusal(said, True, "notices_held", per_day, 24)
        if is_counted and self._hour[to] >= per_hour:
            said = f"{OVER_A_LIMIT}{per_hour} notices to this address in an hour: it waits."
            return Refusal(said, False, "", per_hour, 1)
        if self._in_day + self.taken >= limits.per_day:
            said = f"{OVER_A_LIMIT}{limits.per_day} notices in a day: it waits."
            return Refusal(said, False, "sending_limited", limits.per_day, 24)
        if self._in_hour + self.taken >= limits.per_hour:
            said = f"{OVER_A_LIMIT}{limits.per_hour} notices in an hour: it waits."
            return Refusal(said, False, "sending_limited", limits.per_hour, 1)
        return None


class Limiter:
    """Counts for one deliverer. `monotonic` is a clock in seconds that nobody turns."""

    def __init__(self, settings: OutgoingSettings, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._monotonic = monotonic
        self._day_count = 0
        self._day_counted_at: float | None = None

    def allowance(self, session: Session, batch: Sequence[ClaimedNotice], now: datetime) -> Allowance:
        """What of `batch` may leave, counted in the transaction that claimed it."""
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            connection.execute(_ONE_COUNTER)
        recipients = sorted({each.recipient for each in batch})
        since = {"hour": now - _HOUR, "day": now - _DAY}
        hour: Counter[str] = Counter()
        day: Counter[str] = Counter()
        for row in connection.execute(_LEFT, {"recipients": recipients, **since}):
            hour[row.recipient], day[row.recipient] = int(row.hour), int(row.day)
        own = {each.id for each in batch}
        others = [
            row.recipient for row in connection.execute(_HELD_BY_OTHERS, {"now": now}) if row.id not in own
        ]
        hour.update(others)
        day.update(others)
        in_hour = self._count(session, now - _HOUR, self._settings.per_hour) + len(others)
        return Allowance(self._settings, hour, day, in_hour, self._in_day(session, now) + len(others))

    def note(self, allowance: Allowance) -> None:
        """Count what was let go until the day is counted again."""
        self._day_count += allowance.taken

    def _in_day(self, session: Session, now: datetime) -> int:
        at = self._monotonic()
        if self._day_counted_at is None or at - self._day_counted_at >= DAY_COUNT_SECONDS:
            self._day_count = self._count(session, now - _DAY, self._settings.per_day)
            self._day_counted_at = at
        return self._day_count

    @staticmethod
    def _count(session: Session, since: datetime, most: int) -> int:
        return int(session.connection().execute(_IN_ALL, {"since": since, "most": most}).scalar_one())
