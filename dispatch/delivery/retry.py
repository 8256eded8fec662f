"""When to try again, and when to stop (p)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class RetryDecision:
    """`at` is when to try again; None: give up."""

    at: datetime | None


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Exponential back-off: `first_seconds`, doubled after each try, at most `max_seconds`, `max_attempts` tries."""

    max_attempts: int
    first_seconds: float
    max_seconds: float

    def decide(self, attempts: int, now: datetime, jitter: Callable[[], float]) -> RetryDecision:
        """What follows the `attempts`-th failed try. `jitter` gives numbers in [0, 1).

        The wait lies between half and all of the back-off, so that what failed together is not tried
        together again.
        """
        if attempts >= self.max_attempts:
            return RetryDecision(None)
        # min() on the exponent: two to the power of a large number of tries overflows a float.
        wait = min(self.first_seconds * 2.0 ** min(max(attempts - 1, 0), 64), self.max_seconds)
        return RetryDecision(now + timedelta(seconds=wait * (0.5 + 0.5 * jitter())))
