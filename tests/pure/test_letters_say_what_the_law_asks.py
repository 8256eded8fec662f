"""Each mention that the law asks for stands in the letter, where docs/legal.md says."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from tests.example_letters import examples, written
from tests.rows import in_rows

ROOT = Path(__file__).parents[2]
_ROW = re.compile(
    r"^\| (?P<mention>[^|]+) \| (?P<source>[RL]\. [^|]+) \| `(?P<template>[a-z_/]+)`[^|]* \| `(?P<words>[^`|]+)` \|$"
)
ROWS = [
    found
    for line in (ROOT / "docs" / "legal.md").read_text("utf-8").splitlines()
    if (found := _ROW.match(line))
]


def plain(text: str) -> str:
    return " ".join(text.split())


@cache
def letters(notice: str) -> list[tuple[str, str]]:
    """Both parts of every example of a notice, in French."""
    all_of = [written(notice, "fr", at) for at, _ in enumerate(examples(notice, "fr"))]
    return [(plain(each.text), plain(re.sub(r"<[^>]+>", "", each.html))) for each in all_of]


@in_rows("row", ROWS, ids=[row["mention"] for row in ROWS])
def test_a_mention_stands_in_both_parts_of_the_letter(row: re.Match[str]) -> None:
    words = plain(row["words"])
    # Parts that several letters share are looked for in the acknowledgement.
    notice = "acknowledgement" if "/" in row["template"] else row["template"]
    assert any(words in text and words in html for text, html in letters(notice))


def test_every_article_that_was_read_for_it_has_its_mentions() -> None:
    sources = " ".join(row["source"] for row in ROWS)
    assert len(ROWS) == 17
    for article in ("R. 112-5", "R. 112-11-1", "L. 114-2", "L. 114-5", "L. 232-3"):
        assert article in sources


def test_nobody_is_given_a_date_for_what_is_missing_where_silence_decides_nothing() -> None:
    decided = {
        view.details.silence: "L. 114-5" in written("acknowledgement", "fr", at).text  # type: ignore[attr-defined]
        for at, view in enumerate(examples("acknowledgement", "fr"))
    }
    assert decided["none"] is False
