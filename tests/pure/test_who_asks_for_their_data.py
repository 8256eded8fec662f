"""« MES DONNÉES » is a demand when nothing else is said; the month of the law ends on a day there is."""

from __future__ import annotations

from datetime import date

from intake.words.own_data import asks_for_own_data, may_ask_for_own_data
from models.organisation.working_time import months_after
from tests.rows import in_rows


@in_rows(
    ("subject", "text"),
    [
        ("", "MES DONNÉES"),
        ("", "mes donnees"),
        ("Mes données", ""),
        ("Demande", "Bonjour,\n\nMes données personnelles, s’il vous plaît.\n\nMerci d’avance\nJeanne Petit"),
        ("Accès", "Bonjour, je souhaite recevoir toutes mes données personnelles. Cordialement"),
        ("", "Demande d’accès à mes données à caractère personnel"),
        ("MY DATA", "Hello,\n\nKind regards"),
        ("", "Please send me my data, thank you"),
    ],
)
def test_a_demand_is_known_in_case_accents_and_politeness(subject: str, text: str) -> None:
    assert asks_for_own_data(subject, text, "Jeanne Petit")


@in_rows(
    ("subject", "text"),
    [
        ("Mes données", "Bonjour, l’ampoule du gymnase est cassée."),
        ("", "Mes données de compteur d’eau sont fausses"),
        ("", "Qui a mes données ?"),
        ("", "Effacez mes données"),
        ("", "Je ne veux pas recevoir mes données"),
        ("Re: votre demande", "Merci"),
        ("", ""),
        ("", "mes données " * 40),
    ],
)
def test_other_words_about_data_are_for_a_person_to_read(subject: str, text: str) -> None:
    assert not asks_for_own_data(subject, text, "Jeanne Petit")


@in_rows(
    ("day", "due"),
    [
        (date(2026, 11, 3), date(2026, 12, 3)),
        (date(2026, 12, 31), date(2027, 1, 31)),
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2028, 1, 30), date(2028, 2, 29)),
    ],
)
def test_a_month_ends_on_the_same_day_or_the_last_one(day: date, due: date) -> None:
    assert months_after(day, 1) == due


@in_rows(
    ("subject", "text"),
    [
        (
            "",
            "Conformément à l’article 15 du RGPD, je vous demande copie des données que vous détenez sur moi.",
        ),
        ("Droit d'accès", "Quelles données personnelles conservez-vous à mon sujet ?"),
        ("RGPD", "Merci de me communiquer tout ce que vous avez sur moi."),
        ("", "Je souhaite l'effacement de mes données à caractère personnel."),
        ("", "En application de la loi informatique et libertés je demande la rectification de mon adresse."),
        ("GDPR", "Please send me a copy of everything you hold about me."),
    ],
)
def test_a_demand_in_other_words_is_told_how_to_be_one(subject: str, text: str) -> None:
    assert may_ask_for_own_data(subject, text)
    assert not asks_for_own_data(subject, text)


@in_rows(
    ("subject", "text"),
    [
        ("Acte de naissance", "Je voudrais une copie de mon acte de naissance."),
        ("", "L’accès au parking est bloqué."),
        ("", "Mes données de compteur d’eau sont fausses"),
        ("Formation RGPD", "Notre association organise une soirée le 12."),
        ("", ""),
    ],
)
def test_what_asks_nothing_of_the_law_is_told_nothing_of_it(subject: str, text: str) -> None:
    assert not may_ask_for_own_data(subject, text)
