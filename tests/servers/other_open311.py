"""A partner's Open311 server on loopback, that keeps what it is posted, and misbehaves when told."""

from __future__ import annotations

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from xml.sax.saxutils import escape

KEY = "cle-de-la-mairie"
#: Entities within entities: some hundred megabytes when they are read.
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><service_requests><request><service_request_id>&i;</service_request_id></request></service_requests>"
)
OUTSIDE = (
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    "<service_requests><request><service_request_id>&a;</service_request_id></request></service_requests>"
)


class OtherOpen311:
    """Requests it took in `posted`, and what it says became of them in `updates`.

    `answers` are given first, one a call, in place of its own: (status, body), or `lost`: the request is taken
    and the line is cut. `shows` is what its list of requests shows of each: `description`, `place` or nothing.
    """

    def __init__(self) -> None:
        self.posted: list[dict[str, str]] = []
        self.updates: list[dict[str, str]] | None = []
        self.calls: list[tuple[str, str]] = []
        self.answers: list[tuple[int, str] | str] = []
        self.statuses: dict[str, str] = {}
        self.shows = ("description", "lat", "long")
        self.gives_tokens = False
        server = self

        class Handler(BaseHTTPRequestHandler):
            def _any(self) -> None:
                raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                server._answer(self, raw)

            do_GET = do_POST = _any  # noqa: N815  # names the standard library calls

            def log_message(self, *_: object) -> None:
                """Nothing is printed."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self.endpoint = f"http://127.0.0.1:{self._server.server_address[1]}/open311/v2/"

    def __enter__(self) -> OtherOpen311:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def stay_closed(self) -> None:
        """Somebody else answers in its place: its door is never opened."""
        self._server.server_close()

    def say(self, number: str, status: str, description: str = "", **more: str) -> None:
        """An update about a request of theirs."""
        assert self.updates is not None
        self.updates.append(
            {
                "update_id": f"u{len(self.updates) + 1}",
                "service_request_id": number,
                "status": status,
                "updated_datetime": "2026-11-03T13:05:00Z",
                "description": description,
                **more,
            }
        )

    def _answer(self, handler: Any, raw: bytes) -> None:
        parts = urlsplit(handler.path)
        resource = parts.path.removeprefix("/open311/v2/").removesuffix(".xml").removesuffix(".json")
        fields = dict(parse_qsl((raw if handler.command == "POST" else parts.query.encode()).decode()))
        self.calls.append((handler.command, resource))
        told = self.answers.pop(0) if self.answers else None
        if told == "lost":
            if handler.command == "POST":
                self._take(fields)
            handler.connection.shutdown(socket.SHUT_RDWR)
            return
        status, body = told if isinstance(told, tuple) else self._own(handler.command, resource, fields)
        whole = body.encode()
        handler.send_response(status)
        if status == 302:
            handler.send_header("Location", self.endpoint)
        handler.send_header("Content-Length", str(len(whole)))
        handler.end_headers()
        handler.wfile.write(whole)

    def _own(self, method: str, resource: str, fields: dict[str, str]) -> tuple[int, str]:
        if fields.get("api_key") != KEY:
            return 403, _xml("errors", "error", [{"code": "403", "description": "No such key."}])
        if method == "POST":
            taken = self._take(fields)
            name = "token" if self.gives_tokens else "service_request_id"
            return 200, _xml("service_requests", "request", [{name: taken["service_request_id"]}])
        if resource == "servicerequestupdates" and self.updates is not None:
            return 200, _xml("service_request_updates", "request_update", self.updates)
        if resource.startswith("tokens/"):
            number = resource.partition("/")[2]
            return 200, _xml("service_requests", "request", [{"service_request_id": number, "token": number}])
        if resource == "requests":
            wanted = fields.get("service_request_id", "").split(",")
            listed = [
                {"service_request_id": each["service_request_id"], "service_code": each["service_code"]}
                | {name: each.get(name, "") for name in self.shows}
                | {"status": self.statuses.get(each["service_request_id"], "open")}
                for each in self.posted
                if wanted == [""] or each["service_request_id"] in wanted
            ]
            return 200, _xml("service_requests", "request", listed)
        if resource == "services":
            return 200, _xml("services", "service", [{"service_code": "FUITE", "service_name": "Fuite"}])
        return 404, "not here"

    def _take(self, fields: dict[str, str]) -> dict[str, str]:
        taken = {**fields, "service_request_id": f"T-{len(self.posted) + 101}"}
        self.posted.append(taken)
        return taken


def _xml(outer: str, inner: str, items: list[dict[str, str]]) -> str:
    each = "".join(
        f"<{inner}>" + "".join(f"<{k}>{escape(v)}</{k}>" for k, v in item.items()) + f"</{inner}>"
        for item in items
    )
    return f'<?xml version="1.0" encoding="utf-8"?><{outer}>{each}</{outer}>'
