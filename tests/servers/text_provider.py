"""A provider of texts in the manner of French aggregators, on loopback: JSON out, receipts and texts called
back in, each with a secret word and a signature.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

API_KEY = "cle-de-l-interface"
TOKEN = "mot-secret"
SIGNING_KEY = "cle-de-signature"


class TextProvider:
    """Takes texts at `url`, keeps them in `taken`, and calls back."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # the name the standard library calls
                content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                known = self.headers["X-Api-Key"] == API_KEY
                text_id = f"m-{len(provider.taken) + 1}"
                answer = {"messageId": text_id, "code": "ACCEPTED"} if known else {"code": "BAD_KEY"}
                if known:
                    provider.taken.append({**content, "messageId": text_id})
                raw = json.dumps(answer).encode()
                self.send_response(201 if known else 401)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, *_: object) -> None:
                """Nothing is printed."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/sms/v1/messages"

    def __enter__(self) -> TextProvider:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def settings(self, **door: Any) -> dict[str, Any]:
        """What a town that uses this provider writes under `sms` and `doors.sms`."""
        return {
            "sms": {
                "carrier": "gateway",
                "gateway": {
                    "name": "agregateur",
                    "url": self.url,
                    "body": '{"recipient": {"to": "{to_digits}"}, "from": "{sender}", '
                    '"body": {"text": "{text}"}, "refClient": "{id}"}',
                    "sender": "33199000001",
                    "secret": API_KEY,
                    "secret_header": "X-Api-Key: {secret}",
                    "id_path": "messageId",
                    "error_path": "code",
                    "success_codes": ["ACCEPTED"],
                    "reports_delivery": True,
                },
            },
            "doors": {"sms": {"enabled": True, "gateway": {**CALLS, **door}}},
        }

    def call(
        self,
        where: str,
        content: dict[str, Any],
        *,
        token: str = TOKEN,
        **headers: str,
    ) -> int:
        """Call the town as this provider does; the HTTP status."""
        body = json.dumps(content).encode()
        given = {
            "Content-Type": "application/json",
            "X-Token": token,
            "X-Signature": f"sha256={signed(body)}",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        return called(where, body, given)[0]


#: What this provider's calls look like, as the settings have it.
CALLS: dict[str, Any] = {
    "token_in": "header:X-Token",
    "token": TOKEN,
    "signature_header": "X-Signature",
    "signature_key": SIGNING_KEY,
    "signature_prefix": "sha256=",
    "message_id_path": "messageId",
    "message_from_path": "from",
    "message_to_path": "recipient.to",
    "message_text_path": "body.text",
    "receipt_id_path": "messageId",
    "receipt_ours_path": "refClient",
    "receipt_status_path": "status.value",
    "receipt_error_path": "status.detail",
    "statuses": {
        "ENROUTE": "sending",
        "SENT": "sent",
        "DELIVERED": "delivered",
        "UNDELIVERABLE": "failed",
        "UNDELIVERED": "unreachable",
    },
    "errors": {"UNKNOWN_RECIPIENT": "unknown_number"},
}


def text_call(text_id: str, sender: str, words: str) -> dict[str, Any]:
    """The call that brings a text; numbers without `+`, as providers write them."""
    return {
        "messageId": text_id,
        "from": sender.removeprefix("+"),
        "recipient": {"to": "33199000001"},
        "body": {"text": words},
        "receivedAt": "2026-11-28T09:00:00+01:00",
    }


def receipt_call(text_id: str, status: str, detail: str = "", ours: str = "") -> dict[str, Any]:
    """The call that says what became of a text."""
    return {"messageId": text_id, "refClient": ours, "status": {"value": status, "detail": detail}}


def called(where: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, bytes]:
    """Call `where`, by POST when there is a body; the status and the body of the answer."""
    request = urllib.request.Request(where, data=body, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read()


def signed(body: bytes, url: str = "", *, algorithm: str = "sha256", time: str = "") -> str:
    """The HMAC of time, address and body in this order, in hex."""
    whole = time.encode() + url.encode() + body
    return hmac.new(SIGNING_KEY.encode(), whole, getattr(hashlib, algorithm)).hexdigest()
