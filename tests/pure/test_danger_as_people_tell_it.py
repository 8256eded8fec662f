"""Whether somebody is in danger now: said without the word, or only sounding like it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.pure.test_the_example_town import index as example
from tests.pure.test_what_a_message_is_about import sent

MESSAGES = tomllib.loads((Path(__file__).parent / "danger_said.toml").read_text(encoding="utf-8"))["messages"]


def is_urgent(text: str, subject: str = "") -> bool:
    return sent(text, subject, index=example()).priority == "urgent"


@pytest.mark.parametrize("message", MESSAGES, ids=lambda each: each["text"][:40])
def test_danger_is_seen_and_what_only_sounds_like_it_is_not(message: dict[str, str]) -> None:
    assert is_urgent(message["text"], message.get("subject", "")) == bool(message.get("danger"))


@pytest.mark.parametrize(
    ("now", "not_now"),
    [
        (
            "Un chien attaque les enfants.",
            "Il y a dix ans un chien attaquait les enfants.",
        ),
        ("Mon voisin a fait un malaise.", "Hier mon voisin a fait un malaise."),
        ("Ça sent le gaz depuis hier.", "L’an dernier une odeur de gaz nous a inquiétés."),
        ("La grange prend feu.", "Que faire en cas de départ de feu ?"),
        ("Le mur va s’écrouler.", "Le mur va s’écrouler, disait l’expert, mais les pompiers ont sécurisé."),
        ("Il y a de la fumée noire.", "Le barbecue fait de la fumée noire."),
    ],
)
def test_a_drill_a_wish_or_last_year_is_no_danger_now(now: str, not_now: str) -> None:
    assert (is_urgent(now), is_urgent(not_now)) == (True, False)


def test_gas_at_a_building_goes_to_who_looks_after_it_and_in_a_street_to_the_default_service() -> None:
    at_school = sent("Ça sent le gaz devant l’école Marie Curie", index=example())
    in_street = sent("Ça sent le gaz rue du Moulin", index=example())
    assert (at_school.service, at_school.building) == ("batiments", "ecole-marie-curie")
    assert (in_street.service, in_street.priority) == ("accueil", "urgent")


def test_beside_a_danger_a_weak_word_places_nothing() -> None:
    decision = sent("Ma fille de 16 ans va se jeter sous un train", index=example())
    assert (decision.service, decision.priority) == ("accueil", "urgent")
