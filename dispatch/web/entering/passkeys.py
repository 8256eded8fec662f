"""Passkeys: made by whoever has just proved who they are, then a way in beside the link and the code.

WebAuthn Level 3; what a browser answers is checked by `webauthn` (docs/decisions/108-passkeys.md).
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.people.named import named_here
from dispatch.web.entering.answered_key import (
    Refused,
    Signed,
    asked_of,
    creation_options,
    made_key,
    request_options,
    signed_by,
    site_of,
)
from dispatch.web.entering.attempts import Attempts, Visitor
from dispatch.web.entering.challenges import Challenges
from dispatch.web.entering.kept_keys import LONGEST_NAME, MOST_KEYS, keys_of, remove_key
from dispatch.web.entering.sessions import OpenSession, note_proof, open_session
from models.errors import UserError
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
        signed = self._signed(answered, visitor.browser, None, now)
        if signed is None:
            return None
        with board.database.transaction() as session:
            person_id = self._used(session, signed, now)
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

    def can_confirm(self, held: OpenSession) -> bool:
        """Whether the person of this session has a key that says again who they are."""
        if not self.site or not held.as_staff:
            return False
        with self._board.reads.looking() as session:
            return bool(keys_of(session, held.person_id))

    def ask_to_confirm(self, held: OpenSession, visitor: Visitor) -> str | None:
        """What the keys of this session's person are asked, as JSON; None when nothing may be asked now."""
        if not self.can_confirm(held):
            return None
        with self._board.database.transaction() as session:
            mine = [row.credential_id for row in keys_of(session, held.person_id)]
            asked = self._challenges.ask(
                session, ChallengeKind.PASSKEY, _of(held), visitor, self._board.clock(),
                person_id=held.person_id,
            )  # fmt: skip
        return request_options(asked, self.site, mine) if asked is not None else None

    def confirm(self, held: OpenSession, answered: str, actor: str) -> bool:
        """Whether a key of this session's person signed what the session was asked: it is proved anew. No
        key of anybody else, and no answer given in another session, proves anything.
        """
        now = self._board.clock()
        signed = self._signed(answered, _of(held), held.person_id, now)
        if signed is None:
            return False
        about = f"person:{held.person_id}"
        with self._board.database.transaction() as session:
            if self._used(session, signed, now) != held.person_id:
                record_access(session, now, actor, "refuse", about, why="passkey another's")
                return False
            note_proof(session, held, now)
            record_access(session, now, actor, "confirm", about, key=signed.key_id, by="passkey")
        return True

    def _signed(self, answered: str, browser: str, person_id: int | None, now: datetime) -> Signed | None:
        """What a key signed of what `browser` was asked, of that person or of nobody known yet (None)."""
        try:
            asked = asked_of(answered)
        except Refused as wrong:
            self._refused("signin", wrong.why)
            return None
        with self._board.database.transaction() as session:
            row = self._challenges.take(session, ChallengeKind.PASSKEY, asked, browser, now)
        if row is None or row.person_id != person_id:
            self._refused("signin", "challenge")
            return None
        try:
            return signed_by(answered, asked, self.site, self.origin, self._key)
        except Refused as wrong:
            if wrong.is_copied:
                self._end_copied(wrong.key_id, now)
            self._refused(f"passkey:{wrong.key_id}" if wrong.key_id else "signin", wrong.why)
            return None

    def _used(self, session: Session, signed: Signed, now: datetime) -> int | None:
        """Whose key it was, which has signed once more now; None when it was ended, or signed elsewhere."""
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
        person_id: int | None = used.scalar()
        return person_id

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


def _of(held: OpenSession) -> str:
    """What stands for the browser of a session that is open: never the cookie of one that signs in."""
    return f"session {held.secret}"


def is_recent(held: OpenSession, now: datetime) -> bool:
    """Whether whoever has this session proved just now who they are."""
    return held.as_staff and now - held.created_at <= RECENT
