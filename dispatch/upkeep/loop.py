"""A loop in a thread of its own: one unit of work after the other, woken when there is some."""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog

from models.errors import TemporaryFailure

log = structlog.get_logger(__name__)
_SHORTEST_BACK_OFF_SECONDS = 0.5
_LONGEST_BACK_OFF_SECONDS = 30.0


class Loop:
    """Calls `step` until it says there is nothing left, then sleeps until woken or `idle_seconds` passed.

    `step` returns whether it did anything. When it raises, the loop backs off and goes on: `step` itself
    has moved the row it was working on, or its lease will run out.
    """

    def __init__(self, name: str, step: Callable[[], object], *, idle_seconds: float = 1.0) -> None:
        self.name = name
        self._step = step
        self._idle_seconds = idle_seconds
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        #: Consecutive failures; 0 when the last step went well.
        self.failures = 0

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """There is something to do: do not wait for the end of the nap."""
        self._wake.set()

    def stop(self) -> None:
        """Ask the loop to end after the step it is in."""
        self._stop.set()
        self._wake.set()

    def join(self, timeout_seconds: float) -> bool:
        """Whether the loop ended in time."""
        self._thread.join(timeout_seconds)
        return not self._thread.is_alive()

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            try:
                busy = bool(self._step())
                self.failures = 0
            except Exception as wrong:  # noqa: BLE001  # the loop's edge: it must outlive every failure
                busy = False
                self._back_off(wrong)
            if not busy and not self._stop.is_set():
                self._wake.wait(self._idle_seconds)

    def _back_off(self, wrong: Exception) -> None:
        self.failures += 1
        wait = min(_SHORTEST_BACK_OFF_SECONDS * 2 ** min(self.failures - 1, 10), _LONGEST_BACK_OFF_SECONDS)
        if isinstance(wrong, TemporaryFailure):
            log.warning("loop.waits", loop=self.name, error=wrong.private, seconds=wait)
        else:
            log.error("loop.failed", loop=self.name, seconds=wait, exc_info=True)
        self._stop.wait(wait)
