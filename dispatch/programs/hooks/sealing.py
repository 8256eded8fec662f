"""Secrets of webhooks stand in the database only sealed, under the keys of the reply addresses: whoever has
the database or a copy of it, but not its keys, can sign nothing in our name.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from models.errors import InvalidValue, UserError
from models.signing.sealed import Seal
from models.signing.tokens import Signer
from models.tables.columns import table_of
from models.tables.programs.hooks import Hook

_hooks = table_of(Hook)
_LABEL = b"secrets of webhooks"


def seal_of(signer: Signer) -> Seal:
    """What seals and opens these secrets."""
    return Seal(signer, _LABEL)


def secrets_of(hook: Any, now: datetime, seal: Seal) -> list[str]:
    """The secret, and the one before as long as both sign and a key opens it. Raises UserError when no key
    opens the secret itself.
    """
    try:
        found = [seal.open(hook.secret)]
    except InvalidValue as wrong:
        raise UserError(
            f"The key that sealed the secret of {hook.name} is gone. guichet webhooks rotate {hook.name}"
        ) from wrong
    if hook.old_until is not None and hook.old_until > now:
        # One that no key opens any more is what had it changed: the new one signs alone.
        with suppress(InvalidValue):
            found.append(seal.open(hook.old_secret))
    return found


def seal_secrets(session: Session, seal: Seal) -> int:
    """Seal what is not, or is under an earlier key; of how many webhooks. What no key opens stays as it is:
    its tellings say so.
    """
    changed = 0
    for row in session.connection().execute(sa.select(_hooks).where(_hooks.c.removed_at.is_(None))).all():
        values = {}
        for name in ("secret", "old_secret"):
            words = getattr(row, name)
            if not words or seal.is_fresh(words):
                continue
            try:
                values[name] = seal.close(seal.open(words))
            except InvalidValue:
                continue
        if values:
            changed += 1
            session.connection().execute(sa.update(_hooks).where(_hooks.c.id == row.id).values(values))
    return changed
