"""A town's own words for its own course order as the ordinary ones do, and leave nothing over."""

from __future__ import annotations

from datetime import date

from intake.words.orders import Order
from intake.words.staff.lines import read_lines
from intake.words.staff.words import read_staff_words
from models.organisation import DEFAULT_WORKFLOW, Workflow
from models.organisation_files.sample import load_sample
from tests.rows import in_rows

TOWN, TODAY = load_sample(), date(2026, 12, 21)
BINS = Workflow.model_validate(
    {
        "key": "bins",
        "label": "Bacs",
        "states": [
            {"key": "new", "kind": "new", "label": "nouvelle"},
            {"key": "round", "kind": "open", "label": "en tournée"},
            {"key": "done", "kind": "done", "label": "bac livré"},
            {"key": "refused", "kind": "refused", "label": "refusée"},
        ],
        "transitions": [
            {"from": ["new"], "to": "round", "verb": "round", "aliases": {"fr": ["en tournée"]}, "needs_date": True},
            {"from": ["new", "round"], "to": "done", "verb": "done", "aliases": {"fr": ["livré"]}},
            {"from": ["new"], "to": "refused", "verb": "refuse", "aliases": {"fr": ["refusé"]}, "comment_required": True},
        ],
    }
)  # fmt: skip


@in_rows(
    ("text", "verb", "day"),
    [("livré", "done", None), ("en tournée mercredi 23 décembre", "round", date(2026, 12, 23))],
)
def test_a_word_of_the_town_s_own_leaves_no_words_to_ask_about(
    text: str, verb: str, day: date | None
) -> None:
    read = read_staff_words(text, BINS, organisation=TOWN, today=TODAY)
    assert isinstance(read.said, Order)
    assert (read.said.verb, read.said.date, read.everything) == (verb, day, "")


def test_words_beside_a_word_of_the_town_s_own_are_kept() -> None:
    read = read_staff_words("Livré. Le bac gris est devant la porte.", BINS, organisation=TOWN, today=TODAY)
    assert isinstance(read.said, Order)
    assert (read.said.verb, read.kept) == ("done", "Le bac gris est devant la porte.")


@in_rows(
    "text",
    [
        "refusé : Madame, Monsieur, il faut le dépôt de plainte",
        "refused: Dear Sir or Madam, the invoice is missing",
    ],
)
def test_an_explanation_that_greets_as_our_letter_proposes_is_sent(text: str) -> None:
    # Without the greeting « dépôt » and « invoice » belong to the house, and the agent is told of this way.
    read = read_staff_words(text, DEFAULT_WORKFLOW, organisation=TOWN, today=TODAY)
    assert (read.published, read.kept) == (text.partition(": ")[2], "")


@in_rows(
    ("below", "wrong"),
    [
        ("Marc, va voir tout de suite stp", ""),
        ("Marc, terminé ou pas ?", "Marc, terminé ou pas"),
        ("Sauf si c’est fermé", "Sauf si c’est fermé"),
    ],
)
def test_words_to_a_colleague_below_orders_undo_them_only_when_they_may_limit_them(
    below: str, wrong: str
) -> None:
    read = read_lines(
        f"priorité urgente\naffecter à Marc Durand\n\n{below}", DEFAULT_WORKFLOW, organisation=TOWN
    )
    assert read is not None
    assert (read.wrong, read.rest) == (wrong, below)
