"""Texts through any provider with one HTTP call, described by settings alone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, quote

import requests
import urllib3
from requests.adapters import HTTPAdapter

from dispatch.delivery.carriers.interface import Handover
from dispatch.delivery.carriers.reached import away, was_never_reached
from dispatch.delivery.carriers.verdicts import Verdict, failure
from dispatch.letters.segments import measure
from dispatch.letters.written import Text
from models.errors import ConfigurationFailure, GuichetError
from models.settings.sms_carriers import GatewaySettings

_PLACE = re.compile(r"\{(to|to_digits|text|sender|id|encoding|secret|receipt_url|message_url)\}")
_MAX_ANSWER_BYTES = 1_000_000
#: What stands before the provider says that the provider itself is away.
_NOBODY_BEHIND = frozenset({502, 503, 504})
_REASONS: dict[str, str] = {"permanent": "unknown", "temporary": "busy", "configuration": "settings"}


class Gateway:
    """Hands texts to the provider of the settings; fulfils TextCarrier.

    The body of the settings is read as JSON or as a form first and filled in afterwards, value by value,
    so no text can change its structure.
    """

    def __init__(
        self, settings: GatewaySettings, secret: str = "", *, receipt_url: str = "", message_url: str = ""
    ) -> None:
        """`receipt_url` and `message_url`: where the provider brings receipts and answers, the secret word of
        calls in their query included, for providers that are told so with each text.
        """
        if any(ord(c) < 0x20 or ord(c) == 0x7F for c in secret):
            raise ConfigurationFailure("The gateway's secret holds a line break or control character.")
        self.name = settings.name
        self._settings = settings
        self._secret = secret
        self._called_at = {"receipt_url": receipt_url, "message_url": message_url}
        self._shape = _read_shape(settings)
        self._session = requests.Session()
        self._session.mount("https://", HTTPAdapter(max_retries=0))
        self._session.mount("http://", HTTPAdapter(max_retries=0))
        # ~/.netrc must not replace the credentials of the settings.
        self._session.trust_env = False

    def send(self, text: Text) -> Handover:
        """The provider's id of the text, `handed` when it will report delivery, else `sent`."""
        if text.attempt > 1 and self._settings.lookup_url:
            earlier = self._look_up(text)
            if earlier:
                return Handover(earlier, self._state)
        fill = _filling(self._values(text))
        status, answer = self._call(
            self._settings.method, self._address(self._settings.url, text), _filled(self._shape, fill)
        )
        self._judge(status, answer)
        carrier_id = _at(answer, self._settings.id_path) if self._settings.id_path else str(text.outbox_id)
        if not carrier_id:
            raise ConfigurationFailure(
                "The SMS provider's answer has no id where the settings say.",
                f"HTTP {status}",
                reason="settings",
            )
        segments = _at(answer, self._settings.segments_path)
        return Handover(carrier_id, self._state, int(segments) if segments.isdecimal() else 0)

    def close(self) -> None:
        self._session.close()

    @property
    def _state(self) -> Any:
        return "handed" if self._settings.reports_delivery else "sent"

    def _look_up(self, text: Text) -> str:
        status, answer = self._call("GET", self._address(self._settings.lookup_url, text), None)
        if status == 404:
            return ""
        self._judge(status, answer)
        return _at(answer, self._settings.lookup_id_path)

    def _address(self, template: str, text: Text) -> str:
        return _filling({name: quote(value, safe="") for name, value in self._values(text).items()})(template)

    def _values(self, text: Text) -> dict[str, str]:
        return {
            "to": text.to,
            "to_digits": text.to.removeprefix("+"),
            "text": text.body,
            "sender": self._settings.sender,
            "id": str(text.outbox_id),
            "encoding": measure(text.body).encoding,
            "secret": self._secret,
            **self._called_at,
        }

    def _call(self, method: str, url: str, content: Any) -> tuple[int, Any]:
        settings = self._settings
        headers = dict(settings.headers)
        if self._secret and not settings.username and settings.secret_header:
            name, _, value = settings.secret_header.partition(":")
            headers[name.strip()] = value.strip().replace("{secret}", self._secret)
        as_query = method == "GET" and content is not None
        try:
            with self._session.request(
                method,
                url,
                params=content if as_query else None,
                json=content if settings.format == "json" and not as_query else None,
                data=content if settings.format == "form" and not as_query else None,
                headers=headers,
                auth=(settings.username, self._secret) if settings.username else None,
                timeout=settings.timeout_seconds,
                allow_redirects=False,
                stream=True,
            ) as response:
                raw = response.raw.read(_MAX_ANSWER_BYTES, decode_content=True)
                return response.status_code, _read_answer(raw)
        except requests.RequestException as wrong:
            if was_never_reached(wrong):
                raise away("no_answer", type(wrong).__name__) from wrong
            raise failure(Verdict("temporary", "no_answer"), type(wrong).__name__) from wrong
        except (urllib3.exceptions.HTTPError, OSError) as wrong:
            raise failure(Verdict("temporary", "no_answer"), type(wrong).__name__) from wrong

    def _judge(self, status: int, answer: Any) -> None:
        settings = self._settings
        code = _at(answer, settings.error_path)
        if code in settings.opted_out_codes:
            raise failure(Verdict("permanent", "opted_out"), f"HTTP {status}, code {code[:40]}")
        for named in (code, str(status)):
            kind = settings.errors.get(named)
            if kind:
                raise failure(Verdict(kind, _REASONS[kind]), f"HTTP {status}, code {code[:40]}")
        if status < 300 and (not code or code in settings.success_codes):
            return
        raise self._by_status(status, code)

    def _by_status(self, status: int, code: str) -> GuichetError:
        private = f"HTTP {status}, code {code[:40]}"
        if status in (401, 403):
            return failure(Verdict("configuration", "credentials"), private)
        if 300 <= status < 400 or status in (404, 405, 415):
            return failure(Verdict("configuration", "settings"), private)
        if status == 429:
            return away("busy", private)
        if status in _NOBODY_BEHIND:
            return away("no_answer", private, maybe_taken=True)
        return failure(Verdict("temporary", "no_answer" if status >= 500 else "unknown"), private)


