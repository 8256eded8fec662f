"""docs/deciding.md prints the questions in the order in which they are asked."""

from __future__ import annotations

import inspect
from pathlib import Path

from dispatch.inbound.decide import QUESTIONS
from dispatch.inbound.deciding_page import deciding_page
from dispatch.inbound.sms.commands import SMS_QUESTIONS

PAGE = Path(__file__).parents[2] / "docs" / "deciding.md"


def test_the_page_says_what_is_asked_and_nothing_else() -> None:
    command = "python -m dispatch.inbound.deciding_page > docs/deciding.md"
    assert PAGE.read_text("utf-8") == deciding_page(), f"run: {command}"


def test_every_question_has_a_line_and_the_lines_keep_the_order() -> None:
    page = deciding_page()
    for questions in (QUESTIONS, SMS_QUESTIONS):
        lines = [f"**{question.__name__.replace('_', ' ')}**: " for question in questions]
        places = [page.find(line) for line in lines]
        assert -1 not in places
        assert places == sorted(places)
        assert all(inspect.getdoc(question) for question in questions)


def test_no_question_is_asked_twice() -> None:
    assert len(set(QUESTIONS)) == len(QUESTIONS)
    assert len(set(SMS_QUESTIONS)) == len(SMS_QUESTIONS)
