"""The carrier with Twilio's official client against a Twilio on loopback, with and without its
description.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
import requests
from requests.adapters import HTTPAdapter

from dispatch.delivery.carriers.interface import CarrierAway
from dispatch.delivery.carriers.twilio_media import MediaFetcher
from intake.sms.form import parse_sms
from models.errors import ConfigurationFailure, GuichetError, PermanentFailure, TemporaryFailure
from tests.servers.fake_twilio import AUTH_TOKEN, FakeTwilio
from tests.servers.prism import prism_before
from tests.servers.twilio_case import CITIZEN, PUBLIC_URL, TOWN, carrier, settings, text


@pytest.fixture
def fake() -> Iterator[FakeTwilio]:
    with FakeTwilio() as running:
        yield running


@pytest.fixture(scope="module")
def described() -> Iterator[tuple[FakeTwilio, str]]:
    with FakeTwilio() as running, prism_before(running.url) as address:
        yield running, address


def test_the_published_description_accepts_what_we_send_and_what_the_fake_answers(
    described: tuple[FakeTwilio, str],
) -> None:
    fake, address = described
    sending = carrier(address)
    handed = sending.send(text())
    assert handed.state == "handed"
    assert fake.messages[handed.carrier_id].to == CITIZEN
    assert sending.send(text(attempt=2)).carrier_id == handed.carrier_id
    assert sending.status_of(handed.carrier_id) == ("queued", 0)
    fake.receive(CITIZEN, TOWN, "Un lampadaire", media=(("image/jpeg", b"\xff\xd8"),))
    [form] = sending.inbound_since(datetime.now(UTC) - timedelta(hours=1))
    assert len(parse_sms(form).media) == 1
    sending.close()


def test_the_published_description_refuses_a_number_of_account_that_is_none(
    described: tuple[FakeTwilio, str],
) -> None:
    _, address = described
    answer = carrier(address)._client.messages("SM-not-a-sid")
    with pytest.raises(Exception, match="HTTP 422"):
        answer.fetch()


@pytest.mark.parametrize(
    ("to", "kind", "reason"),
    [
        ("+15005550001", PermanentFailure, "invalid_number"),
        ("+15005550002", PermanentFailure, "blocked"),
        ("+15005550003", ConfigurationFailure, "region"),
        ("+15005550004", PermanentFailure, "opted_out"),
        ("+15005550009", PermanentFailure, "not_a_mobile"),
    ],
)
def test_a_refused_number_gives_the_failure_of_the_error_table(
    described: tuple[FakeTwilio, str], to: str, kind: type[GuichetError], reason: str
) -> None:
    with pytest.raises(kind) as failed:
        carrier(described[1]).send(text(to=to))
    assert failed.value.reason == reason
    assert to not in failed.value.public + failed.value.private


@pytest.mark.parametrize(
    ("sender", "kind", "reason"),
    [
        ("+15005550001", ConfigurationFailure, "sender"),
        ("+15005550007", ConfigurationFailure, "sender"),
        ("+15005550008", TemporaryFailure, "busy"),
    ],
)
def test_a_refused_sender_stops_the_carrier_but_a_full_queue_only_waits(
    fake: FakeTwilio, sender: str, kind: type[GuichetError], reason: str
) -> None:
    with pytest.raises(kind) as failed:
        carrier(fake.url, from_number=sender).send(text())
    assert failed.value.reason == reason
    assert isinstance(failed.value, ConfigurationFailure) == (reason == "sender")


def test_a_person_who_said_stop_at_the_carrier_gets_nothing_until_start(fake: FakeTwilio) -> None:
    sending = carrier(fake.url)
    fake.receive(CITIZEN, TOWN, "STOP")
    with pytest.raises(PermanentFailure) as failed:
        sending.send(text())
    assert failed.value.reason == "opted_out"
    fake.receive(CITIZEN, TOWN, "START")
    assert sending.send(text()).carrier_id in fake.messages


def test_a_wrong_token_is_our_configuration(fake: FakeTwilio) -> None:
    with pytest.raises(ConfigurationFailure) as failed:
        carrier(fake.url, token="wrong").check()
    assert failed.value.reason == "credentials"


def test_too_many_requests_made_nothing_and_is_temporary(fake: FakeTwilio) -> None:
    fake.failures = ["429"]
    with pytest.raises(CarrierAway) as failed:
        carrier(fake.url).send(text())
    assert (failed.value.reason, failed.value.maybe_taken) == ("busy", False)
    assert fake.outbound == []


@pytest.mark.parametrize("failing", ["taken-then-500", "taken-then-silence"])
def test_a_text_taken_before_the_answer_was_lost_is_found_and_not_sent_twice(
    fake: FakeTwilio, failing: str
) -> None:
    fake.failures = [failing]
    sending = carrier(fake.url, timeout_seconds=0.3)
    first = text()
    with pytest.raises(TemporaryFailure) as failed:
        sending.send(first)
    assert failed.value.reason == "no_answer"
    fake.release.set()
    again = text(attempt=2)
    handed = sending.send(again)
    assert [m.sid for m in fake.outbound] == [handed.carrier_id]


def test_a_text_that_was_not_taken_is_sent_by_the_second_attempt(fake: FakeTwilio) -> None:
    fake.failures = ["500"]
    sending = carrier(fake.url)
    with pytest.raises(TemporaryFailure):
        sending.send(text())
    assert sending.send(text(attempt=2)).carrier_id == fake.outbound[0].sid


def test_an_equal_text_of_five_minutes_ago_is_not_taken_for_this_one(fake: FakeTwilio) -> None:
    sending = carrier(fake.url)
    old = sending.send(text())
    fake.messages[old.carrier_id].created_at -= timedelta(minutes=5)
    assert sending.send(text(attempt=2)).carrier_id != old.carrier_id


def test_the_first_attempt_does_not_look_anything_up(fake: FakeTwilio) -> None:
    carrier(fake.url).send(text())
    assert [method for method, _ in fake.requests] == ["POST"]


def test_a_twilio_that_cannot_be_reached_is_away_and_took_nothing() -> None:
    with FakeTwilio() as gone:
        address = gone.url
    with pytest.raises(CarrierAway) as failed:
        carrier(address).send(text())
    assert not failed.value.maybe_taken


def test_a_twilio_that_answers_nothing_else_either_is_away_and_may_have_taken_the_text(
    fake: FakeTwilio,
) -> None:
    fake.is_down = True
    with pytest.raises(CarrierAway) as failed:
        carrier(fake.url).send(text())
    assert failed.value.maybe_taken
    with pytest.raises(CarrierAway) as asked:
        carrier(fake.url).send(text(attempt=2))
    assert not asked.value.maybe_taken, "looking for a text sends nothing"


def test_one_text_without_an_answer_is_no_fault_of_a_twilio_that_answers(fake: FakeTwilio) -> None:
    fake.failures = ["500"]
    with pytest.raises(TemporaryFailure) as failed:
        carrier(fake.url).send(text())
    assert not isinstance(failed.value, CarrierAway)


def test_the_status_callback_names_our_row_at_the_public_address(fake: FakeTwilio) -> None:
    carrier(fake.url).send(text(outbox_id=4711))
    assert fake.outbound[0].status_callback == f"{PUBLIC_URL}/sms/twilio/status?outbox=4711"


def test_a_messaging_service_and_a_name_may_send_too(fake: FakeTwilio) -> None:
    service = "MG" + "a" * 32
    carrier(fake.url, from_number="", messaging_service_sid=service).send(text())
    carrier(fake.url, from_number="", alphanumeric_sender="MAIRIE").send(text())
    assert [m.sender for m in fake.outbound] == [service, "MAIRIE"]


def test_a_text_beyond_1600_characters_is_refused_before_it_costs_a_call(fake: FakeTwilio) -> None:
    with pytest.raises(PermanentFailure) as failed:
        carrier(fake.url).send(text(body="a" * 1601))
    assert (failed.value.reason, fake.requests) == ("too_long", [])


def test_a_message_whose_webhook_was_lost_comes_back_as_the_same_form(fake: FakeTwilio) -> None:
    now = datetime.now(UTC)
    lost = [
        fake.receive(CITIZEN, TOWN, f"Signalement {n} é €", at=now - timedelta(minutes=9 - n))
        for n in range(5)
    ]
    fake.receive(CITIZEN, TOWN, "trop vieux", at=now - timedelta(days=3))
    fake.receive(CITIZEN, "+33199000002", "pour un autre", at=now)
    carrier(fake.url).send(text())
    found = [parse_sms(form) for form in carrier(fake.url).inbound_since(now - timedelta(hours=1))]
    assert [(m.message_id, m.text) for m in found] == [(m.sid, m.body) for m in lost]
    webhook = fake.webhook_form(lost[0])
    [first, *_] = carrier(fake.url).inbound_since(now - timedelta(hours=1))
    assert dict(parse_qsl(first.decode())).items() <= {k: v for k, v in webhook.items() if v}.items()


def test_reconciliation_reads_every_page(fake: FakeTwilio) -> None:
    now = datetime.now(UTC)
    for n in range(230):
        fake.receive(CITIZEN, TOWN, str(n), at=now - timedelta(seconds=n))
    assert len(list(carrier(fake.url).inbound_since(now - timedelta(hours=1)))) == 230


def test_every_photo_of_a_reconciled_message_has_its_address(fake: FakeTwilio) -> None:
    sent = fake.receive(CITIZEN, TOWN, "", media=tuple(("image/jpeg", bytes([n])) for n in range(3)))
    [form] = carrier(fake.url).inbound_since(datetime.now(UTC) - timedelta(hours=1))
    assert parse_sms(form).media == parse_sms(_encoded(fake.webhook_form(sent))).media


def test_a_photo_is_fetched_with_its_type_and_hash(fake: FakeTwilio) -> None:
    photo = bytes(range(256)) * 5000
    url = _photo(fake, photo)
    sink = io.BytesIO()
    fetched = MediaFetcher(settings(fake.url), AUTH_TOKEN).fetch(url, sink)
    assert (sink.getvalue(), fetched.size_bytes, fetched.content_type) == (photo, len(photo), "image/jpeg")


def test_a_photo_that_is_too_large_is_refused_before_its_end(fake: FakeTwilio) -> None:
    url = _photo(fake, b"x" * 5000)
    sink = io.BytesIO()
    with pytest.raises(PermanentFailure) as failed:
        MediaFetcher(settings(fake.url, media_max_bytes=4999), AUTH_TOKEN).fetch(url, sink)
    assert (failed.value.reason, sink.getvalue()) == ("too_large", b"")


def test_a_photo_that_takes_too_long_in_all_is_given_up(fake: FakeTwilio) -> None:
    ticks = iter([0.0, 61.0, 122.0])
    with pytest.raises(TemporaryFailure) as failed:
        MediaFetcher(settings(fake.url), AUTH_TOKEN, clock=lambda: next(ticks)).fetch(
            _photo(fake, b"x"), io.BytesIO()
        )
    assert failed.value.reason == "too_slow"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "http://127.0.0.1:1/latest/meta-data",
        "http://mms.twiliocdn.com/x",
        "https://mms.twiliocdn.com.evil.example/x",
        "https://mms.twiliocdn.com@evil.example/x",
        "https://user@mms.twiliocdn.com/x",
        "https://mms.twiliocdn.com:8443/x",
        "https://mms.twiliocdn.com\\@evil.example/x",
        "https://169.254.169.254/latest",
        "file:///etc/passwd",
        "//evil.example/x",
        "https://[::1/",
        "https://api.twilio.com:99999/",
        "",
    ],
)
def test_neither_an_address_nor_a_redirect_leads_anywhere_but_to_the_provider(
    fake: FakeTwilio, elsewhere: str
) -> None:
    fetcher = MediaFetcher(settings(fake.url), AUTH_TOKEN)
    with pytest.raises(PermanentFailure) as asked:
        fetcher.fetch(elsewhere, io.BytesIO())
    assert asked.value.reason == "forbidden_host"
    if elsewhere:
        fake.redirect_media_to = elsewhere
        with pytest.raises(PermanentFailure) as redirected:
            fetcher.fetch(_photo(fake, b"x"), io.BytesIO())
        assert redirected.value.reason == "forbidden_host"


class _Recorder(HTTPAdapter):
    """Answers nothing; keeps what would have been sent to the provider's other hosts."""

    def __init__(self) -> None:
        super().__init__()
        self.headers: list[dict[str, str]] = []

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        self.headers.append({name.lower(): value for name, value in request.headers.items()})
        raise requests.ConnectionError


