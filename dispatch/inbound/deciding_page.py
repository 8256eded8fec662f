"""docs/deciding.md: the questions asked of a message, printed from the very tables that ask them."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable
from typing import Any

from dispatch.inbound.decide import QUESTIONS
from dispatch.inbound.sms.commands import SMS_QUESTIONS

_PAGE = """\
# What becomes of a message

Every message ends in one state, with a reason that `guichet inbox show` and `guichet inbox explain` print. Which one is
found by asking these questions, in this order: the first that has an answer decides. The last one always has.

<!-- Printed by `python -m dispatch.inbound.deciding_page > docs/deciding.md`; a test fails when it is stale. -->

## Every message

{questions}

An answer to a request is looked for by the signed address it was sent to, then by the Message-IDs it refers to, then by
the reference in its subject, in this order. A signed address counts only for the person it was made for; the other two
only for people who take part in the request. Whoever else uses them starts a new request, linked to that one.

Only a signed address given to staff lets its holder order something, or answer the requester.

## Text messages

A text from one of our own numbers, or one that a machine sent, ends there. Of every other one is asked:

{sms_questions}
"""  # noqa: E501


def deciding_page() -> str:
    """The whole page, as Markdown."""
    return _PAGE.format(questions=_numbered(QUESTIONS), sms_questions=_numbered(SMS_QUESTIONS))


def _numbered(questions: Iterable[Callable[[Any], object]]) -> str:
    return "\n".join(
        f"{number}. **{question.__name__.replace('_', ' ')}**: {_first_paragraph(question)}"
        for number, question in enumerate(questions, 1)
    )


def _first_paragraph(question: Callable[[Any], object]) -> str:
    return " ".join((inspect.getdoc(question) or "").partition("\n\n")[0].split())


if __name__ == "__main__":
    sys.stdout.write(deciding_page())
