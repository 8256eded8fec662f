"""A reply address works for one person, one purpose, one request, until one day, under keys that rotate."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from models.errors import InvalidValue
from models.signing.tokens import ALPHABET, MAX_ID, Purpose, Signer
from tests.rows import in_rows

NOW = datetime(2026, 11, 3, 13, 5, tzinfo=UTC)
LATER = NOW + timedelta(days=400)
OLD, NEW = (1, b"an old key of sixteen octets"), (2, b"a new key of sixteen octets!")
SIGNER = Signer([OLD], "ville.test")
TOKEN = SIGNER.sign(Purpose.ASSIGNEE, 42, 7, LATER)


@given(
    st.sampled_from(Purpose),
    st.integers(0, MAX_ID),
    st.integers(0, 2**63 - 1),
    st.integers(0, 3650),
)
def test_what_was_signed_is_read_back_and_found(
    purpose: Purpose, subject: int, person: int, days: int
) -> None:
    token = SIGNER.sign(purpose, subject, person, NOW + timedelta(days=days))
    assert (SIGNER.read(token).purpose, SIGNER.read(token).subject_id) == (purpose, subject)
    assert SIGNER.find_person(token, [person], NOW) == person


def test_an_id_that_no_row_can_have_makes_no_token() -> None:
    """A database asked for it would fail: the message of a forger must cost nothing."""
    with pytest.raises(InvalidValue):
        SIGNER.read(SIGNER.sign(Purpose.REQUESTER, MAX_ID + 1, 7, LATER))


@given(st.integers(0, len(TOKEN) - 1), st.sampled_from(ALPHABET))
def test_any_other_character_anywhere_makes_it_nobody_s(place: int, symbol: str) -> None:
    changed = TOKEN[:place] + symbol + TOKEN[place + 1 :]
    assume(changed != TOKEN)
    with contextlib.suppress(InvalidValue):
        assert SIGNER.find_person(changed, [7], NOW) is None


@given(st.text(max_size=60))
def test_any_text_is_a_token_or_an_invalid_value(text: str) -> None:
    try:
        SIGNER.read(text)
    except InvalidValue:
        return
    assert len(text) == len(TOKEN)


def test_it_works_for_nobody_else_and_is_found_among_many() -> None:
    assert SIGNER.find_person(TOKEN, [6, 8], NOW) is None
    assert SIGNER.find_person(TOKEN, [6, 7, 8], NOW) == 7
    assert SIGNER.find_person(TOKEN, [], NOW) is None


def test_case_does_not_matter() -> None:
    assert SIGNER.find_person(TOKEN.upper(), [7], NOW) == 7


def test_it_expires() -> None:
    assert SIGNER.find_person(TOKEN, [7], LATER) == 7
    assert SIGNER.find_person(TOKEN, [7], LATER + timedelta(days=1)) is None


def test_another_domain_s_token_is_worth_nothing() -> None:
    assert Signer([OLD], "autre.test").find_person(TOKEN, [7], NOW) is None


def test_after_a_rotation_old_tokens_work_until_the_old_key_is_gone() -> None:
    rotated = Signer([NEW, OLD], "ville.test")
    assert rotated.find_person(TOKEN, [7], NOW) == 7
    fresh = rotated.sign(Purpose.ASSIGNEE, 42, 7, LATER)
    assert SIGNER.find_person(fresh, [7], NOW) is None
    assert Signer([NEW], "ville.test").find_person(TOKEN, [7], NOW) is None


def test_message_ids_are_ours_only_with_their_proof_whatever_relays_did_to_them() -> None:
    own = f"guichet.42.{SIGNER.message_id_proof(42)}"
    assert SIGNER.owns_message_id(f"<{own}@ville.test>") == 42
    assert SIGNER.owns_message_id(own.upper() + "@relay.example") == 42
    assert SIGNER.owns_message_id(own.replace("42", "43")) is None
    assert SIGNER.find_marker(f"> see {own} below") == 42


@in_rows("keys", [[], [(1, b"short")], [(16, b"a key of sixteen octets")]])
def test_keys_that_are_no_keys_are_refused(keys: list[tuple[int, bytes]]) -> None:
    with pytest.raises(ValueError, match="key"):
        Signer(keys, "ville.test")
