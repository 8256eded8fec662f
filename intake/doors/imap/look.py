"""What one look into a folder knows: where the cursor stood, what was taken, where it stands at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog

from intake.doors.imap.cursor import CursorStore
from models.settings.doors import ImapDoorSettings
from models.tables.mailboxes import MailboxCursor

log = structlog.get_logger(__name__)


@dataclass
class Look:
    """What one look has done so far."""

    cursor: MailboxCursor
    uidvalidity: int
    #: UIDs were given anew: what is stored is known by its content, not by its key.
    renumbered: bool = False
    hashes: set[str] = field(default_factory=set)
    taken: set[int] = field(default_factory=set)
    #: Could not be stored now; tried again soon.
    left: set[int] = field(default_factory=set)
    #: The server cannot give them; tried again at the next look at everything.
    unreadable: set[int] = field(default_factory=set)
    problem: str = ""

    def must_be_whole(self, settings: ImapDoorSettings, now: datetime) -> bool:
        """Whether the whole folder is compared with the ledger: the first time, when UIDs were given anew,
        and every `reconcile_hours`.
        """
        reconciled = self.cursor.reconciled_at
        is_due = reconciled is None or now - reconciled >= timedelta(hours=settings.reconcile_hours)
        return self.renumbered or self.cursor.uidvalidity == 0 or is_due


def begin_look(
    cursors: CursorStore, settings: ImapDoorSettings, selected: dict[bytes, Any], now: datetime
) -> Look:
    """A look at the folder just selected, with the cursor of its mailbox."""
    cursor = cursors.load(now)
    uidvalidity = number_of(selected, b"UIDVALIDITY")
    reused = 0 < number_of(selected, b"UIDNEXT") <= cursor.last_uid
    moved = cursor.folder != settings.folder
    renumbered = cursor.renumbering or (
        cursor.uidvalidity != 0 and (cursor.uidvalidity != uidvalidity or reused or moved)
    )
    return Look(cursor, uidvalidity, renumbered, cursors.stored_hashes() if renumbered else set())


def start_anew(look: Look, cursors: CursorStore, settings: ImapDoorSettings, uidnext: int) -> None:
    """Save a cursor for a folder seen for the first time, or whose UIDs were given anew."""
    if look.renumbered:
        log.warning("imap.renumbered", name=settings.name)
    cursor = look.cursor
    cursor.folder = settings.folder
    cursor.uidvalidity = look.uidvalidity
    cursor.last_uid = cursor.settled_uid = 0
    cursor.base_uid = max(uidnext - 1, 0)
    cursor.renumbering = look.renumbered
    cursors.save(cursor)


def end_look(look: Look, now: datetime, uids: Sequence[int], stored: set[int], everything: bool) -> None:
    """Put the cursor above what is stored, and below what was left. `uids` are those looked at, ascending."""
    cursor = look.cursor
    if look.renumbered and not look.left:
        cursor.renumbering = False
        cursor.settled_uid = max(uids, default=0)
    if uids and not look.left:
        cursor.last_uid = max(cursor.last_uid, uids[-1])
    elif look.left:
        below = [uid for uid in uids if uid < min(look.left)]
        cursor.last_uid = max([cursor.last_uid, *below[-1:]])
    if everything:
        cursor.reconciled_at = now
        cursor.on_server = len(uids)
        cursor.stored = len(stored | look.taken)
    cursor.succeeded_at = now
    if not look.left:
        cursor.failing_since = None
        cursor.failure = look.problem


def number_of(selected: dict[bytes, Any], name: bytes) -> int:
    """A number that SELECT answered with; 0 when it did not."""
    value = selected.get(name, 0)
    return value if isinstance(value, int) else 0
