"""The directory as a server: where its pages are, which keys it signs with, what it answers. Called like
every other program of somebody else, within bounds (`dispatch.delivery.outside.calling`).
"""

from __future__ import annotations

import json
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

from dispatch.delivery.outside.calling import Answer, exchange
from models.errors import PermanentFailure, TemporaryFailure, UserError
from models.settings.web import DirectorySettings
from models.signing.keys import read_secret

#: Seconds for which what a directory says of itself is kept, and before which it is not asked again: for a
#: key that it does not have, or when it was away.
KEPT, AT_MOST_EVERY = 3600.0, 30.0
_MOST_BYTES = 300_000
_DISCOVERY = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a directory says of itself (OpenID Connect Discovery 1.0 §3)."""

    authorization: str
    token: str
    keys: str
    user_info: str
    end_session: str
    #: Whether it says in each answer who answers (RFC 9207).
    names_itself: bool


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a code was given for."""

    id_token: str
    access_token: str


class Provider:
    """One directory, with what it said of itself. Raises TemporaryFailure and PermanentFailure when it does
    not answer, or not as it should.
    """

    def __init__(self, settings: DirectorySettings, seconds: Callable[[], float] = time.monotonic) -> None:
        self.settings = settings
        self._seconds = seconds
        self._metadata: tuple[float, Metadata] | None = None
        self._away_since = float("-inf")
        self._keys: tuple[float, list[Mapping[str, Any]]] | None = None

    def metadata(self) -> Metadata:
        known = self._metadata
        if known is not None and self._seconds() - known[0] < KEPT:
            return known[1]
        if self._seconds() - self._away_since < AT_MOST_EVERY:
            raise TemporaryFailure("The directory is away.", "away a moment ago")
        try:
            found = self._ask()
        except (TemporaryFailure, PermanentFailure):
            # Whoever waits for it takes a place from everybody else.
            self._away_since = self._seconds()
            raise
        self._metadata = (self._seconds(), found)
        return found

    def _ask(self) -> Metadata:
        issuer = self.settings.issuer
        said = self._json("GET", issuer.rstrip("/") + _DISCOVERY)
        # Whoever answers in the name of another is not the one that was set (§4.3).
        if said.get("issuer") != issuer:
            told = str(said.get("issuer"))[:200]
            raise PermanentFailure(f"The directory calls itself {told}, not {issuer}.", "another issuer")
        return Metadata(
            self._address(said, "authorization_endpoint"),
            self._address(said, "token_endpoint"),
            self._address(said, "jwks_uri"),
            self._address(said, "userinfo_endpoint", needed=False),
            self._address(said, "end_session_endpoint", needed=False),
            said.get("authorization_response_iss_parameter_supported") is True,
        )

    def keys(self, wanted: str | None = None) -> list[Mapping[str, Any]]:
        """The public keys that the directory signs with; asked for anew when `wanted` is not among them."""
        now, known = self._seconds(), self._keys
        if known is not None and now - known[0] < KEPT:
            named = wanted is None or any(each.get("kid") == wanted for each in known[1])
            if named or now - known[0] < AT_MOST_EVERY:
                return known[1]
        said = self._json("GET", self.metadata().keys).get("keys")
        keys: list[Mapping[str, Any]]
        keys = [each for each in said if isinstance(each, dict)] if isinstance(said, list) else []
        self._keys = (now, keys)
        return keys

    def exchange(self, code: str, verifier: str, redirect_uri: str) -> Tokens:
        """What the directory gives for a code, which it takes once."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        }
        headers, secret = {}, self.secret()
        if self.settings.client_auth == "post" or not secret:
            form["client_id"] = self.settings.client_id
            form |= {"client_secret": secret} if secret else {}
        else:
            # RFC 6749 §2.3.1: both are written as in a form first.
            pair = f"{quote_plus(self.settings.client_id)}:{quote_plus(secret)}"
            headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        said = self._json("POST", self.metadata().token, form=form, headers=headers)
        tokens = Tokens(str(said.get("id_token") or ""), str(said.get("access_token") or ""))
        if not tokens.id_token:
            raise PermanentFailure("The directory gave no ID token.", "no id token")
        return tokens

    def user_info(self, access_token: str) -> bytes:
        """What the directory says of whoever signed in; b'' when it has no such page."""
        address = self.metadata().user_info
        if not address or not access_token.isascii() or not access_token.isprintable():
            return b""
        answer = self._call("GET", address, headers={"Authorization": f"Bearer {access_token}"})
        return self._body(answer)

    def secret(self) -> str:
        """The secret of this client; '' for none. Raises PermanentFailure when its file cannot be read."""
        settings = self.settings
        if settings.client_secret is not None:
            return settings.client_secret.get_secret_value()
        if settings.client_secret_file is None:
            return ""
        try:
            return read_secret(settings.client_secret_file, "client secret of the directory")
        except UserError as wrong:
            raise PermanentFailure(wrong.public, "no client secret") from wrong

    def _address(self, said: Mapping[str, Any], name: str, *, needed: bool = True) -> str:
        address = said.get(name)
        if address is None and not needed:
            return ""
        try:
            parts = urlsplit(address if isinstance(address, str) else "")
            _ = parts.port  # read here, where a number that is none can still be refused
        except ValueError as wrong:
            raise PermanentFailure(f"The directory says no usable {name}.", "bad metadata") from wrong
        secure = parts.scheme == "https" or urlsplit(self.settings.issuer).scheme == parts.scheme == "http"
        written = str(address)
        clean = written.isascii() and written.isprintable() and " " not in written
        if not secure or not parts.hostname or not clean or parts.username or parts.fragment:
            raise PermanentFailure(f"The directory says no usable {name}.", "bad metadata")
        return written

    def _json(
        self, method: str, url: str, *, form: Mapping[str, str] | None = None, headers: Any = None
    ) -> dict[str, Any]:
        body = urlencode(form).encode() if form is not None else b""
        given = {"Content-Type": "application/x-www-form-urlencoded"} if form is not None else {}
        read = self._body(self._call(method, url, body, {**given, **(headers or {})}))
        try:
            said = json.loads(read)
        except (ValueError, RecursionError) as wrong:
            raise PermanentFailure("The directory does not answer in JSON.", "no json") from wrong
        if not isinstance(said, dict):
            raise PermanentFailure("The directory does not answer in JSON.", "no json")
        return said

    def _call(self, method: str, url: str, body: bytes = b"", headers: Any = None) -> Answer:
        return exchange(
            method,
            url,
            body=body,
            headers={"Accept": "application/json, application/jwt", **(headers or {})},
            allowed=self.settings.allowed_networks,
            setting="directory.allowed_networks",
            seconds=self.settings.timeout_seconds,
            most_bytes=_MOST_BYTES,
        )

    def _body(self, answer: Answer) -> bytes:
        if answer.status >= 500 or answer.status == 429:
            raise TemporaryFailure("The directory is away.", f"status {answer.status}")
        if answer.status != 200 or answer.cut:
            raise PermanentFailure(f"The directory refuses ({answer.status}).", f"status {answer.status}")
        return answer.body


def provider_of(settings: DirectorySettings) -> Provider | None:
    """The directory that is set; None without one."""
    return Provider(settings) if settings.issuer else None