def _read_shape(settings: GatewaySettings) -> Any:
    if settings.format == "form" or settings.method == "GET":
        return parse_qsl(settings.body, keep_blank_values=True)
    try:
        return json.loads(settings.body)
    except ValueError as wrong:
        raise ConfigurationFailure(
            "The gateway's body is not JSON.", str(wrong), reason="settings"
        ) from wrong


def _filling(values: dict[str, str]) -> Callable[[str], str]:
    return lambda template: _PLACE.sub(lambda found: values[found[1]], template)


def _filled(shape: Any, fill: Callable[[str], str]) -> Any:
    if isinstance(shape, str):
        return fill(shape)
    if isinstance(shape, dict):
        return {name: _filled(value, fill) for name, value in shape.items()}
    if isinstance(shape, list):
        return [_filled(value, fill) for value in shape]
    if isinstance(shape, tuple):
        return tuple(_filled(value, fill) for value in shape)
    return shape


def _read_answer(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        # Some providers answer `OK 123456` or a form.
        text = raw[:2000].decode("utf-8", "replace").strip()
        return dict(parse_qsl(text)) or {"text": text}


def _at(answer: Any, path: str) -> str:
    """What stands at `messages.0.id` in `answer` as text; '' when nothing does."""
    if not path:
        return ""
    for step in path.split("."):
        if isinstance(answer, dict):
            answer = answer.get(step)
        elif isinstance(answer, list) and step.isdigit() and int(step) < len(answer):
            answer = answer[int(step)]
        else:
            return ""
    return str(answer)[:200] if isinstance(answer, (str, int)) and not isinstance(answer, bool) else ""
