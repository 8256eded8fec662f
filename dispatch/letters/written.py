"""What is written and ready to be handed over: a letter, a text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """One email, whole: the bytes to hand over and its envelope (RFC 5321), ASCII unless `smtputf8`."""

    outbox_id: int
    envelope_from: str
    envelope_to: str
    raw: bytes
    smtputf8: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """One text message; `to` is E.164. `queued_at` and `attempt` (from 1) tell where to look for an earlier
    try.
    """

    outbox_id: int
    to: str
    body: str
    queued_at: datetime
    attempt: int = 1
