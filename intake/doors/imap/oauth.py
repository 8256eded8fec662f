"""Access tokens for XOAUTH2: asked for, kept until they end, refreshed."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import requests
import structlog

from models.errors import ConfigurationFailure, TemporaryFailure, UserError
from models.settings.doors import ImapOAuthSettings
from models.signing.keys import read_secret

#: A token is renewed this long before its end.
_MARGIN_SECONDS = 120.0
_TIMEOUT_SECONDS = (10.0, 20.0)

log = structlog.get_logger(__name__)


class TokenSource:
    """Gives a valid access token of one account (RFC 6749 §4.4 and §6). Thread-safe.

    With a refresh token the grant is refresh_token, and a new refresh token that the provider sends
    along (Microsoft does each time) replaces the file; otherwise it is client_credentials.
    """

    def __init__(self, settings: ImapOAuthSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._token = ""
        self._ends_at = 0.0
        self._refresh_token = ""

    def token(self) -> str:
        """An access token. Raises ConfigurationFailure when the provider refuses, TemporaryFailure when it is
        away.
        """
        with self._lock:
            if not self._token or time.monotonic() >= self._ends_at:
                self._renew()
            return self._token

    def forget(self) -> None:
        """Ask for a new token next time: the server did not like this one."""
        with self._lock:
            self._token = ""

    def _renew(self) -> None:
        answer = self._ask()
        token = answer.get("access_token")
        if not isinstance(token, str) or not token:
            raise ConfigurationFailure("The provider gave no access token.")
        lasts = answer.get("expires_in")
        seconds = float(lasts) if isinstance(lasts, int | float | str) and str(lasts).isdigit() else 300.0
        self._token = token
        self._ends_at = time.monotonic() + max(seconds - _MARGIN_SECONDS, seconds / 2)
        renewed = answer.get("refresh_token")
        if isinstance(renewed, str) and renewed and renewed != self._refresh_token:
            self._keep(renewed)

    def _ask(self) -> dict[str, Any]:
        settings = self._settings
        form = {"client_id": settings.client_id}
        if settings.scope:
            form["scope"] = settings.scope
        if settings.client_secret_file:
            form["client_secret"] = secret_of(settings.client_secret_file, "client secret")
        if settings.refresh_token_file:
            self._refresh_token = self._refresh_token or secret_of(
                settings.refresh_token_file, "refresh token"
            )
            form |= {"grant_type": "refresh_token", "refresh_token": self._refresh_token}
        else:
            form["grant_type"] = "client_credentials"
        try:
            response = requests.post(
                settings.token_url, data=form, timeout=_TIMEOUT_SECONDS, allow_redirects=False
            )
            answer = response.json() if response.content else {}
        except requests.JSONDecodeError:
            answer = {}
        except requests.RequestException as wrong:
            raise TemporaryFailure("The sign-in service cannot be reached.", type(wrong).__name__) from wrong
        if not isinstance(answer, dict):
            answer = {}
        if response.status_code == 200:
            return answer
        if response.status_code in {400, 401, 403}:
            # A human may have put a new refresh token into the file meanwhile.
            self._refresh_token = ""
            why = str(answer.get("error_description") or answer.get("error") or response.status_code)
            raise ConfigurationFailure(f"The sign-in service refuses: {why.splitlines()[0][:200]}")
        raise TemporaryFailure(f"The sign-in service answers {response.status_code}.")

    def _keep(self, renewed: str) -> None:
        self._refresh_token = renewed
        path = self._settings.refresh_token_file
        if path is None:
            return
        try:
            handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".refresh-")
            with os.fdopen(handle, "w", encoding="ascii") as stream:
                stream.write(renewed + "\n")
                stream.flush()
                os.fsync(stream.fileno())
            Path(temporary).replace(path)
        except OSError as wrong:  # it works until the next start
            log.error("oauth.refresh_token_not_kept", error=type(wrong).__name__)


def secret_of(path: Path, what: str) -> str:
    """What a file of ours holds. Raises ConfigurationFailure naming `what` and the file."""
    try:
        return read_secret(path, what)
    except UserError as wrong:
        raise ConfigurationFailure(wrong.public) from wrong
