"""Which programs are told, where and of what: made, listed, given a new secret and removed by command."""

from __future__ import annotations

import base64
import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlmodel import Session

from dispatch.programs.keys import check_name
from models.errors import UserError
from models.signing.sealed import Seal
from models.tables.columns import table_of
from models.tables.programs.hooks import Hook, HookCall, HookCallState
from models.tables.requests import Entry

hooks, calls, _entries = table_of(Hook), table_of(HookCall), table_of(Entry)
#: What can be told.
EVENTS = (
    "request.created",
    "request.message",
    "request.answered",
    "request.state",
    "request.assigned",
    "request.noted",
)
#: How long the secret before signs beside the new one.
BOTH_SIGN = timedelta(hours=24)
#: How tellings fare that somebody wants to know of; those of a webhook that was removed are canceled.
_SHOWN = (HookCallState.WAITING, HookCallState.DELIVERED, HookCallState.FAILED)


def new_secret() -> str:
    """A secret as the Standard Webhooks specification writes it."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def add_hook(
    session: Session,
    name: str,
    url: str,
    *,
    events: Sequence[str],
    services: Sequence[str] = (),
    by: str,
    now: datetime,
    seal: Seal,
) -> str:
    """Have a program told from now on; the secret that signs. Raises UserError."""
    check_name(name)
    wrong = [each for each in events if each not in EVENTS]
    if wrong or not events:
        said = f"'{wrong[0]}' is no event" if wrong else "Without any event it would never be told"
        raise UserError(f"{said}: give some of {', '.join(EVENTS)}.")
    check_address(url)
    if session.connection().execute(sa.select(hooks.c.id).where(hooks.c.name == name)).first() is not None:
        raise UserError(f"There was a webhook '{name}' before: take another name.")
    newest = session.connection().execute(sa.select(sa.func.max(_entries.c.id))).scalar() or 0
    secret = new_secret()
    session.connection().execute(
        sa.insert(hooks).values(
            name=name,
            url=url,
            events=sorted(set(events), key=EVENTS.index),
            services=sorted(set(services)),
            secret=seal.close(secret),
            old_secret="",
            created_at=now,
            created_by=by,
            begins_after=newest,
            seen_until=newest,
        )
    )
    return secret


def check_address(url: str) -> None:
    """Raises UserError for what is no address of a web server, or holds a password."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    written = url.isascii() and url.isprintable() and " " not in url
    if not good or parts.username or parts.fragment or len(url) > 2000 or not written:
        raise UserError(
            f"'{url[:100]}' is no address such as https://host/path, in ASCII (%C3%A9 for é), "
            "without user or password."
        )


def find_hook(session: Session, name: str) -> Any:
    """The row of a webhook that is not removed. Raises UserError."""
    query = sa.select(hooks).where(hooks.c.name == name, hooks.c.removed_at.is_(None))
    row = session.connection().execute(query).first()
    if row is None:
        known = sa.select(hooks.c.name).where(hooks.c.removed_at.is_(None)).order_by(hooks.c.name)
        names = ", ".join(session.connection().execute(known).scalars()) or "none"
        raise UserError(f"There is no webhook '{name}'. Those there are: {names}.")
    return row


def rotate_secret(session: Session, name: str, now: datetime, seal: Seal) -> str:
    """A new secret; for a day the one before signs too, so that nothing is missed meanwhile."""
    row, secret = find_hook(session, name), new_secret()
    values = {"secret": seal.close(secret), "old_secret": row.secret, "old_until": now + BOTH_SIGN}
    session.connection().execute(sa.update(hooks).where(hooks.c.id == row.id).values(values))
    return secret


def remove_hook(session: Session, name: str, now: datetime) -> int:
    """Tell that program nothing any more; how many events were still to be told."""
    row = find_hook(session, name)
    values = {"removed_at": now, "secret": "", "old_secret": ""}
    session.connection().execute(sa.update(hooks).where(hooks.c.id == row.id).values(values))
    left = session.connection().execute(
        sa.update(calls)
        .where(calls.c.hook_id == row.id, calls.c.state == HookCallState.WAITING)
        .values(state=HookCallState.CANCELED, ended_at=now, leased_until=None, leased_by="")
    )
    return int(left.rowcount)


def list_hooks(session: Session) -> list[dict[str, Any]]:
    """Every webhook that is not removed, with how its tellings fare. Never its secret."""
    run = session.connection().execute
    counted: dict[int, Counter[str]] = {}
    grouped = sa.select(calls.c.hook_id, calls.c.state, sa.func.count().label("many")).group_by(
        calls.c.hook_id, calls.c.state
    )
    for row in run(grouped):
        counted.setdefault(row.hook_id, Counter())[row.state] = row.many
    found = []
    for row in run(sa.select(hooks).where(hooks.c.removed_at.is_(None)).order_by(hooks.c.name)):
        failing = (
            sa.select(calls.c.last_error)
            .where(calls.c.hook_id == row.id, calls.c.last_error != "")
            .order_by(calls.c.id.desc())
            .limit(1)
        )
        states = counted.get(row.id, Counter())
        found.append(
            {
                "name": row.name,
                "url": row.url,
                "events": row.events,
                "services": row.services,
                "created_at": row.created_at,
                "created_by": row.created_by,
                **{str(state): states[state] for state in _SHOWN},
                "last_error": run(failing).scalar() or "",
            }
        )
    return found
