"""A counter without doors where agents and citizens write: every letter is decided at once, and what is due leaves
when told.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

import sqlalchemy as sa

from dispatch.queries.requests import get_request, show_request
from models.signing.tokens import Purpose
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.people import ContactPoint
from models.tables.requests import Entry, EntryKind, RequestRow
from tests.desk import SIGNER, Desk
from tests.letters import CITIZEN, KEEPER, write

_outbox, _contacts, _requests = table_of(OutboundMessage), table_of(ContactPoint), table_of(RequestRow)
_entries = table_of(Entry)
_numbers = count(1)


class Counter:
    """The sample town and its people. Mail comes from a trusted network, as that of staff does."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._works_by, self._processor = desk.settings, desk.processor()

    # --- What people do ---

    def citizen(self, text: str, *, sender: str = CITIZEN, to: str = "mairie@ville.test", **more: Any) -> int:
        """A citizen's letter; its ledger id."""
        peer = more.pop("peer", "127.0.0.1")
        return self._take(write(text, sender=sender, **more), sender, to, peer)

    def agent(
        self, text: str, about: int = 1, *, agent: str = KEEPER, to: str = "", subject: str = "", **more: Any
    ) -> int:
        """An agent's answer to what they were last told about request `about`; its ledger id."""
        letter = write(text, sender=agent, name="", subject=subject or "Re: demande", **more)
        return self._take(letter, agent, to or self.address(about, agent), "127.0.0.1")

    def address(self, about: int, agent: str = KEEPER, purpose: Purpose = Purpose.ASSIGNEE) -> str:
        """The signed address of a notice about a request, written now."""
        until = self.desk.clock() + timedelta(days=400)
        return f"demandes+{SIGNER.sign(purpose, about, self.person(agent), until)}@ville.test"

    def _take(self, letter: Any, sender: str, to: str, peer: str) -> int:
        ledger_id = self.desk.take(letter, peer=peer, envelope_from=sender, recipients=(to,))
        self.work()
        return ledger_id

    def work(self) -> None:
        if self._works_by is not self.desk.settings:
            self._works_by, self._processor = self.desk.settings, self.desk.processor()
        while self._processor.process_next():
            pass

    def deliver(self) -> None:
        """What is due leaves."""
        with self.desk.database.transaction() as session:
            session.connection().execute(
                sa.update(_outbox)
                .where(_outbox.c.state == "queued", _outbox.c.next_attempt_at <= self.desk.clock())
                .values(state="sent", sent_at=self.desk.clock())
            )

    # --- What is known ---

    def request(self, number: int = 1) -> dict[str, Any]:
        """One request in full."""
        with self.desk.database.reading() as session:
            return show_request(session, get_request(session, f"2026-{number:05d}"))

    def column(self, name: str, number: int = 1) -> Any:
        """One column of a request's row."""
        return self.value(sa.select(_requests.c[name]).where(_requests.c.number == number))

    def told(self, address: str) -> list[str]:
        """Notices to one address, oldest first."""
        return [row["notice"] for row in self.outbox() if row["recipient"] == address]

    def outbox(self, notice: str = "", to: str = "") -> list[dict[str, Any]]:
        """Rows of the outbox, oldest first."""
        with self.desk.database.reading() as session:
            rows = session.connection().execute(sa.select(_outbox).order_by(_outbox.c.id)).mappings()
            return [
                dict(row)
                for row in rows
                if (not notice or row["notice"] == notice) and (not to or row["recipient"] == to)
            ]

    def help(self, to: str = KEEPER) -> str:
        """Why the last order of somebody was not done."""
        return str(self.outbox("command_help", to)[-1]["data"]["reason"])

    def state(self, number: int = 1) -> str:
        return str(self.column("state", number))

    def notes(self, number: int = 1) -> list[str]:
        request_id = self.column("id", number)
        with self.desk.database.reading() as session:
            query = sa.select(_entries.c.text).where(
                _entries.c.request_id == request_id, _entries.c.kind == EntryKind.NOTE, _entries.c.text != ""
            )
            return list(session.connection().execute(query.order_by(_entries.c.id)).scalars())

    def outcome(self, ledger_id: int) -> str:
        """State and reason of a message."""
        row = self.desk.row(ledger_id)
        return f"{row.state}: {row.reason}"

    def person(self, address: str) -> int:
        return int(self.value(sa.select(_contacts.c.person_id).where(_contacts.c.value == address)))

    def value(self, query: Any) -> Any:
        with self.desk.database.reading() as session:
            return session.connection().execute(query).scalar()
