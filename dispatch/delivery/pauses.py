"""Carriers that are away or wrongly set are left alone for a while; the administrators hear of wrong
settings at once, of one that stays away after a time; of mail by text as well, which cannot say itself that
it does not leave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog

from dispatch.delivery.outcome import sentence_of
from dispatch.notices.alerts import alert_of
from dispatch.notices.outside_requests import tell_administrators
from dispatch.notices.queue import outbox
from dispatch.rules.in_force import Organisations
from models.errors import ConfigurationFailure, GuichetError, TemporaryFailure
from models.retry import RetryPolicy
from models.store.database import Database
from models.tables.outbox import OutboundState

#: A wrong setting is not looked at again sooner. A carrier that is away is, a little later each time, without
#: end.
CONFIGURATION_PAUSE_SECONDS = 300.0
AWAY = RetryPolicy(1_000_000, (5.0, 15.0, 30.0, 60.0, 120.0, 300.0), 300.0)
#: What the administrators are told of a channel: that it is wrongly set, that it is away, and the command
#: that looks into it.
_ALERTS = {
    "sms": ("texts_stopped", "texts_away", "guichet doctor sms"),
    "email": ("mail_stopped", "mail_away", "guichet doctor mail"),
}
#: How the causes of these alerts begin.
_CAUSES = {"sms": ("stopped:sms:", "away:sms:"), "email": ("stopped:email:", "away:email:")}

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Pause:
    #: By the monotonic clock.
    until: float
    failures: int
    #: By the clock of the town, and by the other one.
    since: datetime
    began: float
    told: bool = False


class Pauses:
    """The channels of one deliverer that are stopped, and until when, by a clock that nobody turns.

    `channels` are those that it has; `told_after_seconds` how long one is away before somebody hears of it.
    """

    def __init__(
        self,
        database: Database,
        organisations: Organisations,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
        *,
        channels: Sequence[str],
        told_after_seconds: float,
    ) -> None:
        self._database = database
        self._organisations = organisations
        self._clock = clock
        self._monotonic = monotonic
        self._channels = channels
        self._told_after_seconds = told_after_seconds
        self._pauses: dict[str, _Pause] = {}

    def open_among(self, channels: Iterable[str]) -> list[str]:
        """Those of `channels` that are not paused now."""
        now = self._monotonic()
        return [name for name in channels if name not in self._pauses or self._pauses[name].until <= now]

    def end(self, channel: str) -> None:
        """The carrier of `channel` answered: its next pause is a short one again, and a text that was to say
        that it does not, and still waits for the morning, says nothing any more.
        """
        pause = self._pauses.pop(channel, None)
        if pause is not None and pause.told:
            self._take_back(channel)

    def stop(self, channel: str, failure: GuichetError) -> None:
        """Leave a carrier alone for a while. The administrators are told, once a day each: of a wrong setting
        at once, of one that is away when it has been for a time.
        """
        now, moment = self._clock(), self._monotonic()
        last = self._pauses.get(channel) or _Pause(moment, 0, now, moment)
        failures, wrongly_set = last.failures + 1, isinstance(failure, ConfigurationFailure)
        seconds = CONFIGURATION_PAUSE_SECONDS if wrongly_set else AWAY.wait_seconds(failures) or 0.0
        log.error("deliver.stopped", channel=channel, seconds=seconds, why=failure.private)
        told = wrongly_set or moment - last.began >= self._told_after_seconds
        self._pauses[channel] = _Pause(moment + seconds, failures, last.since, last.began, last.told or told)
        if told:
            self._tell(channel, failure, now, last.since)

    def _tell(self, channel: str, failure: GuichetError, now: datetime, since: datetime) -> None:
        stopped, away, command = _ALERTS[channel]
        wrongly_set, (of_settings, of_absence) = isinstance(failure, ConfigurationFailure), _CAUSES[channel]
        try:
            with self._database.transaction() as session:
                in_force = self._organisations.current(session).in_force
                at = since.astimezone(in_force.organisation.town.zone)
                values: dict[str, Any] = {} if wrongly_set else {"at": f"{at:%H:%M}"}
                tell_administrators(
                    session,
                    in_force,
                    "alert",
                    f"{of_settings if wrongly_set else of_absence}{now.date().isoformat()}",
                    now,
                    data=alert_of(
                        stopped if wrongly_set else away,
                        command=command,
                        detail=sentence_of(failure),
                        **values,
                    ),
                    by_text=channel == "email" and "sms" in self._channels,
                )
        except TemporaryFailure as wrong:
            # The next failure tells it; the pause stands.
            log.warning("deliver.stop_not_told", channel=channel, why=wrong.private)

    def _take_back(self, channel: str) -> None:
        """Cancel the texts about `channel` that have not left."""
        about = [outbox.c.unique_key.startswith(f"alert:{cause}") for cause in _CAUSES[channel]]
        waits = (
            outbox.c.channel == "sms",
            outbox.c.state == OutboundState.QUEUED,
            outbox.c.leased_until.is_(None),
            outbox.c.created_at > self._clock() - timedelta(days=2),
            sa.or_(*about),
        )
        try:
            with self._database.transaction() as session:
                ended = {"state": OutboundState.CANCELED, "last_error": "it was over before this could leave"}
                session.connection().execute(sa.update(outbox).where(*waits).values(**ended))
        except TemporaryFailure as wrong:
            log.warning("deliver.text_not_taken_back", channel=channel, why=wrong.private)
