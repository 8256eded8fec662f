"""Whether a call of an SMS provider other than Twilio is genuine: its address, a secret word, an HMAC, as the
settings describe it.
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Callable
from datetime import datetime

from fastapi import Request

from intake.doors.http.provider_calls import Refusal, peer_of
from intake.doors.smtp.connections import is_trusted
from models.errors import ConfigurationFailure
from models.settings.sms_calls import GatewayDoorSettings


class Proof:
    """Every proof that the settings ask for, each compared in constant time."""

    def __init__(
        self,
        settings: GatewayDoorSettings,
        public_url: str,
        *,
        token: str,
        key: str,
        now: Callable[[], datetime],
    ) -> None:
        """`token` and `key` are the secrets that `settings` name. Raises ConfigurationFailure when one that
        is asked for is empty: an empty secret is known to everybody.
        """
        if settings.token_in and not token:
            raise ConfigurationFailure(
                "The word that calls of the SMS provider carry is missing: set doors.sms.gateway.token_file."
            )
        if settings.signature_header and not key:
            raise ConfigurationFailure(
                "The key that signs calls of the SMS provider is missing: set "
                "doors.sms.gateway.signature_key_file."
            )
        self._settings = settings
        self._public_url = public_url
        self._token = token.encode()
        self._key = key.encode()
        self._now = now

    @property
    def covers_query(self) -> bool:
        """Whether what the query says is proved like the body."""
        return not self._settings.signature_header or "{url}" in self._settings.signed

    def check_before_body(self, request: Request) -> None:
        """Raises Refusal (403): from elsewhere, or without the secret word, or unsigned."""
        settings = self._settings
        if settings.peers and not is_trusted(peer_of(request), settings.peers):
            raise Refusal(403, "peer")
        if settings.token_in:
            place, _, name = settings.token_in.partition(":")
            given = (request.headers if place == "header" else request.query_params).get(name, "")
            if not given:
                raise Refusal(403, "unsigned")
            if not hmac.compare_digest(given.encode("utf-8", "replace"), self._token):
                raise Refusal(403, "signature")
        if settings.signature_header and not request.headers.get(settings.signature_header):
            raise Refusal(403, "unsigned")

    def check(self, request: Request, body: bytes) -> None:
        """Raises Refusal (403) when the signature is none of this call, or its time is too far from ours."""
        settings = self._settings
        if not settings.signature_header:
            return
        query = request.scope["query_string"].decode("latin-1")
        # The address as the world knows it: behind a proxy, Host and scheme are what the proxy says.
        url = self._public_url + request.scope["path"] + (f"?{query}" if query else "")
        time = request.headers.get(settings.timestamp_header, "") if settings.timestamp_header else ""
        if settings.timestamp_header and not self._is_lately(time):
            raise Refusal(403, "signature")
        signed = b"".join(
            {"{body}": body, "{url}": url.encode(), "{timestamp}": time.encode()}.get(part, part.encode())
            for part in _parts(settings.signed)
        )
        digest = hmac.new(self._key, signed, settings.signature_hash)
        given = request.headers[settings.signature_header].strip().removeprefix(settings.signature_prefix)
        if settings.signature_written == "hex":
            expected, given = digest.hexdigest(), given.lower()
        else:
            expected = base64.b64encode(digest.digest()).decode()
        if not hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode()):
            raise Refusal(403, "signature")

    def _is_lately(self, time: str) -> bool:
        if not (time.isascii() and time.isdigit() and len(time) <= 12):
            return False
        return abs(self._now().timestamp() - int(time)) <= self._settings.timestamp_seconds


def _parts(template: str) -> list[str]:
    """`{timestamp}.{body}` as its places and what stands between them."""
    return re.split(r"(\{body\}|\{url\}|\{timestamp\})", template)
