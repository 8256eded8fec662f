"""Buildings named with typos, abbreviations and missing accents; and what must not name them."""

from __future__ import annotations

import time

from dispatch.rules.passage import Passage
from dispatch.rules.place_names import NameFinder
from tests.rows import in_rows

NAMES = [
    ("ferry", "École Jules Ferry"),
    ("curie", "École Marie Curie"),
    ("gymnase", "Gymnase Guimard"),
    ("mediatheque", "Médiathèque"),
    ("lavoir", "Lavoir"),
    ("saint", "Place Saint-Martin"),
    ("mairie", "Mairie"),
    ("gare", "rue de la Gare"),
    ("ctm", "CTM"),
    ("numero", "12 rue des Écoles"),
    ("george", "Bibliothèque George Sand"),
]
FINDER = NameFinder(NAMES)


def named(text: str) -> list[str]:
    return [mention.key for mention in FINDER.find(Passage("text", text))]


@in_rows(
    ("text", "key"),
    [
        ("l'école Jules Ferry", "ferry"),
        ("ecole jule fery", "ferry"),
        ("fuite a lecole jules ferry", "ferry"),
        ("devant lécole jules ferry", "ferry"),
        ("ECOLE JULES FERRY !", "ferry"),
        ("ecole julesferry", "ferry"),
        ("l’école J. Ferry", "ferry"),
        ("école jules-ferry", "ferry"),
        ("ecole mari curie", "curie"),
        ("gimnase guimard", "gymnase"),
        ("gymnase Giumard", "gymnase"),
        ("la mediateque", "mediatheque"),
        ("au lavoir", "lavoir"),
        ("pl. St Martin", "saint"),
        ("place saint martin", "saint"),
        ("au CTM", "ctm"),
        ("bubliothaque George Sand", "george"),
        ("au 12, rue des écoles", "numero"),
        ("r de la gare, rue de la gare", "gare"),
    ],
)
def test_a_place_is_recognised(text: str, key: str) -> None:
    assert named(text) == [key]


@in_rows(
    "text",
    [
        "lavenir de la cole jules",
        "Monsieur le Maire,",
        "école",
        "Jules Ferry",
        "école Jules Verne",
        "le lavage",
        "rue du lavoir",
        "chemin du Lavoir",
        "CTN",
        "au 13 rue des écoles",
        "la gare",
        "",
    ],
)
def test_what_only_resembles_a_place_is_not_taken_for_it(text: str) -> None:
    assert named(text) == []


def test_the_longer_of_two_names_at_the_same_words_is_kept() -> None:
    finder = NameFinder([("a", "Jules Ferry"), ("b", "École Jules Ferry")])
    assert [mention.key for mention in finder.find(Passage("text", "école jules ferry"))] == ["b"]


def test_what_was_written_is_shown_as_it_was_written() -> None:
    found = FINDER.find(Passage("text", "Œuvres : à l’ÉCOLE  Jule Féry ; merci"))
    assert [mention.written for mention in found] == ["ÉCOLE  Jule Féry"]


@in_rows("word", ["ecole ", "abcdefghijklmnopqrst ", "jules ", "e\u0301", "a", "12 rue "])
def test_a_hostile_text_costs_no_more_than_its_first_pages(word: str) -> None:
    start = time.process_time()
    FINDER.find(Passage("text", word * (200_000 // len(word))))
    spent = time.process_time() - start
    start = time.process_time()
    NameFinder(NAMES).find(Passage("text", word * (20_000 // len(word))))
    assert spent < 10 * (time.process_time() - start) + 0.1
