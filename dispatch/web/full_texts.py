"""The whole of a text that had to be cut: its signed address, and what stands there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa

from dispatch.notices.claimed import ClaimedNotice
from dispatch.people.merging import is_made_for
from dispatch.web.full_text_page import FullText
from models.errors import InvalidValue
from models.signing.tokens import Purpose, Signer
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.requests import Entry, RequestRow
from models.values import Reference

_entries, _requests, _outbox = table_of(Entry), table_of(RequestRow), table_of(OutboundMessage)
#: How long the page stands.
DAYS = 60
#: The number that READ shared with TASK before they were told apart: pages made then stand until they expire.
_READ_ONCE = Purpose.TASK


class FullTexts:
    """Makes the addresses and finds what they stand for. Whoever has the address reads: it is unguessable."""

    def __init__(
        self, database: Database, signer: Signer, clock: Callable[[], datetime], public_url: str
    ) -> None:
        self._database = database
        self._signer = signer
        self._clock = clock
        self._public_url = public_url.rstrip("/")

    def address(self, claimed: ClaimedNotice) -> str:
        """Where the person's words that a notice carries can be read whole; '' when it carries none."""
        if claimed.entry_id is None and not (claimed.data.get("text") or claimed.data.get("comment")):
            return ""
        token = self._signer.sign(
            Purpose.READ, claimed.id, claimed.person_id or 0, claimed.created_at + timedelta(days=DAYS)
        )
        return f"{self._public_url}/suite/{token}"

    def find(self, token: str) -> FullText | None:
        """What stands at an address; None for one that is not ours, or too old. Raises TemporaryFailure."""
        try:
            claim = self._signer.read(token)
        except InvalidValue:
            return None
        if claim.purpose not in (Purpose.READ, _READ_ONCE):
            return None
        query = (
            sa.select(
                _outbox.c.created_at,
                _outbox.c.person_id,
                _outbox.c.data,
                _outbox.c.locale,
                _entries.c.text,
                _entries.c.erased_at,
                _requests.c.year,
                _requests.c.number,
            )
            .outerjoin(_entries, _entries.c.id == _outbox.c.entry_id)
            .outerjoin(_requests, _requests.c.id == _outbox.c.request_id)
            .where(_outbox.c.id == claim.subject_id)
        )
        with self._database.reading() as session:
            row = session.connection().execute(query).first()
            if row is None or row.erased_at is not None:
                return None
            if claim.purpose is _READ_ONCE and not _is_page_of(row.created_at, claim.expires_at):
                return None
            if not is_made_for(session, self._signer, token, [row.person_id or 0], self._clock()):
                return None
        words = row.data.get("text") or row.data.get("comment") or row.text or ""
        return FullText(words, str(Reference(row.year, row.number)) if row.year else "", row.locale)


def _is_page_of(created_at: datetime, expires_at: datetime) -> bool:
    """Whether an old token was made for the page of this notice: reply addresses of tasks live longer."""
    return timedelta(days=DAYS) <= expires_at - created_at <= timedelta(days=DAYS + 1)
