"""Short signed codes: bound to request and person, readable, hard to guess."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.sms.short_codes import ALPHABET, LENGTH, ShortCodes, codes_in
from tests.rows import in_rows

CODES = ShortCodes(b"k" * 32)
_IDS = st.integers(1, 2**31)


@given(_IDS, _IDS)
def test_a_code_is_found_in_a_text_however_it_is_typed(request_id: int, person_id: int) -> None:
    code = CODES.make(request_id, person_id)
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    for typed in (code.lower(), f"{code[:3]}-{code[3:]}", f"{code[:3]} {code[3:]}"):
        assert CODES.matches(typed, request_id, person_id)
        assert codes_in(f"Bonjour {typed} toujours rien") == (code,)


@given(_IDS, _IDS, _IDS)
def test_a_code_is_of_one_request_and_one_person_and_one_key(
    request_id: int, person_id: int, other: int
) -> None:
    code = CODES.make(request_id, person_id)
    if other not in (request_id, person_id):
        assert not CODES.matches(code, other, person_id)
        assert not CODES.matches(code, request_id, other)
    assert not ShortCodes(b"l" * 32).matches(code, request_id, person_id)


def test_the_request_is_found_among_those_it_may_be() -> None:
    candidates = [(1, 7), (2, 7), (3, 8)]
    assert CODES.find(CODES.make(2, 7), candidates) == (2, 7)
    assert CODES.find(CODES.make(2, 9), candidates) is None


@in_rows(
    "text",
    ["bonjour madame", "le 12 34 56", "234 678", "pst brb", "2026-00042", "rdv 14h30 vmc", "X7M2PXQ", ""],
)
def test_ordinary_words_and_figures_are_no_code(text: str) -> None:
    assert codes_in(text) == ()


@given(st.text(max_size=200), st.text(max_size=10))
def test_no_text_makes_the_search_or_the_comparison_raise(text: str, code: str) -> None:
    assert len(codes_in(text)) <= 5
    assert not CODES.matches(code + "é", 1, 1)


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="16 octets"):
        ShortCodes(b"short")
