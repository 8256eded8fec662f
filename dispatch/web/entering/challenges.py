"""What is asked of a browser once, for a short while: of a passkey, of the town's directory."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.web.entering.attempts import Attempts, Visitor
from models.signing.tokens import Signer
from models.tables.columns import table_of
from models.tables.sessions import Challenge, ChallengeKind

_challenges = table_of(Challenge)
#: How long an answer is waited for, and how long the askings of one peer are counted.
LASTS, COUNTED = timedelta(minutes=5), timedelta(minutes=15)
#: Askings in that time of one browser or person, and of one peer, for each kind: behind one address a whole
#: town hall signs in. None of them tells who there is: what is asked names nobody.
PER_BROWSER, PER_PEER = 20, 300
#: Characters of what was asked, as it comes back.
_LONGEST = 200


class Challenges:
    """The rows of challenges, in the caller's transaction."""

    def __init__(self, signer: Signer) -> None:
        self._hash = Attempts(signer).hash

    def ask(
        self,
        session: Session,
        kind: ChallengeKind,
        browser: str,
        visitor: Visitor,
        now: datetime,
        *,
        person_id: int | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> str | None:
        """Something new to be answered by that browser: 43 characters, base64url. None when it or its peer
        asks too often, or the browser has no secret to bind it to.
        """
        run, peer = session.connection().execute, visitor.peer[:64]
        browser_hash = self._hash("browser", browser)
        whose = sa.and_(_challenges.c.browser_hash == browser_hash, _challenges.c.peer == peer)
        if person_id is not None:
            whose = _challenges.c.person_id == person_id
        lately = _challenges.c.kind == kind, _challenges.c.created_at > now - COUNTED
        counts = [
            run(sa.select(sa.func.count()).where(*lately, each)).scalar_one()
            for each in (whose, _challenges.c.peer == peer)
        ]
        if not browser or counts[0] >= PER_BROWSER or counts[1] >= PER_PEER:
            return None
        asked = secrets.token_urlsafe(32)
        values = {
            "kind": kind,
            "asked_hash": self._hash("challenge", asked),
            "browser_hash": browser_hash,
            "person_id": person_id,
            "data": dict(data or {}),
            "peer": peer,
            "created_at": now,
            "expires_at": now + LASTS,
        }
        run(sa.insert(_challenges).values(values))
        return asked

    def take(
        self, session: Session, kind: ChallengeKind, asked: str, browser: str, now: datetime
    ) -> Any | None:
        """The row of a challenge that this browser was asked and has not answered yet: it is answered now,
        whatever comes of it. None for any other.
        """
        if not browser or not asked or len(asked) > _LONGEST:
            return None
        taken = session.connection().execute(
            sa.update(_challenges)
            .where(
                _challenges.c.asked_hash == self._hash("challenge", asked),
                _challenges.c.browser_hash == self._hash("browser", browser),
                _challenges.c.kind == kind,
                _challenges.c.used_at.is_(None),
                _challenges.c.expires_at > now,
            )
            .values(used_at=now)
            .returning(_challenges.c.person_id, _challenges.c.data)
        )
        return taken.first()
