"""Receipts: in any order and any number of times the same end."""

from __future__ import annotations

import itertools
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.delivery.carriers.twilio_errors import ERRORS, judge
from dispatch.notices.why.reasons import REASONS
from intake.sms.twilio_receipt import RANK, ReceiptState, later_state, read_twilio_receipt
from models.errors import InvalidValue
from tests.rows import in_rows

_STATES: tuple[ReceiptState, ...] = get_args(ReceiptState)


def _after(states: tuple[ReceiptState, ...]) -> ReceiptState | None:
    known: ReceiptState | None = None
    for state in states:
        known = later_state(known, state) or known
    return known


def test_in_every_order_the_highest_state_remains() -> None:
    for order in itertools.permutations(("queued", "sending", "sent", "delivered")):
        assert _after(order) == "delivered"


@given(st.lists(st.sampled_from(_STATES), min_size=1, max_size=8))
def test_the_state_never_goes_back_and_a_final_one_stays(states: list[ReceiptState]) -> None:
    known: ReceiptState | None = None
    for state in states:
        news = later_state(known, state)
        if news is not None and known is not None:
            assert RANK[news] > RANK[known]
            assert RANK[known] < RANK["delivered"]
        known = news or known
    assert known is not None
    assert RANK[known] == max(RANK[s] for s in states)


def test_a_receipt_is_read_with_its_error_and_our_row() -> None:
    receipt = read_twilio_receipt(b"MessageSid=SM1&MessageStatus=undelivered&ErrorCode=30006", "outbox=12")
    assert (receipt.carrier_id, receipt.state, receipt.error_code, receipt.outbox_id) == (
        "SM1",
        "undelivered",
        30006,
        12,
    )
    assert receipt.door_key == "receipt:twilio:SM1:undelivered"


@in_rows(
    "raw",
    [b"", b"MessageSid=SM1", b"MessageStatus=sent", b"MessageSid=SM1&MessageStatus=received", b"\xff\xfe"],
)
def test_what_is_no_receipt_is_said(raw: bytes) -> None:
    with pytest.raises(InvalidValue):
        read_twilio_receipt(raw)


@given(st.binary(max_size=100), st.text(max_size=100))
def test_a_receipt_is_read_or_refused_and_nothing_else(raw: bytes, query: str) -> None:
    for body in (b"MessageSid=SM1&MessageStatus=sent&ErrorCode=" + raw, raw):
        try:
            found = read_twilio_receipt(body, query)
        except InvalidValue:
            continue
        assert found.state in get_args(ReceiptState)


@in_rows(
    ("codes", "kind"),
    [
        ((21211, 21610, 21614, 30005, 30006), "permanent"),
        ((20429, 30001, 30003), "temporary"),
        ((20003, 21408, 21606), "configuration"),
    ],
)
def test_the_errors_that_matter_are_judged_as_they_must_be(codes: tuple[int, ...], kind: str) -> None:
    assert {judge(code).kind for code in codes} == {kind}


def test_every_error_has_a_reason_that_can_be_said_in_both_languages() -> None:
    assert {verdict.reason for verdict in ERRORS.values()} <= set(REASONS)
    assert all(french and english and french != english for french, english in REASONS.values())


@in_rows(
    ("status", "kind"),
    [(400, "temporary"), (401, "configuration"), (403, "configuration"), (404, "configuration"), (429, "temporary"),
     (500, "temporary"), (503, "temporary"), (0, "temporary")],
)  # fmt: skip
def test_an_unknown_error_is_judged_by_its_status_and_never_final(status: int, kind: str) -> None:
    assert judge(99999, status).kind == kind
