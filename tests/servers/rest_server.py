"""A rest-server: what a restic repository on another machine is served by over HTTP (REST protocol, version 2).

Kept in memory, with an account. https://restic.readthedocs.io/en/stable/REST_backend.html
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

_VERSION_2 = "application/vnd.x.restic.rest.v2"


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, user: str, password: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.kept: dict[str, bytes] = {}
        self.proof = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self, code: int, body: bytes = b"", kind: str = "application/octet-stream") -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _do(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = self.path.partition("?")[0]
        if self.headers.get("Authorization") != self.server.proof:
            self._answer(401)
        elif self.command == "POST":
            if "?create=true" not in self.path:
                self.server.kept[path] = body
            self._answer(200)
        elif self.command == "DELETE":
            self._answer(200 if self.server.kept.pop(path, None) is not None else 404)
        elif path.endswith("/") and self.command == "GET":
            found = [(name, kept) for name, kept in list(self.server.kept.items()) if name.startswith(path)]
            names = [{"name": name.rpartition("/")[2], "size": len(kept)} for name, kept in found]
            self._answer(200, json.dumps(names).encode(), _VERSION_2)
        elif (kept := self.server.kept.get(path)) is None:
            self._answer(404)
        elif (wanted := self.headers.get("Range")) is not None:
            first, _, last = wanted.removeprefix("bytes=").partition("-")
            self._answer(206, kept[int(first) : int(last) + 1 if last else None])
        else:
            self._answer(200, kept)

    do_GET = do_HEAD = do_POST = do_DELETE = _do  # noqa: N815  # named by http.server


@contextmanager
def serve(user: str, password: str) -> Iterator[str]:
    """A rest-server on loopback for that account; its address, as restic is given it after `rest:`."""
    server = _Server(user, password)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/guichet/"
    finally:
        server.shutdown()
        server.server_close()
