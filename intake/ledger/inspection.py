"""A look at the bytes before they are accepted: what an inspector may answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, Protocol


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an inspector says of one message.

    `accept` takes it, with `facts` noted in the ledger row; `refuse` must not come in by a door that
    can say no; `temporary` asks the sender to come again. `reason` is one public sentence.
    """

    outcome: Literal["accept", "refuse", "temporary"] = "accept"
    facts: dict[str, Any] = field(default_factory=dict)
    reason: str = ""


class Inspector(Protocol):
    """Judges raw messages. Called from several threads at once; never raises, may take seconds."""

    def inspect(self, raw: bytes) -> Verdict: ...


class NoInspector:
    """Accepts everything."""

    def inspect(self, raw: bytes) -> Verdict:
        return Verdict()
