"""Who did something to a request, and how that was known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models.vocabulary import ActorRole


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `proof` is how they were known; it is kept with everything they do, '' is not kept."""

    role: ActorRole
    person_id: int | None = None
    name: str = ""
    proof: str = ""

    def signed(self, data: dict[str, Any]) -> dict[str, Any]:
        """The data of an entry, with the proof of its author when there is one."""
        return {**data, "proof": self.proof} if self.proof else data


#: What follows by itself from what somebody did, and what a rule decided: nobody's own act.
SYSTEM = Actor(ActorRole.SYSTEM)
RULE = Actor(ActorRole.RULE)
