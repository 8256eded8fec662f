"""How the directory is asked: within bounds of time and size, like every other program of somebody else
(`dispatch.delivery.outside.calling`), and not again at once when it was away.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from dispatch.delivery.outside.calling import Answer, Unanswered, exchange
from models.errors import PermanentFailure, TemporaryFailure
from models.settings.web import DirectorySettings

#: Seconds before which a page of the directory that was away is not asked again.
REST = 30.0
MOST_BYTES = 300_000
#: A whole sign-in may take so many times the longest silence, however many pages are asked.
WHOLE = 3
#: Statuses by which a server says that it serves nobody now; any other may be about what was sent.
_SERVES_NOBODY = (429, 502, 503, 504)
Page = Literal["metadata", "keys", "token", "userinfo"]


class Away(TemporaryFailure):
    """The directory serves nobody now."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited for everything that one sign-in asks."""

    ends: float
    seconds: Callable[[], float]

    @property
    def left(self) -> float:
        return self.ends - self.seconds()


class Asking:
    """Calls to one directory, and when each of its pages was away."""

    def __init__(self, settings: DirectorySettings, seconds: Callable[[], float]) -> None:
        self._settings, self._seconds = settings, seconds
        self._away: dict[Page, float] = {}

    def patience(self) -> Patience:
        """That for one sign-in, which begins now."""
        return Patience(self._seconds() + WHOLE * self._settings.timeout_seconds, self._seconds)

    @contextmanager
    def at(self, page: Page, patience: Patience, *, of_anybody: bool = False) -> Iterator[None]:
        """Ask a page, unless it was away a moment ago: whoever waits for it takes a place from the others.
        `of_anybody`: what it answers is about nobody, so that a bad answer is as good as none.
        """
        if self._seconds() - self._away.get(page, float("-inf")) < REST:
            raise TemporaryFailure("The directory is away.", f"{page} away a moment ago")
        # What came too late because others had taken the time says nothing about this page.
        fair = patience.left >= self._settings.timeout_seconds
        try:
            yield
        except (TemporaryFailure, PermanentFailure) as wrong:
            if fair and (of_anybody or isinstance(wrong, Unanswered | Away)):
                self._away[page] = self._seconds()
            raise

    def json(
        self,
        method: str,
        url: str,
        patience: Patience,
        *,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """The object that a page answers. Raises TemporaryFailure and PermanentFailure."""
        body = urlencode(form).encode() if form is not None else b""
        given = {"Content-Type": "application/x-www-form-urlencoded"} if form is not None else {}
        read = self.body(method, url, patience, body, {**given, **(headers or {})})
        try:
            said = json.loads(read)
        except (ValueError, RecursionError) as wrong:
            raise PermanentFailure("The directory does not answer in JSON.", "no json") from wrong
        if not isinstance(said, dict):
            raise PermanentFailure("The directory does not answer in JSON.", "no json")
        return said

    def body(
        self,
        method: str,
        url: str,
        patience: Patience,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> bytes:
        """What a page answers. Raises TemporaryFailure and PermanentFailure."""
        left = patience.left
        if left <= 0:
            raise TemporaryFailure("The directory is away.", "the whole took too long")
        answer = exchange(
            method,
            url,
            body=body,
            headers={"Accept": "application/json, application/jwt", **(headers or {})},
            allowed=self._settings.allowed_networks,
            setting="directory.allowed_networks",
            seconds=min(self._settings.timeout_seconds, left),
            within=left,
            most_bytes=MOST_BYTES,
        )
        return _good(answer)


def _good(answer: Answer) -> bytes:
    if answer.status in _SERVES_NOBODY:
        raise Away("The directory is away.", f"status {answer.status}")
    if answer.status >= 500:
        raise TemporaryFailure("The directory is away.", f"status {answer.status}")
    if answer.cut:
        raise PermanentFailure("The directory answers more than can be read.", "too long an answer")
    if answer.status != 200:
        raise PermanentFailure(f"The directory refuses ({answer.status}).", f"status {answer.status}")
    return answer.body
