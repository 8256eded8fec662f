"""Keys that other programs call with: made by command, known by their hash alone, taken back at once."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from sqlmodel import Session

from models.errors import TemporaryFailure, UserError
from models.signing.keys import hash_secret
from models.store.batching.rows import insert_once
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.programs.keys import ProgramCall, ProgramKey, ProgramKind

log = structlog.get_logger(__name__)
_keys, _calls = table_of(ProgramKey), table_of(ProgramCall)
#: What programs may be let do, by the interface that they call.
RIGHTS: Mapping[ProgramKind, tuple[str, ...]] = {
    ProgramKind.API: ("read", "create", "act"),
    ProgramKind.OPEN311: ("read", "post", "updates"),
}
#: Every key begins so: who finds one in a file knows what it is.
PREFIX = "guichet_"
#: A key is noted as used at most this often; a call that named itself is remembered this long.
NOTED_EVERY, REMEMBERED = timedelta(minutes=1), timedelta(days=7)
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?\Z")
#: A key of ours has 51 characters; nothing much longer is hashed.
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Program:
    """A program whose key is good."""

    id: int
    kind: ProgramKind
    name: str
    may: frozenset[str]
    services: frozenset[str] = frozenset()
    options: Mapping[str, Any] = field(default_factory=dict)
    used_at: datetime | None = None

    @property
    def trace(self) -> str:
        """As the access log and the history name it: `api:NAME`."""
        return f"{self.kind}:{self.name}"

    def sees(self, service: str | None) -> bool:
        """Whether requests of a service are among those it works with."""
        return not self.services or service in self.services


class UsedBefore(Exception):
    """The call gave itself a name that it had before, for something else."""


def check_name(name: str) -> None:
    """Raises UserError for what is no name that a program is known by in commands and traces."""
    if not _NAME.match(name):
        raise UserError(
            f"'{name}' is no name for a program: small letters, digits and hyphens, at most 40, such as glpi."
        )


def check_rights(kind: ProgramKind, may: Sequence[str], called: Callable[[str], str] = str) -> None:
    """Raises UserError for no right at all, and for what is none of a program of this kind; `called`: the
    word for each that there is, as whoever reads that knows it.
    """
    wrong = [each for each in may if each not in RIGHTS[kind]]
    if wrong or not may:
        given = f"'{wrong[0]}' is no right" if wrong else "Without any right it could do nothing"
        raise UserError(f"{given}: give some of {', '.join(map(called, RIGHTS[kind]))}.")


def add_key(
    session: Session,
    kind: ProgramKind,
    name: str,
    *,
    may: Sequence[str],
    services: Sequence[str] = (),
    options: Mapping[str, Any] | None = None,
    expires_at: datetime | None = None,
    by: str,
    now: datetime,
) -> str:
    """Make a key for a program; the key, which is told once and kept nowhere. Raises UserError."""
    check_name(name)
    check_rights(kind, may)
    if expires_at is not None and expires_at <= now:
        raise UserError("The key would be over already: give a later day.")
    found = session.connection().execute(_named(kind, name)).first()
    if found is not None:
        raise UserError(
            f"A key was made for '{name}' before: take another name, so that traces tell the two apart."
        )
    secret = PREFIX + secrets.token_urlsafe(32)
    session.connection().execute(
        sa.insert(_keys).values(
            kind=kind,
            name=name,
            secret_hash=hash_secret(secret),
            may=sorted(set(may), key=RIGHTS[kind].index),
            services=sorted(set(services)),
            options=dict(options or {}),
            created_at=now,
            created_by=by,
            expires_at=expires_at,
            used_from="",
        )
    )
    return secret


def find_program(session: Session, kind: ProgramKind, secret: str, now: datetime) -> Program | None:
    """The program that calls with this key; None when the key is unknown, over or taken back."""
    if not secret or len(secret) > _LONGEST:
        return None
    query = sa.select(_keys).where(
        _keys.c.secret_hash == hash_secret(secret),
        _keys.c.kind == kind,
        _keys.c.revoked_at.is_(None),
        sa.or_(_keys.c.expires_at.is_(None), _keys.c.expires_at > now),
    )
    row = session.connection().execute(query).first()
    if row is None:
        return None
    return Program(
        row.id,
        kind,
        row.name,
        frozenset(row.may),
        frozenset(row.services),
        row.options or {},
        row.used_at,
    )


def is_open(session: Session, kind: ProgramKind, now: datetime) -> bool:
    """Whether any key works: without one there is nothing to call."""
    query = (
        sa.select(_keys.c.id)
        .where(
            _keys.c.kind == kind,
            _keys.c.revoked_at.is_(None),
            sa.or_(_keys.c.expires_at.is_(None), _keys.c.expires_at > now),
        )
        .limit(1)
    )
    return session.connection().execute(query).first() is not None


def note_use(database: Database, program: Program, now: datetime, peer: str) -> None:
    """When and from where the key was last used, unless that was noted a moment ago. A database that cannot
    be written to just now refuses nobody a look.
    """
    if program.used_at is not None and now - program.used_at <= NOTED_EVERY:
        return
    values = {"used_at": now, "used_from": peer[:64]}
    try:
        with database.transaction() as session:
            session.connection().execute(sa.update(_keys).where(_keys.c.id == program.id).values(values))
    except TemporaryFailure as failed:
        log.info("programs.use_not_noted", key=program.id, why=failed.private)


def list_keys(
    session: Session, kind: ProgramKind, now: datetime, *, everything: bool = False
) -> list[dict[str, Any]]:
    """Keys that work, by name; `everything` names those that are over too. Never the key itself."""
    query = sa.select(_keys).where(_keys.c.kind == kind).order_by(_keys.c.name)
    return [
        {
            "name": row.name,
            "may": row.may,
            "services": row.services,
            "options": row.options or {},
            "created_at": row.created_at,
            "created_by": row.created_by,
            "expires_at": row.expires_at,
            "revoked_at": row.revoked_at,
            "used_at": row.used_at,
            "used_from": row.used_from,
        }
        for row in session.connection().execute(query)
        if everything or _works(row, now)
    ]


def revoke_key(session: Session, kind: ProgramKind, name: str, now: datetime) -> None:
    """Take a program's key back: its next call is refused. Raises UserError when none of that name works."""
    row = session.connection().execute(_named(kind, name)).first()
    if row is None or not _works(row, now):
        known = ", ".join(each["name"] for each in list_keys(session, kind, now)) or "none"
        raise UserError(f"No key of '{name}' works. Those that do: {known}.")
    session.connection().execute(sa.update(_keys).where(_keys.c.id == row.id).values(revoked_at=now))


