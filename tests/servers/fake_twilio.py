"""A stateful Twilio on loopback: messages, media, opt-outs, its magic numbers, failures, signed calls
back.
"""

from __future__ import annotations

import json
import secrets
import threading
import urllib.error
import urllib.request
from base64 import b64decode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from twilio.request_validator import RequestValidator

ACCOUNT_SID = "AC" + "0" * 31 + "1"
AUTH_TOKEN = "fake-auth-token"
#: What Twilio's own test credentials answer for these numbers, as (HTTP status, error code).
MAGIC_TO = {
    "+15005550001": (400, 21211),
    "+15005550002": (400, 21612),
    "+15005550003": (400, 21408),
    "+15005550004": (400, 21610),
    "+15005550009": (400, 21614),
}
MAGIC_FROM = {
    "+15005550001": (400, 21212),
    "+15005550007": (400, 21606),
    "+15005550008": (400, 21611),
}


@dataclass
class FakeMessage:
    sid: str
    direction: str
    sender: str
    to: str
    body: str
    status: str
    created_at: datetime
    status_callback: str = ""
    error_code: int | None = None
    media: list[tuple[str, str, bytes]] = field(default_factory=list)

    def shown(self) -> dict[str, object]:
        at = format_datetime(self.created_at)
        uri = f"/2010-04-01/Accounts/{ACCOUNT_SID}/Messages/{self.sid}.json"
        return {
            "sid": self.sid,
            "account_sid": ACCOUNT_SID,
            "direction": self.direction,
            "from": self.sender,
            "to": self.to,
            "body": self.body,
            "status": self.status,
            "date_created": at,
            "date_updated": at,
            "date_sent": at,
            "num_segments": "1",
            "num_media": str(len(self.media)),
            "error_code": self.error_code,
            "error_message": None,
            "price": None,
            "price_unit": "EUR",
            "messaging_service_sid": None,
            "api_version": "2010-04-01",
            "uri": uri,
            "subresource_uris": {"media": uri.replace(".json", "/Media.json")},
        }


