"""Fetching the photos of a text from Twilio: from its hosts only, within limits of size and time."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from urllib.parse import SplitResult, urljoin, urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter

from dispatch.delivery.carriers.interface import FetchedMedia, Sink
from models.errors import PermanentFailure, TemporaryFailure
from models.settings.sms_carriers import TwilioSettings

_BLOCK_BYTES = 65_536
_MAX_HOPS = 3
_REDIRECTS = (301, 302, 303, 307, 308)


class MediaFetcher:
    """Fetches one file at a time with the account's credentials, which only Twilio's API ever sees."""

    def __init__(
        self, settings: TwilioSettings, auth_token: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._settings = settings
        self._credentials = (settings.account_sid, auth_token)
        self._api = urlsplit(settings.api_base_url)
        self._clock = clock
        self._session = requests.Session()
        self._session.mount("https://", HTTPAdapter(max_retries=0))
        # ~/.netrc must not add a password to a host of its choice.
        self._session.trust_env = False

    def fetch(self, url: str, sink: Sink) -> FetchedMedia:
        """The file at `url`, written to `sink` in blocks.

        Raises PermanentFailure with the reason `forbidden_host`, `too_large` or `gone`, and
        TemporaryFailure with `no_answer` or `too_slow`. Redirects are followed only to the hosts of the
        settings, by https; plain http only to the API's own address when that was set to http.
        """
        deadline = self._clock() + self._settings.media_timeout_seconds
        try:
            for _ in range(_MAX_HOPS + 1):
                response = self._ask(url)
                with response:
                    if response.status_code in _REDIRECTS:
                        url = urljoin(url, response.headers.get("Location", ""))
                        continue
                    _check_status(response.status_code)
                    return self._read(response, sink, deadline)
        except requests.exceptions.InvalidURL as wrong:
            raise _forbidden("unreadable address") from wrong
        except (requests.RequestException, urllib3.exceptions.HTTPError) as wrong:
            raise TemporaryFailure(
                "The photo could not be fetched.", type(wrong).__name__, reason="no_answer"
            ) from wrong
        except ValueError as wrong:
            # A redirect whose address cannot even be taken apart: requests looks at it first.
            raise _forbidden("unreadable redirect") from wrong
        raise PermanentFailure(
            "The photo could not be fetched.", "too many redirects", reason="forbidden_host"
        )

    def close(self) -> None:
        self._session.close()

    def _ask(self, url: str) -> requests.Response:
        parts = self._allowed(url)
        at_api = (parts.scheme, parts.netloc) == (self._api.scheme, self._api.netloc)
        return self._session.get(
            url,
            auth=self._credentials if at_api else None,
            allow_redirects=False,
            stream=True,
            timeout=(self._settings.connect_timeout_seconds, self._settings.timeout_seconds),
            headers={"Accept-Encoding": "identity"},
        )

    def _allowed(self, url: str) -> SplitResult:
        if any(ord(c) <= 0x20 or ord(c) == 0x7F or c == "\\" for c in url):
            raise _forbidden("host not allowed")
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as wrong:
            raise _forbidden("unreadable address") from wrong
        if (parts.scheme, parts.netloc) == (self._api.scheme, self._api.netloc):
            return parts
        if (
            parts.scheme != "https"
            or parts.username is not None
            or parts.password is not None
            or port not in (None, 443)
            or parts.hostname not in self._settings.media_hosts
        ):
            raise _forbidden("host not allowed")
        return parts

    def _read(self, response: requests.Response, sink: Sink, deadline: float) -> FetchedMedia:
        most = self._settings.media_max_bytes
        too_large = PermanentFailure("The photo is too large.", f"more than {most} bytes", reason="too_large")
        announced = response.headers.get("Content-Length", "")
        if announced.isdigit() and int(announced) > most:
            raise too_large
        digest, size = hashlib.sha256(), 0
        # read1 gives what has come: a sender of one byte a second meets the deadline, not the block size.
        while block := response.raw.read1(_BLOCK_BYTES):
            size += len(block)
            if size > most:
                raise too_large
            if self._clock() > deadline:
                raise TemporaryFailure("The photo came too slowly.", "time cap reached", reason="too_slow")
            digest.update(block)
            sink.write(block)
        if announced.isdigit() and size != int(announced):
            raise TemporaryFailure("The photo came in part.", "connection ended early", reason="no_answer")
        return FetchedMedia(size, digest.hexdigest(), response.headers.get("Content-Type", "")[:200])


def _forbidden(private: str) -> PermanentFailure:
    return PermanentFailure("The photo is not at the provider's.", private, reason="forbidden_host")


def _check_status(status: int) -> None:
    if status == 200:
        return
    if status in (404, 410):
        raise PermanentFailure("The photo is gone.", f"HTTP {status}", reason="gone")
    raise TemporaryFailure("The photo could not be fetched.", f"HTTP {status}", reason="no_answer")
