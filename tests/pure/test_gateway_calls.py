"""Calls of an SMS provider read as the settings say; settings that nobody should write are refused."""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from intake.sms.form import parse_sms
from intake.sms.gateway_call import read_items, read_kept_receipt, receipt_in, text_in
from models.errors import InvalidValue
from models.settings.settings import Settings
from models.settings.sms_calls import GatewayDoorSettings
from models.settings.sms_carriers import GatewaySettings
from tests.rows import in_rows
from tests.servers.text_provider import CALLS, receipt_call, text_call

_JSON = "application/json"
DAY = date(2026, 3, 2)
DOOR = GatewayDoorSettings(**CALLS)
_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=12,
)


def _calls(**changed: Any) -> GatewayDoorSettings:
    return GatewayDoorSettings(**{**CALLS, **changed})


@in_rows(
    ("given_number", "read"),
    [
        ("33639980012", "+33639980012"),
        ("0033639980012", "+33639980012"),
        ("+33 6 39 98 00 12", "+33639980012"),
        ("0639980012", "+33639980012"),
        ("36180", "36180"),
        ("MAIRIE", "MAIRIE"),
    ],
)
def test_numbers_are_read_as_providers_write_them(given_number: str, read: str) -> None:
    brought = text_in(DOOR, "p", {**text_call("1", "", "x"), "from": given_number}, DAY)
    sender = parse_sms(brought.kept).sender
    assert sender is not None and sender.address == read


def test_a_name_of_a_field_with_points_is_found_before_a_path() -> None:
    door = _calls(message_from_path="a.b", message_id_path="", message_text_path="t.0.w")
    assert (
        text_in(door, "p", {"a.b": "0639980012", "a": {"b": "x"}, "t": [{"w": "oui"}]}, DAY).sender
        == "0639980012"
    )
    with pytest.raises(InvalidValue, match=r"words at 't\.0\.w'"):
        text_in(door, "p", {"a.b": "0639980012", "t": [{"w": True}]}, DAY)


def test_without_an_id_the_same_words_are_one_text_on_a_day_and_another_the_next() -> None:
    call = text_call("", "33639980012", "Le lampadaire est éteint")
    nameless = _calls(message_id_path="")
    keys = [text_in(nameless, "p", call, date(2026, 3, day)).key for day in (2, 2, 20)]
    assert keys[0] == keys[1] != keys[2]
    named = text_call("in-1", "33639980012", "Le lampadaire est éteint")
    assert text_in(DOOR, "p", named, DAY).key == text_in(DOOR, "p", named, date(2026, 3, 20)).key


def test_two_tries_of_one_text_that_share_our_reference_have_receipts_of_their_own() -> None:
    first = receipt_call("", "UNDELIVERED", ours="12") | {"at": "10:00"}
    second = first | {"at": "11:00"}
    keys = {receipt_in(DOOR, "p", each).key for each in (first, first, second)}
    assert len(keys) == 2


def test_a_word_that_the_settings_do_not_know_is_kept_with_what_was_said() -> None:
    kept = receipt_in(DOOR, "p", receipt_call("m-1", "TELEPORTED", "E7")).kept
    with pytest.raises(InvalidValue) as wrong:
        read_kept_receipt(kept)
    assert "'TELEPORTED E7'" in wrong.value.private and "statuses" in wrong.value.private


def test_an_error_code_explains_a_failure_and_no_arrival() -> None:
    door = _calls(errors={"7": "opted_out"})
    failed = read_kept_receipt(receipt_in(door, "p", receipt_call("m", "UNDELIVERABLE", "7")).kept)
    arrived = read_kept_receipt(receipt_in(door, "p", receipt_call("m", "DELIVERED", "7")).kept)
    assert (failed.state, failed.reason) == ("failed", "opted_out")
    assert (arrived.state, arrived.reason) == ("delivered", "")


@given(_ANYTHING, st.sampled_from([_JSON, "application/x-www-form-urlencoded", "", "text/xml"]))
def test_whatever_is_called_is_read_or_refused_with_a_reason(content: Any, content_type: str) -> None:
    raw = json.dumps(content).encode()
    for read in (partial(text_in, day=DAY), receipt_in):
        try:
            for item in read_items(DOOR, content_type, raw, ""):
                brought = read(DOOR, "p", item)
                assert len(brought.key) <= 255 and brought.kept.isascii()
        except InvalidValue as wrong:
            assert wrong.public.endswith(".")


def test_half_a_character_in_json_is_replaced_and_does_no_harm() -> None:
    [item] = read_items(DOOR, _JSON, json.dumps(text_call("\ud83d", "+33639980012", "a\ud83db")).encode(), "")
    assert parse_sms(text_in(_calls(message_id_path=""), "p", item, DAY).kept).text == "a?b"


@in_rows(
    ("changed", "said"),
    [
        ({"token_in": "", "signature_header": ""}, "calls must be proved"),
        ({"signed": "{timestamp}.{body}"}, "timestamp_header and {timestamp}"),
        ({"timestamp_header": "X-Time"}, "timestamp_header and {timestamp}"),
        ({"signed": "nothing"}, "pattern"),
        ({"format": "query"}, "{url} must be signed"),
        ({"message_text_path": ""}, "message_from_path and message_text_path"),
        ({"receipt_id_path": "", "receipt_ours_path": ""}, "which text are they about"),
        ({"statuses": {}}, "what does each word"),
        ({"message_from_path": "", "message_text_path": "", "receipt_status_path": ""}, "nothing is taken"),
        ({"statuses": {"X": "lost"}}, "statuses.X"),
        ({"token_in": "body:token"}, "pattern"),
        ({"peers": ("300.1.2.3",)}, "must be an address"),
    ],
)
def test_settings_that_let_anybody_call_or_say_nothing_are_refused(
    changed: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValidationError) as wrong:
        _calls(**changed)
    assert said in str(wrong.value)


def test_texts_say_that_nobody_reads_answers_when_nobody_does() -> None:
    def town(sender: str, enabled: bool = True, **calls: Any) -> bool:
        return Settings.model_validate(
            {
                "sms": {
                    "carrier": "gateway",
                    "gateway": {"url": "https://x.test", "body": "{}", "sender": sender},
                },
                "doors": {"sms": {"enabled": enabled, "gateway": {**CALLS, **calls}}},
            }
        ).texts_are_answered

    assert town("33199000001") and town("")
    assert not town("MAIRIE") and not town("33199000001", enabled=False)
    assert not town("33199000001", message_from_path="", message_text_path="")


@in_rows(
    ("sender", "number"),
    [("33199000001", "+33199000001"), ("+33199000001", "+33199000001"), ("0033199000001", "+33199000001"),
     ("36180", ""), ("MAIRIE", ""), ("", "")],
)  # fmt: skip
def test_the_number_of_a_gateway_is_known_when_its_sender_is_one(sender: str, number: str) -> None:
    assert GatewaySettings(url="https://x.test", body="{}", sender=sender).number == number


def test_a_gateway_may_not_take_the_name_of_twilio() -> None:
    with pytest.raises(ValidationError, match="other provider"):
        GatewaySettings(url="https://x.test", body="{}", name="twilio")
