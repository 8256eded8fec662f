"""The webhook door over HTTP, with signatures computed as Twilio computes them."""

from __future__ import annotations

import hashlib
import http.client
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from twilio.request_validator import RequestValidator

from intake.doors.http.twilio import twilio_router
from intake.doors.http.twilio_signature import SignatureCheck
from intake.ledger.arrival import Arrival
from intake.sms.form import parse_sms
from intake.sms.twilio_receipt import read_twilio_receipt
from models.errors import TemporaryFailure
from models.settings.texts import TwilioDoorSettings
from tests.servers.fake_twilio import AUTH_TOKEN, FakeTwilio, deliver, signed_call
from tests.servers.http_service import serving
from tests.servers.twilio_case import CITIZEN, PUBLIC_URL, TOWN

MESSAGE = f"{PUBLIC_URL}/sms/twilio"
STATUS = f"{PUBLIC_URL}/sms/twilio/status"
SETTINGS = TwilioDoorSettings(
    public_url=PUBLIC_URL,
    fallback_public_url="https://repli.mairie.example",
    auth_tokens=(SecretStr(AUTH_TOKEN), SecretStr("next-token")),
    shared_keys={"wk1": SecretStr("shared-secret")},
    read_timeout_seconds=0.5,
)
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


class Ledger:
    """Keeps what is accepted, one row a key; away when told so."""

    def __init__(self) -> None:
        self.rows: dict[str, Arrival] = {}
        self.calls = 0
        self.is_away = False

    async def accept(self, arrival: Arrival) -> int:
        self.calls += 1
        if self.is_away:
            raise TemporaryFailure("The database is away.")
        assert arrival.door_key is not None
        self.rows.setdefault(arrival.door_key, arrival)
        return list(self.rows).index(arrival.door_key) + 1


class Door:
    def __init__(self) -> None:
        self.ledger = Ledger()
        self.rejected: list[tuple[str, str]] = []
        self.address = ""
        self.fake = FakeTwilio()

    def text(self, body: str = "Un trou rue de la Gare", **changed: str) -> dict[str, str]:
        return self.fake.webhook_form(self.fake.receive(CITIZEN, TOWN, body)) | changed


@pytest.fixture
def door() -> Iterator[Door]:
    opened = Door()
    router = twilio_router(
        SETTINGS,
        opened.ledger.accept,
        lambda reason, path, peer: opened.rejected.append((reason, path)),
        lambda: NOW,
    )
    with opened.fake, serving(router) as address:
        opened.address = address
        yield opened


def test_a_signed_text_is_in_the_ledger_as_it_came_before_the_answer_is_given(door: Door) -> None:
    body, headers = signed_call(door.text("Éclairage « en panne » 🙂", FromCity=""), MESSAGE)
    status, answer = deliver(f"{door.address}/sms/twilio", body, headers)
    assert (status, answer) == (200, b'<?xml version="1.0" encoding="UTF-8"?><Response/>')
    [row] = door.ledger.rows.values()
    assert (row.raw, row.envelope_from, row.recipients, row.received_at) == (body, CITIZEN, (TOWN,), NOW)
    assert parse_sms(row.raw).text == "Éclairage « en panne » 🙂"


def test_the_same_message_again_and_on_the_fallback_is_one_row(door: Door) -> None:
    form = door.text()
    for public, path in (
        (MESSAGE, "/sms/twilio"),
        (MESSAGE, "/sms/twilio"),
        ("https://repli.mairie.example/sms/twilio/fallback", "/sms/twilio/fallback"),
    ):
        body, headers = signed_call(form, public)
        assert deliver(door.address + path, body, headers)[0] == 200
    assert (door.ledger.calls, list(door.ledger.rows)) == (3, [f"sms:{form['MessageSid']}"])


