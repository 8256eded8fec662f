"""Traces are sealed every minute, and once a day a signed note of them goes to people outside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from dispatch.notices.details import CheckpointDetails
from dispatch.notices.new_notice import Recipient
from dispatch.notices.outside_requests import Occasion, tell_address
from dispatch.rules.in_force import Organisations
from models.settings.settings import Settings
from models.signing.notes import NoteSigner
from models.store.chain.checkpoint import make_checkpoint, newest_checkpoint, origin_of
from models.store.chain.seal import seal
from models.store.database import Database
from models.store.places import is_held
from models.vocabulary import Audience, Channel

SEAL_SECONDS = 60.0
#: How long a checkpoint stands alone.
CHECKPOINT_EVERY = timedelta(hours=24)
log = structlog.get_logger(__name__)


class Traces:
    """Seals history and access log, and makes the checkpoint of the day. Several processes may."""

    def __init__(
        self,
        database: Database,
        organisations: Organisations,
        settings: Settings,
        clock: Callable[[], datetime],
        *,
        on_told: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._organisations = organisations
        self._settings = settings
        self._clock = clock
        self._on_told = on_told

    def run(self) -> bool:
        """Seal what is not; whether a checkpoint was due and made."""
        if is_held(self._settings.data_dir):
            # A restored copy would go on from the same link as the town it was copied from.
            return False
        sealed = seal(self._database)
        if sealed:
            log.debug("traces.sealed", rows=sealed)
        with self._database.reading() as session:
            newest = newest_checkpoint(session)
        if newest is not None and self._clock() - newest[0] < CHECKPOINT_EVERY:
            return False
        self.checkpoint()
        return True

    def checkpoint(self) -> str:
        """Seal everything, sign how far it goes, and write it to those who keep it; the note."""
        seal(self._database, thorough=True)
        settings, now = self._settings, self._clock()
        signer = NoteSigner.make(settings.audit_key_file, origin_of(settings.mail.domains[0]))
        with self._database.transaction() as session:
            note = make_checkpoint(session, signer, now)
            locale = self._organisations.current(session).in_force.organisation.town.locale
            for address in settings.audit.checkpoint_recipients:
                occasion = Occasion(session, f"{now:%Y-%m-%dT%H:%M}:{address}", now)
                tell_address(
                    occasion,
                    "checkpoint",
                    Recipient(Channel.EMAIL, address),
                    CheckpointDetails(note=note),
                    locale,
                    audience=Audience.ADMINISTRATOR,
                )
        self._on_told()
        log.info("traces.checkpoint", told=len(settings.audit.checkpoint_recipients))
        return note
