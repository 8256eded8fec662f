"""A notice to staff pasted into words for a requester is known, whatever became of its lines; their own letters are
not.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dispatch.inbound.staff.our_notices import repeats_our_notice
from dispatch.letters.render import LOCALES
from dispatch.notices.catalogue import CATALOGUE
from tests.example_letters import examples, written
from tests.rows import in_rows

WORDS = Path(__file__).parents[1] / "words_fr"


@pytest.mark.parametrize("locale", LOCALES)
def test_a_notice_to_staff_is_known_in_one_line_or_many(locale: str) -> None:
    unknown = []
    for key in ("note_added", "assigned", "opinion_asked", "task_assigned", "requester_reply", "order_done"):
        name = CATALOGUE[key].name
        # An example that says nearly nothing has no sentence of its own.
        for at in range(len(examples(key, locale)) if key == "note_added" else 1):
            text = written(key, locale, at).text
            answer = f"réponse : Bonjour Madame, voici votre réponse.\n\n{text}"
            if not repeats_our_notice(answer) or not repeats_our_notice(" ".join(answer.split())):
                unknown.append((name, at))
    assert unknown == []


@pytest.mark.parametrize("locale", LOCALES)
def test_what_a_requester_was_written_is_no_notice_to_staff(locale: str) -> None:
    theirs = [
        key
        for key, notice in CATALOGUE.items()
        if notice.audience == "requester" and "email" in notice.channels
    ]
    taken = [
        key
        for key in theirs
        for at in range(len(examples(key, locale)))
        if repeats_our_notice(written(key, locale, at).text)
    ]
    assert taken == []


def test_answers_of_agents_are_not_taken_for_ours() -> None:
    said = [
        str(json.loads(line).get("text", ""))
        for file in sorted(WORDS.glob("*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
    ]
    # One of them quotes how another tool speaks to its agents.
    assert len(said) > 1_000 and sum(map(repeats_our_notice, said)) <= 1


@in_rows(
    "pasted",
    [
        "Bonjour Madame, voici.\n\nLe demandeur ne la voit pas.",
        "Bonjour Madame. Une demande vous est\nconfiée. Cordialement",
        "Vérifiez avant d’en tenir compte",
        "Hello, here it is. A message waits for your decision.",
    ],
)
def test_one_short_sentence_of_ours_is_enough(pasted: str) -> None:
    assert repeats_our_notice(pasted)


@in_rows(
    "said",
    ["C’est un rappel : la salle ferme à 18 h.", "Bonjour, une demande vous est faite.", "It is kept."],
)
def test_what_may_be_said_to_anybody_is_not_ours(said: str) -> None:
    assert not repeats_our_notice(said)
