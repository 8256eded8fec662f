"""A corpus of agents' answers: each is the right act, or a question back; never another act, never a word let out."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

from intake.words.orders import NoOrder, Order, Unsure, read_order
from intake.words.staff.lines import LineOrder, Lines, priority_of, read_lines
from intake.words.staff.words import read_staff_words
from models.organisation import Organisation
from models.organisation_files.sample import sample_text
from tests.rows import in_rows

CORPUS = Path(__file__).parents[1] / "words_fr" / "lines.txt"
TOWN = Organisation.model_validate(tomllib.loads(sample_text()))
WORKFLOW = TOWN.workflow(None)
TODAY = date(2026, 11, 3)
#: Answers whose right act may be missed by a question back.
MAY_ASK = 0.05


def cases() -> list[tuple[str, str]]:
    lines = [line for line in CORPUS.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [(text.replace("\\n", "\n"), act) for text, _, act in (line.rpartition(" => ") for line in lines)]


def act_of(line: LineOrder) -> str:
    if line.order is None:
        return line.kind
    return line.order.verb if line.order.kind == "verb" else line.order.kind


def names_nothing(line: LineOrder) -> bool:
    """Whether a line has the form of an order and a value that there is not: it is asked about when done."""
    if line.kind == "priority":
        return not priority_of(line.name)
    return line.kind == "due" and bool(line.name) and line.day is None


def read(text: str) -> tuple[str, str]:
    """What is done of an answer, and which of its words the requester reads."""
    lines: Lines | None = read_lines(text, WORKFLOW, organisation=TOWN, today=TODAY)
    if lines is not None and all(line.kind == "order" for line in lines.orders):
        whole = read_order(text, WORKFLOW, organisation=TOWN, today=TODAY)
        lines = None if isinstance(whole, Order) else lines
    if lines is not None:
        asks = lines.wrong or any(names_nothing(line) for line in lines.orders)
        return ("ask", "") if asks else ("+".join(act_of(line) for line in lines.orders), "")
    words = read_staff_words(text, WORKFLOW, organisation=TOWN, today=TODAY)
    match words.said:
        case Order() as order:
            return (order.verb if order.kind == "verb" else order.kind), words.published
        case Unsure() | NoOrder() if words.published:
            return "send", words.published
        case _:
            return "ask", ""


@in_rows(("text", "act"), cases(), ids=[text[:60] for text, _ in cases()])
def test_it_is_the_right_act_or_a_question_and_no_word_for_colleagues_leaves(text: str, act: str) -> None:
    done, published = read(text)
    assert done in (act, "ask"), done
    assert "zorglub" not in published.lower()


def test_hardly_any_right_act_is_missed() -> None:
    orders = [(text, act) for text, act in cases() if act != "ask"]
    missed = [text for text, act in orders if read(text)[0] != act]
    assert len(missed) <= MAY_ASK * len(orders), missed


def test_the_corpus_is_large_enough() -> None:
    assert len(cases()) >= 150
    assert len({text for text, _ in cases()}) == len(cases())


@in_rows(
    "letter",
    [
        "Bonjour Madame, votre emplacement est accordé à partir du 5 décembre. La redevance est de 3,20 € le mètre.",
        "Bonjour Madame, votre permis de stationnement est accordé à partir du 5 décembre. Cordialement, Noé",
        "Bonjour Monsieur, votre dossier est bien enregistré, nous vous recontactons dès que la commission aura statué.",
        "Bonjour Madame, la demande est validée sous réserve de l’avis de l’architecte.",
    ],
)
def test_a_letter_that_tells_of_what_is_to_come_ends_nothing_and_is_sent(letter: str) -> None:
    read = read_staff_words(letter, WORKFLOW, organisation=TOWN, today=TODAY)
    assert not isinstance(read.said, Order)
    assert read.published == letter
