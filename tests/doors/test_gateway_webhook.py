"""The door of an SMS provider described by settings: who is believed, what is kept, what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest

from intake.doors.http.gateway import gateway_router
from intake.doors.http.gateway_proof import Proof
from intake.ledger.arrival import Arrival
from intake.sms.form import parse_sms
from intake.sms.gateway_call import read_kept_receipt
from models.errors import ConfigurationFailure, TemporaryFailure
from models.settings.sms_calls import GatewayDoorSettings
from models.settings.texts import SmsDoorSettings
from tests.servers.http_service import serving
from tests.servers.text_provider import CALLS, SIGNING_KEY, TOKEN, called, receipt_call, signed, text_call

CITIZEN = "+33639980012"
NOW = datetime(2026, 11, 28, 10, 0, tzinfo=UTC)
PUBLIC_URL = "https://guichet.mairie.example"
MESSAGE, RECEIPT = "/sms/gateway/message", "/sms/gateway/receipt"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


class Opened:
    """The door at `address`, with a ledger of one row a key."""

    def __init__(self, stack: ExitStack, **changed: Any) -> None:
        self.rows: dict[str, Arrival] = {}
        self.rejected: list[tuple[str, str]] = []
        self.is_away = False
        settings = GatewayDoorSettings(**{**CALLS, **changed})
        proof = Proof(settings, PUBLIC_URL, token=TOKEN, key=SIGNING_KEY, now=lambda: NOW)
        router = gateway_router(
            SmsDoorSettings(gateway=settings, read_timeout_seconds=0.5),
            "agregateur",
            proof,
            self.accept,
            lambda reason, path, peer: self.rejected.append((reason, path)),
            lambda: NOW,
        )
        self.address = stack.enter_context(serving(router))

    async def accept(self, arrival: Arrival) -> int:
        if self.is_away:
            raise TemporaryFailure("The database is away.")
        assert arrival.door_key is not None
        self.rows.setdefault(arrival.door_key, arrival)
        return len(self.rows)

    def post(self, path: str, content: dict[str, Any], **headers: str) -> int:
        body = json.dumps(content).encode()
        given = {
            "Content-Type": JSON,
            "X-Token": TOKEN,
            "X-Signature": f"sha256={signed(body)}",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        return called(self.address + path, body, {name: value for name, value in given.items() if value})[0]


Open = Callable[..., Opened]


@pytest.fixture
def opened() -> Iterator[Open]:
    with ExitStack() as stack:
        yield lambda **changed: Opened(stack, **changed)


def test_a_proved_text_is_in_the_ledger_once_however_often_it_comes(opened: Open) -> None:
    door = opened()
    call = text_call("in-1", CITIZEN, "Éclairage « en panne » 🙂\nrue des Écoles")
    assert [door.post(MESSAGE, call) for _ in range(3)] == [200, 200, 200]
    assert door.post(MESSAGE, text_call("in-2", CITIZEN, "Autre chose")) == 200
    first, second = door.rows.values()
    assert (first.door, first.door_name, first.door_key) == ("sms", "agregateur", "sms:agregateur:in-1")
    read = parse_sms(first.raw)
    assert read.text == "Éclairage « en panne » 🙂\nrue des Écoles"
    assert read.sender is not None and read.sender.address == CITIZEN
    assert (first.recipients, first.envelope_from) == (("+33199000001",), CITIZEN)
    assert parse_sms(second.raw).text == "Autre chose"


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"X_Token": ""}, "unsigned"),
        ({"X_Token": "mot-devine"}, "signature"),
        ({"X_Token": TOKEN + " x"}, "signature"),
        ({"X_Signature": ""}, "unsigned"),
        ({"X_Signature": "sha256=" + "0" * 64}, "signature"),
        ({"X_Signature": "é"}, "signature"),
        ({"X_Signature": f"sha256={signed(b'another call')}"}, "signature"),
    ],
)
def test_a_call_that_is_not_proved_is_refused_kept_nowhere_and_told(
    opened: Open, headers: dict[str, str], reason: str
) -> None:
    door = opened()
    encoded = {name: value.encode().decode("latin-1") for name, value in headers.items()}
    assert door.post(MESSAGE, text_call("in-1", CITIZEN, "Bonjour"), **encoded) == 403
    assert not door.rows and door.rejected == [(reason, MESSAGE)]


def test_a_call_from_another_address_is_refused_whatever_else_proves_it(opened: Open) -> None:
    call = text_call("in-1", CITIZEN, "Bonjour")
    door = opened(peers=("192.0.2.0/24",))
    assert door.post(MESSAGE, call) == 403 and door.rejected == [("peer", MESSAGE)]
    assert opened(peers=("192.0.2.0/24", "127.0.0.1")).post(MESSAGE, call) == 200


def test_a_signature_over_address_and_time_holds_for_that_call_at_that_time_only(opened: Open) -> None:
    door = opened(
        token_in="",
        signed="{timestamp}{url}{body}",
        timestamp_header="X-Time",
        signature_prefix="",
        signature_hash="sha512",
    )
    body = json.dumps(text_call("in-1", CITIZEN, "Bonjour")).encode()

    def called_at(time: float, url: str, path: str = MESSAGE) -> int:
        stamp = str(int(time))
        headers = {"Content-Type": JSON, "X-Time": stamp}
        headers["X-Signature"] = signed(body, url, algorithm="sha512", time=stamp)
        return called(door.address + path, body, headers)[0]

    assert called_at(NOW.timestamp() - 299, PUBLIC_URL + MESSAGE) == 200
    assert called_at(NOW.timestamp() - 301, PUBLIC_URL + MESSAGE) == 403
    assert called_at(NOW.timestamp() + 301, PUBLIC_URL + MESSAGE) == 403
    assert called_at(NOW.timestamp(), PUBLIC_URL + MESSAGE, RECEIPT) == 403
    assert called_at(NOW.timestamp(), "https://ailleurs.example" + MESSAGE) == 403


def test_fields_of_a_query_that_the_signature_does_not_cover_are_not_read(opened: Open) -> None:
    fields = {
        "token_in": "",
        "message_id_path": "id",
        "message_from_path": "from",
        "message_text_path": "msg",
    }
    query = urlencode({"id": "1", "from": CITIZEN, "msg": "Bonjour"})
    over_nothing = {"X-Signature": f"sha256={signed(b'')}"}
    door = opened(**fields)
    assert called(f"{door.address}{MESSAGE}?{query}", None, over_nothing)[0] == 400 and not door.rows
    door = opened(**fields, signed="{url}")
    assert called(f"{door.address}{MESSAGE}?{query}", None, over_nothing)[0] == 403
    covered = {"X-Signature": f"sha256={signed(b'', f'{PUBLIC_URL}{MESSAGE}?{query}')}"}
    assert called(f"{door.address}{MESSAGE}?{query}", None, covered)[0] == 200 and len(door.rows) == 1


def test_a_call_by_its_query_with_the_word_in_it_is_taken_and_answered_as_the_provider_wants(
    opened: Open,
) -> None:
    door = opened(
        token_in="query:token", signature_header="", answer="OK", charset="iso-8859-15", format="query",
        message_id_path="", message_from_path="number", message_text_path="message",
    )  # fmt: skip
    said = {"number": "0639980012", "message": "Égout bouché, 20 €", "date": "20261128100000"}
    query = urlencode(said, encoding="iso-8859-15")
    assert called(f"{door.address}{MESSAGE}?{query}&token={TOKEN}", None, {}) == (200, b"OK")
    assert called(f"{door.address}{MESSAGE}?{query}&token={TOKEN}", None, {}) == (200, b"OK")
    assert called(f"{door.address}{MESSAGE}?{query}&token=autre", None, {})[0] == 403
    [row] = door.rows.values()
    assert parse_sms(row.raw).text == "Égout bouché, 20 €"
    later = urlencode({**said, "date": "20261128110000"}, encoding="iso-8859-15")
    assert called(f"{door.address}{MESSAGE}?{later}&token={TOKEN}", None, {})[0] == 200
    assert len(door.rows) == 2


def test_of_several_texts_of_one_call_each_that_can_be_read_is_kept_and_the_others_are_told(
    opened: Open,
) -> None:
    door = opened(list_path="results")
    good, other = text_call("in-1", CITIZEN, "Un"), text_call("in-2", CITIZEN, "Deux")
    assert door.post(MESSAGE, {"results": [{"messageId": "in-3"}]}) == 400 and not door.rows
    door.rejected.clear()
    assert door.post(MESSAGE, {"results": [{"messageId": "in-3"}, good]}) == 200
    assert [parse_sms(row.raw).text for row in door.rows.values()] == ["Un"]
    assert door.rejected == [("mapping", MESSAGE)]
    assert door.post(MESSAGE, {"results": [good, other]}) == 200
    assert [parse_sms(row.raw).text for row in door.rows.values()] == ["Un", "Deux"]
    for nothing in ({}, {"results": []}, {"results": "x"}, {"results": [1]}, {"results": [good] * 201}):
        assert door.post(MESSAGE, nothing) == 400
    assert set(door.rejected) == {("mapping", MESSAGE)}


def test_receipts_are_kept_as_what_the_settings_say_that_they_mean(opened: Open) -> None:
    door = opened()
    for call in (
        receipt_call("m-1", "SENT"),
        receipt_call("m-1", "DELIVERED"),
        receipt_call("m-1", "DELIVERED"),
        receipt_call("m-2", "UNDELIVERABLE", "UNKNOWN_RECIPIENT", ours="12"),
        receipt_call("m-3", "UNDELIVERED"),
    ):
        assert door.post(RECEIPT, call) == 200
    rows = [row for row in door.rows.values() if row.door == "receipts"]
    read = [read_kept_receipt(row.raw) for row in rows]
    assert [(each.carrier_id, each.state, each.reason, each.outbox_id) for each in read] == [
        ("m-1", "sent", "", None),
        ("m-1", "delivered", "", None),
        ("m-2", "failed", "unknown_number", 12),
        ("m-3", "failed", "unreachable", None),
    ]
    assert {each.carrier for each in read} == {"agregateur"}


def test_what_names_no_text_or_says_nothing_is_refused_as_a_mistake_of_the_settings(opened: Open) -> None:
    door = opened()
    assert door.post(RECEIPT, {"status": {"value": "SENT"}}) == 400
    assert door.post(RECEIPT, {"messageId": "m-1", "status": {}}) == 400
    assert door.post(MESSAGE, {"messageId": "m-1", "from": CITIZEN}) == 400
    assert door.post(MESSAGE, {"from": CITIZEN, "body": {"text": "x"}}) == 400
    assert door.post(MESSAGE, {"messageId": "m-1", "body": {"text": "x"}}) == 400
    assert {reason for reason, _ in door.rejected} == {"mapping"} and not door.rows


def test_a_call_too_long_of_another_type_or_at_a_ledger_that_is_away_is_not_taken(opened: Open) -> None:
    door = opened(signature_header="")
    assert door.post(MESSAGE, text_call("in-1", CITIZEN, "x" * 70_000)) == 413
    assert door.post(MESSAGE, text_call("in-1", CITIZEN, "x"), Content_Type="text/xml") == 415
    many = urlencode({f"f{n}": "" for n in range(201)}).encode()
    assert called(door.address + MESSAGE, many, {"Content-Type": FORM, "X-Token": TOKEN})[0] == 400
    for broken in (b"{", b"[" * 60_000, b'{"a": ' + b"9" * 5000 + b"}", b"\xff"):
        assert called(door.address + MESSAGE, broken, {"Content-Type": JSON, "X-Token": TOKEN})[0] == 400
    door.is_away = True
    assert door.post(MESSAGE, text_call("in-1", CITIZEN, "x")) == 503
    door.is_away = False
    assert door.post(MESSAGE, text_call("in-1", CITIZEN, "x")) == 200


def test_only_what_the_settings_describe_is_open(opened: Open) -> None:
    door = opened(receipt_status_path="")
    assert door.post(MESSAGE, text_call("in-1", CITIZEN, "x")) == 200
    assert door.post(RECEIPT, receipt_call("m-1", "SENT")) == 404


def test_an_empty_secret_opens_no_door() -> None:
    settings = GatewayDoorSettings(**CALLS)
    for secrets in ({"token": "", "key": "k"}, {"token": "t", "key": ""}):
        with pytest.raises(ConfigurationFailure, match=r"doors\.sms\.gateway\."):
            Proof(settings, PUBLIC_URL, now=lambda: NOW, **secrets)
