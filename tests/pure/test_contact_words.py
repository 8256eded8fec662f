"""Words that link an address and a number, and words that only look like it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from intake.words.contacts import ChangeWords, ContactWords, read_change_words, read_contact_words
from models.values import ContactKind
from tests.rows import in_rows

EMAIL = ContactWords(ContactKind.EMAIL, "jeanne@example.org", "jeanne@example.org")
PHONE = ContactWords(ContactKind.PHONE, "+33639980012", "+33639980012")


@in_rows(
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


@in_rows(
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


@in_rows("piece", ["email ", "a@", "0 ", "tel:", "code ", "-"])
def test_a_long_hostile_text_is_read_at_once(piece: str) -> None:
    assert read_contact_words(piece * (200_000 // len(piece))) is None


@in_rows(
    ("text", "which"),
    [
        ("CHANGER ADRESSE jeanne@example.org", ""),
        ("Changement d’adresse mail : jeanne@example.org", ""),
        ("CHANGE ADDRESS jeanne@example.org", ""),
        ("CHANGER ADRESSE <Jeanne@example.org>", ""),
        ("Changer adresse : jeanne@example.org, merci !", ""),
        ("CHANGE ADDRESS jeanne@example.org thank you", ""),
        ("Bonjour,\nJe change d'adresse e-mail : Jeanne@Example.org\nMerci\nJeanne Petit", "new"),
        ("Ma nouvelle adresse mail est jeanne@example.org.", "new"),
        ("My new email address is jeanne@example.org", "new"),
        ("Mon ancienne adresse était jeanne@example.org", "old"),
    ],
)
def test_a_change_of_address_is_read_with_the_side_that_it_names(text: str, which: str) -> None:
    said = read_change_words(text)
    assert said is not None
    assert (said.kind, said.value, said.which) == (ContactKind.EMAIL, "jeanne@example.org", which)


@in_rows(
    "text",
    [
        "CHANGER NUMÉRO 06 39 98 00 12",
        "changer numéro 06 39 98 00 12 merci",
        "mon nouveau numéro est le 06.39.98.00.12",
    ],
)
def test_a_change_of_number_is_read(text: str) -> None:
    assert read_change_words(text) == ChangeWords(
        ContactKind.PHONE, "+33639980012", "+33639980012", "new" if "nouveau" in text else ""
    )


@in_rows(
    "text",
    [
        "",
        "Je change d'adresse, je déménage au 12 rue du Moulin",
        "Comment changer mon adresse ?",
        "CHANGER ADRESSE",
        "changer adresse jeanne@example.org et aussi luc@example.org",
        "Ma nouvelle adresse est jeanne@example.org\nPouvez-vous me rappeler ?",
        "Le lampadaire est cassé, ma nouvelle adresse est jeanne@example.org",
        "changer adresse " * 200,
    ],
)
def test_what_says_more_than_a_change_is_a_message(text: str) -> None:
    assert read_change_words(text) is None


@given(st.text(max_size=400))
def test_any_text_is_a_change_or_none(text: str) -> None:
    said = read_change_words(f"changer adresse {text}")
    assert said is None or said.value
