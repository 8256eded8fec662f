"""Whether somebody is in danger now: said without the word, or only sounding like it."""

from __future__ import annotations

import tomllib
from pathlib import Path

from dispatch.rules.themes.clause_words import has_any, phrases
from tests.pure.test_the_example_town import index as example
from tests.pure.test_what_a_message_is_about import sent
from tests.rows import in_rows

MESSAGES = tomllib.loads((Path(__file__).parent / "danger_said.toml").read_text(encoding="utf-8"))["messages"]


def is_urgent(text: str, subject: str = "") -> bool:
    return sent(text, subject, index=example()).priority == "urgent"


@in_rows("message", MESSAGES, ids=lambda each: each["text"][:40])
def test_danger_is_seen_and_what_only_sounds_like_it_is_not(message: dict[str, str]) -> None:
    assert is_urgent(message["text"], message.get("subject", "")) == bool(message.get("danger"))


@in_rows(
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


@in_rows(
    "text",
    [
        "Il faut venir vite il y a une fuite de gaz",
        "Il faut venir tout de suite un homme est inconscient",
        "Il y a une fuite de gaz il faut appeler les pompiers",
        "Bonjour il faudrait venir vite il y a une fuite de gaz",
        "Merci de venir vite un homme est inconscient",
        "Pouvez-vous venir vite il y a une fuite de gaz",
        "Pourriez-vous venir un enfant est coincé dans l’ascenseur",
        "Quelqu’un pourrait venir vite un homme est inconscient devant la mairie",
        "Il faudrait envoyer quelqu’un un câble électrique est par terre",
        "Il faut prévenir les pompiers il y a une fuite de gaz",
        "Merci de prévenir les pompiers ça sent le gaz",
        "Il faudrait appeler le samu une dame est inconsciente",
        "Il faut un médecin un homme est inconscient",
        "Il faut que vous veniez vite il y a une fuite de gaz",
        "Je vous prie de venir au plus vite la grange prend feu",
    ],
)
def test_who_asks_politely_for_somebody_to_come_tells_of_a_danger_now(text: str) -> None:
    assert is_urgent(text)


@in_rows(
    "text",
    [
        "Il faut attendre un accident grave pour agir ?",
        "Il faudrait un détecteur qui prévienne d’une fuite de gaz",
        "On pourrait apprendre aux élèves que faire d’un départ de feu",
        "Il faudrait prévenir les riverains du risque d’une fuite de gaz",
        "Mon voisin a fait un malaise il y a quelques jours",
        "Le week-end dernier mon voisin a fait un malaise",
    ],
)
def test_who_wishes_for_something_or_tells_of_other_days_does_not(text: str) -> None:
    assert not is_urgent(text)


def test_a_phrase_of_three_words_needs_all_three_in_order() -> None:
    wanted = phrases("il faut attendre")
    assert has_any(["il", "faut", "encore", "attendre"], wanted)
    assert not has_any(["il", "faut", "venir", "vite"], wanted)
    assert not has_any(["il", "attendre", "faut"], wanted)
    assert not has_any(["il", "faut", "venir", "ici", "attendre"], wanted)


def test_gas_at_a_building_goes_to_who_looks_after_it_and_in_a_street_to_the_default_service() -> None:
    at_school = sent("Ça sent le gaz devant l’école Marie Curie", index=example())
    in_street = sent("Ça sent le gaz rue du Moulin", index=example())
    assert (at_school.service, at_school.building) == ("batiments", "ecole-marie-curie")
    assert (in_street.service, in_street.priority) == ("accueil", "urgent")


@in_rows("hazard", ["Vite, des étincelles", "Urgent, ça BRÛLE", "Vite, de la fumée"])
def test_a_hazard_with_accents_is_one_of_the_building_too(hazard: str) -> None:
    decision = sent(f"{hazard} à l’école Marie Curie", index=example())
    assert (decision.service, decision.priority) == ("batiments", "urgent")


def test_beside_a_danger_a_weak_word_places_nothing() -> None:
    decision = sent("Ma fille de 16 ans va se jeter sous un train", index=example())
    assert (decision.service, decision.priority) == ("accueil", "urgent")


@in_rows(
    ("figure", "danger"),
    [
        ("Explosion des tarifs de la cantine.", "Explosion dans la cantine."),
        ("Les prix du fioul, ça me tue.", "Mon mari veut me tuer."),
        ("Le lierre étouffe les arbres du parc.", "Un enfant étouffe à la cantine."),
        ("Attaque de pucerons sur les rosiers.", "Un chien attaque les passants."),
        ("The traffic is killing me.", "There is smoke coming out of the fuse box."),
    ],
)
def test_a_figure_of_speech_is_no_danger_and_the_same_word_said_of_people_is(
    figure: str, danger: str
) -> None:
    assert (is_urgent(figure), is_urgent(danger)) == (False, True)


def test_a_word_in_the_subject_means_what_its_letter_makes_of_it() -> None:
    assert not is_urgent("Explosion des tarifs, encore 12 % de plus cette année.", "Explosion")
    assert is_urgent("On a entendu un grand bruit rue Pasteur, venez.", "Explosion")
