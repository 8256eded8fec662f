"""Alphabet, segments, shortening: figures of 3GPP TS 23.038 and laws for every text."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from dispatch.letters.segments import (
    GSM7_BASIC,
    GSM7_EXTENSION,
    MARKS,
    cost,
    fit,
    measure,
    to_gsm7,
)
from models.settings.texts import Transliteration
from tests.rows import in_rows

_GSM = st.text(st.sampled_from(sorted(GSM7_BASIC | GSM7_EXTENSION)), max_size=700)
_ANY = st.text(max_size=400) | st.text(st.sampled_from("aé€ê🙂[ \n’"), max_size=500)


@in_rows(
    ("text", "encoding", "count"),
    [
        ("", "GSM-7", 1),
        ("a" * 160, "GSM-7", 1),
        ("a" * 161, "GSM-7", 2),
        ("a" * 306, "GSM-7", 2),
        ("a" * 307, "GSM-7", 3),
        ("€" * 80, "GSM-7", 1),
        ("€" * 81, "GSM-7", 2),
        ("ê" * 70, "UCS-2", 1),
        ("ê" * 71, "UCS-2", 2),
        ("ê" * 134, "UCS-2", 2),
        ("ê" * 135, "UCS-2", 3),
        ("🙂" * 35, "UCS-2", 1),
        ("🙂" * 36, "UCS-2", 2),
        ("🙂" * 67, "UCS-2", 3),
        ("éèàùìòäöüñÇÉÄÖÅÜßæ", "GSM-7", 1),
    ],
)
def test_a_text_has_the_encoding_and_segments_it_is_billed_for(text: str, encoding: str, count: int) -> None:
    assert (measure(text).encoding, measure(text).count) == (encoding, count)


@in_rows("character", "çêâîôûëïœÀÈÊ«»’…–°\u00a0\u202f")
def test_one_character_outside_gsm7_makes_the_whole_text_ucs2(character: str) -> None:
    measured = measure("a" * 100 + character)
    assert (measured.encoding, measured.count, measured.outside_gsm7) == ("UCS-2", 2, (character,))


def test_an_escape_never_leaves_its_letter() -> None:
    measured = measure("a" * 152 + "€" + "a" * 20)
    assert [len(s) for s in measured.segments] == [152, 21]


def test_a_surrogate_never_leaves_its_half() -> None:
    measured = measure("ê" * 66 + "🙂" + "ê" * 20)
    assert [len(s) for s in measured.segments] == [66, 21]


@given(_ANY | _GSM)
def test_segments_joined_are_the_text_and_none_is_longer_than_its_room(text: str) -> None:
    measured = measure(text)
    assert "".join(measured.segments) == text
    alone, parts = (160, 153) if measured.encoding == "GSM-7" else (70, 67)
    room = alone if measured.count == 1 else parts
    widths = [
        len(s.encode("utf-16-le", "surrogatepass")) // 2
        if measured.encoding == "UCS-2"
        else len(s) + sum(c in GSM7_EXTENSION for c in s)
        for s in measured.segments
    ]
    assert all(0 < width <= room for width in widths)
    assert sum(widths) == measured.units
    assert measured.units_left == room - (widths[-1] if widths else 0)


@given(_ANY, st.characters())
def test_more_text_never_needs_fewer_segments(text: str, more: str) -> None:
    assert measure(text).count <= measure(text + more).count


@given(_ANY, st.integers(1, 4), st.text(st.sampled_from("aé… "), max_size=60))
def test_what_is_fitted_fits_and_what_fits_already_is_left_alone(text: str, most: int, tail: str) -> None:
    fitted = fit(text, most, tail)
    assert measure(fitted).count <= most
    if measure(text).count <= most:
        assert fitted == text
    elif measure(tail).count <= most:
        assert fitted.endswith(tail)
        assert text.startswith(fitted.removesuffix(tail))


def test_a_text_is_cut_between_words_and_says_where_the_rest_is() -> None:
    fitted = fit("Votre demande avance. " * 20, 1, "... Suite : https://guichet.mairie.example/s/ab")
    assert measure(fitted).count == 1
    assert "demande avance... Suite" in fitted or "Votre... Suite" in fitted or "avance.... Suite" in fitted


def test_an_emoji_and_its_joiners_are_cut_together() -> None:
    family = "👩\u200d👩\u200d👧"
    fitted = fit(family * 20, 1)
    assert fitted == family * (70 // 8)


@in_rows(
    ("given_text", "level", "sent"),
    [
        ("L’été…", "typography", "L'été..."),
        ("« bonjour »", "typography", '"bonjour"'),
        ("« bonjour »".replace(" ", "\u00a0"), "typography", '"bonjour"'),
        ("n° 12, 20 °C", "typography", "no 12, 20 degC"),
        ("œuvre – Œuvre", "typography", "oeuvre - OEuvre"),
        ("reçu, fête, À Noël", "letters", "reçu, fête, À Noël".translate(str.maketrans("çêÀë", "ceAe"))),
        ("reçu", "typography", "reçu"),
        ("reçu", "off", "reçu"),
        ("e\u0301te\u0301", "off", "été"),
        ("L’été 🙂", "letters", "L’été 🙂"),
        ("Łódź’", "letters", "Łódź’"),
        ("été à Évian", "letters", "été à Évian"),
    ],
)
def test_only_what_the_setting_allows_is_replaced_and_only_if_it_helps(
    given_text: str, level: Transliteration, sent: str
) -> None:
    assert to_gsm7(given_text, level) == sent


@given(_ANY, st.sampled_from(["off", "typography", "letters"]))
def test_a_text_is_replaced_into_gsm7_or_left_as_it_was(text: str, level: Transliteration) -> None:
    sent = to_gsm7(text, level)
    assert measure(sent).encoding == "GSM-7" or sent == unicodedata.normalize("NFC", text)
    assert to_gsm7(sent, level) == sent


def test_a_usual_french_notice_costs_half_once_replaced() -> None:
    notice = (
        "Mairie : votre demande 2026-00042 a bien été reçue. L’agent chargé de la voirie vous répondra dès "
        "que possible."
    )
    assert (measure(notice).count, measure(to_gsm7(notice, "letters")).count) == (2, 1)


def test_the_price_is_that_of_the_segments() -> None:
    assert cost(3, Decimal("0.0798")) == Decimal("0.2394")


def test_a_letter_carries_so_many_accents_and_no_more() -> None:
    """Composing sorts a run of accents, in the square of its length."""
    piled = "e" + "\u0316\u0301" * 5_000
    kept = to_gsm7(piled, "off")
    assert len(unicodedata.normalize("NFD", kept)) == 1 + MARKS
    assert to_gsm7("e\u0301", "off") == "é"