class FakeTwilio:
    """One account. Use as a context manager; `url` is where the API is.

    `failures` are taken one by one by the next creations, before (`429`, `500`, any HTTP status) or after
    the message exists (`taken-then-500`, `taken-then-silence`).
    """

    def __init__(self) -> None:
        self.messages: dict[str, FakeMessage] = {}
        self.opted_out: set[str] = set()
        self.failures: list[str] = []
        self.requests: list[tuple[str, str]] = []
        #: Whether everything is answered with 503, as when all of it is away.
        self.is_down = False
        self.redirect_media_to = ""
        self.lock = threading.Lock()
        self.release = threading.Event()
        fake = self

        class Handler(_Handler):
            twilio = fake

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> FakeTwilio:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def outbound(self) -> list[FakeMessage]:
        return [m for m in self.messages.values() if m.direction == "outbound-api"]

    def receive(
        self,
        sender: str,
        to: str,
        body: str,
        media: tuple[tuple[str, bytes], ...] = (),
        at: datetime | None = None,
    ) -> FakeMessage:
        """A text from a citizen as Twilio holds it, before any webhook."""
        message = FakeMessage(
            sid=("MM" if media else "SM") + secrets.token_hex(16),
            direction="inbound",
            sender=sender,
            to=to,
            body=body,
            status="received",
            created_at=at or datetime.now(UTC),
            media=[("ME" + secrets.token_hex(16), kind, content) for kind, content in media],
        )
        if body.strip().upper() in ("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"):
            self.opted_out.add(sender)
        if body.strip().upper() in ("START", "YES", "UNSTOP"):
            self.opted_out.discard(sender)
        self.messages[message.sid] = message
        return message

    def webhook_form(self, message: FakeMessage) -> dict[str, str]:
        """The fields Twilio posts for an inbound message, blank ones too."""
        form = {
            "ToCountry": "FR", "ToState": "", "SmsMessageSid": message.sid, "NumMedia": str(len(message.media)),
            "ToCity": "", "FromZip": "", "SmsSid": message.sid, "FromState": "", "SmsStatus": "received",
            "FromCity": "", "Body": message.body, "FromCountry": "FR", "To": message.to, "ToZip": "",
            "NumSegments": "1", "MessageSid": message.sid, "AccountSid": ACCOUNT_SID, "From": message.sender,
            "ApiVersion": "2010-04-01",
        }  # fmt: skip
        for place, (sid, kind, _) in enumerate(message.media):
            form[f"MediaUrl{place}"] = f"{self.url}{self._media_path(message, sid)}"
            form[f"MediaContentType{place}"] = kind
        return form

    def status_form(self, message: FakeMessage, status: str, error_code: int | None = None) -> dict[str, str]:
        """The fields of a status callback; the message is then in that status."""
        message.status, message.error_code = status, error_code
        form = {
            "SmsSid": message.sid, "SmsStatus": status, "MessageStatus": status, "To": message.to,
            "MessageSid": message.sid, "AccountSid": ACCOUNT_SID, "From": message.sender, "ApiVersion": "2010-04-01",
        }  # fmt: skip
        if error_code:
            form["ErrorCode"] = str(error_code)
        return form

    def create(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        to, sender = form.get("To", ""), form.get("From") or form.get("MessagingServiceSid", "")
        for refused in (
            MAGIC_TO.get(to),
            MAGIC_FROM.get(sender),
            (400, 21610) if to in self.opted_out else None,
        ):
            if refused:
                return refused[0], _error(*refused)
        if not sender:
            return 400, _error(400, 21603)
        if len(form.get("Body", "")) > 1600:
            return 400, _error(400, 21617)
        message = FakeMessage(
            sid="SM" + secrets.token_hex(16),
            direction="outbound-api",
            sender=sender,
            to=to,
            body=form.get("Body", ""),
            status="queued",
            created_at=datetime.now(UTC).replace(microsecond=0),
            status_callback=form.get("StatusCallback", ""),
        )
        self.messages[message.sid] = message
        return 201, message.shown()

    def listed(self, query: dict[str, str]) -> dict[str, object]:
        found = [m for m in self.messages.values() if m.to == query.get("To", m.to)]
        found = [m for m in found if m.sender == query.get("From", m.sender)]
        if query.get("DateSent>"):
            since = datetime.fromisoformat(query["DateSent>"].replace("Z", "+00:00"))
            # By day, as the documentation promises no finer filter.
            found = [m for m in found if m.created_at.date() >= since.date()]
        found.sort(key=lambda m: m.created_at, reverse=True)
        size, page = int(query.get("PageSize", 50)), int(query.get("Page", 0))
        path = f"/2010-04-01/Accounts/{ACCOUNT_SID}/Messages.json"
        more = len(found) > (page + 1) * size
        following = urlencode({**query, "Page": str(page + 1), "PageToken": f"PA{page + 1}"})
        return {
            "messages": [m.shown() for m in found[page * size : (page + 1) * size]],
            "page": page,
            "page_size": size,
            "start": page * size,
            "end": min(len(found), (page + 1) * size),
            "first_page_uri": f"{self.url}{path}?PageSize={size}&Page=0",
            "previous_page_uri": None,
            "next_page_uri": f"{path}?{following}" if more else None,
            "uri": f"{self.url}{path}",
        }

    def _media_path(self, message: FakeMessage, media_sid: str) -> str:
        return f"/2010-04-01/Accounts/{ACCOUNT_SID}/Messages/{message.sid}/Media/{media_sid}"


class _Handler(BaseHTTPRequestHandler):
    twilio: FakeTwilio
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.twilio.requests.append(("POST", self.path))
        if not self._authenticated():
            return
        form = dict(parse_qsl(raw.decode(), keep_blank_values=True))
        with self.twilio.lock:
            failing = self.twilio.failures.pop(0) if self.twilio.failures else ""
            if failing.isdigit():
                status = int(failing)
                self._answer(status, _error(status, 20429 if status == 429 else 20500))
                return
            status, answer = self.twilio.create(form)
        if failing == "taken-then-500":
            self._answer(500, _error(500, 20500))
        elif failing == "taken-then-silence":
            self.twilio.release.wait(30)
            self.close_connection = True
        else:
            self._answer(status, answer)

    def do_GET(self) -> None:
        self.twilio.requests.append(("GET", self.path))
        if not self._authenticated():
            return
        address = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        steps = (
            address.path.removeprefix(f"/2010-04-01/Accounts/{ACCOUNT_SID}/").removesuffix(".json").split("/")
        )
        if steps == ["Messages"]:
            self._answer(200, self.twilio.listed(query))
            return
        message = self.twilio.messages.get(steps[1]) if len(steps) > 1 else None
        if message is None:
            self._answer(404, _error(404, 20404))
        elif len(steps) == 2:
            self._answer(200, message.shown())
        elif len(steps) == 3:
            self._list_media(message)
        else:
            self._give_media(message, steps[3])

    def _list_media(self, message: FakeMessage) -> None:
        at = format_datetime(message.created_at)
        shown = [
            {
                "sid": sid,
                "account_sid": ACCOUNT_SID,
                "parent_sid": message.sid,
                "content_type": kind,
                "date_created": at,
                "date_updated": at,
                "uri": f"{self.twilio._media_path(message, sid)}.json",
            }
            for sid, kind, _ in message.media
        ]
        self._answer(200, {"media_list": shown, "page": 0, "page_size": 50, "next_page_uri": None})

    def _give_media(self, message: FakeMessage, media_sid: str) -> None:
        if self.twilio.redirect_media_to:
            self.send_response(307)
            self.send_header("Location", self.twilio.redirect_media_to)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        for sid, kind, content in message.media:
            if sid == media_sid:
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
                return
        self._answer(404, _error(404, 20404))

    def _authenticated(self) -> bool:
        given = b64decode(self.headers.get("Authorization", "").removeprefix("Basic ")).decode()
        if self.twilio.is_down:
            self._answer(503, _error(503, 20503))
            return False
        if given == f"{ACCOUNT_SID}:{AUTH_TOKEN}":
            return True
        self._answer(401, _error(401, 20003))
        return False

    def _answer(self, status: int, content: dict[str, object]) -> None:
        raw = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


def _error(status: int, code: int) -> dict[str, object]:
    return {
        "code": code,
        "message": f"error {code}",
        "status": status,
        "more_info": f"https://e.example/{code}",
    }


def signed_call(
    form: dict[str, str], public_url: str, token: str = AUTH_TOKEN
) -> tuple[bytes, dict[str, str]]:
    """Body and headers of a call as Twilio would make it to `public_url`, really signed."""
    return urlencode(form).encode(), {
        "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        "X-Twilio-Signature": RequestValidator(token).compute_signature(public_url, form),
    }


def deliver(where: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
    """Post over the network; the status and the body of the answer."""
    request = urllib.request.Request(where, data=body, headers=headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read()
