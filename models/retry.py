"""When to try again, and when to stop: the one policy of every queue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class RetryDecision:
    """`at` is when to try again; None: give up."""

    at: datetime | None


def _whole() -> float:
    return 1.0


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """The waits after failed tries: `first_waits_seconds` in turn, then the last of them doubled after each
    try.

    No wait is longer than `max_seconds`; after `max_attempts` tries there is none.
    """

    max_attempts: int
    first_waits_seconds: tuple[float, ...]
    max_seconds: float

    @classmethod
    def doubling(cls, max_attempts: int, first_seconds: float, max_seconds: float) -> RetryPolicy:
        """Exponential back-off."""
        return cls(max_attempts, (first_seconds,), max_seconds)

    @classmethod
    def listed(cls, *waits_seconds: float) -> RetryPolicy:
        """Exactly these waits, one after each failed try; one try more than there are waits."""
        return cls(len(waits_seconds) + 1, waits_seconds, max(waits_seconds))

    def wait_seconds(self, attempts: int) -> float | None:
        """How long to wait after the `attempts`-th failed try; None: give up."""
        if attempts >= self.max_attempts:
            return None
        waits = self.first_waits_seconds
        place = max(attempts, 1) - 1
        if place < len(waits):
            return min(waits[place], self.max_seconds)
        # min() on the exponent: two to the power of a large number of tries overflows a float.
        return min(waits[-1] * 2.0 ** min(place - len(waits) + 1, 64), self.max_seconds)

    def decide(self, attempts: int, now: datetime, jitter: Callable[[], float] = _whole) -> RetryDecision:
        """What follows the `attempts`-th failed try. `jitter` gives numbers in [0, 1].

        The wait lies between half and all of what the policy says, so that what failed together is not
        tried together again; without `jitter` it is all of it.
        """
        wait = self.wait_seconds(attempts)
        return RetryDecision(None if wait is None else now + timedelta(seconds=wait * (0.5 + 0.5 * jitter())))
