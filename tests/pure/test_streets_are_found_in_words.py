"""Streets of the register in what people write: with a number, in other spellings, and what is none."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dispatch.rules.addresses.streets import Streets
from dispatch.rules.passage import Passage
from models.addresses.streets import KnownStreet
from tests.rows import in_rows

STREETS = Streets(
    KnownStreet(at, name, commune, 47.4, 0.68, 400)
    for at, (name, commune) in enumerate(
        (
            ("Rue des Lilas", "Saint-Exemple"),
            ("Avenue Jean Jaurès", "Saint-Exemple"),
            ("Rue Jean Moulin", "Saint-Exemple"),
            ("Rue du Moulin", "Saint-Exemple"),
            ("Place de la Mairie", "Saint-Exemple"),
            ("Le Moulin", "Saint-Exemple"),
            ("Chemin de Halage", "Saint-Exemple"),
            ("Chemin de Halage", "Autre-Exemple"),
        ),
        1,
    )
)


def found(text: str) -> list[str]:
    return [each.address for each in STREETS.find(Passage("text", text))]


@in_rows(
    ("text", "address"),
    [
        ("Le lampadaire devant le 12 bis, rue des Lilas est éteint", "12 bis rue des Lilas"),
        ("fuite rue des lilas au n°12 depuis hier", "12 rue des Lilas"),
        ("rue des Lilas, à hauteur du 7, un trou", "7 rue des Lilas"),
        ("RUE DES LILAS N° 8", "8 rue des Lilas"),
        ("j'habite 3b rue des lilas", "3 b rue des Lilas"),
        ("trou av. Jaurès", "Avenue Jean Jaurès"),
        ("au 4 av jean jaures", "4 avenue Jean Jaurès"),
        ("un arbre rue des lila", "Rue des Lilas"),
        ("au lieu-dit le Moulin", "Le Moulin"),
        ("3 le Moulin", "3 Le Moulin"),
        ("Place de la mairie, les pavés bougent", "Place de la Mairie"),
        ("depuis le 12 octobre, rue des Lilas, plus d'eau", "Rue des Lilas"),
        ("rue des Lilas 12 personnes attendent", "Rue des Lilas"),
        ("il y a une fuite devant chez moi au 5 rue des Lilas 37999 Saint-Exemple", "5 rue des Lilas"),
    ],
)
def test_a_street_is_found_with_its_number(text: str, address: str) -> None:
    assert found(text) == [address]


@in_rows(
    "text",
    [
        "le moulin est fermé le lundi",
        "les lilas du parc sont fanés",
        "un trou dans la rue",
        "rue de Lille",
        "Nadia Morel\n5 rue des Lilas\n37999 Saint-Exemple",
        "5, rue des Lilas, 37999 Saint-Exemple",
        "",
    ],
)
def test_what_names_no_street_of_the_town_or_is_the_address_of_a_letter_is_none(text: str) -> None:
    assert found(text) == []


def test_a_short_name_that_two_streets_have_is_the_whole_name_of_one() -> None:
    assert found("rue du Moulin, un trou") == ["Rue du Moulin"]
    assert found("rue Jean Moulin, un trou") == ["Rue Jean Moulin"]


def test_of_two_streets_with_one_name_that_of_the_commune_named_is_meant() -> None:
    def communes(text: str) -> list[str]:
        return [each.street.commune for each in STREETS.find(Passage("text", text))]

    assert communes("chemin de halage à Autre-Exemple, un arbre est tombé") == ["Autre-Exemple"]
    assert sorted(communes("chemin de halage, un arbre est tombé")) == ["Autre-Exemple", "Saint-Exemple"]


def test_each_street_says_what_was_written_and_where() -> None:
    (named,) = STREETS.find(Passage("subject", "Trou AV.  Jean  Jaurès"))
    assert (named.written, named.where) == ("AV.  Jean  Jaurès", "subject")


@given(st.text(alphabet="rue des lilas 12bis,°n\n-/.0123456789éÉ'", max_size=300))
def test_whatever_is_written_a_number_is_one_of_a_house(text: str) -> None:
    for named in STREETS.find(Passage("text", text)):
        assert 0 <= named.number <= 9999
        assert named.suffix in ("", "a", "b", "c", "d", "bis", "ter", "quater")
