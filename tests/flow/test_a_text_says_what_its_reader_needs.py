"""Whoever has a telephone and no mailbox: each notice by text says where, what, and the words that answer it."""

from __future__ import annotations

import pytest

from tests.flow.conftest import TextFounder
from tests.texting import CITIZEN, TextTown

PAUL = "+33639980023"  # prefers texts


@pytest.fixture
def given(found_text_town: TextFounder) -> TextTown:
    """A leak at the Guimard gymnasium, which Paul has."""
    town = found_text_town()
    town.text("Fuite d'eau au gymnase Guimard, côté vestiaires")
    town.assign(town.request()["reference"], "paul-girard")
    return town


def code(town: TextTown) -> str:
    """The code of Paul's first notice."""
    return town.texts_to(PAUL)[0].split('"')[1].split(" ", 1)[0]


def test_a_task_by_text_says_where_and_about_what_and_what_it_tells_to_answer_ends_it(
    given: TextTown,
) -> None:
    given.text(f"{code(given)} tâche Paul Girard : couper l'eau", sender=PAUL)
    told = next(each for each in given.texts_to(PAUL) if "couper l'eau" in each and "à faire" in each)
    assert "vestiaires" in told and "Lieu : Gymnase Guimard" in told
    (task,) = given.request()["tasks"]
    assert task["state"] == "open"
    given.text(told.split('"')[1], sender=PAUL)
    (task,) = given.request()["tasks"]
    assert task["state"] == "done"


def test_a_request_open_again_says_the_words_that_opened_it_and_how_to_answer(given: TextTown) -> None:
    given.text(f"{code(given)} terminé", sender=PAUL)
    ended = given.texts_to(CITIZEN)[-1]
    answer = ended.split('"')[1]
    given.text(f"{answer}, ça coule encore sous le lavabo", sender=CITIZEN)
    assert given.request()["state"] == "reopened"
    told = next(each for each in given.texts_to(PAUL) if "rouverte" in each)
    assert "sous le lavabo" in told
    given.text(told.split('"')[1], sender=PAUL)
    assert given.request()["state"] != "reopened"


def test_words_beside_an_order_that_was_done_are_asked_about_and_nothing_says_that_it_was_not_done(
    given: TextTown,
) -> None:
    given.text(f"{code(given)} terminé joint changé", sender=PAUL)
    assert given.request()["state"] == "done"
    asked = next(each for each in given.texts_to(PAUL) if "ENVOYER" in each)
    assert "c'est fait" in asked and "rien n'a changé" not in asked


def test_whoever_asks_where_it_stands_is_told_the_planned_day(given: TextTown) -> None:
    given.text(f"{code(given)} planifié demain entre 9h et 11h", sender=PAUL)
    given.text("SUIVI")
    said = given.texts_to(CITIZEN)[-1]
    assert "planifiée, prévue le" in said and "entre 9 h et 11 h" in said
    given.text(f"{code(given)} terminé", sender=PAUL)
    given.text("SUIVI")
    assert "prévue le" not in given.texts_to(CITIZEN)[-1]
