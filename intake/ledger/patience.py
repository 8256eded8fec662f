"""Whoever waits for something to be stored waits so long and no longer: a database may hang."""

from __future__ import annotations

import threading
import time
from collections import deque
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress

import structlog

from models.errors import TemporaryFailure

log = structlog.get_logger(__name__)


class Patience:
    """Ends futures that nobody answered within `seconds` with a TemporaryFailure. Thread-safe.

    What was under way may be stored all the same: it comes again then and is known as a copy.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._waiting: deque[tuple[float, Future[int]]] = deque()
        self._news = threading.Condition()
        self._closed = False
        self._thread: threading.Thread | None = None

    def watch(self, future: Future[int]) -> None:
        """Have `future` end in time, by whoever ends it first."""
        with self._news:
            # Those that are answered go from the front, so that the line is as long as what waits.
            while self._waiting and self._waiting[0][1].done():
                self._waiting.popleft()
            self._waiting.append((time.monotonic() + self.seconds, future))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="patience", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """End everything that still waits."""
        with self._news:
            self._closed = True
            self._news.notify()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while True:
            with self._news:
                while self._waiting and self._waiting[0][1].done():
                    self._waiting.popleft()
                if self._closed:
                    late = [future for _, future in self._waiting]
                    self._waiting.clear()
                else:
                    late = self._late()
                    if not late:
                        self._news.wait(self._pause())
                        continue
            ended = sum(_end(future) for future in late)
            if ended:
                log.error("reception.no_answer", messages=ended, seconds=self.seconds)
            if self._closed:
                return

    def _late(self) -> list[Future[int]]:
        late, now = [], time.monotonic()
        while self._waiting and self._waiting[0][0] <= now:
            late.append(self._waiting.popleft()[1])
        return late

    def _pause(self) -> float:
        """Until the first is late; all wait equally long, so nobody who comes meanwhile is late before."""
        return max(self._waiting[0][0] - time.monotonic(), 0.0) if self._waiting else self.seconds


def _end(future: Future[int]) -> bool:
    """End it with "come again"; whether it was still without an answer."""
    with suppress(InvalidStateError):
        future.set_exception(TemporaryFailure("The database does not answer.", "no answer in time"))
        return True
    return False
