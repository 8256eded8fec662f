"""The second SMS carrier: any provider with one HTTP call, against a server that answers as told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch.delivery.carriers.gateway import Gateway
from dispatch.delivery.carriers.interface import CarrierAway
from dispatch.letters.written import Text
from models.errors import ConfigurationFailure, GuichetError, PermanentFailure, TemporaryFailure
from models.settings.sms_carriers import GatewaySettings

CITIZEN = "+33639980012"


class Provider:
    """Answers what `answers` holds, the last one again and again; keeps what it was asked."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, str]] = [(200, '{"messages": [{"id": "m-1", "parts": 2}]}')]
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def _any(self) -> None:
                raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                provider.asked.append((self.command, self.path, headers, raw))
                status, body = provider.answers.pop(0) if len(provider.answers) > 1 else provider.answers[0]
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "http://127.0.0.1:1/")
                self.send_header("Content-Length", str(len(body.encode())))
                self.end_headers()
                self.wfile.write(body.encode())

            do_GET = do_POST = do_PUT = _any  # noqa: N815  # names the standard library calls

            def log_message(self, *_: object) -> None:
                """Nothing is printed."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/send"

    def gateway(self, secret: str = "s3cret", **changed: Any) -> Gateway:
        given_settings: dict[str, Any] = {
            "url": self.url,
            "body": '{"messages": [{"to": "{to}", "from": "{sender}", "text": "{text}", "ref": "{id}"}], '
            '"v": 1}',
            "sender": "MAIRIE",
            "id_path": "messages.0.id",
            "segments_path": "messages.0.parts",
            "error_path": "error.code",
            "errors": {"E12": "permanent", "E13": "configuration", "402": "configuration"},
            "opted_out_codes": ("E10",),
        }
        return Gateway(GatewaySettings(**{**given_settings, **changed}), secret)


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    started = Provider()
    thread = threading.Thread(target=started.server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield started
    started.server.shutdown()
    started.server.server_close()
    thread.join()


@pytest.fixture
def provider(running: Provider) -> Provider:
    running.asked.clear()
    running.answers = [(200, '{"messages": [{"id": "m-1", "parts": 2}]}')]
    return running


def _text(body: str = "Bonjour", attempt: int = 1) -> Text:
    return Text(12, CITIZEN, body, datetime(2026, 11, 22, tzinfo=UTC), attempt)


def test_a_text_is_handed_over_as_the_settings_say(provider: Provider) -> None:
    handed = provider.gateway(reports_delivery=True).send(_text('Reçu « à 8 h »\n"ok"'))
    assert (handed.carrier_id, handed.state, handed.segments) == ("m-1", "handed", 2)
    [(method, path, headers, raw)] = provider.asked
    assert (method, path, headers["authorization"]) == ("POST", "/send", "Bearer s3cret")
    assert json.loads(raw) == {
        "messages": [{"to": CITIZEN, "from": "MAIRIE", "text": 'Reçu « à 8 h »\n"ok"', "ref": "12"}],
        "v": 1,
    }


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(body=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_no_text_can_change_the_structure_of_the_call(provider: Provider, body: str) -> None:
    provider.asked.clear()
    provider.gateway().send(_text(body))
    provider.gateway(format="form", body="to={to_digits}&text={text}&enc={encoding}").send(_text(body))
    provider.gateway(method="GET", body="to={to_digits}&text={text}").send(_text(body))
    assert json.loads(provider.asked[0][3])["messages"][0]["text"] == body
    assert dict(parse_qsl(provider.asked[1][3].decode(), keep_blank_values=True))["text"] == body
    asked = dict(parse_qsl(urlsplit(provider.asked[2][1]).query, keep_blank_values=True))
    assert asked == {"to": "33639980012", "text": body}


@pytest.mark.parametrize(
    ("status", "answer", "kind", "reason"),
    [
        (200, '{"error": {"code": "E10"}}', PermanentFailure, "opted_out"),
        (200, '{"error": {"code": "E12"}}', PermanentFailure, "unknown"),
        (200, '{"error": {"code": "E13"}}', ConfigurationFailure, "settings"),
        (200, '{"error": {"code": "E99"}}', TemporaryFailure, "unknown"),
        (400, "{}", TemporaryFailure, "unknown"),
        (401, "{}", ConfigurationFailure, "credentials"),
        (402, "{}", ConfigurationFailure, "settings"),
        (404, "{}", ConfigurationFailure, "settings"),
        (302, "", ConfigurationFailure, "settings"),
        (429, "{}", CarrierAway, "busy"),
        (500, "{}", TemporaryFailure, "no_answer"),
        (503, "<html>", CarrierAway, "no_answer"),
        (200, "{}", ConfigurationFailure, "settings"),
    ],
)
def test_each_answer_is_the_failure_the_settings_say(
    provider: Provider, status: int, answer: str, kind: type[GuichetError], reason: str
) -> None:
    provider.answers = [(status, answer)]
    with pytest.raises(kind) as failed:
        provider.gateway().send(_text())
    assert failed.value.reason == reason
    assert type(failed.value) is kind
    assert CITIZEN not in failed.value.private


def test_a_plain_text_answer_can_be_read_too(provider: Provider) -> None:
    provider.answers = [(200, "status=ok&id=77")]
    assert provider.gateway(id_path="id", segments_path="").send(_text()).carrier_id == "77"


def test_a_text_that_was_taken_is_taken_whatever_the_answer_is_written_with(provider: Provider) -> None:
    """Else it would be sent, and paid for, again."""
    provider.answers = [(200, r'{"messages": [{"id": "m\u0000-\ud8001", "parts": "²"}]}')]
    taken = provider.gateway().send(_text())
    assert (taken.carrier_id, taken.segments) == ("m-1", 0)


def test_an_answer_of_nothing_but_brackets_is_one_without_an_id(provider: Provider) -> None:
    provider.answers = [(200, "[" * 200_000)]
    with pytest.raises(ConfigurationFailure, match="no id"):
        provider.gateway().send(_text())


def test_a_second_attempt_looks_first_and_sends_only_what_is_not_there(provider: Provider) -> None:
    looking = provider.gateway(
        lookup_url=provider.url.replace("/send", "/find?ref={id}&to={to}"), lookup_id_path="messages.0.id"
    )
    assert looking.send(_text(attempt=2)).carrier_id == "m-1"
    assert [(method, path) for method, path, _, _ in provider.asked] == [
        ("GET", "/find?ref=12&to=%2B33639980012")
    ]
    provider.asked.clear()
    provider.answers = [(404, "{}"), (200, '{"messages": [{"id": "m-2"}]}')]
    assert looking.send(_text(attempt=2)).carrier_id == "m-2"
    assert [method for method, *_ in provider.asked] == ["GET", "POST"]


def test_a_user_name_means_basic_authentication(provider: Provider) -> None:
    provider.gateway(username="mairie").send(_text())
    assert provider.asked[0][2]["authorization"].startswith("Basic ")


def test_a_provider_that_cannot_be_reached_is_away_and_took_nothing(provider: Provider) -> None:
    with pytest.raises(CarrierAway) as failed:
        provider.gateway(url="http://127.0.0.1:1/send").send(_text())
    assert (failed.value.reason, failed.value.maybe_taken) == ("no_answer", False)


def test_a_provider_whose_front_door_says_it_is_away_may_have_taken_the_text(provider: Provider) -> None:
    provider.answers = [(502, "<html>")]
    with pytest.raises(CarrierAway) as failed:
        provider.gateway().send(_text())
    assert failed.value.maybe_taken


def test_a_body_that_is_no_json_and_a_secret_of_two_lines_are_refused_at_the_start(
    provider: Provider,
) -> None:
    with pytest.raises(ConfigurationFailure):
        provider.gateway(body="{to}")
    with pytest.raises(ConfigurationFailure):
        provider.gateway(secret="a\r\nX-Other: b")
    with pytest.raises(ValueError, match="one line"):
        provider.gateway(headers={"X-A": "b\r\nc"})
