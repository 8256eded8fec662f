"""Carriers that are away or wrongly set are left alone for a while; the administrators hear of wrong
settings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

import structlog

from dispatch.delivery.outcome import sentence_of
from dispatch.notices.alerts import alert_of
from dispatch.notices.outside_requests import tell_administrators
from dispatch.rules.in_force import Organisations
from models.errors import ConfigurationFailure, GuichetError, TemporaryFailure
from models.retry import RetryPolicy
from models.store.database import Database

#: A wrong setting is not looked at again sooner. A carrier that is away is, a little later each time, without
#: end.
CONFIGURATION_PAUSE_SECONDS = 300.0
AWAY = RetryPolicy(1_000_000, (5.0, 15.0, 30.0, 60.0, 120.0, 300.0), 300.0)
#: What the administrators are told by email: the alert of a channel, and the command that looks into it.
_ALERTS = {
    "sms": ("texts_stopped", "guichet doctor sms"),
    "email": ("mail_stopped", "guichet outbox list"),
}

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Pause:
    #: By the monotonic clock.
    until: float
    failures: int


class Pauses:
    """The channels of one deliverer that are stopped, and until when, by a clock that nobody turns."""

    def __init__(
        self,
        database: Database,
        organisations: Organisations,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        self._database = database
        self._organisations = organisations
        self._clock = clock
        self._monotonic = monotonic
        self._pauses: dict[str, _Pause] = {}

    def open_among(self, channels: Iterable[str]) -> list[str]:
        """Those of `channels` that are not paused now."""
        now = self._monotonic()
        return [name for name in channels if name not in self._pauses or self._pauses[name].until <= now]

    def end(self, channel: str) -> None:
        """The carrier of `channel` answered: its next pause is a short one again."""
        self._pauses.pop(channel, None)

    def stop(self, channel: str, failure: GuichetError) -> None:
        """Leave a carrier alone for a while. A wrong setting is told to the administrators, once a day."""
        failures = self._pauses[channel].failures + 1 if channel in self._pauses else 1
        wrongly_set = isinstance(failure, ConfigurationFailure)
        seconds = CONFIGURATION_PAUSE_SECONDS if wrongly_set else AWAY.wait_seconds(failures) or 0.0
        self._pauses[channel] = _Pause(self._monotonic() + seconds, failures)
        log.error("deliver.stopped", channel=channel, seconds=seconds, why=failure.private)
        if wrongly_set:
            self._tell(channel, failure)

    def _tell(self, channel: str, failure: GuichetError) -> None:
        now = self._clock()
        key, command = _ALERTS[channel]
        try:
            with self._database.transaction() as session:
                tell_administrators(
                    session,
                    self._organisations.current(session).in_force,
                    "alert",
                    f"stopped:{channel}:{now.date().isoformat()}",
                    now,
                    data=alert_of(key, command=command, detail=sentence_of(failure)),
                )
        except TemporaryFailure as wrong:
            # The next failure tells it; the pause stands.
            log.warning("deliver.stop_not_told", channel=channel, why=wrong.private)