def test_a_forged_changed_or_unsigned_call_is_turned_away_and_told(door: Door) -> None:
    form = door.text()
    body, headers = signed_call(form, MESSAGE)
    changed = urlencode(form | {"Body": "autre"}).encode()
    forged = signed_call(form, MESSAGE, token="guessed")
    elsewhere = signed_call(form, "https://127.0.0.1/sms/twilio")
    unsigned = {k: v for k, v in headers.items() if k != "X-Twilio-Signature"}
    for sent, with_headers in (
        (changed, headers),
        (body + b"&FromCity=Paris", headers),
        forged,
        elsewhere,
        (body, unsigned),
        (body, headers | {"X-Twilio-Signature": ""}),
        (body, headers | {"X-Twilio-Signature": "é" * 28}),
    ):
        assert deliver(f"{door.address}/sms/twilio", sent, with_headers)[0] == 403
    assert door.ledger.calls == 0
    assert [reason for reason, _ in door.rejected] == ["signature"] * 4 + ["unsigned"] * 2 + ["signature"]


def test_a_signature_of_one_path_opens_no_other(door: Door) -> None:
    body, headers = signed_call(door.text(), MESSAGE)
    assert deliver(f"{door.address}/sms/twilio/status", body, headers)[0] == 403
    assert deliver(f"{door.address}/sms/twilio?outbox=1", body, headers)[0] == 403


def test_the_next_token_is_believed_while_the_token_is_changed(door: Door) -> None:
    body, headers = signed_call(door.text(), MESSAGE, token="next-token")
    assert deliver(f"{door.address}/sms/twilio", body, headers)[0] == 200


def test_twilio_may_sign_the_address_with_its_port(door: Door) -> None:
    body, headers = signed_call(door.text(), "https://guichet.mairie.example:443/sms/twilio")
    assert deliver(f"{door.address}/sms/twilio", body, headers)[0] == 200


@pytest.mark.parametrize(
    ("secret", "named", "status"),
    [
        ("shared-secret", "key=wk1,algorithm=HMAC_SHA256", 200),
        ("shared-secret", "key=wk2,algorithm=HMAC_SHA256", 403),
        (AUTH_TOKEN, "algorithm=HMAC_SHA256", 403),
        ("shared-secret", "key=wk1,algorithm=HMAC_MD5", 403),
        (AUTH_TOKEN, "key=wk1,algorithm=HMAC_SHA256", 403),
    ],
)
def test_hmac_sha256_is_believed_from_the_named_shared_key_only(
    door: Door, secret: str, named: str, status: int
) -> None:
    form = door.text()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Twilio-Signature": RequestValidator(secret).compute_signature(MESSAGE, form, "HMAC_SHA256"),
        "X-Twilio-Webhooks-Signature-Settings": named,
    }
    assert deliver(f"{door.address}/sms/twilio", urlencode(form).encode(), headers)[0] == status


def test_a_json_body_is_covered_by_its_hash_in_the_signed_address(door: Door) -> None:
    form = door.text()
    body = json.dumps(form).encode()
    query = f"bodySHA256={hashlib.sha256(body).hexdigest()}"
    signature = RequestValidator(AUTH_TOKEN).compute_signature(f"{MESSAGE}?{query}", {})
    headers = {"Content-Type": "application/json", "X-Twilio-Signature": signature}
    assert deliver(f"{door.address}/sms/twilio?{query}", body, headers)[0] == 200
    assert deliver(f"{door.address}/sms/twilio?{query}", body + b" ", headers)[0] == 403
    [row] = door.ledger.rows.values()
    assert parse_sms(row.raw) == parse_sms(urlencode(form).encode())


def test_a_json_body_without_its_hash_is_not_believed(door: Door) -> None:
    headers = {
        "Content-Type": "application/json",
        "X-Twilio-Signature": RequestValidator(AUTH_TOKEN).compute_signature(MESSAGE, {}),
    }
    assert deliver(f"{door.address}/sms/twilio", json.dumps(door.text()).encode(), headers)[0] == 403


def test_a_ledger_that_is_away_is_said_at_once_and_the_message_may_come_again(door: Door) -> None:
    door.ledger.is_away = True
    body, headers = signed_call(door.text(), MESSAGE)
    assert deliver(f"{door.address}/sms/twilio", body, headers)[0] == 503
    door.ledger.is_away = False
    assert deliver(f"{door.address}/sms/twilio", body, headers)[0] == 200
    assert door.rejected == [("ledger", "/sms/twilio")]


