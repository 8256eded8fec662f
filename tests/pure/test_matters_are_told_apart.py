"""Two clearly different things in one message are told apart; whatever is not sure, or long, is one."""

from __future__ import annotations

import tomllib
from pathlib import Path

from dispatch.inbound.apart.parts import LONGEST, MOST, matters
from dispatch.rules.route import compile_rules
from models.organisation_files.sample import load_sample
from tests.rows import in_rows

INDEX = compile_rules(load_sample())
LAMP = "Le lampadaire devant le 4 rue du Moulin est éteint depuis lundi."
CANTEEN = "Je souhaite inscrire mon fils à la cantine de l’école en janvier."
CARD = "Il faut renouveler ma carte d’identité, comment prendre rendez-vous ?"


def services(text: str) -> list[str]:
    return [each.service for each in matters(text, INDEX)]


@in_rows("mark", ["- ", "• ", "* ", "{}. ", "{}) ", "({}) ", "{}/ ", "{}° "])
def test_items_of_a_list_are_told_apart_however_they_are_marked(mark: str) -> None:
    asked = "\n".join(mark.format(at) + said for at, said in enumerate((LAMP, CANTEEN, CARD), 1))
    assert services(f"Bonjour,\n{asked}\nMerci") == ["voirie", "scolaire", "etat-civil"]


@in_rows("between", ["\n\n", "\n\nPar ailleurs, ", " Par ailleurs, ", " Autre chose : ", "\nD’autre part, "])
def test_paragraphs_and_turns_are_told_apart(between: str) -> None:
    assert services(f"Bonjour,\n\n{LAMP}{between}{CANTEEN}\n\nCordialement,\nJeanne") == [
        "voirie",
        "scolaire",
    ]


def test_two_buildings_of_one_service_are_two_matters() -> None:
    text = "- Une ampoule est grillée au gymnase Guimard\n- Une fuite d’eau à l’école Jules Ferry"
    assert [each.building for each in matters(text, INDEX)] == ["gymnase-guimard", "ecole-jules-ferry"]


def test_what_goes_on_with_an_item_belongs_to_it() -> None:
    found = matters(f"1. {LAMP}\n   Il fait très noir.\n2. {CANTEEN}", INDEX)
    assert [each.words for each in found] == [f"{LAMP} Il fait très noir.", CANTEEN]


@in_rows(
    "text",
    [
        "",
        LAMP,
        f"{LAMP} {CANTEEN}",
        f"- {LAMP}\n- Merci de faire vite s’il vous plaît",
        f"1. {LAMP}\n2. Le lampadaire d’à côté clignote aussi.",
        f"{LAMP}\n\nIl fait très noir le soir, merci de faire vite.",
        "\n".join(f"- {each}" for each in (LAMP, CANTEEN, CARD) * 2),
        f"{LAMP}\n\n{CANTEEN}" + " " * LONGEST,
        "\n" * LONGEST,
        "- " * (LONGEST // 2),
    ],
)
def test_what_is_not_surely_several_is_one(text: str) -> None:
    assert services(text) == []


@in_rows("name", ["messages_to_a_town", "written_to_a_town", "told_to_a_town", "said_to_a_town"])
def test_messages_about_one_thing_are_never_parted(name: str) -> None:
    said = tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text("utf-8"))["messages"]
    assert [each["text"] for each in said if matters(each["text"], INDEX)] == []
    assert len(said) > MOST
