"""Signing in: asked for with an address or number, proved by the link or the code sent there, once."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.notices.details import SignInDetails
from dispatch.notices.new_notice import Recipient
from dispatch.notices.outside_requests import Occasion, tell_address
from dispatch.notices.secret.words import sealed
from dispatch.people.named import named_here
from dispatch.rules.in_force import Organisations
from dispatch.web.entering.accounts import find_account, read_written
from dispatch.web.entering.attempts import Attempts, Visitor, attempts
from dispatch.web.entering.sessions import open_session
from models.errors import UserError
from models.settings.settings import Settings
from models.signing.tokens import Purpose, Signer
from models.store.audit import record_access
from models.store.database import Database, savepoint
from models.store.organisations import InForce
from models.values import ContactKind
from models.vocabulary import Channel

#: How long the link printed at a terminal works.
TERMINAL_MINUTES = 60
#: The actor of the access log for what nobody has proved yet.
_DOOR = "door:web"


@dataclass(frozen=True, slots=True)
class Link:
    """What a link of ours would do; `needs_code`: another browser asked, so the code is needed too."""

    needs_code: bool
    by: str
    lang: str


class SignIns:
    """The whole way from « who are you » to a session. Every step is in the access log."""

    def __init__(
        self,
        database: Database,
        organisations: Organisations,
        signer: Signer,
        settings: Settings,
        clock: Callable[[], datetime],
        on_told: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._organisations = organisations
        self._signer = signer
        self._attempts = Attempts(signer)
        self._settings = settings
        self._clock = clock
        self._on_told = on_told

    def ask(self, written: str, visitor: Visitor) -> Literal["asked", "too_many", "unreadable"]:
        """Send a link and a code to that address or number, when it may sign in here.

        Whoever asks learns nothing of that: `asked` says only that a row was written, and the same is asked
        of the database whoever it is, up to a letter that is taken back. `too_many` is said to a browser or a
        peer, whatever it asks for.
        """
        now = self._clock()
        with self._database.transaction() as session:
            in_force = self._organisations.current(session).in_force
            read = read_written(written, in_force.organisation.town.region)
            if read is None:
                return "unreadable"
            kind, value, _ = read
            if self._attempts.asks_too_often(session, visitor, now):
                record_access(session, now, _DOOR, "refuse", "signin", why="peer asks too often")
                return "too_many"
            account = find_account(session, in_force, kind, value, self._settings.channels)
            contact_hash = self._attempts.hash("contact", f"{kind}\0{value}")
            if self._attempts.is_asked_too_often(session, contact_hash, visitor.peer, now):
                account = None
            code = f"{secrets.randbelow(1_000_000):06d}"
            asked_id = self._attempts.write(
                session, account, contact_hash, code, visitor, now, minutes=self._settings.web.code_minutes
            )
            subject = f"person:{account.person_id}" if account is not None else "signin"
            record_access(session, now, _DOOR, "ask", subject, attempt=asked_id, by=str(kind))
            with suppress(_Nobody), savepoint(session):
                to = Recipient.of(account.contact) if account is not None else _nowhere(kind, value)
                locale = account.contact.locale if account is not None else visitor.lang
                self._send(session, to, locale, asked_id, code, now)
                if account is None:
                    raise _Nobody
        self._on_told()
        return "asked"

    def enter_by_code(self, code: str, visitor: Visitor) -> str | None:
        """The cookie of a new session when the code is the one that this browser asked for; else None."""
        now = self._clock()
        with self._database.transaction() as session:
            row = self._attempts.newest(session, visitor.browser, now)
            return self._enter(session, row, visitor, now, code=code) if row is not None else None

    def look(self, token: str, visitor: Visitor) -> Link | None:
        """What a link would do; nothing happens by looking. None when it is not ours, over, or used."""
        now = self._clock()
        with self._database.reading() as session:
            row = self._attempts.by_token(session, token, visitor, now)
        if row is None:
            return None
        return Link(self._attempts.needs_code(row, visitor), row.by, row.lang)

    def enter_by_link(self, token: str, code: str, visitor: Visitor) -> str | None:
        """The cookie of a new session; None when the link is no good, or the code it needs is wrong."""
        now = self._clock()
        with self._database.transaction() as session:
            row = self._attempts.by_token(session, token, visitor, now)
            if row is None:
                record_access(session, now, _DOOR, "refuse", "signin", why="link")
                return None
            given = code if self._attempts.needs_code(row, visitor) else None
            return self._enter(session, row, visitor, now, code=given)

    def terminal_link(self, agent: str | None = None) -> str:
        """An address of this machine that signs an administrator in, once: for whoever reads the terminal.

        `agent` is an agent's key; without one the first administrator. Raises UserError.
        """
        now = self._clock()
        with self._database.transaction() as session:
            in_force = self._organisations.current(session).in_force
            person_id = in_force.agent_persons[_agent_at_terminal(in_force, agent)]
            values = {
                "person_id": person_id,
                "contact_hash": "",
                "code_hash": "",
                "browser_hash": "",
                "by": "terminal",
                "peer": "",
                "lang": in_force.organisation.town.locale,
                "created_at": now,
                "expires_at": now + timedelta(minutes=TERMINAL_MINUTES),
                "attempts": 0,
            }
            asked_id = (
                session.connection()
                .execute(sa.insert(attempts).values(values).returning(attempts.c.id))
                .scalar_one()
            )
            record_access(session, now, "cli:terminal", "ask", f"person:{person_id}", attempt=asked_id)
            token = self._signer.sign(Purpose.SIGN_IN, asked_id, person_id, now + timedelta(days=1))
            return f"/entrer/lien/{token}"

    def _enter(
        self, session: Session, row: Any, visitor: Visitor, now: datetime, *, code: str | None
    ) -> str | None:
        """Open the session of an attempt, once. `code` None: the link alone was proof enough."""
        if not self._attempts.take(session, row, code, now):
            if code is not None:
                subject = f"person:{row.person_id}" if row.person_id is not None else "signin"
                record_access(session, now, _DOOR, "refuse", subject, attempt=row.id, why="code")
            return None
        in_force = self._organisations.current(session).in_force
        named = named_here(in_force, row.person_id)
        actor, as_staff = named or f"person:{row.person_id}", named is not None
        record_access(session, now, actor, "enter", f"person:{row.person_id}", attempt=row.id, by=row.by)
        return open_session(
            session,
            row.person_id,
            as_staff=as_staff,
            by=row.by,
            now=now,
            web=self._settings.web,
            peer=visitor.peer,
            user_agent=visitor.user_agent,
        )

    def _send(
        self, session: Session, to: Recipient, locale: str, asked_id: int, code: str, now: datetime
    ) -> None:
        token = self._signer.sign(Purpose.SIGN_IN, asked_id, to.person_id or 0, now + timedelta(days=1))
        details = SignInDetails(
            code=code,
            url=f"{self._settings.doors.http.public_url.rstrip('/')}/entrer/lien/{token}",
            minutes=self._settings.web.code_minutes,
        )
        occasion = Occasion(session, f"signin:{asked_id}", now)
        tell_address(occasion, "sign_in", to, sealed(details, self._signer), locale)


class _Nobody(Exception):
    """A letter that was written like any other, and is taken back: nobody may sign in there."""


def _nowhere(kind: ContactKind, value: str) -> Recipient:
    """Where the letter of somebody who is nobody here is not sent."""
    return Recipient(Channel.SMS if kind == ContactKind.PHONE else Channel.EMAIL, value)


def _agent_at_terminal(in_force: InForce, agent: str | None) -> str:
    agents = [
        each
        for each in in_force.organisation.agents
        if not each.closed and each.key in in_force.agent_persons
    ]
    if agent is not None:
        if agent not in {each.key for each in agents}:
            raise UserError(f"There is no agent '{agent}'. See: guichet agents list")
        return agent
    found = next((each.key for each in agents if each.role == "administrator"), None)
    if found is None:
        raise UserError(
            "Nobody is an administrator: give an agent the role. guichet agents edit KEY role=administrator"
        )
    return found
