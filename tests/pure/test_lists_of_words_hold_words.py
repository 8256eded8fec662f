"""A list of words holds what the readers of words find: one word each, once, on one side only."""

from __future__ import annotations

import importlib
import pkgutil
from datetime import date
from functools import cache

import pytest

import intake.words
from intake.words.lexicon.feelings import NOT_SOLVED, SOLVED
from intake.words.lexicon.listed import phrase_set, word_set
from intake.words.orders import Order, read_order
from intake.words.orders.grammar import clauses
from intake.words.phrases import TABLES, TOKEN, plain_words
from models.folding import fold
from models.organisation import DEFAULT_WORKFLOW
from tests.rows import in_rows

#: Names of ours, which nobody writes.
_KINDS = {*clauses.ACTS, *clauses.SUPPORT, *clauses.HEADS}


@cache
def tables() -> dict[str, frozenset[str]]:
    """Every set of folded words in the modules of intake.words, by its name; parts of speech are in capitals."""
    found = {}
    for module in pkgutil.walk_packages(intake.words.__path__, "intake.words."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, frozenset) and value and all(isinstance(each, str) for each in value):
                found[f"{module.name}.{name}"] = value
    return found


@in_rows("name", tables())
def test_every_entry_of_a_list_is_made_of_words_that_readers_find(name: str) -> None:
    letters = [each for each in tables()[name] - _KINDS if any(map(str.isalpha, each)) and not each.isupper()]
    assert [each for each in letters if TOKEN.findall(fold(each)) != each.split()] == []


def test_lists_of_the_lexicon_are_among_those_looked_at() -> None:
    assert {"intake.words.lexicon.limits.BLOCKERS", "intake.words.orders.limits._HEDGES"} <= tables().keys()


@in_rows("written", ["peut-etre", "isn't", "dépanne", "si sinon si"])
def test_a_list_of_words_that_no_reader_finds_or_that_stand_twice_is_refused(written: str) -> None:
    with pytest.raises(ValueError):
        word_set(written)


@in_rows("written", ["un|deux|un", "n'ai plus|rien"])
def test_a_list_of_phrases_that_no_reader_finds_or_that_stand_twice_is_refused(written: str) -> None:
    with pytest.raises(ValueError):
        phrase_set(written)


def test_no_phrase_of_a_table_is_empty_or_listed_twice() -> None:
    wrong = []
    for table in TABLES:
        for part, listed in table.PHRASES.items():
            said = [plain_words(phrase) for phrase in listed.split("|")]
            wrong += [(part, phrase) for phrase in set(said) if not phrase or said.count(phrase) > 1]
    assert wrong == []


def test_no_phrase_says_both_that_it_is_solved_and_that_it_is_not() -> None:
    assert frozenset() == SOLVED & NOT_SOLVED


@in_rows(
    "text",
    [
        "Done. It isn't finished.",
        "Fixed. It wasn't tested.",
        "Done. It hasn't worked since.",
        "Done. We didn't test it.",
        "Done. The doors don't close.",
        "Réparé. Soi-disant.",
        "Réparé. Plus tard la suite.",
        "Fait. Le chantier est en pause.",
        "Refusé : le terrain est peut-être privé",
        "Refusé. C'est peut être privé.",
        "Transférer à la voirie, peut-être",
    ],
)
def test_doubts_written_with_a_dash_or_an_apostrophe_are_doubts(text: str) -> None:
    said = read_order(text, DEFAULT_WORKFLOW, today=date(2026, 11, 27))
    assert not isinstance(said, Order)


def test_a_refusal_that_says_what_cannot_be_is_outright() -> None:
    said = read_order("Refusé : la demande ne peut être traitée par la commune", DEFAULT_WORKFLOW)
    assert isinstance(said, Order)
    assert said.verb == "refuse"


def test_a_green_light_is_waited_for_by_the_town() -> None:
    said = read_order("En attente du feu vert", DEFAULT_WORKFLOW)
    assert isinstance(said, Order)
    assert said.verb == "wait-internal"
