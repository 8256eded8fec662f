"""What became of a message: the end of its ledger row."""

from __future__ import annotations

from dataclasses import dataclass

from models.tables.ledger import InboundState


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message: the end of its ledger row."""

    state: InboundState
    reason: str = ""
    request_id: int | None = None
