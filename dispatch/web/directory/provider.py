"""The directory as a server: where its pages are, which keys it signs with, what it answers."""

from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlsplit

from dispatch.web.directory.asking import Asking, Patience
from models.errors import PermanentFailure, UserError
from models.settings.web import DirectorySettings
from models.signing.keys import read_secret

#: Seconds for which what a directory says of itself is kept, and before which it is not asked again for a
#: key that it does not have.
KEPT, AT_MOST_EVERY = 3600.0, 30.0
#: Characters of an address of one of its pages.
_LONGEST = 2_000
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
    not answer, or not as it should. `patience` is that of the whole sign-in which asks.
    """

    def __init__(self, settings: DirectorySettings, seconds: Callable[[], float] = time.monotonic) -> None:
        self.settings = settings
        self._seconds = seconds
        self._asking = Asking(settings, lambda: self._seconds())
        self._metadata: tuple[float, Metadata] | None = None
        self._keys: tuple[float, list[Mapping[str, Any]]] | None = None

    def patience(self) -> Patience:
        """How long is waited for all that one sign-in asks, from now on."""
        return self._asking.patience()

    @property
    def known(self) -> Metadata | None:
        """What it said of itself last, however long ago; nobody is asked."""
        return self._metadata[1] if self._metadata is not None else None

    def metadata(self, patience: Patience) -> Metadata:
        known = self._metadata
        if known is not None and self._seconds() - known[0] < KEPT:
            return known[1]
        with self._asking.at("metadata", patience, of_anybody=True):
            found = self._ask(patience)
        self._metadata = (self._seconds(), found)
        return found

    def _ask(self, patience: Patience) -> Metadata:
        issuer = self.settings.issuer
        said = self._asking.json("GET", issuer.rstrip("/") + _DISCOVERY, patience)
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

    def keys(self, patience: Patience, wanted: str | None = None) -> list[Mapping[str, Any]]:
        """The public keys that the directory signs with; asked for anew when `wanted` is not among them."""
        now, known = self._seconds(), self._keys
        if known is not None and now - known[0] < KEPT:
            named = wanted is None or any(each.get("kid") == wanted for each in known[1])
            if named or now - known[0] < AT_MOST_EVERY:
                return known[1]
        address = self.metadata(patience).keys
        with self._asking.at("keys", patience, of_anybody=True):
            said = self._asking.json("GET", address, patience).get("keys")
        keys: list[Mapping[str, Any]]
        keys = [each for each in said if isinstance(each, dict)] if isinstance(said, list) else []
        self._keys = (now, keys)
        return keys

    def exchange(self, code: str, verifier: str, redirect_uri: str, patience: Patience) -> Tokens:
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
        address = self.metadata(patience).token
        with self._asking.at("token", patience):
            said = self._asking.json("POST", address, patience, form=form, headers=headers)
        tokens = Tokens(str(said.get("id_token") or ""), str(said.get("access_token") or ""))
        if not tokens.id_token:
            raise PermanentFailure("The directory gave no ID token.", "no id token")
        return tokens

    def user_info(self, access_token: str, patience: Patience) -> bytes:
        """What the directory says of whoever signed in; b'' when it has no such page."""
        address = self.metadata(patience).user_info
        if not address or not access_token.isascii() or not access_token.isprintable():
            return b""
        with self._asking.at("userinfo", patience):
            return self._asking.body(
                "GET", address, patience, headers={"Authorization": f"Bearer {access_token}"}
            )

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
        if len(str(address)) > _LONGEST:
            raise PermanentFailure(f"The directory says no usable {name}.", "bad metadata")
        secure = parts.scheme == "https" or urlsplit(self.settings.issuer).scheme == parts.scheme == "http"
        written = str(address)
        clean = written.isascii() and written.isprintable() and " " not in written
        if not secure or not parts.hostname or not clean or parts.username or parts.fragment:
            raise PermanentFailure(f"The directory says no usable {name}.", "bad metadata")
        return written


def provider_of(settings: DirectorySettings) -> Provider | None:
    """The directory that is set; None without one."""
    return Provider(settings) if settings.issuer else None