def begin_call(session: Session, program: Program, call_name: str, asked: bytes, now: datetime) -> bool:
    """Note a call that named itself, in the transaction of what it does; whether it is the first of that
    name. Raises UsedBefore when the name was used for something else.
    """
    asked_hash, call_hash = _hashes(call_name, asked)
    connection = session.connection()
    connection.execute(sa.delete(_calls).where(_calls.c.created_at < now - REMEMBERED))
    row = {"key_id": program.id, "call_hash": call_hash, "asked_hash": asked_hash, "created_at": now}
    if insert_once(connection, _calls, ("key_id", "call_hash"), **row):
        return True
    was_called(session, program, call_name, asked)
    return False


def was_called(session: Session, program: Program, call_name: str, asked: bytes) -> bool:
    """Whether that very call came before and was done. Raises UsedBefore as `begin_call` does."""
    asked_hash, call_hash = _hashes(call_name, asked)
    query = sa.select(_calls.c.asked_hash).where(
        _calls.c.key_id == program.id, _calls.c.call_hash == call_hash
    )
    found = session.connection().execute(query).scalar()
    if found is not None and found != asked_hash:
        raise UsedBefore
    return found is not None


def _hashes(call_name: str, asked: bytes) -> tuple[str, str]:
    return hashlib.sha256(asked).hexdigest(), hashlib.sha256(call_name.encode()).hexdigest()


def _named(kind: ProgramKind, name: str) -> sa.Select[Any]:
    return sa.select(_keys).where(_keys.c.kind == kind, _keys.c.name == name)


def _works(row: Any, now: datetime) -> bool:
    return row.revoked_at is None and (row.expires_at is None or row.expires_at > now)
