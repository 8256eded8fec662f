"""A question whose answer stands in the message is not asked; what contradicts itself, or may be another thing, is."""

from __future__ import annotations

from datetime import date

from intake.words.fields import missing_fields, read_fields
from models.organisation import Building, RequestType
from tests.rows import in_rows

#: A Friday.
TODAY = date(2026, 11, 27)
HALL = RequestType.model_validate(
    {
        "key": "hall",
        "label": "Salle",
        "fields": [
            {"key": "date", "label": "Date souhaitée", "kind": "date", "required": True},
            {"key": "personnes", "label": "Nombre de personnes", "kind": "number", "required": True},
            {"key": "lieu", "label": "Salle", "kind": "place", "required": True},
            {"key": "vous", "label": "Vous êtes", "kind": "choice", "required": True, "choices": [
                {"key": "habitant", "label": "un habitant", "aliases": ["habitante"]},
                {"key": "association", "label": "une association"},
            ]},
        ],
    }
)  # fmt: skip
RECORD = RequestType.model_validate(
    {
        "key": "record",
        "label": "Acte",
        "fields": [
            {"key": "naissance", "label": "Date de naissance", "kind": "date", "required": True},
            {"key": "mariage", "label": "Date du mariage", "kind": "date"},
            {"key": "nom", "label": "Nom de naissance", "required": True},
            {"key": "telephone", "label": "Téléphone", "required": True},
            {"key": "adresse", "label": "Adresse", "required": True},
        ],
    }
)  # fmt: skip
PLACES = (
    Building(key="b", name="Salle Barbara", aliases=("la polyvalente",)),
    Building(key="g", name="Gymnase Guimard"),
)


@in_rows(
    ("text", "given"),
    [
        ("Je voudrais la salle le samedi 16 janvier 2027.", {"date": "2027-01-16"}),
        ("Ce serait pour le 16/01/2027, le soir.", {"date": "2027-01-16"}),
        ("Est-elle libre du 16 au 17 janvier 2027 ?", {"date": "2027-01-16"}),
        ("Nous aimerions venir samedi prochain.", {"date": "2026-11-28"}),
        ("Est-ce possible demain ?", {"date": "2026-11-28"}),
        ("Réservation le 5 décembre pour 80 personnes.", {"date": "2026-12-05", "personnes": "80"}),
        ("Nous serons une quarantaine, soit 45 invités au plus.", {"personnes": "45"}),
        ("On sera environ 30 à table.", {"personnes": "30"}),
        ("Je réserve la salle Barbara.", {"lieu": "Salle Barbara"}),
        ("La polyvalente est-elle libre ?", {"lieu": "Salle Barbara"}),
        ("Nous sommes une association de danse.", {"vous": "association"}),
        ("Je suis habitante de la commune depuis dix ans.", {"vous": "habitant"}),
        ("We would like the hall on 16 January 2027, 60 people.", {"date": "2027-01-16", "personnes": "60"}),
        # What is not given, or not sure, is asked.
        ("Je voudrais la salle le vendredi 16 janvier 2027.", {}),
        ("La dernière fois, le 3 mars 2025, c'était parfait.", {}),
        ("Je suis né le 4 mars 1991 et je veux une salle.", {}),
        ("Nous ne sommes pas une association.", {}),
        ("Entre la salle Barbara et le gymnase Guimard, laquelle est la moins chère ?", {}),
        ("J'habite au 80 rue des Écoles.", {}),
    ],
)
def test_a_hall_is_not_asked_what_was_said(text: str, given: dict[str, str]) -> None:
    found = read_fields(text, HALL, TODAY, buildings=PLACES)
    assert found == given
    assert not set(missing_fields(HALL, found)) & set(given)


@in_rows(
    ("text", "given"),
    [
        ("Je suis né le 4 mars 1991 à Saint-Exemple.", {"naissance": "1991-03-04"}),
        ("Madame Petit, née Lefort le 04/03/1991", {"naissance": "1991-03-04", "nom": "Lefort"}),
        ("Mon nom de naissance est Lefort.", {"nom": "Lefort"}),
        ("Nom de jeune fille Lefort-Morel, merci.", {"nom": "Lefort-Morel"}),
        ("Nous nous sommes mariés le 12 juin 2010, je suis née le 4 mars 1991.",
         {"mariage": "2010-06-12", "naissance": "1991-03-04"}),
        ("Vous pouvez m'appeler au 06 39 98 00 12.", {"telephone": "06 39 98 00 12"}),
        ("J'habite 12 bis rue des Écoles, 00000 Saint-Exemple.", {"adresse": "12 bis rue des Écoles"}),
        ("Born on 4 March 1991.", {"naissance": "1991-03-04"}),
        # A date of something else is no birth.
        ("J'en ai besoin pour le 16 janvier 2027.", {}),
        ("Je suis née en mars.", {}),
    ],
)  # fmt: skip
def test_a_record_is_not_asked_what_was_said(text: str, given: dict[str, str]) -> None:
    assert read_fields(text, RECORD, TODAY) == given


@in_rows(
    ("text", "address"),
    [
        ("Ma poubelle n’a pas été ramassée, 12 rue du Four à Bourg-Neuf.", "12 rue du Four à Bourg-Neuf"),
        ("Bac cassé : 4 bis allée des Hêtres, Torcy.", "4 bis allée des Hêtres"),
        ("Entre le 3 rue du Puits et le 5 rue du Four.", None),
        ("Ma poubelle n’a pas été ramassée.", None),
    ],
)
def test_a_place_that_is_an_address_is_read_where_the_text_has_but_one(
    text: str, address: str | None
) -> None:
    field = {"key": "adresse", "label": "Adresse du bac", "kind": "place", "required": True}
    bins = RequestType.model_validate({"key": "bac", "label": "Bac", "service": "dechets", "fields": [field]})
    assert read_fields(text, bins, date(2026, 12, 21)).get("adresse") == address
