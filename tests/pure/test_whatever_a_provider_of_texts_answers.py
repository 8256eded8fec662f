"""Whatever a provider with one HTTP call answers, the text is handed over or has failed with who must act."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
import requests
import urllib3
from hypothesis import given
from hypothesis import strategies as st
from requests.adapters import BaseAdapter

from dispatch.delivery.carriers.gateway import Gateway
from dispatch.delivery.carriers.interface import CarrierAway
from dispatch.letters.written import Text
from dispatch.notices.why.reasons import REASONS
from models.errors import ConfigurationFailure, PermanentFailure, TemporaryFailure
from models.settings.sms_carriers import GatewaySettings
from tests.rows import in_rows

CITIZEN = "+33639980012"
_SETTINGS: dict[str, Any] = {
    "url": "https://sms.example.org/send/{to_digits}",
    "body": '{"to": "{to}", "text": "{text}", "ref": "{id}", "parts": [{"enc": "{encoding}", "n": 1}]}',
    "sender": "MAIRIE",
    "id_path": "messages.0.id",
    "segments_path": "messages.0.parts",
    "error_path": "error.code",
    "errors": {"E12": "permanent", "E13": "configuration", "402": "configuration"},
    "opted_out_codes": ("E10",),
    "lookup_url": "https://sms.example.org/of/{id}",
    "lookup_id_path": "id",
}
_WORDS = st.text(max_size=12)
_ANSWERS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _WORDS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            _WORDS | st.sampled_from(("messages", "id", "parts", "error", "code")), inner, max_size=4
        )
    ),
    max_leaves=12,
)


class Provider(BaseAdapter):
    """Answers each call with the next of `answers`: status and body, or what goes wrong on the way."""

    def __init__(self, *answers: tuple[int, bytes] | Exception) -> None:
        super().__init__()
        self.answers, self.asked = list(answers), list[requests.PreparedRequest]()

    def send(self, request: requests.PreparedRequest, **_how: Any) -> requests.Response:  # type: ignore[override]
        self.asked.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        response = requests.Response()
        response.status_code = answer[0]
        response.raw = urllib3.HTTPResponse(BytesIO(answer[1]), status=answer[0], preload_content=False)
        return response

    def close(self) -> None:
        """Nothing is open."""


def gateway(provider: Provider, secret: str = "", **changed: Any) -> Gateway:
    made = Gateway(GatewaySettings(**{**_SETTINGS, **changed}), secret, receipt_url="https://ville.test/r")
    made._session.mount("https://", provider)
    return made


def text(body: str = "Votre demande est enregistrée.", attempt: int = 1) -> Text:
    return Text(12, CITIZEN, body, datetime(2026, 11, 22, tzinfo=UTC), attempt)


def taken(provider: Provider, attempt: int = 1, **changed: Any) -> Any:
    """The handover, or the failure."""
    made = gateway(provider, **changed)
    try:
        return made.send(text(attempt=attempt))
    except (PermanentFailure, TemporaryFailure) as failed:
        return failed
    finally:
        made.close()


@given(st.integers(200, 599), st.binary(max_size=60) | _ANSWERS.map(lambda each: json.dumps(each).encode()))
def test_it_is_a_handover_or_a_failure_with_its_reason(status: int, body: bytes) -> None:
    found = taken(Provider((status, body)))
    if isinstance(found, (PermanentFailure, TemporaryFailure)):
        assert found.reason in REASONS and found.public and "\n" not in found.private
    else:
        assert status < 300 and found.carrier_id and found.segments >= 0


@in_rows(
    "body",
    [
        b"[" * 200_000,
        b'{"messages": [{"id": "m", "parts": "\xc2\xb2"}]}',
        b'{"messages": 12}',
        b"",
        b"\xff\x00",
    ],
)
def test_an_answer_that_is_made_to_hurt_hurts_nobody(body: bytes) -> None:
    found = taken(Provider((200, body)))
    if b"parts" in body:
        assert (found.carrier_id, found.segments) == ("m", 0)
    else:
        assert isinstance(found, ConfigurationFailure) and found.reason == "settings"


_ERROR = b'{"error": {"code": "%s"}}'


@in_rows(
    ("status", "body", "kind", "reason"),
    [
        (200, _ERROR % b"E10", PermanentFailure, "opted_out"),
        (400, _ERROR % b"E12", PermanentFailure, "unknown"),
        (400, _ERROR % b"E13", ConfigurationFailure, "settings"),
        (402, b"{}", ConfigurationFailure, "settings"),
        (200, _ERROR % b"E99", TemporaryFailure, "unknown"),
        (401, b"", ConfigurationFailure, "credentials"),
        (403, b"", ConfigurationFailure, "credentials"),
        (302, b"", ConfigurationFailure, "settings"),
        (404, b"", ConfigurationFailure, "settings"),
        (429, b"", CarrierAway, "busy"),
        (500, b"", TemporaryFailure, "no_answer"),
        (503, b"", CarrierAway, "no_answer"),
        (418, b"", TemporaryFailure, "unknown"),
    ],
)
def test_each_status_and_code_is_one_failure(
    status: int, body: bytes, kind: type[Exception], reason: str
) -> None:
    found = taken(Provider((status, body)))
    assert (type(found), found.reason) == (kind, reason)
    if kind is CarrierAway:
        assert found.maybe_taken is (status == 503), "a front door that is away may have passed it on"


@in_rows(
    ("wrong", "never_left"),
    [
        (requests.ConnectTimeout(), True),
        (requests.exceptions.SSLError(), True),
        (requests.ReadTimeout(), False),
        (requests.ConnectionError("reset"), False),
        (urllib3.exceptions.ProtocolError("half an answer"), False),
        (OSError("gone"), False),
    ],
)
def test_only_what_certainly_never_left_keeps_its_try(wrong: Exception, never_left: bool) -> None:
    found = taken(Provider(wrong))
    assert (isinstance(found, CarrierAway), found.reason) == (never_left, "no_answer")


@in_rows(
    ("first", "sends", "carrier_id"),
    [((200, b'{"id": "old"}'), False, "old"), ((404, b""), True, "m-1"), ((200, b"{}"), True, "m-1")],
)
def test_a_second_try_sends_only_what_is_not_there(
    first: tuple[int, bytes], sends: bool, carrier_id: str
) -> None:
    provider = Provider(first, (200, b'{"messages": [{"id": "m-1", "parts": 2}]}'))
    found = taken(provider, attempt=2)
    assert (found.carrier_id, [each.method for each in provider.asked]) == (
        carrier_id,
        ["GET", *(["POST"] if sends else [])],
    )
    assert str(provider.asked[0].url).endswith("/of/12")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_no_text_changes_what_is_sent_beside_it(body: str) -> None:
    provider = Provider((200, b'{"messages": [{"id": 7}]}'))
    assert gateway(provider, "s3cret").send(text(body)).carrier_id == "7"
    (asked,) = provider.asked
    sent = json.loads(asked.body or b"")
    assert sent.pop("text") == body and sent["parts"][0].pop("enc") in ("GSM-7", "UCS-2")
    assert sent == {"to": CITIZEN, "ref": "12", "parts": [{"n": 1}]}
    assert asked.headers["Authorization"] == "Bearer s3cret"
    assert asked.url == f"https://sms.example.org/send/{CITIZEN[1:]}"


def test_what_can_be_no_call_is_refused_at_the_start() -> None:
    for changed, secret in (({"body": "{to}"}, ""), ({}, "two\nlines")):
        with pytest.raises(ConfigurationFailure):
            gateway(Provider(), secret, **changed)
