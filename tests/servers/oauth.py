"""An OAuth server on loopback: gives tokens for known grants, and says to others what a token is worth."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

CLIENT_ID = "guichet-test"
CLIENT_SECRET = "client secret"


class OAuthServer:
    """What the provider knows; tests may change it while it runs."""

    def __init__(self) -> None:
        #: The user each refresh token is for; a token is used once and another given.
        self.refresh_tokens: dict[str, str] = {}
        #: The user that client credentials open.
        self.application_user = ""
        self.access_tokens: dict[str, str] = {}
        self.grants: list[str] = []
        self.expires_in_seconds = 3_600
        self._count = 0
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", "0"))
                form = {k: v[0] for k, v in parse_qs(self.rfile.read(length).decode()).items()}
                status, answer = owner.answer(self.path, form)
                body = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        if path == "/introspect":
            user = self.access_tokens.get(form.get("token", ""))
            return 200, {"active": user is not None, "username": user or ""}
        if form.get("client_id") != CLIENT_ID or form.get("client_secret") != CLIENT_SECRET:
            return 401, {"error": "invalid_client", "error_description": "The client secret has expired."}
        self.grants.append(form.get("grant_type", ""))
        self._count += 1
        answer: dict[str, object] = {"token_type": "Bearer", "expires_in": self.expires_in_seconds}
        if form["grant_type"] == "client_credentials":
            user = self.application_user
        elif form.get("refresh_token") in self.refresh_tokens:
            user = self.refresh_tokens.pop(form["refresh_token"])
            self.refresh_tokens[f"refresh-{self._count}"] = user
            answer["refresh_token"] = f"refresh-{self._count}"
        else:
            return 400, {"error": "invalid_grant", "error_description": "The refresh token was revoked."}
        self.access_tokens[f"access-{self._count}"] = user
        return 200, {**answer, "access_token": f"access-{self._count}"}

    def serve(self) -> None:
        self._server.serve_forever(poll_interval=0.05)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def running_oauth() -> Iterator[OAuthServer]:
    server = OAuthServer()
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        yield server
    finally:
        server.close()
        thread.join()
