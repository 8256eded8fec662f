"""What a page asks of a call before it is made: who looks, what may be sent, whose turns it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from anyio import CapacityLimiter

Needs = Literal["anybody", "person", "staff"]


@dataclass(frozen=True, slots=True)
class Route:
    """What a page asks of the call before it is made."""

    needs: Needs = "staff"
    #: Whether its form is bound to the browser's own cookies; a signed link's form is bound to the link.
    own_token: bool = True
    most_files: int = 0
    most_file_bytes: int = 0
    #: Seconds that every answer takes at least, so that none tells by its haste.
    at_least_seconds: float = 0.0
    #: Turns of its own, for what may wait for somebody else's server; those of the pages failing that.
    limiter: CapacityLimiter | None = None
    #: Calls that may wait for such a turn, the next is told at once to come later; None for any number.
    most_waiting: int | None = None

    def has_room(self) -> bool:
        """Whether there is a turn, or one may be waited for."""
        if self.limiter is None or self.most_waiting is None:
            return True
        now = self.limiter.statistics()
        return now.borrowed_tokens < now.total_tokens or now.tasks_waiting < self.most_waiting