def test_a_signed_form_without_a_message_in_it_is_unreadable(door: Door) -> None:
    for form in ({"Body": "x"}, {"MessageSid": "SM" + "1" * 32}, {"MessageSid": "../etc", "From": CITIZEN}):
        body, headers = signed_call(form, MESSAGE)
        assert deliver(f"{door.address}/sms/twilio", body, headers)[0] == 400
    assert door.ledger.calls == 0


def test_a_form_that_is_too_long_of_too_many_fields_or_of_another_type_is_refused(door: Door) -> None:
    long, headers = signed_call(door.text("x" * 70_000), MESSAGE)
    assert deliver(f"{door.address}/sms/twilio", long, headers)[0] == 413
    many, headers = signed_call({f"F{n}": "" for n in range(201)}, MESSAGE)
    assert deliver(f"{door.address}/sms/twilio", many, headers)[0] == 403
    body, headers = signed_call(door.text(), MESSAGE)
    assert deliver(f"{door.address}/sms/twilio", body, headers | {"Content-Type": "text/xml"})[0] == 415


def test_a_caller_who_does_not_send_its_form_is_given_up(door: Door) -> None:
    line = http.client.HTTPConnection(door.address.removeprefix("http://"), timeout=60)
    line.putrequest("POST", "/sms/twilio")
    for name, value in {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Twilio-Signature": "x",
    }.items():
        line.putheader(name, value)
    line.putheader("Content-Length", "100")
    line.endheaders(b"Body=")
    assert line.getresponse().status == 408
    line.close()


def test_only_post_is_known(door: Door) -> None:
    line = http.client.HTTPConnection(door.address.removeprefix("http://"), timeout=60)
    line.request("GET", "/sms/twilio")
    assert line.getresponse().status == 405
    line.close()


def test_receipts_are_rows_of_their_own_and_repeated_ones_are_one(door: Door) -> None:
    message = door.fake.receive(CITIZEN, TOWN, "x")
    for status in ("sent", "delivered", "sent", "delivered"):
        body, headers = signed_call(door.fake.status_form(message, status), f"{STATUS}?outbox=12")
        assert deliver(f"{door.address}/sms/twilio/status?outbox=12", body, headers)[0] == 204
    rows = list(door.ledger.rows.values())
    assert [r.door for r in rows] == ["receipts", "receipts"]
    receipts = [read_twilio_receipt(r.raw, r.door_facts["query"]) for r in rows]
    assert [(r.state, r.outbox_id, r.carrier_id) for r in receipts] == [
        ("sent", 12, message.sid),
        ("delivered", 12, message.sid),
    ]


def test_a_status_nobody_knows_is_unreadable(door: Door) -> None:
    message = door.fake.receive(CITIZEN, TOWN, "x")
    body, headers = signed_call(door.fake.status_form(message, "teleported"), STATUS)
    assert deliver(f"{door.address}/sms/twilio/status", body, headers)[0] == 400


_FIELDS = st.dictionaries(st.text(min_size=1, max_size=8), st.text(max_size=20), max_size=8)
_CHECK = SignatureCheck([AUTH_TOKEN], {}, 50)
_TYPE = "application/x-www-form-urlencoded"


@given(_FIELDS)
def test_every_form_that_twilio_signs_is_believed_and_none_with_a_field_more(fields: dict[str, str]) -> None:
    signature = RequestValidator(AUTH_TOKEN).compute_signature(MESSAGE, fields)
    body = urlencode(fields).encode()
    assert _CHECK.is_genuine(MESSAGE, body, _TYPE, signature, "")
    assert not _CHECK.is_genuine(MESSAGE, body + b"&Body=%C3%A9t%C3%A9+2026", _TYPE, signature, "")


@given(st.binary(max_size=200), st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_no_body_signature_or_header_makes_the_check_raise_or_believe(
    body: bytes, signature: str, header: str, kind: str
) -> None:
    for content_type in (_TYPE, "application/json", kind):
        assert not _CHECK.is_genuine(f"{MESSAGE}?{kind}", body, content_type, signature, header)


def test_without_secrets_nothing_is_believed() -> None:
    signature = RequestValidator("").compute_signature(MESSAGE, {"a": "b"})
    assert not SignatureCheck([""], {"k": ""}, 50).is_genuine(MESSAGE, b"a=b", _TYPE, signature, "")
