"""Passkeys: made by whoever has just proved who they are, then a way in beside the link and the code.

WebAuthn Level 3; what a browser answers is checked by `webauthn` (docs/decisions/108-passkeys.md).
"""

from __future__ import annotations

import ipaddress
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

import sqlalchemy as sa

from dispatch.people.named import named_here
from dispatch.web.entering.answered_key import (
    Refused,
    asked_of,
    creation_options,
    made_key,
    request_options,
    signed_by,
)
from dispatch.web.entering.attempts import Attempts, Visitor
from dispatch.web.entering.challenges import Challenges
from dispatch.web.entering.kept_keys import LONGEST_NAME, MOST_KEYS, keys_of, remove_key
from dispatch.web.entering.sessions import OpenSession, open_session
from models.errors import UserError
from models.settings.settings import Settings
from models.store.audit import record_access
from models.tables.columns import table_of
from models.tables.sessions import ChallengeKind, Passkey

if TYPE_CHECKING:
    from dispatch.web.frame.board import Board

_keys = table_of(Passkey)
_DOOR = "door:web"
#: A passkey is added within so much time after a sign-in: a browser left open for hours adds none.
RECENT = timedelta(minutes=10)
Added = Literal["added", "refused", "too_many"]


def site_of(settings: Settings) -> str:
    """The name that passkeys are made for (RP ID): the host of the public address. '' where browsers make
    none: for an IP address, and without https on any machine but this one.
    """
    parts = urlsplit(settings.doors.http.public_url)
    host = parts.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host if parts.scheme == "https" or host == "localhost" else ""
    return ""


class Passkeys:
    """The keys of everybody, and what is asked of them."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._challenges = Challenges(board.signer)
        self._hash = Attempts(board.signer).hash
        self.site, self.origin = site_of(board.settings), board.settings.doors.http.origin

    def ask_for_new(self, person_id: int, name: str, held: OpenSession, visitor: Visitor) -> str | None:
        """What a browser is asked for a new key, as JSON; None when nothing may be asked now."""
        now = self._board.clock()
        if not self.site or not is_recent(held, now):
            return None
        with self._board.database.transaction() as session:
            mine = [row.credential_id for row in keys_of(session, person_id)]
            kind = ChallengeKind.REGISTER
            asked = self._challenges.ask(session, kind, held.secret, visitor, now, person_id=person_id)
        if asked is None or len(mine) >= MOST_KEYS:
            return None
        return creation_options(asked, self.site, self._handle(person_id), name, mine)

    def add(self, person_id: int, held: OpenSession, answered: str, name: str) -> Added:
        """Keep the public half of a key that the browser of `held` made."""
        now = self._board.clock()
        try:
            asked = asked_of(answered)
        except Refused as wrong:
            return self._refused(f"person:{person_id}", wrong.why)
        with self._board.database.transaction() as session:
            row = self._challenges.take(session, ChallengeKind.REGISTER, asked, held.secret, now)
        if row is None or row.person_id != person_id or not is_recent(held, now):
            return self._refused(f"person:{person_id}", "challenge")
        try:
            made = made_key(answered, asked, self.site, self.origin)
        except Refused as wrong:
            return self._refused(f"person:{person_id}", wrong.why)
        with self._board.database.transaction() as session:
            in_force = self._board.organisations.current(session).in_force
            actor = named_here(in_force, person_id)
            known = sa.select(_keys.c.id).where(_keys.c.credential_id == made.credential_id)
            if actor is None or session.connection().execute(known).first() is not None:
                record_access(session, now, _DOOR, "refuse", f"person:{person_id}", why="passkey known")
                return "refused"
            if len(keys_of(session, person_id)) >= MOST_KEYS:
                return "too_many"
            values = {
                "person_id": person_id,
                "credential_id": made.credential_id,
                "public_key": made.public_key,
                "sign_count": made.sign_count,
                "name": name[:LONGEST_NAME],
                "created_at": now,
            }
            number = session.connection().execute(sa.insert(_keys).values(values).returning(_keys.c.id))
            record_access(session, now, actor, "add", f"passkey:{number.scalar_one()}")
        return "added"

    def ask_to_enter(self, visitor: Visitor) -> str | None:
        """What the keys of a browser are asked, as JSON; None when nothing may be asked now."""
        if not self.site:
            return None
        with self._board.database.transaction() as session:
            now = self._board.clock()
            asked = self._challenges.ask(session, ChallengeKind.PASSKEY, visitor.browser, visitor, now)
        return request_options(asked, self.site) if asked is not None else None

    def enter(self, answered: str, visitor: Visitor) -> str | None:
        """The cookie of a new session when a key of somebody's signed what this browser was asked; else
        None.
        """
        board, now = self._board, self._board.clock()
        try:
            asked = asked_of(answered)
        except Refused as wrong:
            self._refused("signin", wrong.why)
            return None
        with board.database.transaction() as session:
            row = self._challenges.take(session, ChallengeKind.PASSKEY, asked, visitor.browser, now)
        if row is None:
            self._refused("signin", "challenge")
            return None
        try:
            signed = signed_by(answered, asked, self.site, self.origin, self._key)
        except Refused as wrong:
            if wrong.is_copied:
                self._end_copied(wrong.key_id, now)
            self._refused(f"passkey:{wrong.key_id}" if wrong.key_id else "signin", wrong.why)
            return None
        with board.database.transaction() as session:
            used = session.connection().execute(
                sa.update(_keys)
                .where(
                    _keys.c.id == signed.key_id,
                    _keys.c.ended_at.is_(None),
                    _keys.c.sign_count == signed.count_before,
                )
                .values(sign_count=signed.count, used_at=now)
                .returning(_keys.c.person_id)
            )
            person_id = used.scalar()
            in_force = board.organisations.current(session).in_force
            actor = named_here(in_force, person_id) if person_id is not None else None
            if person_id is None or actor is None:
                record_access(session, now, _DOOR, "refuse", f"passkey:{signed.key_id}", why="left")
                return None
            record_access(
                session, now, actor, "enter", f"person:{person_id}", key=signed.key_id, by="passkey"
            )
            return open_session(
                session,
                person_id,
                as_staff=True,
                by="passkey",
                now=now,
                web=board.settings.web,
                peer=visitor.peer,
                user_agent=visitor.user_agent,
            )

    def _key(self, credential_id: str) -> tuple[Any, str] | None:
        """The row of a key that is not ended, and the handle of its owner."""
        with self._board.database.reading() as session:
            query = sa.select(_keys).where(_keys.c.credential_id == credential_id, _keys.c.ended_at.is_(None))
            row = session.connection().execute(query).first()
        return (row, self._handle(row.person_id)) if row is not None else None

    def _handle(self, person_id: int) -> str:
        """How a device names the account: the same for all keys of somebody, and nothing about them."""
        return self._hash("passkey owner", str(person_id))

    def _end_copied(self, key_id: int, now: datetime) -> None:
        """End a key that somebody else has a copy of, and whatever its owner's keys have opened."""
        with suppress(UserError), self._board.database.transaction() as session:
            remove_key(session, key_id, now)

    def _refused(self, subject: str, why: str) -> Literal["refused"]:
        with self._board.database.transaction() as session:
            record_access(session, self._board.clock(), _DOOR, "refuse", subject, why=f"passkey {why}")
        return "refused"


def is_recent(held: OpenSession, now: datetime) -> bool:
    """Whether whoever has this session proved just now who they are."""
    return held.as_staff and now - held.created_at <= RECENT
