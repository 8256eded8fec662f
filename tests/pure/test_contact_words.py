"""Words that link an address and a number, and words that only look like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.words.contacts import ContactWords, read_contact_words
from models.values import ContactKind

EMAIL = ContactWords(ContactKind.EMAIL, "jeanne@example.org", "jeanne@example.org")
PHONE = ContactWords(ContactKind.PHONE, "+33639980012", "+33639980012")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("EMAIL jeanne@example.org", EMAIL),
        (
            "e-mail : Jeanne@Example.org",
            ContactWords(ContactKind.EMAIL, "jeanne@example.org", "Jeanne@example.org"),
        ),
        ("Courriel jeanne@example.org.", EMAIL),
        ("TEL 06 39 98 00 12", PHONE),
        ("Téléphone : +33 6 39 98 00 12\n\nJeanne", PHONE),
        ("482913", ContactWords(code="482913")),
        ("482 913", ContactWords(code="482913")),
        ("Code : 482-913", ContactWords(code="482913")),
    ],
)
def test_a_contact_or_a_code_alone_on_its_line_is_read(text: str, meant: ContactWords) -> None:
    assert read_contact_words(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mon mail est jeanne@example.org, merci",
        "email jeanne@example.org et rappelez-moi",
        "jeanne@example.org",
        "tel 12",
        "le 06 39 98 00 12 ne répond pas",
        "48291",
        "4829133",
        "EMAIL jeanne@",
    ],
)
def test_an_ordinary_sentence_is_left_to_be_a_message(text: str) -> None:
    assert read_contact_words(text) is None


@given(st.text(max_size=400))
def test_no_text_makes_it_fail(text: str) -> None:
    found = read_contact_words(text)
    assert found is None or bool(found.value) != bool(found.code)


@pytest.mark.parametrize("piece", ["email ", "a@", "0 ", "tel:", "code ", "-"])
def test_a_long_hostile_text_is_read_at_once(piece: str) -> None:
    assert read_contact_words(piece * (200_000 // len(piece))) is None
