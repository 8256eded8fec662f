"""What became of a message: the end of its ledger row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models.tables.ledger import InboundState


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message: the end of its ledger row."""

    state: InboundState
    reason: str = ""
    request_id: int | None = None
    #: The earlier message that this one is a copy of.
    duplicate_of_id: int | None = None
    #: What the rules made of it, as JSON: `disposition` and `steps`; None when they were not asked.
    decision: dict[str, Any] | None = None
    #: Nothing was done, because it stood so already.
    already: bool = False
    #: What several orders did, a line each, in the language of whoever gave them.
    done: tuple[str, ...] = ()
