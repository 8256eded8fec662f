"""What is counted and the words that go with it agree: « 1 demande est due », « 0 fichier », "1 request is due"."""

from __future__ import annotations

import re

import pytest

from cli.speaking.agreeing import agreed, either
from cli.speaking.catalogue import french
from cli.speaking.translate import in_english, in_french

_HOLE = re.compile(r"\{\}")
#: Holes that no count stands in: the words behind are verbs of a name, or prepositions.
_NO_COUNT = {
    "always", "as", "comes", "deals", "does", "exists", "follows", "goes", "has", "holds", "is", "its",
    "lets", "leads", "means", "names", "needs", "opens", "plus", "refuses", "requires", "s", "says",
    "signs", "stands", "stops", "takes", "this", "tries", "verifies", "waits", "wants", "was", "works", "wins",
    "--agents", "emails",
}  # fmt: skip
_PAS_UN_NOMBRE = {
    "s", "à", "dans", "avant", "après", "depuis", "pendant", "puis", "sans", "sous", "plus", "pas",
    "fois", "des", "les", "ses", "trop", "vers", "dedans", "contient", "est", "segment", "était",
    "appartient", "agent", "enregistrement", "n’appartient",
}  # fmt: skip
#: Sentences whose holes hold names, or that are said of several alone.
_OF_SEVERAL = (
    "All {} ", "Mail to all {} ", "None of the {} ", "{} of {} agents", "{} of {} jobs", "{} @{}", "guichet agents show", "{} and {} run", "{} and {} have", "{} {} open requests",
    "Who reached", "Commands about it", "  Then look", "positions {} to {}", "{}: positions", "still h",
    "A tag has at most", "A request has at most",
)  # fmt: skip


def counted() -> list[str]:
    return [key for key in french() if _HOLE.search(key) and not key.startswith(_OF_SEVERAL)]


@pytest.mark.parametrize("count", ["0", "1"])
def test_no_french_sentence_counts_one_thing_in_the_plural(count: str) -> None:
    wrong = []
    for key in counted():
        said = in_french(_HOLE.sub(count, key))
        for noun in re.findall(rf"(?<!\S){count}[ \u00a0]([^\W\d_][\w’'-]*(?:s|x|nt))(?![\w’'-])", said):
            if noun not in _PAS_UN_NOMBRE:
                wrong.append((noun, said))
    assert wrong == []


def test_no_english_sentence_counts_one_thing_in_the_plural() -> None:
    wrong = []
    for key in counted():
        said = agreed(_HOLE.sub("1", key))
        pattern = r"(?<!\S)1 (?:(?:more|open|other) )?([a-z][\w-]*[^\Ws]s|are|were|have)(?![\w'-])"
        wrong.extend((noun, said) for noun in re.findall(pattern, said) if noun not in _NO_COUNT)
    assert wrong == []


@pytest.mark.parametrize(
    ("sentence", "french_said", "english_said"),
    [
        (
            "{} were approved, {} are due now. Nothing was erased.",
            "1 a été approuvée, 2 sont dues maintenant. Rien n’a été effacé.",
            "1 was approved, 2 are due now. Nothing was erased.",
        ),
        ("Wrote a.zip: {} requests, {} files, as X.", "Écrit\u00a0: a.zip (1 demande, 2 fichiers, sous l’identifiant X).",
         "Wrote a.zip: 1 request, 2 files, as X."),
        ("{} sessions ended.", "1 session fermée.", "1 session ended."),
    ],
)  # fmt: skip
def test_each_count_decides_for_its_own_words(sentence: str, french_said: str, english_said: str) -> None:
    counts = iter(("1", "2"))
    written = _HOLE.sub(lambda _hole: next(counts), sentence)
    assert in_french(written) == french_said
    assert in_english(written) == english_said


def test_words_of_others_stay_as_they_were_written() -> None:
    assert in_english("1 requests were lost") == "1 requests were lost", "no sentence of ours"
    assert in_french("Task ‹a|b› is now with Ana.") == "La tâche ‹a|b› est maintenant chez Ana."


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("0", "un"),
        ("1", "un"),
        ("2", "deux"),
        ("1 000", "deux"),
        ("1,234", "deux"),
        ("²", "deux"),
        ("", "deux"),
    ],
)
def test_zero_and_one_are_singular_and_what_is_no_number_is_several(value: str, word: str) -> None:
    assert either(" ‹un|deux›", [value], 1) == f" {word}"


def test_every_choice_of_the_catalogue_is_whole_and_names_a_number_before_it() -> None:
    for key, said in french().items():
        assert said.count("‹") == said.count("›") == len(re.findall(r"‹(?:\d:)?[^‹›|]*\|[^‹›|]*›", said)), (
            said
        )
        for found in re.finditer(r"‹(?:(\d):)?", said):
            before = len(re.findall(r"\{\w*\}", said[: found.start()]))
            assert before > int(found[1] or 0), (key, said)
