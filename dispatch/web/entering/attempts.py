"""Attempts to sign in as rows: written, counted, found again; secrets only as hashes under keys of ours."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.web.entering.accounts import Account
from models.errors import InvalidValue
from models.signing.tokens import Purpose, Signer
from models.tables.columns import table_of
from models.tables.sessions import SignIn

attempts = table_of(SignIn)
#: Wrong codes after which an attempt is over: five guesses of a million.
MOST_GUESSES = 5
#: Attempts for one address or number by one peer in an hour, in a day.
PER_HOUR, PER_DAY = 5, 12
#: And in a quarter of an hour, whatever is asked for, by one browser, and by one peer: behind one address a
#: whole town hall signs in.
PER_BROWSER, PER_PEER = 20, 300
#: And of one address in a day by all peers together: five guesses each are 300 of a million.
PER_DAY_OF_ALL = 60


@dataclass(frozen=True, slots=True)
class Visitor:
    """The browser at the other end: its own cookie, its address, its program."""

    browser: str
    peer: str
    user_agent: str = ""
    lang: str = "fr"
    #: Whether it runs on this very machine.
    is_local: bool = False


class Attempts:
    """The rows of attempts, in the caller's transaction."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer

    def needs_code(self, row: Any, visitor: Visitor) -> bool:
        """Whether another browser asked than the one that opens the link."""
        mine = bool(visitor.browser) and hmac.compare_digest(
            row.browser_hash, self.hash("browser", visitor.browser)
        )
        return row.by != "terminal" and not mine

    def by_token(self, session: Session, token: str, visitor: Visitor, now: datetime) -> Any:
        """The attempt of a link that can still be used; None for any other. One of a terminal works on this
        machine alone.
        """
        try:
            claim = self._signer.read(token)
        except InvalidValue:
            return None
        if claim.purpose is not Purpose.SIGN_IN:
            return None
        query = sa.select(attempts).where(
            attempts.c.id == claim.subject_id,
            attempts.c.used_at.is_(None),
            attempts.c.expires_at > now,
            attempts.c.attempts < MOST_GUESSES,
            attempts.c.person_id.is_not(None),
        )
        row = session.connection().execute(query).first()
        if row is not None and row.by == "terminal" and not visitor.is_local:
            return None
        if row is None or self._signer.find_person(token, [row.person_id], now) is None:
            return None
        return row

    def newest(self, session: Session, browser: str, now: datetime) -> Any:
        """The attempt that a browser made last and that is not over; None without one."""
        if not browser:
            return None
        query = (
            sa.select(attempts)
            .where(
                attempts.c.browser_hash == self.hash("browser", browser),
                attempts.c.used_at.is_(None),
                attempts.c.expires_at > now,
            )
            .order_by(attempts.c.id.desc())
            .limit(1)
        )
        return session.connection().execute(query).first()

    def take(self, session: Session, row: Any, code: str | None, now: datetime) -> bool:
        """Whether the attempt is used up now by its code, which is right; without one (None) the link was
        proof enough. A wrong code is counted.
        """
        run = session.connection().execute
        if code is not None:
            counted = run(
                sa.update(attempts)
                .where(
                    attempts.c.id == row.id, attempts.c.attempts < MOST_GUESSES, attempts.c.used_at.is_(None)
                )
                .values(attempts=attempts.c.attempts + 1)
            ).rowcount
            right = hmac.compare_digest(
                row.code_hash, self.hash("code", f"{row.contact_hash}\0{code.strip()}")
            )
            if not counted or not right or row.person_id is None:
                return False
        taken = run(
            sa.update(attempts)
            .where(attempts.c.id == row.id, attempts.c.used_at.is_(None))
            .values(used_at=now)
        ).rowcount
        return bool(taken) and row.person_id is not None

    def write(
        self,
        session: Session,
        account: Account | None,
        contact_hash: str,
        code: str,
        visitor: Visitor,
        now: datetime,
        *,
        minutes: int,
    ) -> int:
        """Write one attempt; its id. Without an account it can never succeed."""
        values = {
            "person_id": account.person_id if account is not None else None,
            "contact_hash": contact_hash,
            "code_hash": self.hash("code", f"{contact_hash}\0{code}"),
            "browser_hash": self.hash("browser", visitor.browser),
            "by": "sms" if account is not None and account.contact.channel == "sms" else "mail",
            "peer": visitor.peer[:64],
            "lang": visitor.lang,
            "created_at": now,
            "expires_at": now + timedelta(minutes=minutes),
            "attempts": 0,
        }
        asked_id: int = (
            session.connection()
            .execute(sa.insert(attempts).values(values).returning(attempts.c.id))
            .scalar_one()
        )
        return asked_id

    def asks_too_often(self, session: Session, visitor: Visitor, now: datetime) -> bool:
        """Whether a browser, or all of its peer's, ask more often than their people need, whatever it is
        they ask for.
        """
        peer = attempts.c.peer == visitor.peer[:64]
        mine = sa.and_(peer, attempts.c.browser_hash == self.hash("browser", visitor.browser))
        since = now - timedelta(minutes=15)
        of_browser, of_peer = (self.count(session, since, each) for each in (mine, peer))
        return of_browser >= PER_BROWSER or of_peer >= PER_PEER

    def is_asked_too_often(self, session: Session, contact_hash: str, peer: str, now: datetime) -> bool:
        """Whether one address or number was asked for more often than anybody needs: by one peer, so that no
        other keeps its owner out, and by all of them together.
        """
        of_it = attempts.c.contact_hash == contact_hash
        mine = sa.and_(of_it, attempts.c.peer == peer[:64])
        day = now - timedelta(days=1)
        # All of them are counted, whatever the first says: what is asked of the database tells nothing.
        in_hour, in_day, of_all = (
            self.count(session, since, each)
            for since, each in ((now - timedelta(hours=1), mine), (day, mine), (day, of_it))
        )
        return in_hour >= PER_HOUR or in_day >= PER_DAY or of_all >= PER_DAY_OF_ALL

    def count(self, session: Session, since: datetime, condition: sa.ColumnElement[bool]) -> int:
        query = (
            sa.select(sa.func.count()).select_from(attempts).where(condition, attempts.c.created_at > since)
        )
        count: int = session.connection().execute(query).scalar_one()
        return count

    def hash(self, label: str, text: str) -> str:
        """What is kept of a secret, under a key of its own for each use."""
        key = self._signer.derived_keys(b"sign in " + label.encode())[0]
        return hmac.new(key, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
