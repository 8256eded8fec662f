"""Changes of address or number that not both confirmed in time: nothing is changed, and both are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from dispatch.notices.details import ContactChanged
from dispatch.notices.outside_requests import Occasion, tell_contact
from dispatch.people import changes
from dispatch.people.senders import know_contact
from models.store.database import Database

CHANGES_SECONDS = 900.0


class ContactChanges:
    """Ends what waited too long. Harmless when run twice."""

    def __init__(
        self, database: Database, clock: Callable[[], datetime], on_told: Callable[[], None] = lambda: None
    ) -> None:
        self._database = database
        self._clock = clock
        self._on_told = on_told

    def run(self) -> int:
        """How many changes were ended."""
        now = self._clock()
        with self._database.transaction() as session:
            found = changes.expired(session, now)
            for pair in found:
                changes.note(session, pair, ended=True)
                occasion = Occasion(session, f"contact-change:{pair[0].data['change']}", now)
                for row in pair:
                    contact = know_contact(session, row.recipient, "", now)
                    said = ContactChanged(what="expired")
                    tell_contact(occasion, "contact_changed", contact, said, locale=row.locale)
        if found:
            self._on_told()
        return len(found)
