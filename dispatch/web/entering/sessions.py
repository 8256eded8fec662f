"""Sessions of the pages: opened by a proof, found by a cookie, ended by hand or by time."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from models.errors import UserError
from models.settings.web import WebSettings
from models.signing.keys import hash_secret
from models.tables.columns import table_of
from models.tables.people import Person
from models.tables.sessions import WebSession

_sessions, _people = table_of(WebSession), table_of(Person)
#: A session is noted as used at most this often: looking must not write at every page.
NOTED_EVERY = timedelta(minutes=2)
#: A cookie of ours has 43 characters; nothing much longer is hashed.
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that is neither ended nor over."""

    id: int
    person_id: int
    as_staff: bool
    created_at: datetime
    seen_at: datetime
    #: The cookie's value, from which the tokens of its forms are made.
    secret: str
    #: Sealed; of one that the town's directory opened.
    id_token: str = ""
    #: When its person proved again who they are; None: when it was opened.
    proved_again_at: datetime | None = None

    @property
    def proved_at(self) -> datetime:
        """When its person last proved who they are."""
        return self.proved_again_at or self.created_at


def open_session(
    session: Session,
    person_id: int,
    *,
    as_staff: bool,
    by: str,
    now: datetime,
    web: WebSettings,
    peer: str = "",
    user_agent: str = "",
    id_token: str = "",
) -> str:
    """Sign a person in; the value of the new cookie. Whatever cookie there was before opens nothing by it."""
    secret = secrets.token_urlsafe(32)
    session.connection().execute(
        sa.insert(_sessions).values(
            secret_hash=hash_secret(secret),
            person_id=person_id,
            as_staff=as_staff,
            by=by,
            created_at=now,
            seen_at=now,
            expires_at=now + lifetime(web, as_staff),
            peer=peer[:64],
            user_agent=user_agent[:300],
            id_token=id_token,
        )
    )
    return secret


def lifetime(web: WebSettings, as_staff: bool) -> timedelta:
    """How long a session lasts after its last page."""
    return timedelta(hours=web.agent_hours) if as_staff else timedelta(minutes=web.citizen_minutes)


# Made once: every page asks it.
_OPEN = sa.select(_sessions).where(
    _sessions.c.secret_hash == sa.bindparam("secret_hash"),
    _sessions.c.ended_at.is_(None),
    _sessions.c.expires_at > sa.bindparam("now"),
)


def find_session(session: Session, secret: str, now: datetime) -> OpenSession | None:
    """The session of that cookie; None when there is none, or it is over."""
    if not secret or len(secret) > _LONGEST:
        return None
    row = session.connection().execute(_OPEN, {"secret_hash": hash_secret(secret), "now": now}).first()
    if row is None:
        return None
    return OpenSession(
        row.id,
        row.person_id,
        row.as_staff,
        row.created_at,
        row.seen_at,
        secret,
        row.id_token,
        row.proved_at,
    )


def note_use(session: Session, found: OpenSession, now: datetime, web: WebSettings) -> None:
    """The session lasts on from now."""
    session.connection().execute(
        sa.update(_sessions)
        .where(_sessions.c.id == found.id, _sessions.c.ended_at.is_(None))
        .values(seen_at=now, expires_at=now + lifetime(web, found.as_staff))
    )


def note_proof(session: Session, found: OpenSession, now: datetime) -> None:
    """The person of the session proved now who they are."""
    session.connection().execute(
        sa.update(_sessions)
        .where(_sessions.c.id == found.id, _sessions.c.ended_at.is_(None))
        .values(proved_at=now)
    )


def end_sessions(session: Session, now: datetime, *conditions: Any) -> list[int]:
    """End the open sessions that fulfil the conditions; their ids, oldest first."""
    ended = session.connection().execute(
        sa.update(_sessions)
        .where(_sessions.c.ended_at.is_(None), _sessions.c.expires_at > now, *conditions)
        .values(ended_at=now, id_token="")
        .returning(_sessions.c.id)
    )
    return sorted(ended.scalars())


def end_session(session: Session, session_id: int, now: datetime) -> None:
    """End one session. Raises UserError when there is none of that number, or it is over."""
    if not end_sessions(session, now, _sessions.c.id == session_id):
        raise UserError(f"No session {session_id} is open. See: guichet sessions list")


def end_sessions_of(session: Session, person_id: int, now: datetime) -> list[int]:
    """End every open session of a person; their ids."""
    return end_sessions(session, now, _sessions.c.person_id == person_id)


def list_sessions(session: Session, now: datetime, *, everything: bool = False) -> list[dict[str, Any]]:
    """Open sessions, the one used last first; `everything` names those that are over too."""
    query = (
        sa.select(_sessions, _people.c.name)
        .join(_people, _people.c.id == _sessions.c.person_id)
        .order_by(_sessions.c.seen_at.desc(), _sessions.c.id.desc())
    )
    if not everything:
        query = query.where(_sessions.c.ended_at.is_(None), _sessions.c.expires_at > now)
    return [
        {
            "id": row.id,
            "person": row.person_id,
            "name": row.name,
            "as": "staff" if row.as_staff else "requester",
            "by": row.by,
            "created_at": row.created_at,
            "seen_at": row.seen_at,
            "expires_at": row.expires_at,
            "ended_at": row.ended_at,
            "peer": row.peer,
            "user_agent": row.user_agent,
        }
        for row in session.connection().execute(query)
    ]
