"""Thanks, and only thanks, leave a closed request closed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake.words.thanks import is_thanks


@pytest.mark.parametrize(
    "text",
    [
        "Merci",
        "Merci beaucoup pour votre rapidité !",
        "Bonjour, je vous remercie pour votre intervention. Cordialement, Jeanne Petit",
        "Thanks a lot!",
        "merci encore",
    ],
)
def test_these_only_say_thank_you(text: str) -> None:
    assert is_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Merci mais elle est de nouveau cassée.",
        "Merci de faire vite ?",
        "La lampe est cassée.",
        "Merci. Le trottoir est aussi abîmé devant le numéro douze de la rue.",
        "Merci, toujours en panne",
        "non merci",
    ],
)
def test_these_say_something_else(text: str) -> None:
    assert not is_thanks(text)


@given(st.text())
def test_any_text_is_decided(text: str) -> None:
    assert is_thanks(text) in (True, False)
