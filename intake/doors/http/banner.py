"""A banner above every page: of a service that is none of the world, it is said wherever somebody looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

#: ASGI, whose messages are dictionaries of anything.
_Message = dict[str, Any]


class Banner:
    """Lets every answer pass but pages, which are put together, `marked` (page, language) and sent whole."""

    def __init__(self, app: Any, marked: Callable[[str, str], str]) -> None:
        self._app, self._marked = app, marked

    async def __call__(self, scope: _Message, receive: Any, send: Any) -> None:
        """One call."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        page = _Page(send, self._marked)
        await self._app(scope, receive, page.send)


class _Page:
    def __init__(self, send: Any, marked: Callable[[str, str], str]) -> None:
        self._send, self._marked = send, marked
        self._start: _Message | None = None
        self._body = b""

    async def send(self, message: _Message) -> None:
        if message["type"] == "http.response.start" and _is_page(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._end(self._start)

    async def _end(self, start: _Message) -> None:
        text = self._body.decode("utf-8", "replace")
        language = "en" if '<html lang="en"' in text[:2_000] else "fr"
        body = self._marked(text, language).encode()
        headers = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
        headers.append((b"content-length", str(len(body)).encode()))
        await self._send({**start, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


def _is_page(start: _Message) -> bool:
    kinds = [value for name, value in start.get("headers", ()) if name.lower() == b"content-type"]
    return any(value.lower().startswith(b"text/html") for value in kinds)
