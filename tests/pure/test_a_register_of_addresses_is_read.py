"""Registers of addresses as communes and the State publish them, and files that are none."""

from __future__ import annotations

import pytest

from models.addresses.register import Point, read_register
from models.errors import UserError
from tests.rows import in_rows

BAN = (
    "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;x;y;lon;lat;type_position\n"
    "a;;12;;Rue des Lilas;37999;37998;Saint-Exemple;0;0;0.6842;47.4035;entrée\n"
    "b;;12;Bis;Rue  des Lilas;37999;37998;Saint-Exemple;0;0;0.6843;47.4036;entrée\n"
    "c;;4;;Rue sans position;37999;37998;Saint-Exemple;;;;;\n"
)
BAL = (
    "\ufeffcle_interop;commune_insee;commune_nom;voie_nom;numero;suffixe;x;y;long;lat\n"
    "a;37998;Saint-Exemple;Le Moulin;99999;;0;0;0.6593;47.4236\n"
    'b;37998;Saint-Exemple;"Rue ""du"" Puits";7;b;0;0;0.6594;47.4237\n'
)


def read(text: str, *communes: str) -> list[Point]:
    return read_register(text.splitlines(keepends=True), communes)


def test_a_national_register_is_read() -> None:
    assert read(BAN) == [
        Point("Rue des Lilas", "Saint-Exemple", 12, "", 47.4035, 0.6842),
        Point("Rue des Lilas", "Saint-Exemple", 12, "bis", 47.4036, 0.6843),
    ]


def test_a_register_of_the_town_is_read_and_a_place_without_numbers_has_none() -> None:
    assert read(BAL) == [
        Point("Le Moulin", "Saint-Exemple", 0, "", 47.4236, 0.6593),
        Point('Rue "du" Puits', "Saint-Exemple", 7, "b", 47.4237, 0.6594),
    ]


def test_of_a_department_only_the_communes_that_are_asked_for_are_taken() -> None:
    both = BAN + "d;;1;;Rue du Puits;37999;37997;Autre-Exemple;0;0;0.7;47.5;entrée\n"
    assert [each.commune for each in read(both, "37997")] == ["Autre-Exemple"]
    assert len(read(both, "37997", "37998")) == 3
    with pytest.raises(
        UserError, match=r"several communes: 37998 \(Saint-Exemple\), 37997 \(Autre-Exemple\)"
    ):
        read(both)
    with pytest.raises(UserError, match=r"no address of 37000. It has 37998 \(Saint-Exemple\)"):
        read(BAN, "37000")


@in_rows(
    ("text", "said"),
    [
        ("", "no column nom_voie or voie_nom"),
        ("name;street\na;b\n", "no column nom_voie or voie_nom"),
        (BAN.splitlines()[0] + "\n", "has no address"),
        (BAN.replace(";12;;", ";douze;;"), "Line 2: number, lat and lon must be numbers"),
        (BAN.replace("47.4036", "174.4"), "Line 3: lat and lon are no position"),
        (BAN.replace("47.4036", "nan"), "Line 3: lat and lon are no position"),
        (BAN.replace(";12;;", ";-4;;"), "Line 2: -4 is no number of a house"),
        (BAN.replace("Rue des Lilas", "R" * 121), "Line 2: a street's name is longer than 120"),
        (BAN + "x" * 20_000 + "\n", "Line 5 is no line of a register"),
        (BAN + "\0\n", "Line 5 is no line of a register"),
    ],
)
def test_what_is_no_register_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        read(text)
