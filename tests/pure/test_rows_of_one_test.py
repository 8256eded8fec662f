"""Rows of one test: every one is tried, and each that is wrong is told by its name with what it says."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rows import ROWS_VARIABLE, in_rows


@pytest.fixture(autouse=True)
def together(monkeypatch: pytest.MonkeyPatch) -> None:
    """However this run was asked to try the rows of other tests."""
    monkeypatch.delenv(ROWS_VARIABLE, raising=False)


def told(test: Callable[..., None], **beside: object) -> str:
    """What a failing test of rows says."""
    with pytest.raises(pytest.fail.Exception) as failed:
        test(**beside)
    return str(failed.value)


def test_every_row_is_tried_and_the_wrong_ones_are_told() -> None:
    tried = []

    @in_rows(("word", "length"), [("un", 2), ("deux", 3), ("trois", 5), ("quatre", 7)])
    def lengths(word: str, length: int) -> None:
        tried.append(word)
        assert len(word) == length, f"{word} is longer"

    said = told(lengths)
    assert tried == ["un", "deux", "trois", "quatre"]
    assert said.startswith("2 of 4 rows are wrong.")
    assert "\n[deux, 3]\n" in said and "\n[quatre, 7]\n" in said and "[un" not in said
    assert f"{__file__}:" in said and "deux is longer" in said and "assert 4 == 3" in said


def test_an_error_that_is_no_assertion_is_told_with_its_lines() -> None:
    @in_rows("number", [1, 0], ids=["one", "nought"])
    def divided(number: int) -> None:
        assert 1 // number

    said = told(divided)
    assert "[nought]" in said and "ZeroDivisionError" in said and "assert 1 // number" in said


def test_what_should_have_been_raised_and_was_not_is_a_wrong_row() -> None:
    @in_rows("text", ["1", "one"])
    def refused(text: str) -> None:
        with pytest.raises(ValueError):
            int(text)

    assert told(refused).startswith("1 of 2 rows are wrong.\n\n[1]\n")


def test_of_many_wrong_rows_the_last_are_told_by_their_names() -> None:
    @in_rows("number", range(40), ids=lambda number: f"number {number}")
    def none(number: int) -> None:
        assert number < 0

    said = told(none)
    assert all(f"[number {each}]" in said for each in range(40))
    assert "assert 11 < 0" in said and "assert 12 < 0" not in said


def test_rows_of_two_tables_are_each_with_each() -> None:
    met = []

    @in_rows("letter", "ab")
    @in_rows("number", (1, 2))
    def both(letter: str, number: int) -> None:
        met.append((letter, number))

    both()
    assert met == [("a", 1), ("a", 2), ("b", 1), ("b", 2)]


def test_what_else_a_test_takes_is_asked_of_pytest() -> None:
    @in_rows("letter", "ab")
    def beside(letter: str, other: str) -> None:
        assert other + letter != "xa"

    assert list(inspect.signature(beside).parameters) == ["other"]
    assert "[a]" in told(beside, other="x")


def test_no_rows_and_rows_that_would_share_a_directory_are_refused() -> None:
    @in_rows("letter", [])
    def never(letter: str) -> None:
        raise AssertionError

    with pytest.raises(AssertionError, match="there is no row"):
        never()
    with pytest.raises(TypeError, match="tmp_path"):

        @in_rows("letter", "ab")
        def shared(letter: str, tmp_path: Path) -> None:
            """Written by one row, found by the next."""


def test_rows_are_tests_of_their_own_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ROWS_VARIABLE, "apart")

    @in_rows("letter", "ab")
    def apart(letter: str) -> None:
        """Chosen by `-k`."""

    (mark,) = apart.pytestmark  # type: ignore[attr-defined]
    assert mark.name == "parametrize" and list(mark.args[1]) == ["a", "b"]
