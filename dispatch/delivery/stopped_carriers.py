"""A carrier that stopped because of our own settings: its queue is kept, and the administrators are told by email."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog

from dispatch.notices import outside_requests
from dispatch.rules.in_force import Organisations
from models.errors import TemporaryFailure
from models.store.database import Database

log = structlog.get_logger(__name__)


class StoppedCarrier:
    """Tells the administrators once a day and channel; fulfils the hook `on_stopped` of delivery."""

    def __init__(
        self,
        database: Database,
        organisations: Organisations,
        clock: Callable[[], datetime],
        on_told: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._organisations = organisations
        self._clock = clock
        self._on_told = on_told

    def tell(self, channel: str, sentence: str) -> None:
        """Texts stopped: an email about it. Mail that stopped has no other way out, the watch sees its queue."""
        if channel != "sms":
            return
        now = self._clock()
        try:
            with self._database.transaction() as session:
                outside_requests.tell_administrators(
                    session,
                    self._organisations.current(session).in_force,
                    "alert",
                    f"stopped:{channel}:{now.date().isoformat()}",
                    now,
                    data={
                        "summary": "Texts are not sent: the provider refuses our settings. They wait.",
                        "explanation": sentence,
                        "command": "guichet doctor sms",
                    },
                )
        except TemporaryFailure as wrong:
            log.warning("stopped_carrier.not_told", why=wrong.private)
            return
        self._on_told()
