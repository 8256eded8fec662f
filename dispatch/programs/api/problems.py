"""What goes wrong, as programs read it: `application/problem+json` (RFC 9457), never more than a sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import Response

from dispatch.programs.rates import retry_after

#: Headers of every answer: nothing of it is kept, guessed or shown in a frame.
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """The call is refused. `detail` is for a developer's eyes; `why` is one word for the access log."""

    def __init__(
        self,
        status: int,
        why: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.why = why
        self.detail = detail
        self.headers = dict(headers or {})
        self.more = more
        #: Who was refused, where that was known by then.
        self.by = ""

    def answer(self) -> Response:
        body = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            **self.more,
        }
        headers = {**HEADERS, **self.headers}
        return Response(json.dumps(body, ensure_ascii=False), self.status, headers, media_type=MEDIA_TYPE)


def not_here() -> Problem:
    """There is no such thing, or not for this token: nobody learns which."""
    return Problem(404, "not_here", "There is no such thing here, or not for this token.")


def too_many(seconds: float, what: str) -> Problem:
    """`what` was asked too often; it may come again in so many seconds."""
    wait = retry_after(seconds)
    return Problem(429, "rate", f"Too many {what}: wait {wait} s.", headers={"Retry-After": wait})
