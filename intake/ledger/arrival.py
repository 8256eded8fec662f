"""What a door hands over: bytes and envelope, nothing read yet; and the row it becomes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from intake.ledger.room import Comer
from models.store.files import sha256_of
from models.tables.ledger import WRITTEN_HERE, Door, InboundState

#: Raw messages up to this size stand in the row: measured twice as cheap as a file; bigger ones the reverse.
INLINE_BYTES = 65_536
#: Doors that strangers send by, as much as they like.
_MAIL_DOORS = frozenset((Door.SMTP, Door.LMTP, Door.IMAP))
#: What we wrote or asked for ourselves.
_OURS = WRITTEN_HERE | {Door.CLI, Door.RECEIPTS, Door.MEDIA}


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a door knows about one message: its bytes and its envelope, nothing read yet."""

    door: str
    raw: bytes
    received_at: datetime
    envelope_from: str = ""
    recipients: tuple[str, ...] = ()
    peer: str = ""
    door_name: str = ""
    #: Unique at this door, or None: the same key again is the same arrival and is stored once.
    door_key: str | None = None
    door_facts: dict[str, Any] = field(default_factory=dict)
    #: The host whose mail is counted together; '' for a server of our own, which carries everybody's.
    host: str = ""
    #: When it may be decided first; at once without one.
    due_at: datetime | None = None

    @property
    def comer(self) -> Comer:
        """Who brings it, as the room counts them."""
        sender = self.envelope_from if self.door in _MAIL_DOORS else ""
        return Comer(len(self.raw), sender, self.host, ours=self.door in _OURS)


def row_of(arrival: Arrival) -> dict[str, Any]:
    """The values of its row in the ledger, which waits to be read: each that may not be NULL is named."""
    return {
        "received_at": arrival.received_at,
        "door": arrival.door,
        "door_name": arrival.door_name,
        "door_key": arrival.door_key,
        "peer": arrival.peer,
        "envelope_from": arrival.envelope_from,
        "recipients": list(arrival.recipients),
        "raw": arrival.raw if len(arrival.raw) <= INLINE_BYTES else None,
        "raw_sha256": sha256_of(arrival.raw),
        "raw_size_bytes": len(arrival.raw),
        "door_facts": arrival.door_facts,
        "state": InboundState.WAITING,
        "reason": "",
        "attempts": 0,
        "next_attempt_at": arrival.due_at or arrival.received_at,
        "deaths": 0,
        "leased_by": "",
        "fence": 0,
        "message_id": "",
        "sender": "",
        "subject": "",
        "writer": {},
        "mail_proof": {},
        "decision": {},
    }