def test_the_token_stays_at_the_api_when_a_photo_is_kept_elsewhere(fake: FakeTwilio) -> None:
    fake.redirect_media_to = "https://mms.twiliocdn.com/photo"
    fetcher, recorder = MediaFetcher(settings(fake.url), AUTH_TOKEN), _Recorder()
    fetcher._session.mount("https://", recorder)
    with pytest.raises(TemporaryFailure):
        fetcher.fetch(_photo(fake, b"x"), io.BytesIO())
    assert [("authorization" in headers) for headers in recorder.headers] == [False]


def test_a_redirect_in_a_circle_ends(fake: FakeTwilio) -> None:
    fake.redirect_media_to = url = _photo(fake, b"x")
    with pytest.raises(PermanentFailure):
        MediaFetcher(settings(fake.url), AUTH_TOKEN).fetch(url, io.BytesIO())
    assert len(fake.requests) == 4


def test_a_photo_that_is_gone_is_not_asked_for_again_and_a_wrong_password_is_temporary(
    fake: FakeTwilio,
) -> None:
    url = _photo(fake, b"x")
    with pytest.raises(PermanentFailure) as gone:
        MediaFetcher(settings(fake.url), AUTH_TOKEN).fetch(url + "0", io.BytesIO())
    assert gone.value.reason == "gone"
    with pytest.raises(TemporaryFailure):
        MediaFetcher(settings(fake.url), "wrong").fetch(url, io.BytesIO())


def _photo(fake: FakeTwilio, content: bytes) -> str:
    message = fake.receive(CITIZEN, TOWN, "", media=(("image/jpeg", content),))
    return fake.webhook_form(message)["MediaUrl0"]


def _encoded(form: dict[str, str]) -> bytes:
    return urlencode(form).encode()
