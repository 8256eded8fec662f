"""Fields, dates, numbers and the language of a message."""

from __future__ import annotations

import time
import tomllib
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from intake.words.fields import missing_fields, read_fields
from intake.words.language import find_language
from intake.words.when.dates import find_date
from models.organisation import Building, RequestType
from tests.rows import in_rows

TODAY = date(2026, 3, 3)  # a Tuesday
HALL = RequestType.model_validate(
    {
        "key": "hall",
        "label": "Salle",
        "fields": [
            {"key": "date", "label": "Date souhaitée", "kind": "date", "required": True, "aliases": ["le"]},
            {"key": "personnes", "label": {"fr": "Nombre de personnes", "en": "People"}, "kind": "number", "required": True},
            {"key": "vous", "label": "Vous êtes", "kind": "choice", "choices": [
                {"key": "habitant", "label": "habitant de la commune", "aliases": ["habitants"]},
                {"key": "association", "label": "une association"},
            ]},
            {"key": "salle", "label": "Salle", "kind": "place"},
            {"key": "objet", "label": "Objet"},
        ],
    }
)  # fmt: skip
PLACES = (Building(key="b", name="Salle Barbara", aliases=("la polyvalente",)),)


def read(text: str, **given: object) -> dict[str, str]:
    return read_fields(text, HALL, TODAY, buildings=PLACES, **given)  # type: ignore[arg-type]  # by name


def test_name_and_value_lines_are_read_in_their_one_form() -> None:
    text = """Bonjour,
    Date souhaitée : samedi 14 juin
    NOMBRE DE PERSONNES: 1 200 environ
    vous etes = habitants
    Salle : La Polyvalente
    Objet : anniversaire : 60 ans"""
    assert read(text) == {
        "date": "2026-06-14",
        "personnes": "1200",
        "vous": "habitant",
        "salle": "Salle Barbara",
        "objet": "anniversaire : 60 ans",
    }


def test_the_mail_of_a_web_form_with_values_below_their_names_is_read() -> None:
    assert read("Date souhaitée\n14/06/2026\n\nPeople:\n80\n\nObjet\n\nFête") == {
        "date": "2026-06-14",
        "personnes": "80",
        "objet": "Fête",
    }


def test_an_ordinary_sentence_gives_what_it_says_plainly() -> None:
    assert read("Je voudrais la salle le 14 juin : nous serons 80.") == {
        "date": "2026-06-14",
        "personnes": "80",
    }
    assert read("Je voudrais une salle bientôt, nous serons nombreux.") == {}


def test_the_first_of_two_values_counts() -> None:
    assert read("Objet : un\nObjet : deux") == {"objet": "un"}


def test_a_value_that_is_not_of_its_kind_is_left_out() -> None:
    assert read("Date souhaitée : bientôt\nNombre de personnes : beaucoup\nVous êtes : un ours") == {}


def test_the_whole_answer_to_one_question_is_its_value() -> None:
    assert read("Bonjour,\n\nce sera le 14 juin, merci", asked=("date",)) == {"date": "2026-06-14"}
    assert read("80", asked=("personnes",)) == {"personnes": "80"}
    assert read("80", asked=("personnes", "date")) == {}


def test_what_is_required_and_missing_is_named() -> None:
    assert missing_fields(HALL, {"date": "2026-06-14"}) == ("personnes",)


@in_rows(
    ("text", "day"),
    [
        ("le 12 mars", date(2026, 3, 12)), ("12/03/2026", date(2026, 3, 12)), ("12.03.26", date(2026, 3, 12)),
        ("2026-03-12", date(2026, 3, 12)), ("1er avril 2027", date(2027, 4, 1)), ("le 2 mars", date(2027, 3, 2)),
        ("March 12, 2026", date(2026, 3, 12)), ("12th March", date(2026, 3, 12)), ("demain", date(2026, 3, 4)),
        ("après-demain", date(2026, 3, 5)), ("vendredi", date(2026, 3, 6)), ("mardi prochain", date(2026, 3, 10)),
        ("jeudi 12 mars", date(2026, 3, 12)), ("29 février 2028", date(2028, 2, 29)), ("12 déc.", date(2026, 12, 12)),
        ("aujourd’hui", TODAY), ("3 mars 1980", date(1980, 3, 3)), ("03/03/80", date(1980, 3, 3)),
        ("1980-03-03", date(1980, 3, 3)), ("March 3, 1980", date(1980, 3, 3)), ("03/03/46", date(2046, 3, 3)),
    ],
)  # fmt: skip
def test_a_written_date_is_found(text: str, day: date) -> None:
    found = find_date(f"Donc {text}, merci", TODAY)
    assert found is not None
    assert found.day == day


@in_rows(
    "text", ["31/02/2026", "32 mars", "01 99 00 10 20", "v1.2.3", "42", "192.168.10.12", "12/13", "mars"]
)
def test_what_is_no_date_is_not_taken_for_one(text: str) -> None:
    assert find_date(text, TODAY) is None


@given(st.text(max_size=300))
def test_any_text_gives_fields_without_raising(text: str) -> None:
    assert set(read(text, asked=("date",))) <= {field.key for field in HALL.fields}


@in_rows("hostile", ["1 " * 100_000, "objet:" * 30_000, "lundi " * 30_000, "é" * 200_000, ":\n" * 100_000])
def test_hostile_text_is_read_within_bounds(hostile: str) -> None:
    def cost(text: str) -> float:
        start = time.process_time()
        read(text, asked=("date",))
        return time.process_time() - start

    quarter = min(cost(hostile[: len(hostile) // 4]) for _ in range(3))
    assert min(cost(hostile) for _ in range(3)) < 12 * quarter + 0.1


@in_rows(
    ("text", "language"),
    [
        ("Hello, the street light is broken", "en"),
        ("Good evening, there is a hole in the road near the school", "en"),
        ("Guten Tag, die Straßenlaterne vor unserem Haus ist kaputt, bitte reparieren", "other"),
        ("Buenos días, la farola de nuestra calle no funciona desde hace una semana", "other"),
        ("slt lampadaire hs", "fr"),
        ("ok", "fr"),
        ("", "fr"),
        ("123 456", "fr"),
    ],
)
def test_the_language_is_french_unless_plainly_another(text: str, language: str) -> None:
    assert find_language(text) == language


def test_every_message_of_the_example_town_is_in_the_language_it_is_in() -> None:
    path = Path(__file__).parents[2] / "docs" / "example" / "messages.toml"
    english = [
        message["id"]
        for message in tomllib.loads(path.read_text(encoding="utf-8"))["messages"]
        if find_language(f"{message.get('subject', '')}\n{message['text']}") != "fr"
    ]
    assert english == ["32", "33"]
