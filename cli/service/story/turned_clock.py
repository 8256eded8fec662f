"""The clock of a story: it stands where it is put, and never goes back."""

from __future__ import annotations

from datetime import datetime


class TurnedClock:
    """Called like any clock; `turn` puts it on."""

    def __init__(self, begins: datetime) -> None:
        self._now = begins

    def __call__(self) -> datetime:
        return self._now

    def turn(self, to: datetime) -> None:
        """It is `to` now, when that is later than what it shows."""
        self._now = max(self._now, to)
