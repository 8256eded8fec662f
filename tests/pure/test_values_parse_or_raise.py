"""Values that parse or raise: addresses, telephone numbers, references."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import InvalidValue
from models.values import EmailAddress, PhoneNumber, Reference
from tests.rows import in_rows


@in_rows(
    ("text", "envelope"),
    [
        ("jeanne@example.org", "jeanne@example.org"),
        (" Jeanne.Petit+voirie@Example.ORG. ", "Jeanne.Petit+voirie@example.org"),
        ("jeanne@mairie-évry.example", "jeanne@xn--mairie-vry-h7a.example"),
        ("hélène@example.org", "hélène@example.org"),
        ('"jeanne petit"@example.org', ""),
        (f"{'a' * 64}@example.org", f"{'a' * 64}@example.org"),
        ("a@ville.test", "a@ville.test"),
    ],
)
def test_an_address_goes_into_the_envelope_as_dns_wants_it(text: str, envelope: str) -> None:
    if not envelope:
        with pytest.raises(InvalidValue):
            EmailAddress.parse(text)
        return
    assert EmailAddress.parse(text).envelope == envelope


@in_rows(
    "text",
    [
        "", " ", "jeanne", "@example.org", "jeanne@", "a@b@c.example", "jeanne@example..org",
        "a b@example.org", "a@example.org\r\nBcc: b@example.org", "a\x00@example.org", "a@exa mple.org",
        f"{'a' * 65}@example.org", f"{'é' * 33}@example.org", f"a@{'b' * 64}.example", f"a@{'b.' * 130}example",
        "a@-example.org", ".a@example.org", "a..b@example.org", "Jeanne <a@example.org>",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_without_repeating_it_to_strangers(text: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        EmailAddress.parse(text)
    assert refused.value.public == "This is not an email address."


def test_case_and_unicode_or_dns_form_of_the_domain_never_tell_two_people_apart() -> None:
    assert EmailAddress.parse("JEANNE@Évry.example") == EmailAddress.parse("jeanne@évry.example")
    assert EmailAddress.parse("a@xn--vry-9la.example") == EmailAddress.parse("a@évry.example")
    assert hash(EmailAddress.parse("A@example.org")) == hash(EmailAddress.parse("a@example.org"))
    assert EmailAddress.parse("a@example.org") != EmailAddress.parse("b@example.org")


def test_only_an_accented_local_part_needs_smtputf8() -> None:
    assert EmailAddress.parse("hélène@example.org").needs_smtputf8
    assert not EmailAddress.parse("helene@évry.example").needs_smtputf8


def test_the_detail_is_what_follows_the_first_plus() -> None:
    address = EmailAddress.parse("demandes+a+b@ville.test")
    assert (str(address.base), address.detail) == ("demandes@ville.test", "a+b")
    assert str(EmailAddress.parse("+a@ville.test").base) == "+a@ville.test"


#: Three with their dots stay within the 64 octets of a local part, accents included.
_WORDS = st.text(string.ascii_letters + string.digits + "éü_-", min_size=1, max_size=10)


@given(st.lists(_WORDS, min_size=1, max_size=3).map(".".join))
def test_an_address_read_back_is_the_same(local: str) -> None:
    once = EmailAddress.parse(f"{local}@example.org")
    assert EmailAddress.parse(str(once)) == once
    assert EmailAddress.parse(once.envelope) == once


@given(st.text(max_size=400))
def test_any_text_is_an_address_or_invalid_and_an_address_never_carries_a_line_break(text: str) -> None:
    try:
        found = EmailAddress.parse(text)
    except InvalidValue:
        return
    assert "@" in found.envelope
    assert not set(found.envelope) & set("\r\n\x00 ")
    assert len(found.local.encode()) <= 64


@in_rows(
    ("text", "e164"),
    [
        ("06 39 98 00 12", "+33639980012"),
        ("+33 (0)6 39 98 00 12", "+33639980012"),
        ("0033639980012", "+33639980012"),
        ("01.99.00.12.34", "+33199001234"),
        ("+44 7700 900123", "+447700900123"),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, e164: str) -> None:
    assert str(PhoneNumber.parse(text)) == e164


@in_rows(
    "text",
    [
        "",
        "36200",
        "bonjour",
        "06 39",
        "+33 6 39 98 00 12 34 56",
        "1" * 41,
        "+999 1",
        "06 39 98 00 1",
        "+33 06 39 98 00 1",
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        PhoneNumber.parse(text)


def test_a_number_is_shown_as_its_country_writes_it_and_landlines_are_known() -> None:
    assert PhoneNumber.parse("+33639980012").national == "06 39 98 00 12"
    assert PhoneNumber.parse("+447700900123").national == "+44 7700 900123"
    assert PhoneNumber.parse("0639980012").can_receive_text
    assert not PhoneNumber.parse("+33 1 42 76 00 00".replace("42 76 00 00", "99 00 12 34")).can_receive_text


@pytest.mark.parametrize("text", ["+881612345678", "+870773111632", "+8825112345678", "+97912345678"])
def test_nothing_is_texted_to_a_number_of_no_country(text: str) -> None:
    """Satellites and world-wide services: whoever writes from a hundred of them would empty the account."""
    assert not PhoneNumber.parse(text).can_receive_text


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_invalid(text: str) -> None:
    try:
        found = PhoneNumber.parse(text)
    except InvalidValue:
        return
    assert found.e164[0] == "+"
    assert found.e164[1:].isdecimal()
    assert found.e164.isascii()
    assert PhoneNumber.parse(found.e164) == found


@given(st.integers(2000, 2099), st.integers(1, 9_999_999))
def test_a_reference_is_read_back_and_found_in_a_sentence(year: int, number: int) -> None:
    reference = Reference(year, number)
    assert Reference.parse(str(reference)) == reference
    assert Reference.find(f"Re: [{reference}] ampoule") == reference


@in_rows("text", ["", "2026", "2026-0", "1999-00001", "2026-00001x", "٢٠٢٦-00001", "2026-12345678"])
def test_what_is_no_reference_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        Reference.parse(text)


@in_rows("text", ["le 2026-11-03", "12026-00001", "2026-000010000", "2026-00001-2", "2026-00000", "x" * 9])
def test_dates_and_longer_numbers_are_no_reference(text: str) -> None:
    assert Reference.find(text) is None
